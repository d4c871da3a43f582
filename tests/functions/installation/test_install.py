"""The add-in is put where Excel loads it and taken back without a trace, beside what is not ours."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.errors import EngineError, OutputError, TemplateError
from pocgate_xl.functions.addin.bridge import BRIDGE, bridge
from pocgate_xl.functions.addin.build import addin
from pocgate_xl.functions.addin.ribbon import RIBBON, ribbon_module
from pocgate_xl.functions.addin.vba import WIZARD, WRAPPERS, help_module, wrappers
from pocgate_xl.functions.addin.vba_writer import with_modules
from pocgate_xl.functions.installation.conf import adopt_templates, read_conf
from pocgate_xl.functions.installation.install import install, is_own_addin, remove, renew
from pocgate_xl.functions.installation.machine import Machine
from pocgate_xl.functions.registry import help_catalog
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import write_container
from tests.functions.installation.described import PYTHON, windows

EXCEL = ("AppData", "Roaming", "Microsoft", "Excel", "XLSTART", "pocgate.xlam")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return windows(tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path.joinpath(*EXCEL)


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    return tmp_path / ".pocgate" / "pocgate.conf"


@cache
def older(version: str = "0.36.17", **more: str) -> bytes:
    """Return an add-in as an earlier release made it where another xlwings is installed."""
    modules = {
        BRIDGE: bridge(version, addin=True) + "Sub Earlier()\nEnd Sub\n", WRAPPERS: wrappers(),
        WIZARD: help_module(), RIBBON: ribbon_module(), **more,
    }  # fmt: skip
    package = Package.from_bytes(addin(help_catalog("ja")))
    bare = {name: package.read(name) for name in package.names if "vbaProject" not in name}
    types, links = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    bare[types] = re.sub(rb"<[^<>]*vbaProject[^<>]*>", b"", bare[types]).replace(
        b"addin.macro", b"sheet.macro"
    )
    bare[links] = re.sub(rb"<[^<>]*vbaProject[^<>]*>", b"", bare[links])
    return write_container(with_modules(write_container(bare), modules))


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_nothing_in_the_addin_says_where_it_was_made(machine: Machine, place: Path, built: bytes) -> None:
    done = list(install(machine, "en"))
    assert [line.split()[:2] for line in done] == [
        ["written", str(place)], ["written", str(machine.home / ".pocgate" / "pocgate.conf")],
    ]  # fmt: skip
    assert place.read_bytes() == built
    package = Package.from_bytes(place.read_bytes())
    plain = b"".join(package.read(name) for name in package.names)
    for builder in (PYTHON, str(machine.home), str(Path.home()), "Interpreter_Win"):
        assert builder.encode() not in plain


def test_the_profile_names_this_python_and_keeps_what_was_there(machine: Machine, conf: Path) -> None:
    conf.parent.mkdir()
    before = b'\xef\xbb\xbf"SHOW CONSOLE","True"\n"INTERPRETER_WIN","C:\\Old\\python.exe"'
    conf.write_bytes(before)
    for _ in range(2):
        list(install(machine, "en"))
        assert read_conf(conf) == {"INTERPRETER_WIN": PYTHON, "LANGUAGE": "en", "SHOW_CONSOLE": "True"}
    list(remove(machine))
    assert conf.read_bytes() == before


def test_what_was_installed_is_taken_back_without_a_trace(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "AppData").mkdir()
    (tmp_path / "AppData" / "other.xlam").write_bytes(b"x")
    before = files_below(tmp_path)
    list(install(machine, "ja"))
    assert len(list(remove(machine))) == 2
    assert files_below(tmp_path) == before
    assert not (tmp_path / ".pocgate").exists()
    assert list(remove(machine)) == []


def test_the_profile_may_be_left_alone(machine: Machine, conf: Path, place: Path) -> None:
    list(install(machine, "en", profile=False))
    assert place.is_file()
    assert not conf.exists()


@pytest.mark.parametrize("more", [{}, {"Dictionary": "Sub Added()\nEnd Sub\n"}])  # as in the first release
def test_an_older_one_of_ours_is_replaced(
    machine: Machine, place: Path, built: bytes, more: dict[str, str]
) -> None:
    place.parent.mkdir(parents=True)
    place.write_bytes(older(**more))
    assert next(install(machine, "en")).startswith("renewed")
    assert place.read_bytes() == built


@pytest.mark.parametrize("name", ["empty", "text", "workbook", "with macros of somebody else"])
def test_what_is_not_ours_stays(machine: Machine, place: Path, name: str, bundle: object) -> None:
    content = {
        "empty": b"", "text": b"no zip", "workbook": write_container({"xl/workbook.xml": b"<workbook/>"}),
        "with macros of somebody else": older(Own="Sub Auto_Open()\nEnd Sub\n"),
    }[name]  # fmt: skip
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    assert not is_own_addin(place)
    for act in (lambda: install(machine, "en"), lambda: renew(machine)):
        with pytest.raises(OutputError, match="not ours"):
            list(act())
    assert list(remove(machine)) == [f"left {place}, which is not ours"]
    assert place.read_bytes() == content
    assert files_below(machine.home).keys() == {str(place.relative_to(machine.home))}


def test_our_lines_leave_the_profile_also_beside_an_addin_that_is_not_ours(
    machine: Machine, place: Path, conf: Path
) -> None:
    list(install(machine, "en"))
    place.write_bytes(b"no zip")
    said = list(remove(machine))
    assert said[0] == f"left {place}, which is not ours"
    assert said[1].startswith(f"removed our settings from {conf}")
    assert place.read_bytes() == b"no zip"
    assert not conf.exists()


@pytest.mark.parametrize("python", [r"C:\nope\python.exe", r"C:\Python311", "python.exe"])
def test_a_python_that_is_no_file_is_refused_before_anything_is_written(
    machine: Machine, python: str
) -> None:
    with pytest.raises(OutputError, match="Python"):
        list(install(machine, "en", python))
    assert files_below(machine.home) == {}


def test_folders_without_a_template_are_refused_before_anything_is_written(
    machine: Machine, template_copy: Path, tmp_path: Path
) -> None:
    blank = tmp_path / "blank"
    blank.mkdir()
    for folder in (tmp_path / "nope", blank):
        with pytest.raises(TemplateError, match=str(folder)):
            list(install(machine, "en", templates=[template_copy, folder]))
    assert not (tmp_path / "AppData").exists()
    assert not (tmp_path / ".pocgate").exists()


def test_a_file_that_excel_holds_is_told(
    machine: Machine, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace or to remove a file that a program has open."""
    list(install(machine, "en"))

    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file", str(place))

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(OutputError, match=r"Excel has it open\. Close every window of Excel"):
        list(install(machine, "ja"))
    monkeypatch.undo()
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(OutputError, match=r"Excel has it open\. Close every window of Excel"):
        list(remove(machine))
    assert is_own_addin(place)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_addin_is_renewed_in_its_own_language(machine: Machine, place: Path, language: str) -> None:
    list(install(machine, language))
    assert list(renew(machine)) == [f"{place} is up to date"]
    place.write_bytes(older())  # its ribbon is Japanese
    assert next(renew(machine)).startswith("renewed")
    assert place.read_bytes() == addin(help_catalog("ja"))


