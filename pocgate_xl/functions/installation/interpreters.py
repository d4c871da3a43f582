"""Which Python Excel starts: how a profile names one, and which one the macros find by it."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from .conf import Conf
from .machine import Machine

BARE = ("python", "pythonw", "python.exe", "pythonw.exe")
"""Names of an interpreter for which the folders of PATH are searched, after an environment of conda."""
STORE = "windowsapps"
BASE = "base"
PROCESSORS = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
"""Bits by the machine that a program is made for (Microsoft's PE format: COFF file header)."""


def settings_for(machine: Machine, python: str) -> Mapping[str, str]:
    """Return the lines of a profile by which the macros start a Python, given by its whole path.

    One of conda is named by its installation and its environment. The bare name before that keeps lines
    further down, which may name another Python, from counting.
    """
    if named := conda_of(machine, python):
        home, environment = (plain(machine, each) for each in named)
        return {"INTERPRETER_WIN": "pythonw", "CONDA PATH": home, "CONDA ENV": environment}
    return {"INTERPRETER_WIN": plain(machine, windowed(machine, python))}


def windowed(machine: Machine, python: str) -> str:
    """Return the program without a console window that lies beside a Python, if there is one."""
    beside = machine.path(python).with_name("pythonw.exe")
    return str(beside) if machine.has(beside) else python


def conda_of(machine: Machine, python: str) -> tuple[str, str] | None:
    """Return installation and environment of a Python of conda, as conda and xlwings name them.

    An environment is known by its folder `conda-meta`, an installation by its folder `condabin`; one
    elsewhere than below its installation is named by its whole path.
    """
    folder = machine.path(python).parent
    if not machine.has(folder / "conda-meta" / "history"):
        return None
    if _is_installation(machine, folder):
        return str(folder), BASE
    if folder.parent.name.lower() == "envs" and _is_installation(machine, folder.parent.parent):
        return str(folder.parent.parent), folder.name
    conda = machine.environment.get("CONDA_EXE", "")
    return (str(machine.path(conda).parent.parent), str(folder)) if conda else None


def _is_installation(machine: Machine, folder: PurePath) -> bool:
    return machine.has(folder / "condabin" / "conda.bat")


def plain(machine: Machine, path: str) -> str:
    """Return a path in plain letters where one of the user's variables stands for the others."""
    if path.isascii():
        return path
    for name in ("USERPROFILE", "LOCALAPPDATA", "ProgramData"):
        value = machine.environment.get(name, "")
        if value and path.lower().startswith(f"{value.lower()}\\"):
            return f"%{name}%{path[len(value) :]}"
    return path


def started_python(machine: Machine, conf: Conf) -> str:
    """Return the Python that the macros start with these settings, "" when they find none."""
    named = machine.expanded(conf.get("INTERPRETER_WIN", "") or conf.get("INTERPRETER", ""))
    if named.lower() not in ("", *BARE):
        return named
    return _of_conda(machine, conf) or next(filter(machine.has, _on_path(machine)), "")


def _of_conda(machine: Machine, conf: Conf) -> str:
    home, environment = (machine.expanded(conf.get(name, "")) for name in ("CONDA_PATH", "CONDA_ENV"))
    if not home or not environment:
        return ""
    if environment == BASE:
        return f"{home}\\pythonw.exe"
    return (
        f"{environment}\\pythonw.exe" if "\\" in environment else f"{home}\\envs\\{environment}\\pythonw.exe"
    )


def _on_path(machine: Machine) -> Iterator[str]:
    folders = machine.environment.get("PATH", "").split(";")
    for program in ("pythonw.exe", "python.exe"):
        for folder in folders:
            path = rf"{folder.replace(chr(34), '')}\{program}"
            if machine.path(path).is_absolute() and f"\\{STORE}\\" not in path.lower():
                yield path


def bits_of(head: bytes | None) -> int | None:
    """Return for how many bits a program is made, from the start of its file; None when that does not say."""
    if head is None or head[:2] != b"MZ" or len(head) < 0x40:
        return None
    place = struct.unpack_from("<I", head, 0x3C)[0]
    if head[place : place + 4] != b"PE\0\0" or len(head) < place + 6:
        return None
    return PROCESSORS.get(struct.unpack_from("<H", head, place + 4)[0])
