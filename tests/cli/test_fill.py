from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for


@pytest.fixture
def workbook(bundle: Bundle, tmp_path: Path) -> Path:
    file = tmp_path / "ENG-1.xlsx"
    file.write_bytes(workbook_for(bundle, "ja", {"pg_engagement_id": "ENG-1"}))
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "filled.xlsx"


def values_file(folder: Path, values: object) -> Path:
    file = folder / "values.json"
    file.write_text(values if isinstance(values, str) else json.dumps(values), encoding="utf-8")
    return file


def fill(workbook: Path, values: object, out: Path, *more: str) -> int:
    file = values_file(out.parent, values)
    return main(["fill", str(workbook), "--values", str(file), "--out", str(out), *more])


def test_codes_dates_and_numbers_reach_their_cells(
    workbook: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = workbook.read_bytes()
    values = """{
        "pg_rating_integration": 4, "pg_status_security": "done", "pg_due_security": "2026-04-30",
        "pg_poc_cost_development": 1234567.89, "pg_engagement_organization": "青葉 & <Co>",
        "pg_process": [{"step": "Sort", "ai": "Sorts", "judgement": "Lead", "status": "in_progress"}]
    }"""
    assert fill(workbook, values, out) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert workbook.read_bytes() == original
    assessment = check_file(out)
    assert assessment.outcome == "incomplete"
    assert assessment.engagement
    assert assessment.engagement.organization == "青葉 & <Co>"
    assert assessment.scorecard
    assert assessment.scorecard.ratings["integration"] == 4
    assert assessment.costs
    assert assessment.costs.categories["development"].poc == Decimal("1234567.89")


def test_the_filled_copy_can_be_filled_again(workbook: Path, out: Path, tmp_path: Path) -> None:
    assert fill(workbook, {"pg_rating_integration": 4, "pg_rating_data_quality": 2}, out) == 0
    again = tmp_path / "again.xlsx"
    assert fill(out, {"pg_rating_integration": None}, again) == 0
    scorecard = check_file(again).scorecard
    assert scorecard
    assert (scorecard.ratings["integration"], scorecard.ratings["data_quality"]) == (None, 2)


def test_every_value_that_cannot_be_taken_is_named_and_nothing_is_written(
    workbook: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {"pg_rating_integration": 9, "pg_nothing": 1, "pg_note_integration": "fine"}
    assert fill(workbook, values, out) == 2
    said = capsys.readouterr().err
    assert "pg_rating_integration: must be at most 5, got 9" in said
    assert "pg_nothing: not an input of this workbook" in said
    assert not out.exists()


def test_the_workbook_itself_is_never_replaced(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = workbook.read_bytes()
    same = workbook.parent / "." / workbook.name
    assert fill(workbook, {"pg_rating_integration": 4}, same, "--force") == 2
    assert "is read by this command and is not replaced" in capsys.readouterr().err
    assert workbook.read_bytes() == original


def test_another_file_is_replaced_only_when_forced(workbook: Path, out: Path) -> None:
    out.write_bytes(b"precious")
    assert fill(workbook, {"pg_rating_integration": 4}, out) == 2
    assert out.read_bytes() == b"precious"
    assert fill(workbook, {"pg_rating_integration": 4}, out, "--force") == 0
    assert check_file(out).outcome == "incomplete"


FAULTS = {
    "no JSON": ("{", "cannot be read"),
    "a list": ("[]", "is not a JSON object"),
    "not a number": ('{"pg_contingency": NaN}', "pg_contingency: expected a number"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_values_that_are_no_values_are_refused(
    workbook: Path, out: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text, said = FAULTS[kind]
    assert fill(workbook, text, out) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty (0 bytes)"),
        (b"id,organization\n", "delimited text (CSV), not an Excel workbook"),
        (b"PK\x03\x04 cut off", "cannot be read: it is cut off"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused(
    tmp_path: Path, out: Path, content: bytes, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.xlsx"
    file.write_bytes(content)
    assert fill(file, {}, out) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()


def test_a_pipe_is_refused_at_once(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = out.parent / "pipe.xlsx"
    os.mkfifo(pipe)
    assert fill(pipe, {}, out) == 2
    assert "a device or pipe" in capsys.readouterr().err


def test_texts_that_a_formula_joins_to_more_than_a_cell_holds_are_named(
    workbook: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    longest = "x" * 32_767
    assert fill(workbook, {"pg_engagement_organization": "Aoba", "pg_engagement_id": longest}, out) == 2
    assert "Shorten pg_engagement_id (32767 characters)" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ud800x", "contains an incomplete character"),
        ("😀" * 16_384, "32768 characters"),
        ("x" * 32_768, "32768 characters"),
    ],
)
def test_a_text_that_no_cell_holds_is_named(
    workbook: Path, out: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(workbook, {"pg_note_integration": text}, out) == 2
    assert f"pg_note_integration: {says}" in capsys.readouterr().err.replace("holds ", "")


def test_files_that_are_not_there_are_named(
    workbook: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(workbook.parent / "missing.xlsx", {}, out) == 2
    assert "missing.xlsx: There is no readable file here" in capsys.readouterr().err
    assert main(["fill", str(workbook), "--values", "missing.json", "--out", str(out)]) == 2
    assert "missing.json cannot be read" in capsys.readouterr().err
    nowhere = out.parent / "nowhere" / "x.xlsx"
    values = values_file(out.parent, {})
    assert main(["fill", str(workbook), "--values", str(values), "--out", str(nowhere)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_workbook_of_another_template_is_filled_with_that_template(
    bundle: Bundle, template_copy: Path, out: Path, tmp_path: Path
) -> None:
    own = template_copy / "template.toml"
    version = f'version = "{bundle.template.version}"'
    text = own.read_text(encoding="utf-8").replace(version, 'version = "9.0.0"', 1)
    own.write_text(text, encoding="utf-8")
    file = tmp_path / "own.xlsx"
    file.write_bytes(workbook_for(load_bundle(template_copy), "en", {"pg_engagement_id": "ENG-1"}))
    assert fill(file, {"pg_rating_integration": 4}, out) == 2
    assert fill(file, {"pg_rating_integration": 4}, out, "--template", str(template_copy)) == 0
    assert check_file(out, (template_copy,)).outcome == "incomplete"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_name_that_can_be_filled_is_listed_with_what_it_takes(
    language: str, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fill", "--list", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    names = [line.split()[0] for line in lines]
    inputs = [field.name for field in input_fields(bundle.template)]
    columns = [f"{table.name}[].{each.part}" for table in blocks(bundle.template) for each in table.columns]
    assert names == [*inputs, *columns]
    rating = next(line for line in lines if line.startswith("pg_rating_integration "))
    assert bundle.catalogs[language].label("criterion", "integration") in rating
    assert rating.endswith("a rating from 1 to 5")
    status = next(line for line in lines if line.startswith("pg_status_security "))
    assert status.endswith("one of done, in_progress, not_started")


def test_values_need_a_workbook_and_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fill", "--values", str(values_file(tmp_path, {}))]) == 2
    assert "Give WORKBOOK and --output FILE." in capsys.readouterr().err
