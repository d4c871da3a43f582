"""The .xlsm and the .xlam: what is inside, the same every time, ours and nothing else's."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.dom import minidom
from zipfile import ZipFile

import pytest
from pyopenvba import ExcelFile

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.errors import EngineError
from pocgate_xl.functions.addin import ribbon, vba
from pocgate_xl.functions.addin.bridge import BRIDGE
from pocgate_xl.functions.addin.build import addin, live_workbook
from pocgate_xl.functions.jobs.carry_out import DOING
from pocgate_xl.functions.registry import FUNCTIONS, help_catalog
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.macros import known_macros, vba_project
from pocgate_xl.spreadsheetml.macros.vba_project import digest_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.outputs import agrees, outputs_of
from pocgate_xl.workbook.submission.reader import read_submission

PROJECT = "xl/vbaProject.bin"
QUIETLY = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""For olevba, which uses old names of its parser."""
RATINGS = (5, 2, 4, 3, 4, 5)


def values(bundle: Bundle) -> dict[str, Any]:
    template = bundle.template
    given: dict[str, Any] = {"pg_engagement_id": "ENG-1", "pg_engagement_poc_months": 3}
    given |= {f"pg_rating_{id_}": each for id_, each in zip(template.criterion_ids, RATINGS, strict=True)}
    given |= {f"pg_status_{item.id}": "done" for item in template.items[:9]}
    costs = [category.id for category in template.costs.categories if category.kind != "share"]
    return given | {f"pg_poc_cost_{id_}": 100_000 for id_ in costs}


