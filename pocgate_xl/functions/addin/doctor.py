"""What stands between Excel and Python on one machine, looked at and never changed.

Away from Windows everything that can be looked at still is; the rest is said to be not applicable.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from ... import __version__
from ...templates.loader import builtin_names
from .conf import PROJECTS, Conf, conf_files, read_conf

DiagnosisState = Literal["fine", "advice", "wrong", "skipped"]
WINDOWS = "win32"
PACKAGES = ("xlwings", "pywin32")
UNRESERVED = 200
"""Windows stops at 260 characters; xlwings adds file names of its own."""
CLOUD = ("onedrive", "sharepoint", "dropbox", "google drive", "icloud")
STORE = "windowsapps"
BARE = ("python", "pythonw", "python.exe", "pythonw.exe")
"""Names of an interpreter for which the folders of PATH are searched."""
_WHOLE = re.compile(r"[A-Za-z]:\\|\\\\[^\\]|%[^%]+%|/")
"""How a whole path begins, a variable of the user among them."""

SETTINGS = ("VBAWarnings", "AccessVBOM")
OFFICE_VERSIONS = ("16.0", "15.0")
SECURITY = r"Software\{}Microsoft\Office\{}\Excel\Security"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at, what was found, and what to do about it."""

    subject: str
    state: DiagnosisState
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at, so that any machine can be described."""

    platform: str = sys.platform
    executable: str = sys.executable
    bits: int = 64 if sys.maxsize > 2**32 else 32
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    versions: Mapping[str, str | None] = field(default_factory=lambda: {p: _version(p) for p in PACKAGES})
    registry: Mapping[str, int] = field(default_factory=lambda: _registry())

    @property
    def windows(self) -> bool:
        return self.platform == WINDOWS


def diagnose(machine: Machine | None = None) -> tuple[Examined, ...]:
    """Look at everything and return what was found, in the order in which to mend it."""
    seen = machine or Machine()
    return tuple(result for look in LOOKS for result in look(seen))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def platform(machine: Machine) -> Iterator[Examined]:
    if machine.windows:
        yield Examined("Windows", "fine", "the functions can run in Excel on this machine")
    else:
        yield Examined(
            "Windows", "advice", f"this is {machine.platform}: classic functions run on Windows only",
            "Use xlwings Lite here: pocgate addin lite --out DIR",
        )  # fmt: skip


def python(machine: Machine) -> Iterator[Examined]:
    found = f"{machine.executable} ({machine.bits} bit, pocgate {__version__})"
    if STORE in machine.executable.casefold():
        yield Examined(
            "Python", "wrong", f"{found} comes from the Microsoft Store",
            "Excel often may not start it: install Python from python.org and install pocgate there.",
        )  # fmt: skip
    else:
        yield Examined("Python", "fine", found)
    yield from _path("Python's path", machine.executable)


def _path(subject: str, path: str) -> Iterator[Examined]:
    """Say what in a path is known to keep Excel from finding it."""
    lowered = path.casefold()
    if any(cloud in lowered for cloud in CLOUD):
        advice = "Keep it in a folder that no cloud synchronises: paths there change and files may be absent."
        yield Examined(subject, "wrong", f"{path} lies in a cloud folder", advice)
    if " " in path:
        advice = "It works where it is written without quotes in the configuration; without spaces is safer."
        yield Examined(subject, "advice", f"{path} has a space", advice)
    if not path.isascii():
        advice = "VBA knows the characters of the system's code page only: prefer plain letters."
        yield Examined(subject, "advice", f"{path} has characters beyond ASCII", advice)
    if len(path) > UNRESERVED:
        advice = "Windows stops at 260: use a shorter path."
        yield Examined(subject, "advice", f"{len(path)} characters", advice)


def packages(machine: Machine) -> Iterator[Examined]:
    for package, found in machine.versions.items():
        if found:
            yield Examined(package, "fine", found)
        elif package == "pywin32" and not machine.windows:
            yield Examined(package, "skipped", "not needed here")
        else:
            command = f'"{machine.executable}" -m pip install {package}'
            yield Examined(package, "wrong", "is not installed in this Python", f"Run: {command}")


def library(machine: Machine) -> Iterator[Examined]:
    """Look for the library that VBA loads; its name has the version of xlwings in it."""
    if not machine.windows:
        yield Examined("xlwings DLL", "skipped", "on Windows only")
        return
    name = f"xlwings{machine.bits}-{machine.versions.get('xlwings')}.dll"
    folders = {Path(machine.executable).parent, Path(sys.prefix), Path(sys.base_prefix)}
    if any((folder / name).is_file() for folder in folders):
        yield Examined("xlwings DLL", "fine", name)
    else:
        advice = "Reinstall xlwings: python -m pip install --force-reinstall xlwings"
        yield Examined("xlwings DLL", "wrong", f"{name} is not beside Python", advice)


def configuration(machine: Machine) -> Iterator[Examined]:
    """Look at the user's configuration of xlwings and of the add-in."""
    for file in conf_files(machine.home):
        conf = read_conf(file)
        if conf is None:
            wanted = "interpreter_win".upper()
            advice = f'If Excel finds no Python, add this line: "{wanted}","{machine.executable}"'
            yield Examined(str(file), "advice" if machine.windows else "skipped", "is not there", advice)
            continue
        yield from _configured(file, conf, machine)


