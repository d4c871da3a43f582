from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.cli import new as command
from pocgate_xl.opc.package import Package
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation import prerendered
from pocgate_xl.workbook.creation.fill import fill_workbook

ROOT = Path(__file__).parents[2]

NAMED = ["--engagement", "id=ENG-1", "organization=Aoba & Co.", "poc_start=2026-04-01"]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "engagements.csv"
    lines = [
        ["id", "組織名", "language", "poc_months", "phone"],
        ["ENG-1", "青葉製造", "ja", "1.5", "1"],
        ["ENG-2", "Ōmi", "", "two", "2"],
        ["eng-1", "again", "", "", "3"],
        ["", "nobody", "", "", ""],
        ["A/B", "slash", "en", "", ""],
        ["ENG-4", "青葉製造", "ja", "1.5", "1"],
    ]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return file


def test_one_engagement_makes_one_accepted_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "deep"
    assert main(["new", "--out", str(out), *NAMED]) == 0
    assert capsys.readouterr().out.splitlines() == [str(out / "ENG-1.xlsx")]
    assessment = check_file(out / "ENG-1.xlsx")
    assert assessment.outcome == "not_started"
    assert assessment.engagement
    assert (assessment.engagement.id, assessment.engagement.organization) == ("ENG-1", "Aoba & Co.")
    assert (assessment.language, assessment.engagement.revision) == ("en", 1)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_language_is_the_one_asked_for(tmp_path: Path, language: str) -> None:
    assert main(["new", "--out", str(tmp_path), "--lang", language, *NAMED]) == 0
    assessment = check_file(tmp_path / "ENG-1.xlsx")
    assert assessment.language == language
    assert assessment.engagement
    assert assessment.engagement.language == language


@pytest.mark.parametrize("live", ["none", "classic", "office"])
def test_the_library_of_formulas_is_added_to_every_edition(live: str, tmp_path: Path) -> None:
    arguments = ["new", *NAMED, "--live", live, "--no-register", "-q"]
    for folder, more in (("plain", []), ("library", ["--lambda"])):
        assert main([*arguments, "--out", str(tmp_path / folder), *more]) == 0
    (plain,), (library,) = ((tmp_path / folder).glob("ENG-1.*") for folder in ("plain", "library"))
    before, after = (Package.from_bytes(file.read_bytes()) for file in (plain, library))
    assert [name for name in before.names if before.read(name) != after.read(name)] == ["xl/workbook.xml"]
    assert b'name="PG.VERDICT"' in after.read("xl/workbook.xml")
    assert not any(found.severity == "error" for found in check_file(library).findings)


def test_the_language_of_each_engagement_is_that_of_its_library(tmp_path: Path) -> None:
    more = ["--engagement", "id=ENG-2", "language=ja", "--lambda", "--no-register", "-q"]
    assert main(["new", "--out", str(tmp_path), *NAMED, *more]) == 0
    for name, word in (("ENG-1", "Verdict on the total"), ("ENG-2", "合計に対する総合評価")):
        package = Package.from_bytes((tmp_path / f"{name}.xlsx").read_bytes())
        assert word in package.read("xl/workbook.xml").decode()


