"""Blocks on the free sheet: each in place of an earlier one, beside whatever people wrote there."""

from __future__ import annotations

from typing import Any

import pytest

from pocgate_xl.functions.open_workbook.fill_file import fill_block
from pocgate_xl.functions.open_workbook.output_block import BLOCKS, OutputBlock
from pocgate_xl.functions.open_workbook.workbook import facts_of, review
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from tests.functions.open_book import added, answered, workbook

Cells = dict[tuple[int, int], Any]


@pytest.fixture(scope="module")
def content(bundle: Bundle) -> bytes:
    return workbook(bundle, **answered(bundle))


def sheets_of(content: bytes, notes: Cells | None = None) -> dict[str, Cells]:
    facts = read_workbook(Package.from_bytes(content))
    sheets = {sheet.title: {at: cell.value for at, cell in sheet.cells.items()} for sheet in facts.sheets}
    sheets["Notes"].update(notes or {})
    return sheets


def block_on(content: bytes, script: str, notes: Cells) -> OutputBlock:
    facts = read_workbook(Package.from_bytes(content))
    grids = {title: grid(cells) for title, cells in sheets_of(content, notes).items()}
    return BLOCKS[script](review(facts_of(grids, dict(facts.names))))


def grid(cells: Cells) -> list[list[Any]]:
    rows, columns = (max(place[at] for place in cells) for at in (0, 1))
    return [[cells.get((row, column)) for column in range(1, columns + 1)] for row in range(1, rows + 1)]


def written(block: OutputBlock, notes: Cells) -> Cells:
    after = dict(notes)
    for first, rows in block.pieces:
        for row, values in enumerate(rows, first):
            for column, value in enumerate(values, block.column):
                after.pop((row, column), None)
                if value is not None:
                    after[row, column] = value
    return after


@pytest.mark.parametrize("script", BLOCKS)
def test_the_same_again_changes_nothing(content: bytes, script: str) -> None:
    mine = {(40, 2): "ask the vendor"}
    first = block_on(content, script, mine)
    assert first.row == 42
    after = written(first, mine)
    again = block_on(content, script, after)
    assert (again.row, again.emptied) == (42, ())
    assert written(again, after) == after


def test_two_kinds_of_blocks_stand_one_below_the_other_and_are_replaced_by_themselves(content: bytes) -> None:
    notes: Cells = {}
    places = []
    for script in (*BLOCKS, *BLOCKS):
        block = block_on(content, script, notes)
        notes = written(block, notes)
        places.append(block.row)
    assert places[:2] == places[2:]
    assert sum(value == "Results by POCGATE" for value in notes.values()) == 1


def test_what_somebody_wrote_below_keeps_its_place_and_a_longer_block_goes_below_it(content: bytes) -> None:
    notes = written(block_on(content, "check_workbook", {}), {})
    rows = sorted({row for row, _ in notes})
    shorter = {place: value for place, value in notes.items() if place[0] < rows[-2]}
    shorter[rows[-2], 2] = "my own words"
    block = block_on(content, "check_workbook", shorter)
    assert block.row == rows[-2] + 2
    after = written(block, shorter)
    assert after[rows[-2], 2] == "my own words"
    assert sum(value == "Checked by POCGATE" for value in after.values()) == 1


def test_a_row_that_somebody_labelled_otherwise_is_theirs(content: bytes) -> None:
    notes = written(block_on(content, "fill_results", {}), {})
    last = max(row for row, _ in notes)
    notes[last, 2] = "our own name for it"
    after = written(block_on(content, "fill_results", notes), notes)
    assert "our own name for it" in after.values()


def test_blocks_of_an_earlier_release_and_of_another_language_are_replaced(content: bytes) -> None:
    notes = {
        (40, 2): "Results by POCGATE", (40, 3): "Go",
        (41, 2): "pg_out_total", (41, 3): 12, (42, 2): "pg_out_decision", (42, 3): "go", (42, 4): "Go",
        (50, 2): "POCGATEによる結果", (51, 2): "合計点", (51, 3): 3, (51, 4): "点", (51, 5): "pg_out_total",
    }  # fmt: skip
    after = written(block_on(content, "fill_results", notes), notes)
    assert sum(value == "pg_out_total" for value in after.values()) == 1
    assert "POCGATEによる結果" not in after.values()


def test_in_a_file_a_block_is_replaced_as_in_excel(content: bytes) -> None:
    once = fill_block(content, "fill_results")
    assert added(content, once)
    assert added(once, fill_block(once, "fill_results")) == {}
