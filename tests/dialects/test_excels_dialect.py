"""The workbook as Excel would write it: libraries that know Excel's files alone hand it back unharmed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import LIVE_EDITIONS, PLAIN, Cell, SheetPlan
from pocgate_xl.workbook.layout.styles.cell_styles import NUMBER_FORMATS
from tests.dialects import writers
from tests.dialects.test_dialects import SAID
from tests.dialects.writers import Writer
from tests.hostile.submission import ROWS, bundle, typed, written

LANGUAGES = ("en", "ja")
ONE_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?[0-9]+):\1(?![0-9:])")
LIBRARIES = (writers.exceljs, writers.populate, writers.sheetjs)
LOST = ("PG112", "PG138")
"""What a library does not keep: the values of formulas; protection and drop-downs."""
by_library = pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.__name__)
in_each = pytest.mark.parametrize("language", LANGUAGES)


def blank(language: str) -> bytes:
    return workbook_for(bundle(), language, {"pg_engagement_id": "ENG-1"})


def said(content: bytes, folder: Path) -> dict[str, Any]:
    file = folder / "submission.xlsx"
    file.write_bytes(content)
    plain = assessment_to_json(check_file(file))
    codes = [finding["code"] for finding in plain["findings"] if finding["code"] not in LOST]
    return {**{section: plain[section] for section in SAID}, "outcome": plain["outcome"], "codes": codes}


def planned(language: str) -> list[tuple[SheetPlan, Position, Cell]]:
    plans = [plan_of(bundle(), language, edition) for edition in (PLAIN, *LIVE_EDITIONS)]
    return [
        (sheet, place, cell) for plan in plans for sheet in plan.sheets for place, cell in sheet.cells.items()
    ]


@in_each
def test_no_fixed_text_is_taken_for_white_space_or_a_number(language: str) -> None:
    texts = [
        (sheet.id, place, cell.value)
        for sheet, place, cell in planned(language)
        if isinstance(cell.value, str)
    ]
    assert [each for each in texts if not each[2].strip() or each[2].strip().isdigit()] == []


@in_each
def test_no_cell_that_shows_days_holds_a_text(language: str) -> None:
    days = {
        (sheet.title, place)
        for sheet, place, cell in planned(language)
        if "yyyy" in NUMBER_FORMATS[cell.format]
    }
    facts = read_workbook(Package.from_bytes(blank(language)))
    found = [
        (sheet.title, place, cell.value) for sheet in facts.sheets for place, cell in sheet.cells.items()
    ]
    assert [each for each in found if each[:2] in days and isinstance(each[2], str) and each[2]] == []


@in_each
def test_no_range_is_one_cell(language: str) -> None:
    facts = read_workbook(Package.from_bytes(blank(language)))
    formulas = [cell.formula for sheet in facts.sheets for cell in sheet.cells.values() if cell.formula]
    assert [each for each in (*formulas, *facts.names.values()) if ONE_CELL.search(each)] == []


@in_each
def test_texts_are_counted_and_drawings_have_the_usual_prefix(language: str) -> None:
    package = Package.from_bytes(blank(language))
    strings = package.read("xl/sharedStrings.xml")
    count, unique = (
        int(re.search(rb' %s="([0-9]+)"' % key, strings)[1]) for key in (b"count", b"uniqueCount")
    )  # type: ignore[index]
    sheets = [package.read(name) for name in package.names if name.startswith("xl/worksheets/sheet")]
    assert (sum(xml.count(b't="s"') for xml in sheets), strings.count(b"<si>")) == (int(count), int(unique))
    drawings = [package.read(name) for name in package.names if re.fullmatch("xl/drawings/[^/]+xml", name)]
    assert drawings
    assert all(b"<xdr:wsDr " in xml for xml in drawings)


@pytest.mark.needs("node", "npm")
@by_library
@in_each
def test_a_blank_comes_back_from_a_library_as_it_was(library: Writer, language: str, tmp_path: Path) -> None:
    sent = blank(language)
    assert said(library(sent, tmp_path), tmp_path) == said(sent, tmp_path)


@pytest.mark.needs("node", "npm")
@by_library
@in_each
def test_what_was_filled_in_comes_back_as_it_was(library: Writer, language: str, tmp_path: Path) -> None:
    sent = written(language)
    assert said(library(sent, tmp_path), tmp_path) == said(sent, tmp_path)


@pytest.mark.needs("node", "npm")
@by_library
def test_what_a_library_hands_back_can_be_filled(library: Writer, tmp_path: Path) -> None:
    answers = {**typed(), **ROWS}
    ours = fill_workbook(blank("en"), bundle(), "en", answers)
    theirs = fill_workbook(library(blank("en"), tmp_path), bundle(), "en", answers)
    assert said(theirs, tmp_path) == said(ours, tmp_path)


@pytest.mark.needs("node", "npm")
@in_each
def test_luckyexcel_reads_every_cell(language: str, tmp_path: Path) -> None:
    book = writers.in_luckyexcel(written(language), tmp_path)
    theirs = {
        (sheet["name"], cell["r"] + 1, cell["c"] + 1): cell["v"]
        for sheet in book["sheets"]
        for cell in sheet["celldata"]
        if isinstance(cell["v"], dict)
    }
    facts = read_workbook(Package.from_bytes(written(language)))
    for sheet in facts.sheets:
        for (row, column), cell in sheet.cells.items():
            seen = theirs[sheet.title, row, column]
            if cell.formula:
                assert seen["f"] == cell.formula or cell.formula.startswith("{")
            elif cell.kind == "number":
                assert float(seen["v"]) == cell.value