def test_of_a_list_what_can_be_written_is_written_and_the_rest_is_named(
    tmp_path: Path, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["new", "--out", str(out), "--from", str(listed), "--quiet"]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [str(out / "A_B.xlsx"), str(out / "ENG-4.xlsx")]
    said = captured.err.splitlines()
    assert said[0] == f"pocgate: {listed}: “phone” is not a known column; it is ignored"
    assert said[2:] == [
        "pocgate: row 2 and row 4 have ids with the same file name eng-1.xlsx (ENG-1, eng-1): "
        "no workbooks were made.",
        "pocgate: row 3 (ENG-2): poc_months: “two” cannot be read as a number; "
        "write it in digits, such as 300 or 1.5",
        "pocgate: row 5: the id of the engagement is missing",
    ]
    assert sorted(file.name for file in out.iterdir()) == ["A_B.xlsx", "ENG-4.xlsx", "issued.xlsx"]
    japanese = check_file(out / "ENG-4.xlsx")
    assert (japanese.language, japanese.outcome) == ("ja", "not_started")


def test_nothing_is_replaced_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "ENG-1.xlsx"
    assert main(["new", "--out", str(tmp_path), *NAMED]) == 0
    first = there.read_bytes()
    capsys.readouterr()
    assert main(["new", "--out", str(tmp_path), "--lang", "ja", *NAMED]) == 1
    assert (
        f"engagement 1 (ENG-1): {there} already exists. Use --force to replace it." in capsys.readouterr().err
    )
    assert there.read_bytes() == first
    assert main(["new", "--out", str(tmp_path), "--lang", "ja", "--force", *NAMED]) == 0
    assert check_file(there).language == "ja"


ANSWERS: dict[str, Any] = {
    "a rating": {"pg_rating_integration": 4},
    "a note": {"pg_note_integration": "seen"},
    "a status": {"pg_status_security": "done"},
    "a step": {"pg_process": [{"step": "Order"}]},
    "a name": {"pg_engagement_sponsor": "Sato"},
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_workbook_with_answers_is_never_replaced(
    tmp_path: Path, bundle: Bundle, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "ENG-1.xlsx"
    assert main(["new", "--out", str(tmp_path), *NAMED]) == 0
    there.write_bytes(fill_workbook(there.read_bytes(), bundle, "en", ANSWERS[kind]))
    filled = there.read_bytes()
    assert main(["new", "--out", str(tmp_path), "--force", *NAMED]) == 1
    assert "was not replaced: it contains answers. Move it away first." in capsys.readouterr().err
    assert there.read_bytes() == filled


def noted(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book["Notes"]["B9"] = "call them back"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_a_sheet_of_theirs(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book.create_sheet("Ours")["A1"] = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (noted, "it contains answers"), (with_a_sheet_of_theirs, "it contains answers"),
        (lambda content: b"precious", "not a workbook of this kind"),
        (lambda content: content[:-30], "not a workbook of this kind"),
        (lambda content: b"", "not a workbook of this kind"),
    ],
)  # fmt: skip
def test_what_nobody_has_seen_to_be_empty_is_never_replaced(
    tmp_path: Path, spoil: Callable[[bytes], bytes], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "ENG-1.xlsx"
    assert main(["new", "--out", str(tmp_path), *NAMED]) == 0
    there.write_bytes(spoil(there.read_bytes()))
    spoilt = there.read_bytes()
    assert main(["new", "--out", str(tmp_path), "--force", *NAMED]) == 1
    assert reason in capsys.readouterr().err
    assert there.read_bytes() == spoilt


def test_the_workbook_of_another_engagement_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--out", str(tmp_path), "--engagement", "id=ENG-2"]) == 0
    (tmp_path / "ENG-2.xlsx").rename(tmp_path / "ENG-1.xlsx")
    assert main(["new", "--out", str(tmp_path), "--force", *NAMED]) == 1
    assert "it belongs to another engagement" in capsys.readouterr().err


def test_a_blank_that_another_program_saved_may_be_replaced(tmp_path: Path) -> None:
    there = tmp_path / "ENG-1.xlsx"
    assert main(["new", "--out", str(tmp_path), *NAMED]) == 0
    made = there.read_bytes()
    load_workbook(there).save(there)
    assert main(["new", "--out", str(tmp_path), "--force", *NAMED]) == 0
    assert there.read_bytes() == made


@pytest.mark.skipif(os.name == "nt", reason="no devices in folders on Windows")
def test_what_is_no_file_is_not_written_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ENG-1.xlsx").symlink_to("/dev/null")
    assert main(["new", "--out", str(tmp_path), "--force", *NAMED]) == 1
    assert "is not a regular file" in capsys.readouterr().err
    assert (tmp_path / "ENG-1.xlsx").is_symlink()


def test_runs_at_the_same_time_claim_each_file_once(tmp_path: Path) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "out"
    listed.write_text("id\n" + "".join(f"ENG-{n}\n" for n in range(12)), encoding="utf-8")
    command = [sys.executable, "-m", "pocgate_xl", "new", "--out", str(out), "--from", str(listed), "--quiet"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL, cwd=ROOT)
        for _ in range(4)
    ]
    claimed = [line for run in runs for line in run.communicate(timeout=300)[0].splitlines()]
    assert sorted(claimed) == sorted(str(out / f"ENG-{n}.xlsx") for n in range(12))
    assert sorted(map(str, out.iterdir())) == sorted([*claimed, str(out / "issued.xlsx")])


def test_the_same_engagement_gives_the_same_file(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert main(["new", "--out", str(tmp_path / folder), *NAMED]) == 0
    first, second = ((tmp_path / folder / "ENG-1.xlsx").read_bytes() for folder in ("a", "b"))
    assert first == second


def test_a_file_that_does_not_read_back_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = prerendered.workbook_for

    def forgetful(bundle: Bundle, language: str, values: prerendered.Values, *edition: str) -> bytes:
        kept = {name: value for name, value in values.items() if name != "pg_engagement_organization"}
        return good(bundle, language, kept, *edition)

    monkeypatch.setattr(prerendered, "workbook_for", forgetful)
    assert main(["new", "--out", str(tmp_path), *NAMED]) == 1
    said = capsys.readouterr().err
    assert "cannot be read back: organization would read differently. It was removed." in said
    assert list(tmp_path.iterdir()) == []


USAGE = {
    "no engagement": ([], "No engagement is given."),
    "no value": (["--engagement", "ENG-1"], "'ENG-1' is not KEY=VALUE."),
    "an unknown language": ([*NAMED, "--lang", "fr"], "The template does not have the language 'fr'."),
    "an unknown template": ([*NAMED, "--template", "nowhere"], "nowhere"),
    "a list of an unknown kind": (["--from", "list.ods"], "lists are .csv, .xlsx or .json files."),
    "a missing list": (["--from", "missing.csv"], "missing.csv: cannot be read"),
}


@pytest.mark.parametrize("kind", USAGE)
def test_what_cannot_be_meant_is_a_usage_error(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, said = USAGE[kind]
    assert main(["new", "--out", str(tmp_path / "out"), *arguments]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert (captured.out, (tmp_path / "out").exists()) == ("", False)


def test_another_edition_that_lies_beside_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["new", "--out", str(tmp_path), "--engagement", "id=ENG-1.5", "--quiet", "--no-register"]
    assert main([*new, "--live", "office"]) == 0
    assert "another edition" not in capsys.readouterr().err
    assert main([*new, "--live", "classic"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "another edition of the same engagements lies beside: ENG-1.5.xlsx; send one of each" in line
    assert {file.name for file in tmp_path.iterdir()} == {"ENG-1.5.xlsx", "ENG-1.5.xlsm"}


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["new", "--out", str(tmp_path / "file"), *NAMED]) == 2
    assert f"{tmp_path / 'file'} cannot be made: it is a file. Name a folder." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["id=ENG-1", "colour=red"], "engagement 1 (ENG-1): “colour” is not a known column"),
        (["id=ENG-1", "currency=XXX"], "engagement 1 (ENG-1): currency: “XXX” is not one of JPY, USD"),
        (["organization=Aoba"], "engagement 1: the id of the engagement is missing"),
        (["id=", "organization="], "engagement 1: no values are given"),
    ],
)
def test_an_engagement_that_cannot_be_written_says_why(
    tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--out", str(tmp_path), "--engagement", *words]) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_values_may_hold_equals_signs() -> None:
    assert command._pair("organization = a=b") == ("organization", "a=b")


def test_workbooks_are_made_of_a_template_of_ones_own(template_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["new", "--out", str(out), "--template", str(template_copy), *NAMED]) == 0
    assert check_file(out / "ENG-1.xlsx", (template_copy,)).outcome == "not_started"


def test_several_engagements_make_several_workbooks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = ["--engagement", "id=A", "organization=Aoba Ltd", "--engagement", "id=B"]
    assert main(["new", "--out", str(tmp_path), *blocks, "--quiet"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "A.xlsx"), str(tmp_path / "B.xlsx")]
    found = [check_file(tmp_path / name).engagement for name in ("A.xlsx", "B.xlsx")]
    assert [each and each.organization for each in found] == ["Aoba Ltd", None]


def test_a_key_twice_in_one_block_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["new", "--out", str(out), "--engagement", "id=A", "--engagement", "id=B", "ID=C"]) == 2
    assert "“id” and “ID”" in capsys.readouterr().err
    assert not out.exists()


def test_a_row_that_fails_does_not_give_its_id_to_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "out"
    listed.write_text("id,organization,employees\nX1,Alpha Ltd,about 300\nX1,Beta Ltd,12\n", encoding="utf-8")
    assert main(["new", "--out", str(out), "--from", str(listed), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "row 2 and row 3 have the same id X1: no workbook was made." in said
    assert "row 2 (X1): employees: “about 300” cannot be read as a number" in said
    assert list(out.iterdir()) == []


def test_ids_of_a_list_and_of_the_command_line_may_not_be_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "out"
    listed.write_text("id\nX1\n", encoding="utf-8")
    arguments = ["--from", str(listed), "--engagement", "id=X1", "--quiet"]
    assert main(["new", "--out", str(out), *arguments]) == 1
    assert "engagement 1 and row 2 have the same id X1" in capsys.readouterr().err


def test_every_list_that_is_named_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, out = tmp_path / "a.csv", tmp_path / "b.json", tmp_path / "out"
    first.write_text("id,employees\nX1,\nX2,\nX4,few\n", encoding="utf-8")
    second.write_text('[{"id": "X2"}, {"id": "X3"}]', encoding="utf-8")
    assert main(["new", "--out", str(out), "--from", str(first), "--from", str(second), "--quiet"]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [str(out / "X1.xlsx"), str(out / "X3.xlsx")]
    same, few = captured.err.splitlines()
    assert f"row 3 of {first} and entry 1 of {second} have the same id X2: no workbook was made." in same
    assert f"row 4 of {first} (X4): employees: “few” cannot be read" in few


def test_columns_are_listed_in_every_language_without_writing(
    bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--columns"]) == 0
    lines = capsys.readouterr().out.splitlines()
    by_key = {line.split()[0]: line for line in lines}
    for key in ("id", "poc_start", "currency", "annual_benefit_high"):
        assert all(catalog.text(f"field.{key}") in by_key[key] for catalog in bundle.catalogs.values())
    assert "2026-04-01" in by_key["poc_start"]
    assert "JPY" in by_key["currency"]


def test_without_a_folder_nothing_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", *NAMED]) == 2
    assert "Give a folder with --out DIR." in capsys.readouterr().err
