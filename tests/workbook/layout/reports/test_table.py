"""A column added to a table of the portfolio takes its title, width and colours with it."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from pocgate_xl.portfolio.sheets import actions, apart, decide, moves, plan, ranking
from pocgate_xl.portfolio.workbook import plan_portfolio
from pocgate_xl.spreadsheetml.address import area_of
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import Cell, SheetPlan
from pocgate_xl.workbook.layout.reports.table import Column, Tones, highlights_of
from tests.portfolio.test_workbook import example

ADDED = "added"


def coloured(sheet: SheetPlan) -> dict[tuple[str, str], set[str]]:
    """Return the tones of each coloured cell, by the title of its table's column and the text in it."""
    found: dict[tuple[str, str], set[str]] = {}
    for highlight in sheet.highlights:
        (first, last) = area_of(highlight.area) or ((0, 0), (0, 0))
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                above = [sheet.cells.get((up, column)) for up in range(row, 0, -1)]
                title = next((str(cell.value) for cell in above if cell and cell.style == "header"), "")
                key = title, str(getattr(sheet.cells.get((row, column)), "value", None))
                found.setdefault(key, set()).add(highlight.tone)
    return found


def planned(bundle: Bundle, key: str) -> SheetPlan:
    return next(sheet for sheet in plan_portfolio(example(), bundle, "en").sheets if sheet.id == key)


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, "columns_of") for module in (decide, plan, ranking, actions, moves, apart)],
)
def test_colours_and_widths_follow_a_column_that_is_put_in_front(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    key = module.__name__.rpartition(".")[2]
    before = planned(bundle, key)
    original = getattr(module, name)

    def more(*arguments: Any) -> Iterator[Column[Any]]:
        yield Column(ADDED, 77, lambda _: Cell("new"))
        yield from original(*arguments)

    monkeypatch.setattr(module, name, more)
    after = planned(bundle, key)
    assert ADDED in {cell.value for cell in after.cells.values()}
    assert coloured(before)
    assert coloured(after) == coloured(before)
    assert list(after.widths.values())[:2] == [2, 77]
    assert list(after.widths.values())[2:] == list(before.widths.values())[1:]


def test_only_neighbours_that_share_their_colours_are_one_area() -> None:
    one = Tones(lambda cell: [(f"{cell}>1", "bad")])
    other = Tones(one.tests)
    columns = [Column("", 1, lambda _: Cell(""), tones) for tones in (one, one, None, one, other)]
    found = [(each.area, each.formula) for each in highlights_of(columns, range(3, 5))]
    assert found == [("B3:C4", "B3>1"), ("E3:E4", "E3>1"), ("F3:F4", "F3>1")]
    assert list(highlights_of(columns, range(0))) == []
