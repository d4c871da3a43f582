"""What Windows' registry says of Excel: its program, its settings, what it loads and what it switched off."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeAlias

RegistryValue: TypeAlias = "int | str | tuple[str, ...]"

OFFICE_VERSIONS = ("16.0", "15.0")
"""Every Excel since 2016 calls itself 16.0."""
SECURITY = ("VBAWarnings", "AccessVBOM", "RequireAddinSig", "DisableAllAddins")
"""Settings of the Trust Center; those of an administrator stand under `Policies` and outrank the user's."""
PROGRAM = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"


def excel_settings() -> dict[str, RegistryValue]:
    """Return what is found, by name; nothing where there is no registry."""
    if sys.platform != "win32":
        return {}
    found: dict[str, RegistryValue] = dict(_program())
    for version in OFFICE_VERSIONS:
        for key in (
            rf"Software\Policies\Microsoft\Office\{version}",
            rf"Software\Microsoft\Office\{version}",
        ):
            for name, value in _security(rf"{key}\Excel\Security"):
                found.setdefault(name, value)
        excel = rf"Software\Microsoft\Office\{version}\Excel"
        found.setdefault("Disabled", tuple(_disabled(rf"{excel}\Resiliency\DisabledItems")))
        found.setdefault("Opened", tuple(_opened(rf"{excel}\Options")))
    return found


def disabled_path(data: bytes) -> str:
    """Return the path in an entry of Excel's list of disabled items.

    A kind and two lengths in bytes, then path and name, both ended by 0; the form is not documented by
    Microsoft, but told by many who have looked at it. What has another form is read as a whole.
    """
    if len(data) >= 12:
        length = struct.unpack_from("<I", data, 4)[0]
        if 0 < length <= len(data) - 12:
            return data[12 : 12 + length].decode("utf-16-le", "replace").rstrip("\0")
    return data.decode("utf-16-le", "replace")


def _program() -> Iterator[tuple[str, RegistryValue]]:
    """Yield where Excel's program is, and for which processor a Click-to-Run installation says it is."""
    for hive in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"):
        for name, value in _values(PROGRAM, hive):
            if not name:
                yield "Excel", str(value).strip('"')
    for name, value in _values(CLICK_TO_RUN, "HKEY_LOCAL_MACHINE"):
        if name == "Platform":
            yield "ClickToRun", str(value)


def _security(key: str) -> Iterator[tuple[str, RegistryValue]]:
    for name, value in _values(key):
        yield from ((known, value) for known in SECURITY if known.lower() == name.lower())
    for name, value in _values(rf"{key}\Trusted Locations"):
        if name.lower() == "alllocationsdisabled":
            yield "AllLocationsDisabled", value


def _disabled(key: str) -> Iterator[str]:
    yield from (disabled_path(value) for _, value in _values(key) if isinstance(value, bytes))


def _opened(key: str) -> Iterator[str]:
    """Yield what Excel opens when it starts because somebody ticked it: OPEN, OPEN1 and so on."""
    for name, value in _values(key):
        if name.upper().startswith("OPEN") and name[4:].isdecimal() | (not name[4:]):
            yield str(value)


def _values(key: str, hive: str = "HKEY_CURRENT_USER") -> Iterator[tuple[str, Any]]:
    """Yield name and value of a key, as programs of 64 bits see it; nothing where there is none."""
    yield from ()
    if sys.platform == "win32":
        import winreg

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with suppress(OSError), winreg.OpenKey(getattr(winreg, hive), key, 0, access) as opened:
            for number in range(winreg.QueryInfoKey(opened)[1]):
                name, value, _ = winreg.EnumValue(opened, number)
                yield name, value
