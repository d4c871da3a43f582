"""A user's machine, as far as Excel's way to Python depends on it, so that any machine can be described."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal

from ...records import dataclass
from .registry import RegistryValue, excel_settings

DiagnosisState = Literal["fine", "advice", "wrong", "skipped"]
WINDOWS, MAC = "win32", "darwin"
PACKAGES = ("xlwings", "pywin32")
HEAD = 4096
"""Bytes at the start of a file that tell for which processor a program is made."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at, what was found, and what to do about it."""

    subject: str
    state: DiagnosisState
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at. `head` gives the start of a file by its path, None where there is none."""

    platform: str = sys.platform
    executable: str = sys.executable
    bits: int = 64 if sys.maxsize > 2**32 else 32
    home: Path = field(default_factory=lambda: Path(os.environ.get("USERPROFILE") or Path.home()))
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    versions: Mapping[str, str | None] = field(default_factory=lambda: {p: _version(p) for p in PACKAGES})
    registry: Mapping[str, RegistryValue] = field(default_factory=excel_settings)
    head: Callable[[str], bytes | None] = field(default_factory=lambda: _head)

    @property
    def windows(self) -> bool:
        return self.platform == WINDOWS

    @property
    def startup_folder(self) -> Path | None:
        """Return the folder whose files Excel opens when it starts, for this user alone.

        It bears the same name in every language of Excel, which makes it when it is first asked for.
        """
        roaming = self.environment.get("APPDATA", "")
        return Path(roaming, "Microsoft", "Excel", "XLSTART") if roaming else None

    def path(self, text: str) -> PurePath:
        return PureWindowsPath(text) if self.windows else PurePosixPath(text)

    def has(self, path: PurePath | str) -> bool:
        return self.head(str(path)) is not None

    def expanded(self, text: str) -> str:
        """Return a setting with the user's variables in it, as the macros read `%NAME%`."""
        names = {name.upper(): value for name, value in self.environment.items()}
        parts = text.split("%")
        for place in range(1, len(parts) - 1, 2):
            parts[place] = names.get(parts[place].upper(), f"%{parts[place]}%")
        return "".join(parts) if len(parts) % 2 else text


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _head(path: str) -> bytes | None:
    with suppress(OSError, ValueError), open(path, "rb") as stream:
        return stream.read(HEAD)
    return None