@pytest.fixture(scope="module", params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def classic(bundle: Bundle, language: str) -> bytes:
    return live_workbook(workbook_for(bundle, language, values(bundle), "classic"))


@pytest.fixture(scope="module")
def built() -> bytes:
    return addin(help_catalog(), r"C:\py\pythonw.exe", "en")


def macros_of(file: Path) -> dict[str, str]:
    """Return the modules as olevba, which knows nothing of us, reads them."""
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(file))
    try:
        return {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def edited(tmp_path: Path, workbook: bytes, edit: Any) -> bytes:
    """Return a workbook whose project somebody else changed."""
    file = tmp_path / "edited.xlsm"
    file.write_bytes(workbook)
    with ExcelFile(file) as book:
        edit(book.vba_project())
        book.save()
    return file.read_bytes()


def codes(tmp_path: Path, workbook: bytes) -> set[str]:
    file = tmp_path / "checked.xlsm"
    file.write_bytes(workbook)
    return {finding.code for finding in check_file(file).findings}


def test_the_live_workbook_is_made_the_same_every_time(bundle: Bundle) -> None:
    made = workbook_for(bundle, "en", {"pg_engagement_id": "E"}, "classic")
    assert live_workbook(made) == live_workbook(made)


def test_the_addin_is_made_the_same_every_time(built: bytes) -> None:
    assert addin(help_catalog(), r"C:\py\pythonw.exe", "en") == built


def test_both_are_sound_zip_files_of_well_formed_parts(classic: bytes, built: bytes) -> None:
    for data in (classic, built):
        with ZipFile(BytesIO(data)) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    minidom.parseString(archive.read(name))
            types, rels = archive.read("[Content_Types].xml"), archive.read("xl/_rels/workbook.xml.rels")
        assert types.count(b"macroEnabled.main+xml") == 1
        assert b"application/vnd.ms-office.vbaProject" in types
        assert rels.count(b"relationships/vbaProject") == 1


@QUIETLY
def test_olevba_finds_our_functions_and_the_notices_of_others(
    tmp_path: Path, classic: bytes, built: bytes
) -> None:
    for name, data in (("live.xlsm", classic), ("addin.xlam", built)):
        (tmp_path / name).write_bytes(data)
        modules = macros_of(tmp_path / name)
        found = set(re.findall(r"^Function (POCGATE_\w+)\(", modules[vba.WRAPPERS], re.MULTILINE))
        assert found == {f"POCGATE_{function.noun}" for function in FUNCTIONS}
        assert "BSD 3-clause" in modules["xlwings"]
        assert "Redistributions in binary form must reproduce" in modules["xlwings"]


def test_the_live_workbook_has_a_module_for_each_sheet(tmp_path: Path, classic: bytes) -> None:
    (tmp_path / "live.xlsm").write_bytes(classic)
    package = Package.from_bytes(classic)
    names = set()
    for sheet in read_workbook(package).sheets:
        found = re.search(rb'codeName="(\w+)"', package.read(sheet.part))
        assert found
        names.add(found[1].decode())
    with ExcelFile(tmp_path / "live.xlsm") as book:
        assert book.validate() == []
        assert set(book.module_names()) == names | {
            "ThisWorkbook",
            "xlwings",
            vba.WRAPPERS,
            vba.WIZARD,
        }


@QUIETLY
def test_nothing_runs_by_itself_when_a_file_is_opened(tmp_path: Path, classic: bytes, built: bytes) -> None:
    for name, data in (("live.xlsm", classic), ("addin.xlam", built)):
        (tmp_path / name).write_bytes(data)
        code = "\n".join(macros_of(tmp_path / name).values())
        assert not re.search(r"\bSub\s+(Auto_?Open|Workbook_\w+|AutoExec|Auto_Close)\b", code, re.IGNORECASE)


def test_projects_are_named_after_us_in_both_places_and_not_compiled(
    tmp_path: Path, classic: bytes, built: bytes
) -> None:
    """By olefile and olevba's own decompression, which know nothing of us."""
    from olefile import OleFileIO  # type: ignore[import-untyped]
    from oletools.olevba import decompress_stream  # type: ignore[import-untyped]

    for data in (classic, built):
        with OleFileIO(Package.from_bytes(data).read(PROJECT)) as project:
            text = project.openstream("PROJECT").read()
            directory = decompress_stream(bytearray(project.openstream("VBA/dir").read()))
            cache = project.openstream("VBA/_VBA_PROJECT").read()
        assert re.findall(rb'^Name="(.*)"', text, re.MULTILINE) == [b"Pocgate"]
        assert b"\x04\x00\x07\x00\x00\x00Pocgate" in directory
        assert b"MyAddin" not in directory + text
        assert b"felix" not in (directory + text).lower()
        assert cache == b"\xcc\x61\xff\xff\x00\x00\x00"


@QUIETLY
def test_the_addin_is_ours_by_name_settings_and_buttons(tmp_path: Path, built: bytes) -> None:
    (tmp_path / "addin.xlam").write_bytes(built)
    package, modules = Package.from_bytes(built), macros_of(tmp_path / "addin.xlam")
    assert b'name="pocgate.conf"' in package.read("xl/workbook.xml")
    conf = package.read("xl/sharedStrings.xml").decode()
    assert re.findall(r"<t [^>]*>([^<]*)</t>", conf) == [
        "Interpreter_Win", r"C:\py\pythonw.exe", "Language", "en",
    ]  # fmt: skip
    written = package.read("customUI/customUI.xml").decode()
    called = set(re.findall(rf'onAction="{ribbon.RIBBON}\.(\w+)"', written))
    assert called == set(re.findall(r"^Sub (\w+)\(control", modules[ribbon.RIBBON], re.MULTILINE))
    run = set(re.findall(r'RunScript "(\w+)"', modules[ribbon.RIBBON]))
    assert run == set(DOING)
    assert f"    {vba.HELP}" in modules[ribbon.RIBBON].splitlines()
    assert "RibbonMyAddin" not in modules


def test_a_submission_of_each_edition_is_accepted(
    tmp_path: Path, bundle: Bundle, language: str, classic: bytes
) -> None:
    office = workbook_for(bundle, language, values(bundle), "office")
    plain = workbook_for(bundle, language, values(bundle))
    for name, data in (("classic.xlsm", classic), ("office.xlsx", office), ("plain.xlsx", plain)):
        (tmp_path / name).write_bytes(data)
        found = check_file(tmp_path / name)
        assert found.outcome == "incomplete", (name, found.findings)
        assert not {each.code for each in found.findings} & {"PG105", "PG106", "PG117", "PG119", "PG122"}


def test_filling_a_live_workbook_keeps_its_macros(bundle: Bundle, language: str, classic: bytes) -> None:
    filled = fill_workbook(classic, bundle, language, {"pg_engagement_organization": "Aoba"})
    assert Package.from_bytes(filled).read(PROJECT) == Package.from_bytes(classic).read(PROJECT)


def test_without_python_the_workbook_is_whole(bundle: Bundle, classic: bytes) -> None:
    reading = read_submission(read_workbook(Package.from_bytes(classic)), lambda *stamped: bundle)
    plan, title = reading.expected.plan, reading.expected.titles["live"]
    cells = reading.facts.sheet(title)
    assert cells
    shown = {name: cells.cells.get(area.first) for name, area in plan.names.items() if area.sheet == "live"}
    assert "Python" in str(shown["pg_live_by"] and shown["pg_live_by"].value)
    empty = [name for name, cell in shown.items() if name.startswith("pg_live_cost") and cell and cell.value]
    assert empty == []


def test_macros_of_somebody_else_are_refused(tmp_path: Path, classic: bytes) -> None:
    def add(project: Any) -> None:
        project.add_module("Payload", 'Sub Auto_Open()\r\n    Shell "calc"\r\nEnd Sub\r\n')

    def change(project: Any) -> None:
        module = project.get_module(vba.WRAPPERS)
        module.body = module.body.replace("Err.Description", 'Shell("calc")', 1)
        module.dirty = True

    def write_behind_a_sheet(project: Any) -> None:
        module = project.get_module("Sheet1")
        module.body = 'Private Sub Worksheet_Activate()\r\nShell "calc"\r\nEnd Sub\r\n'
        module.dirty = True

    for edit in (add, change, write_behind_a_sheet):
        assert "PG117" in codes(tmp_path, edited(tmp_path, classic, edit))


def test_our_macros_belong_into_the_live_edition_alone(tmp_path: Path, bundle: Bundle) -> None:
    plain = live_workbook(workbook_for(bundle, "en", values(bundle)))
    assert "PG117" in codes(tmp_path, plain)


def test_what_the_editor_changes_by_itself_is_no_change(tmp_path: Path, classic: bytes) -> None:
    def respell(project: Any) -> None:
        module = project.get_module(vba.WRAPPERS)
        module.body = module.body.replace("Optional ", "optional  ").replace("ratings", "Ratings")
        module.dirty = True

    changed = edited(tmp_path, classic, respell)
    assert Package.from_bytes(changed).read(PROJECT) != Package.from_bytes(classic).read(PROJECT)
    assert "PG117" not in codes(tmp_path, changed)


def test_a_project_that_cannot_be_read_is_not_ours(tmp_path: Path, classic: bytes) -> None:
    package = Package.from_bytes(classic)
    project = package.read(PROJECT)
    for broken in (b"", b"no project", project[: len(project) // 2], project[:600] + bytes(5000)):
        assert vba_project.macros_of(broken).origin == "vba"
        assert "PG117" in codes(tmp_path, replace_parts(package, {PROJECT: broken}))


def test_macros_that_check_would_not_know_are_named_before_they_are_written(
    monkeypatch: pytest.MonkeyPatch, bundle: Bundle
) -> None:
    """Who adds a function or changes its help is told which line is missing, and where."""
    monkeypatch.setattr(vba, "wrappers", lambda: "Function POCGATE_ADDED()\nEnd Function\n")
    digest = digest_of(vba.wrappers())
    with pytest.raises(EngineError, match=rf"{vba.WRAPPERS} {digest}\. .*known_macros\.py"):
        live_workbook(workbook_for(bundle, "en", values(bundle)))


def test_what_goes_in_now_is_known(tmp_path: Path, classic: bytes) -> None:
    """The lines that `known_macros` lacks, should this fail."""
    (tmp_path / "live.xlsm").write_bytes(classic)
    with ExcelFile(tmp_path / "live.xlsm") as book:
        digests = {name: digest_of(book.get_module(name)) for name in (BRIDGE, vba.WRAPPERS, vba.WIZARD)}
    now = known_macros.GENERATION
    known = {name: known_macros.KNOWN[name].get(digest) for name, digest in digests.items()}
    assert [(name, digests[name]) for name, generation in known.items() if generation != now] == []


@pytest.mark.needs("soffice")
def test_libreoffice_opens_the_live_workbook_with_the_results_of_the_core(
    tmp_path: Path, bundle: Bundle, language: str, classic: bytes
) -> None:
    (tmp_path / "live.xlsm").write_bytes(classic)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "live.xlsm"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    package = Package.from_bytes((tmp_path / "live.xlsx").read_bytes())
    reading = read_submission(read_workbook(package), lambda *stamped: bundle)
    assessment = check_file(tmp_path / "live.xlsm")
    assert isinstance(assessment, ReadableAssessment)
    submission = submission_from_answers(bundle.template, reading.answers, reading.block_rows)
    truths = outputs_of(bundle.template, submission, assessment)
    assert truths["pg_out_total"] == sum(RATINGS)
    differing = {
        name: (truth, reading.outputs[name].value)
        for name, truth in truths.items()
        if not agrees(truth, reading.outputs[name].value)
    }
    assert differing == {}


def test_the_command_line_makes_each_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for live, name in (("none", "E.xlsx"), ("classic", "E.xlsm"), ("office", "E.xlsx")):
        folder = tmp_path / live
        given = ["new", "--out", str(folder), "--engagement", "id=E", "--live", live, "--quiet"]
        given.append("--no-register")
        assert main(given) == 0
        assert [file.name for file in folder.iterdir()] == [name]
        assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out


def test_the_command_line_builds_the_addin_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "gate.xlam"
    assert main(["addin", "build", "--out", str(file), "--python", "python"]) == 0
    assert file.read_bytes() == addin(help_catalog(), "python")
    assert main(["addin", "build", "--out", str(file)]) == 2
    assert main(["addin", "build", "--out", str(tmp_path / "gate.xlsx")]) == 2
    assert "already exists" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["de", "xx"])
def test_an_addin_in_a_language_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    file = tmp_path / "gate.xlam"
    assert main(["addin", "build", "--output", str(file), "--lang", language]) == 2
    assert f"does not have the language '{language}'. It has en, ja." in capsys.readouterr().err
    assert not file.exists()
