"""Live workbooks of another xlwings or release: told by `check` and `doctor`, renewed by `refresh`."""

from __future__ import annotations

import re
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.errors import EngineError
from pocgate_xl.functions.addin.bridge import BRIDGE, bridge
from pocgate_xl.functions.addin.build import PLAIN_TYPE, addin, live_workbook
from pocgate_xl.functions.addin.package import MACRO_TYPE
from pocgate_xl.functions.addin.refresh import refreshed
from pocgate_xl.functions.addin.ribbon import RIBBON, ribbon_module
from pocgate_xl.functions.addin.vba import WIZARD, WRAPPERS, help_module, wrappers
from pocgate_xl.functions.addin.vba_writer import PROJECT, with_modules
from pocgate_xl.functions.installation.macro_files import diagnose_file
from pocgate_xl.functions.registry import help_catalog
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts, write_container
from pocgate_xl.spreadsheetml.macros.known_macros import GENERATION, KNOWN
from pocgate_xl.spreadsheetml.macros.vba_project import Macros, digest_of, macros_of, modules_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.reader import read_submission

RELEASED = Path(__file__).parents[2] / "released"

INSTALLED, OTHER = version("xlwings"), "0.36.17"
TYPES = "[Content_Types].xml"


def xlsm(bundle: Bundle) -> bytes:
    """Return a filled workbook of the classic edition that has no macros yet, already called one that has."""
    values = {"pg_engagement_id": "E", "pg_engagement_poc_months": 4}
    package = Package.from_bytes(workbook_for(bundle, "ja", values, "classic"))
    types = package.read(TYPES).replace(PLAIN_TYPE, MACRO_TYPE.encode())
    return replace_parts(package, {TYPES: types})


def with_macros(bundle: Bundle, **changed: str) -> bytes:
    """Return a live workbook some of whose modules are others."""
    modules = {BRIDGE: bridge(INSTALLED, addin=False), WRAPPERS: wrappers(), WIZARD: help_module(), **changed}
    return write_container(with_modules(xlsm(bundle), modules))


@pytest.fixture(scope="module")
def current(bundle: Bundle) -> bytes:
    return with_macros(bundle)


@pytest.fixture(scope="module")
def other(bundle: Bundle) -> bytes:
    """A live workbook that was made where another xlwings is installed."""
    return with_macros(bundle, **{BRIDGE: bridge(OTHER, addin=False)})


def found(tmp_path: Path, workbook: bytes) -> dict[str, Any]:
    file = tmp_path / "checked.xlsm"
    file.write_bytes(workbook)
    assessment = check_file(file)
    assert assessment.outcome == "not_started"
    return {each.code: each for each in assessment.findings}


def test_what_was_made_with_any_xlwings_is_ours(other: bytes, current: bytes) -> None:
    assert macros_of(Package.from_bytes(other).read(PROJECT)) == Macros("own_vba", 2, OTHER)
    assert macros_of(Package.from_bytes(current).read(PROJECT)) == Macros("own_vba", 2, INSTALLED)


@pytest.mark.parametrize(
    "literal", ["0.37", "0.37.8.1", "0.37.8-x", "../x", r"a\b", "", "0.37.8", "12345.1.1", "０.37.8"]
)
def test_only_a_version_may_differ_and_everywhere_the_same(bundle: Bundle, literal: str) -> None:
    one_place = bridge(INSTALLED, addin=False).replace(
        f"xlwings64-{INSTALLED}.dll", f"xlwings64-{literal}.dll"
    )
    if literal != INSTALLED:
        project = Package.from_bytes(with_macros(bundle, **{BRIDGE: one_place})).read(PROJECT)
        assert macros_of(project).origin == "vba"
    if not re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,4}", literal):
        project = Package.from_bytes(with_macros(bundle, **{BRIDGE: bridge(literal, addin=False)})).read(
            PROJECT
        )
        assert macros_of(project).origin == "vba"


