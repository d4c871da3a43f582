"""Machines that are made up: what they hold is said, so that each runs on every platform."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pocgate_xl.functions.installation.machine import Machine

PYTHON = r"C:\Python311\pythonw.exe"
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
LIBRARY = r"C:\Python311\xlwings64-0.37.8.dll"
MACHINES = {32: 0x014C, 64: 0x8664}


def program(bits: int) -> bytes:
    """Return the start of a program as Microsoft's PE format has it: a stub, then the COFF file header."""
    return (
        b"MZ"
        + bytes(0x3A)
        + struct.pack("<I", 0x80)
        + bytes(0x40)
        + b"PE\0\0"
        + struct.pack("<H", MACHINES[bits])
    )


FILES: Mapping[str, bytes] = {PYTHON: program(64), EXCEL: program(64), LIBRARY: b"MZ"}


def windows(home: Path, files: Mapping[str, bytes] = FILES, **changed: Any) -> Machine:
    """Return a machine on which everything is as it should be, but for what lies outside of Python."""
    environment = {"APPDATA": str(home / "AppData" / "Roaming"), "PATH": r"C:\Python311"}
    machine = Machine(
        platform="win32", executable=PYTHON, bits=64, home=home, environment=environment,
        versions={"xlwings": "0.37.8", "pywin32": "308"},
        registry={"VBAWarnings": 2, "Excel": EXCEL, "ClickToRun": "x64"},
        head=lambda path: held(files, path),
    )  # fmt: skip
    return replace(machine, **changed)


def held(files: Mapping[str, bytes], path: str) -> bytes | None:
    """Return what lies at a path: as described, or what the test itself wrote."""
    described = {name.lower(): data for name, data in files.items()}.get(path.lower())
    if described is not None:
        return described
    return Path(path).read_bytes()[:4096] if os.path.isfile(path) else None
