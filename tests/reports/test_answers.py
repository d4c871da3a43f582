"""Nothing that people type is lost: every input of a workbook stands in its report, under its name."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.batch import check_file, own_catalog
from pocgate_xl.batch.journal_format import from_stored, to_stored
from pocgate_xl.core.answers import flat_answers
from pocgate_xl.core.assessment import Assessment, assessment_to_json
from pocgate_xl.core.fields import Field, blocks, input_fields, vocabulary
from pocgate_xl.core.template import Template
from pocgate_xl.reports import FORMATS, answers
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook
from pocgate_xl.workbook.creation.fill import fill_workbook

FORM = next(form for form in FORMATS if form.name == "answers")
DAY = date(2026, 1, 1)


def distinct(template: Template, field: Field, number: int) -> Any:
    """Return an answer that no other field has, where its kind leaves a choice."""
    if field.kind == "rating":
        return template.scale.highest - number % 3
    if field.kind == "label":
        codes = vocabulary(template, field.vocabulary)
        return codes[number % len(codes)]
    if field.kind == "date":
        return (DAY + timedelta(days=number)).isoformat()
    if field.kind == "text":
        return f"=日本語 {field.name} {field.part} {number}"
    bound = int(field.maximum) if field.maximum is not None else 1000
    return min(bound, int(field.minimum or 0) + 1 + number)


def every_answer(template: Template) -> dict[str, Any]:
    answers = {field.name: distinct(template, field, i) for i, field in enumerate(input_fields(template))}
    for block in blocks(template):
        answers[block.name] = [
            {f.part: distinct(template, f, row * 10 + i) for i, f in enumerate(block.columns)}
            for row in range(block.rows)
        ]
    return answers


@pytest.fixture(scope="module", params=["en", "ja"])
def filled(
    request: pytest.FixtureRequest, bundle: Bundle, tmp_path_factory: Any
) -> tuple[Path, dict[str, Any]]:
    answers = every_answer(bundle.template)
    answers["pg_engagement_language"] = request.param
    file = tmp_path_factory.mktemp("answers") / "full.xlsx"
    file.write_bytes(fill_workbook(blank_workbook(bundle, request.param), bundle, request.param, answers))
    return file, answers


def rows(report: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report.removeprefix(answers.MARK), newline="")))


def test_every_input_is_found_again_in_json(filled: tuple[Path, dict[str, Any]]) -> None:
    file, answers = filled
    assert assessment_to_json(check_file(file))["answers"] == answers


def test_what_json_says_fills_the_same_workbook_again(
    filled: tuple[Path, dict[str, Any]], bundle: Bundle, tmp_path: Path
) -> None:
    file, _ = filled
    found = check_file(file)
    said = json.loads(json.dumps(assessment_to_json(found)["answers"]), parse_float=Decimal)
    blank = blank_workbook(bundle, str(found.language))
    (tmp_path / "again.xlsx").write_bytes(fill_workbook(blank, bundle, str(found.language), said))
    assert check_file(tmp_path / "again.xlsx").responses_digest == found.responses_digest


def test_a_journal_gives_every_answer_back_as_it_was(filled: tuple[Path, dict[str, Any]]) -> None:
    found = check_file(filled[0])
    kept = from_stored(json.loads(json.dumps(to_stored(found))))
    assert kept == found
    assert kept.answers is not None
    kinds = {type(value) for value in kept.answers.values()}
    assert {Decimal, date, int, str, tuple} <= kinds


def test_every_input_has_a_column_and_its_value_in_it(filled: tuple[Path, dict[str, Any]]) -> None:
    file, given = filled
    (row,) = rows("".join(map(str, FORM.render([check_file(file)], lambda _: own_catalog(), own_catalog()))))
    shown = {name: str(value) for name, value in flat_answers(given)}
    quoted = {name: f"'{value}" if value.startswith("=") else value for name, value in shown.items()}
    assert {name: value for name, value in row.items() if name not in answers.FIRST} == quoted
    assert (row["file"], row["language"]) == (str(file), given["pg_engagement_language"])


def test_columns_stand_in_the_order_of_the_sheets_whoever_fills_them(bundle: Bundle) -> None:
    names = [field.name for field in input_fields(bundle.template)]
    halves = [dict.fromkeys(names[::2], 1), dict.fromkeys(names[1::2], 2), dict.fromkeys(names, 3)]
    found = [Assessment(file=str(i), answers=each) for i, each in enumerate(halves)]
    report = "".join(map(str, FORM.render(found, lambda _: own_catalog(), own_catalog())))
    header = report.removeprefix(answers.MARK).splitlines()[0].split(",")
    assert sorted(header) == sorted([*answers.FIRST, *names])
    assert [row["file"] for row in rows(report)] == ["0", "1", "2"]
    for name, value in rows(report)[2].items():
        assert value == ("3" if name in names else value)


@given(st.text(max_size=30))
def test_no_text_is_computed_or_breaks_a_row(text: str) -> None:
    found = [Assessment(file="a", answers={"pg_note_x": text}), Assessment(file="b", answers={"pg_z": 1})]
    report = "".join(map(str, FORM.render(found, lambda _: own_catalog(), own_catalog())))
    first, second = rows(report)
    assert not first["pg_note_x"].startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert (second["file"], second["pg_z"]) == ("b", "1")
    assert report.count("\r\n") == 3


def test_a_line_break_is_written_so_that_no_importer_begins_a_row_with_what_follows_it() -> None:
    found = Assessment(file="a", answers={"pg_process_x": 'first\n=HYPERLINK("x")'})
    report = "".join(map(str, FORM.render([found], lambda _: own_catalog(), own_catalog())))
    assert len(report.splitlines()) == 2
    assert rows(report)[0]["pg_process_x"] == r'first\n=HYPERLINK("x")'


def test_unreadable_files_and_amounts_with_cents_have_their_row() -> None:
    found = [Assessment(file="x.pdf", outcome="unreadable"), Assessment(file="y", answers={"pg_c": "-0.5"})]
    first, second = rows("".join(map(str, FORM.render(found, lambda _: own_catalog(), own_catalog()))))
    assert (first["file"], first["outcome"], first["pg_c"]) == ("x.pdf", "unreadable", "")
    assert second["pg_c"] == "-0.5"
