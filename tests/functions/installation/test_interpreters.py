"""Which Python a profile names: this one, as conda names it, in letters that macros can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.functions.installation.conf import user_conf, write_settings
from pocgate_xl.functions.installation.interpreters import bits_of, conda_of, settings_for, started_python
from tests.functions.fake_vba import Computer, Excel
from tests.functions.installation.described import PYTHON, program, windows

BASE = {r"C:\conda\conda-meta\history": b"", r"C:\conda\condabin\conda.bat": b""}
GATE = {r"C:\conda\envs\gate\conda-meta\history": b"", r"C:\conda\envs\gate\pythonw.exe": program(64)}
AWAY = {r"D:\away\conda-meta\history": b"", r"D:\away\pythonw.exe": program(64)}
FILES = {**BASE, r"C:\conda\pythonw.exe": program(64), **GATE, **AWAY, PYTHON: program(64)}


@pytest.mark.parametrize(
    ("python", "named"),
    [
        (PYTHON, None),
        (r"C:\conda\python.exe", (r"C:\conda", "base")),
        (r"C:\conda\envs\gate\python.exe", (r"C:\conda", "gate")),
        (r"D:\away\python.exe", (r"C:\conda", r"D:\away")),
    ],
)
def test_a_python_of_conda_is_named_as_conda_names_it(
    tmp_path: Path, python: str, named: tuple[str, str] | None
) -> None:
    machine = windows(tmp_path, FILES, environment={"CONDA_EXE": r"C:\conda\Scripts\conda.exe"})
    assert conda_of(machine, python) == named


@pytest.mark.parametrize(
    "python", [PYTHON, r"C:\conda\python.exe", r"C:\conda\envs\gate\python.exe", r"D:\away\python.exe"]
)
@pytest.mark.parametrize("earlier", ["", r'"INTERPRETER_WIN","C:\Old\python.exe"'])
def test_the_macros_find_the_python_that_the_profile_names(
    tmp_path: Path, addin_file: Path, python: str, earlier: str
) -> None:
    """Whatever stood in the profile before: the macros themselves are run on what was written."""
    machine = windows(tmp_path, FILES, environment={"CONDA_EXE": r"C:\conda\Scripts\conda.exe", "PATH": ""})
    conf = tmp_path / ".pocgate" / "pocgate.conf"
    conf.parent.mkdir()
    conf.write_text(earlier, encoding="utf-8")
    write_settings(conf, settings_for(machine, python))
    home = r"C:\Users\A"
    texts = {
        rf"{home}\.pocgate\pocgate.conf": conf.read_text("utf-8"),
        rf"{home}\.xlwings\xlwings.conf": r'"INTERPRETER_WIN","C:\Xlwings\python.exe"',
    }
    there = (*(name for name in FILES if name.endswith(".exe")), r"C:\Old\python.exe")
    excel = Excel(addin_file, Computer({"USERPROFILE": home, "PATH": ""}, texts, there))
    windowed = python.replace("python.exe", "pythonw.exe")
    assert excel.run("Interpreter") == windowed
    assert started_python(machine, user_conf(tmp_path)) == windowed


def test_letters_beyond_ascii_hide_behind_a_variable(tmp_path: Path) -> None:
    """The macros read a profile in the system's code page, their variables as they are."""
    home = "C:\\Users\\利用者"
    machine = windows(tmp_path, {}, environment={"USERPROFILE": home})
    assert settings_for(machine, f"{home}\\py\\python.exe") == {
        "INTERPRETER_WIN": r"%USERPROFILE%\py\python.exe"
    }
    assert settings_for(machine, "D:\\利用\\python.exe") == {"INTERPRETER_WIN": "D:\\利用\\python.exe"}


def test_a_variable_is_read_as_the_macros_read_it(tmp_path: Path) -> None:
    machine = windows(tmp_path, environment={"Home": r"C:\H"})
    assert machine.expanded(r"%HOME%\py\%GONE%\x") == r"C:\H\py\%GONE%\x"
    assert machine.expanded("100%") == "100%"


@pytest.mark.parametrize(
    ("head", "bits"),
    [
        (program(32), 32),
        (program(64), 64),
        (program(64)[:-2] + b"\x64\xaa", 64),
        (program(64)[:-2] + b"\0\0", None),
        (program(64)[:-1], None),
        (b"MZ", None),
        (b"#!/bin/sh", None),
        (b"", None),
        (None, None),
    ],
)
def test_a_program_says_for_how_many_bits_it_is_made(head: bytes | None, bits: int | None) -> None:
    assert bits_of(head) == bits