def _configured(file: Path, conf: Conf, machine: Machine) -> Iterator[Examined]:
    interpreter = conf.get("INTERPRETER_WIN", "") or conf.get("INTERPRETER", "")
    if interpreter and interpreter.casefold() not in BARE and not _WHOLE.match(interpreter):
        advice = f"Our macros start a whole path only: {machine.executable}"
        yield Examined(str(file), "wrong", f"{interpreter} is not the whole path of a program", advice)
    elif interpreter and Path(interpreter) != Path(machine.executable) and machine.windows:
        there = Path(interpreter).is_file() or "%" in interpreter
        advice = f"This pocgate runs in {machine.executable}; name that one if functions are missing."
        yield Examined(str(file), "advice" if there else "wrong", f"Excel starts {interpreter}", advice)
    else:
        yield Examined(str(file), "fine", f"Python: {interpreter or 'the first on the path'}")
    yield from _path(f"{file}: PYTHONPATH", conf.get("PYTHONPATH", ""))
    default = "true" if file.stem == PROJECTS[0] else ""
    if conf.get("ADD_WORKBOOK_TO_PYTHONPATH", default).casefold() == "true":
        advice = "Ours import nothing beside a workbook, others with xlwings do: set it to False."
        yield Examined(str(file), "advice", "ADD_WORKBOOK_TO_PYTHONPATH is on", advice)


def trust(machine: Machine) -> Iterator[Examined]:
    """Look at Excel's settings for macros, where the registry tells them."""
    if not machine.windows:
        yield Examined("Macro settings", "skipped", "on Windows only")
        return
    level = machine.registry.get("VBAWarnings")
    if level == 4:
        advice = "Ask your administrator for a trusted location; macros cannot be allowed otherwise."
        yield Examined("Macro settings", "wrong", "all macros are switched off", advice)
    elif level == 3:
        advice = "Put workbook and add-in into a trusted location (Trust Center > Trusted Locations)."
        yield Examined("Macro settings", "advice", "only signed macros run", advice)
    else:
        advice = "Files from mail or web stay blocked: Properties > Unblock, or a trusted location."
        yield Examined("Macro settings", "fine", "macros may be enabled", advice)
    if not machine.registry.get("AccessVBOM"):
        advice = "Needed only for xlwings' “Import Functions”; ours are inside already."
        yield Examined("Access to the VBA project", "fine", "not granted", advice)


def templates(machine: Machine) -> Iterator[Examined]:
    yield Examined("Templates", "fine", ", ".join(builtin_names()))


def known_pains(machine: Machine) -> Iterator[Examined]:
    """Say what cannot be looked at from here."""
    if machine.windows:
        yield Examined(
            "Antivirus", "advice", "cannot be looked at",
            "If #VALUE! or nothing appears: a rule that keeps Office from starting programs "
            "(ASR “Block Office applications from creating child processes”) stops Python.",
        )  # fmt: skip


def _registry() -> dict[str, int]:
    """Return what the registry says of Excel's security; policies outrank the user's own settings."""
    found: dict[str, int] = {}
    if sys.platform == "win32":
        import winreg

        for path in (SECURITY.format(b, office) for office in OFFICE_VERSIONS for b in ("Policies\\", "")):
            for name in SETTINGS:
                with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                    found.setdefault(name, int(winreg.QueryValueEx(key, name)[0]))
    return found


LOOKS = (platform, python, packages, library, configuration, trust, templates, known_pains)