def test_there_is_nothing_to_renew_where_none_is_installed(machine: Machine) -> None:
    with pytest.raises(OutputError, match="pocgate addin install"):
        list(renew(machine))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"platform": "darwin"}, "on a Mac"),
        ({"platform": "linux", "environment": {}}, "not Windows"),
        (
            {"executable": r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.11\python.exe"},
            "Store",
        ),
        (
            {"executable": r"C:\Users\A\AppData\Local\Microsoft\WindowsApps\python.exe"},
            "Store",
        ),
    ],
)
def test_where_excel_would_not_see_it_the_reason_is_told(
    tmp_path: Path, changed: dict[str, object], problem: str
) -> None:
    with pytest.raises(EngineError, match=problem):
        list(install(windows(tmp_path, **changed), "en"))
    assert files_below(tmp_path) == {}


def test_templates_of_ones_own_reach_the_functions(
    machine: Machine, template_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(install(machine, "en", templates=[template_copy]))
    monkeypatch.setenv("POCGATE_TEMPLATES", "")
    monkeypatch.delenv("POCGATE_TEMPLATES")
    adopt_templates(machine.home)
    assert os.environ["POCGATE_TEMPLATES"] == str(template_copy)


def test_the_command_line_installs_and_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    """On this platform as on a profile that is given: only Windows has one by itself."""
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "AppData" / "Roaming"))
    assert main(["addin", "install", "--lang", "ja"]) == 0
    assert "=POCGATE_VERSION()" in capsys.readouterr().out
    assert main(["addin", "refresh"]) == 0
    assert "up to date" in capsys.readouterr().out
    assert main(["addin", "install", "--python", "python"]) == 2
    assert main(["addin", "install", "--python", "/nope"]) == 2
    assert main(["addin", "install", "--template", "/nope"]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert main(["addin", "refresh", "--output", "a.xlsm"]) == 2
    assert main(["addin", "install", "--remove"]) == 0
    assert main(["addin", "install", "--remove"]) == 0
    assert files_below(tmp_path) == {}
    monkeypatch.delenv("APPDATA")
    assert main(["addin", "install"]) == 2
    assert "pocgate addin lite" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("registry", "said"),
    [({}, "\nOpen Excel anew"), ({"VBAWarnings": 4}, "still wrong: ")],
    ids=["all is well", "macros are switched off"],
)
def test_what_is_to_be_seen_in_excel_is_promised_once_nothing_is_wrong(
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    registry: dict[str, object],
    said: str,
) -> None:
    told = replace(machine, registry={**machine.registry, **registry})
    monkeypatch.setattr("pocgate_xl.functions.installation.machine.Machine", lambda: told)
    assert main(["addin", "install"]) == 0
    lines = capsys.readouterr().out
    assert said in lines
    assert ("\nPut that right, then open Excel anew" in lines) == bool(registry)
    assert ("There is nothing to unblock" in lines) == (not registry)
