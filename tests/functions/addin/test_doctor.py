"""The diagnosis of a machine: any machine can be described, so every advice is tried on every platform."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.functions.addin.conf import conf_files, read_conf
from pocgate_xl.functions.addin.doctor import Examined, Machine, diagnose

PYTHON = r"C:\Python311\pythonw.exe"


@pytest.fixture
def windows(tmp_path: Path) -> Machine:
    """A machine on which everything is as it should be, but for what lies outside of Python."""
    versions = {"xlwings": "0.37.8", "pywin32": "308"}
    return Machine("win32", PYTHON, 64, tmp_path, {}, versions, {"VBAWarnings": 2})


def found(machine: Machine, subject: str) -> Examined:
    return next(result for result in diagnose(machine) if result.subject == subject)


def configure(machine: Machine, text: str, project: int = 0) -> str:
    file = conf_files(machine.home)[project]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_this_machine_can_be_diagnosed_whatever_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "doctor"]) in (0, 1)
    assert "Python" in capsys.readouterr().out


def test_elsewhere_than_on_windows_lite_is_offered(windows: Machine) -> None:
    versions = {"xlwings": "0.37.8", "pywin32": None}
    machine = replace(windows, platform="darwin", versions=versions, registry={})
    results = diagnose(machine)
    assert "pocgate addin lite" in found(machine, "Windows").advice
    assert not [result for result in results if result.state == "wrong"]
    assert found(machine, "Macro settings").state == "skipped"


def test_what_is_not_installed_is_named_with_the_command(windows: Machine) -> None:
    result = found(replace(windows, versions={"xlwings": "0.37.8", "pywin32": None}), "pywin32")
    assert result.state == "wrong"
    assert "-m pip install pywin32" in result.advice


@pytest.mark.parametrize(
    ("executable", "state", "found"),
    [
        (r"C:\Users\A\OneDrive - Aoba\py\python.exe", "wrong", "cloud folder"),
        (r"C:\Program Files\Python\python.exe", "advice", "has a space"),
        (r"C:\利用者\python.exe", "advice", "beyond ASCII"),
        ("C:\\" + "x" * 250 + r"\python.exe", "advice", "characters"),
    ],
)
def test_paths_that_keep_excel_from_python(windows: Machine, executable: str, state: str, found: str) -> None:
    results = [r for r in diagnose(replace(windows, executable=executable)) if r.subject == "Python's path"]
    assert any(result.state == state and found in result.found for result in results)


def test_the_python_of_the_store_is_warned_of(windows: Machine) -> None:
    store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation\python.exe"
    assert found(replace(windows, executable=store), "Python").state == "wrong"


def test_a_configuration_that_names_another_python_is_told(windows: Machine) -> None:
    file = configure(windows, '"INTERPRETER_WIN","C:\\gone\\python.exe"\n')
    assert found(windows, file).state == "wrong"
    assert PYTHON in found(windows, file).advice


@pytest.mark.parametrize("named", ["py\\python.exe", "python.exe -c x", "C:python.exe", "calc"])
def test_an_interpreter_that_our_macros_refuse_is_told(windows: Machine, named: str) -> None:
    file = configure(windows, f'"INTERPRETER_WIN","{named}"\n', 1)
    assert found(windows, file).state == "wrong"
    assert "whole path" in found(windows, file).found


@pytest.mark.parametrize("named", ["", "python", "PYTHONW.EXE"])
def test_an_interpreter_on_the_path_is_fine(windows: Machine, named: str) -> None:
    file = configure(windows, f'"INTERPRETER_WIN","{named}"\n', 1)
    assert "whole path" not in found(windows, file).found


def test_a_missing_configuration_says_what_to_write(windows: Machine) -> None:
    file = str(conf_files(windows.home)[1])
    assert f'"INTERPRETER_WIN","{PYTHON}"' in found(windows, file).advice


def test_modules_beside_somebody_elses_workbook_are_warned_of(windows: Machine) -> None:
    file = configure(windows, f'"INTERPRETER_WIN","{PYTHON}"\n')
    found = [result.found for result in diagnose(windows) if result.subject == file]
    assert any("ADD_WORKBOOK_TO_PYTHONPATH" in each for each in found)
    configure(windows, f'"INTERPRETER_WIN","{PYTHON}"\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\n')
    found = [result.found for result in diagnose(windows) if result.subject == file]
    assert not any("ADD_WORKBOOK_TO_PYTHONPATH" in each for each in found)


@pytest.mark.parametrize(("level", "state"), [(4, "wrong"), (3, "advice"), (2, "fine"), (1, "fine")])
def test_settings_for_macros(windows: Machine, level: int, state: str) -> None:
    assert found(replace(windows, registry={"VBAWarnings": level}), "Macro settings").state == state


def test_a_missing_library_is_named_by_version_and_width(windows: Machine) -> None:
    result = found(windows, "xlwings DLL")
    assert (result.state, result.found) == ("wrong", "xlwings64-0.37.8.dll is not beside Python")


def test_a_configuration_is_read_as_vba_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "xlwings.conf"
    assert read_conf(file) is None
    file.write_text('"Interpreter_Win", "C:\\py\\python.exe"\n"udf modules",""\nbroken\n', encoding="utf-8")
    assert read_conf(file) == {"INTERPRETER_WIN": r"C:\py\python.exe", "UDF_MODULES": ""}