def test_a_module_that_bears_the_name_of_another_hides_nothing(bundle: Bundle) -> None:
    """Whichever of two modules of one name is looked at, both must be ours."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    workbook = with_macros(bundle, Payload_udfs='Sub Auto_Open()\n    Shell "calc"\nEnd Sub\n')
    file = CFB.from_bytes(Package.from_bytes(workbook).read(PROJECT))
    directory = decompress(file.get_stream_in_storage("VBA", "dir"))
    name = re.compile(rb"\x19\x00\x0c\x00\x00\x00Payload_udfs")
    assert len(name.findall(directory)) == 1
    directory = name.sub(b"\x19\x00\x0c\x00\x00\x00xlwings_udfs", directory)
    file.write_stream_in_storage("VBA", "dir", compress(directory))
    assert macros_of(file.to_bytes()).origin == "vba"


def test_the_bridge_of_the_addin_belongs_into_no_workbook(bundle: Bundle) -> None:
    project = Package.from_bytes(with_macros(bundle, **{BRIDGE: bridge(INSTALLED, addin=True)})).read(PROJECT)
    assert macros_of(project).origin == "vba"


def test_check_tells_another_xlwings(tmp_path: Path, other: bytes, current: bytes) -> None:
    note = found(tmp_path, other)["PG129"]
    assert (note.severity, note.found) == ("note", f"macros 2, xlwings {OTHER}")
    assert note.expected == f"「macros 2, xlwings {INSTALLED}」。"
    assert "PG129" not in found(tmp_path, current)


def test_macros_of_the_first_release_are_known_and_told_to_obey_the_workbook(
    tmp_path: Path, bundle: Bundle
) -> None:
    shipped = distribution("xlwings").locate_file("xlwings/xlwings.bas")
    source = Path(str(shipped)).read_text("utf-8")
    if digest_of(source) not in KNOWN[BRIDGE]:
        pytest.skip("the installed xlwings has other macros than the first release took")
    issued = Package.from_bytes(next(RELEASED.glob("*/en-classic.xlsm")).read_bytes()).read(PROJECT)
    first = {BRIDGE: source} | {m.name: m.source for m in modules_of(issued) if m.name == WRAPPERS}
    workbook = with_macros(bundle, **first)
    assert macros_of(Package.from_bytes(workbook).read(PROJECT)) == Macros("own_vba", 1, INSTALLED)
    assert found(tmp_path, workbook)["PG129"].found == f"macros 1, xlwings {INSTALLED}"
    assert macros_of(Package.from_bytes(refreshed(workbook)).read(PROJECT)).generation == GENERATION


def test_check_does_not_import_xlwings(tmp_path: Path, other: bytes) -> None:
    import subprocess
    import sys

    (tmp_path / "other.xlsm").write_bytes(other)
    code = (
        "import sys; from pocgate_xl.cli import main; main(['check', sys.argv[1]]);"
        "assert not {'xlwings', 'pyopenvba', 'openpyxl'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "other.xlsm")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "PG129" in done.stdout


def test_a_refreshed_workbook_is_the_one_that_is_made_now(other: bytes, current: bytes) -> None:
    assert Package.from_bytes(refreshed(other)).read(PROJECT) == Package.from_bytes(current).read(PROJECT)
    assert refreshed(refreshed(other)) == refreshed(other)
    before, after = Package.from_bytes(other), Package.from_bytes(refreshed(other))
    assert set(after.names) == set(before.names)
    assert {name for name in before.names if before.read(name) != after.read(name)} == {PROJECT}


def test_a_refreshed_workbook_says_the_same(bundle: Bundle, other: bytes) -> None:
    readings = [read_submission(read_workbook(Package.from_bytes(each)), lambda *stamped: bundle) for each in
            (other, refreshed(other))]  # fmt: skip
    assert readings[0].answers == readings[1].answers
    assert readings[0].outputs == readings[1].outputs
    assert readings[0].identity == readings[1].identity


def test_signatures_of_the_old_macros_go_with_them(other: bytes) -> None:
    """As Excel saves a signed workbook with printer settings, which use the same extension."""
    package = Package.from_bytes(other)
    types = package.read(TYPES).replace(
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        b'<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        b'printerSettings"/>',
    )
    types = types.replace(
        b"</Types>",
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        b'<Override PartName="/xl/vbaProjectSignature.bin" ContentType="application/vnd.ms-office.'
        b'vbaProjectSignature"/></Types>',
    )
    signed = replace_parts(
        package,
        {
            TYPES: types,
            "xl/vbaProjectSignature.bin": b"x",
            "xl/_rels/vbaProject.bin.rels": b"<Relationships/>",
        },
    )
    renewed = Package.from_bytes(refreshed(signed))
    assert [name for name in renewed.names if "vbaProject" in name] == [PROJECT]
    assert renewed.read(TYPES).count(b"vbaProject.bin") == 1
    assert renewed.read("xl/_rels/workbook.xml.rels").count(b"vbaProject.bin") == 1


def test_refresh_takes_live_workbooks_of_ours_alone(bundle: Bundle) -> None:
    plain = workbook_for(bundle, "en", {"pg_engagement_id": "E"})
    changed = with_macros(bundle, Payload='Sub Auto_Open()\n    Shell "calc"\nEnd Sub\n')
    for workbook, expected in ((plain, "not a live workbook"), (changed, "not ours")):
        with pytest.raises(EngineError, match=expected):
            refreshed(workbook)


def test_the_command_line_refreshes_into_a_copy(
    tmp_path: Path, other: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file, copy = tmp_path / "E.xlsm", tmp_path / "new.xlsm"
    file.write_bytes(other)
    assert main(["addin", "refresh", str(file), "--out", str(copy)]) == 0
    assert copy.read_bytes() == refreshed(other)
    assert file.read_bytes() == other
    for out in (file, copy, tmp_path / "new.xlsx"):
        assert main(["addin", "refresh", str(file), "--out", str(out)]) == 2
    assert file.read_bytes() == other
    assert main(["addin", "refresh", str(file), "--out", str(copy), "--force"]) == 0
    assert main(["addin", "refresh", str(tmp_path), "--out", str(copy), "--force"]) == 2
    assert "itself" in capsys.readouterr().err


def test_the_doctor_looks_into_files(tmp_path: Path, bundle: Bundle, other: bytes, current: bytes) -> None:
    obeying = bridge(OTHER, addin=True) + "Sub GetConfigFromSheet()\nEnd Sub\n"
    files = {
        "other.xlsm": other, "current.xlsm": current, "gate.xlam": addin(help_catalog()),
        "broken.xlsm": b"PK",
        "plain.xlsx": workbook_for(bundle, "en", {"pg_engagement_id": "E"}),
        "foreign.xlsm": write_container(with_modules(xlsm(bundle), {"Own": "Sub A()\nEnd Sub\n"})),
        "old.xlam": write_container(with_modules(xlsm(bundle), {BRIDGE: obeying, RIBBON: ribbon_module()})),
        "theirs.xlam": write_container(with_modules(xlsm(bundle), {BRIDGE: obeying})),
    }  # fmt: skip
    found = {}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        found[name] = diagnose_file(tmp_path / name)
    assert {name: result.state for name, result in found.items()} == {
        "other.xlsm": "wrong", "current.xlsm": "fine", "gate.xlam": "fine", "broken.xlsm": "wrong",
        "plain.xlsx": "skipped", "foreign.xlsm": "skipped", "old.xlam": "wrong",
        "theirs.xlam": "advice",
    }  # fmt: skip
    assert f"xlwings {INSTALLED} is installed" in found["other.xlsm"].found
    assert "addin refresh" in found["other.xlsm"].advice
    assert "addin build" in found["old.xlam"].advice
    assert main(["addin", "doctor", str(tmp_path / "other.xlsm")]) == 1


def test_a_live_workbook_is_made_for_the_installed_xlwings(bundle: Bundle) -> None:
    made = live_workbook(workbook_for(bundle, "en", {"pg_engagement_id": "E"}, "classic"))
    assert macros_of(Package.from_bytes(made).read(PROJECT)).library == INSTALLED


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty (0 bytes)."),
        (b"no zip", "This is plain text, not an Excel workbook."),
        (b"PK\x03\x04" + bytes(300), "it is cut off"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    tmp_path: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.xlsm").write_bytes(content)
    copy = tmp_path / "copy.xlsm"
    assert main(["addin", "refresh", str(tmp_path / "broken.xlsm"), "--out", str(copy)]) == 2
    assert words in capsys.readouterr().err
    assert not copy.exists()


def test_a_workbook_that_is_not_there_is_told_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["addin", "refresh", "/nope.xlsm", "--output", str(tmp_path / "copy.xlsm")]) == 2
    assert capsys.readouterr().err == "pocgate: There is no file /nope.xlsm. Check its name.\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nope.xlsm", "cannot be read: it cannot be opened (No such file or directory)"),
        ("folder", "cannot be read: it is a folder"),
        ("notes.txt", "cannot be read: This is plain text, not an Excel workbook."),
    ],
)
def test_the_doctor_says_in_words_what_it_cannot_read(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("call them")
    found = diagnose_file(tmp_path / name)
    assert (found.state, found.found[: len(words)]) == ("wrong", words)


def test_a_part_that_is_damaged_is_told_as_such(tmp_path: Path, current: bytes) -> None:
    at = current.index(b"xl/vbaProject.bin") + 60
    (tmp_path / "broken.xlsm").write_bytes(current[:at] + bytes(40) + current[at + 40 :])
    assert main(["addin", "refresh", str(tmp_path / "broken.xlsm"), "--out", str(tmp_path / "c.xlsm")]) == 2
