"""A live workbook with functions that answer, computed in a spreadsheet engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pocgate_xl.functions.registry import FUNCTIONS, FunctionProblem, Result, call
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, area_of
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.formulas.calculate import CellError, Values, evaluate
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.workbook.layout.plan import Cell, WorkbookPlan

NOUNS = {function.noun: function for function in FUNCTIONS}
_CALL = re.compile(r"POCGATE_(?P<noun>[A-Z_]+)\((?P<given>.*?)\)(?=[,)]|\}|$)")


class LiveBook:
    """A workbook of the office edition: what stands in it, and what its cells show once functions answer."""

    def __init__(self, plan: WorkbookPlan, workbook: bytes, trials: Mapping[str, RawCell]) -> None:
        self.plan, self.live = plan, plan.sheet("live")
        facts = read_workbook(Package.from_bytes(workbook))
        self.facts = _with(facts, {self._place(f"pg_live_trial_{name}"): c for name, c in trials.items()})
        self.first = evaluate(self.facts)

    def answered(self) -> Values:
        """Return what every formula shows; tables of functions are filled in as a host fills them in."""
        return evaluate(_with(self.facts, self.tables()))

    def tables(self) -> dict[tuple[str, Position], RawCell]:
        """Return what functions give, by sheet title and cell."""
        cells: dict[tuple[str, Position], RawCell] = {}
        for position, cell in self.live.cells.items():
            if match := _CALL.search(cell.formula):
                for place, value in self._table(position, cell, self._called(match)).items():
                    cells[self.live.title, place] = value
        return cells

    def shown(self, values: Values, sheet: str, row: int, column: int) -> object:
        """Return what a cell shows, "" where it is empty."""
        title = self.plan.sheet(sheet).title
        value = values[title].get((row, column))
        if value is None:
            found = next(s for s in self.facts.sheets if s.title == title).cells.get((row, column))
            value = found.value if found and found.formula is None else None
        return "" if value is None else value

    def _called(self, match: re.Match[str]) -> Result:
        function = NOUNS[match["noun"]]
        texts = match["given"].split(",")
        arguments = zip((each.name for each in function.arguments), map(self._argument, texts), strict=False)
        try:
            return call(function, dict(arguments))
        except FunctionProblem:
            return None

    def _argument(self, text: str) -> object:
        if "&" in text:
            return " ".join(str(self._named(name)) for name in text.split('&" "&'))
        if text.startswith("pg_"):
            return self._named(text)
        area = area_of(text.replace("$", ""))
        if area is None:
            return text.strip('"') or None
        (top, left), (bottom, right) = area
        return [
            [self.shown(self.first, "live", row, column) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    def _named(self, name: str) -> object:
        area = self.plan.names[name]
        return self.shown(self.first, area.sheet, *area.first)

    def _place(self, name: str) -> tuple[str, Position]:
        area = self.plan.names[name]
        return self.plan.sheet(area.sheet).title, area.first

    def _table(self, first: Position, cell: Cell, result: Result) -> dict[Position, RawCell]:
        rows = result if isinstance(result, list) else [[result]]
        found = {}
        for down in range(cell.fills[0]):
            for right in range(cell.fills[1]):
                inside = down < len(rows) and right < len(rows[0])
                value: Any = rows[down][right] if inside else CellError("#N/A")
                found[first[0] + down, first[1] + right] = _stored(value)
        return found


def _stored(value: Any) -> RawCell:
    if isinstance(value, CellError):
        return RawCell("error", value.text, None, value.text)
    if isinstance(value, int | float):
        return RawCell("number", float(value), None, str(value))
    return RawCell("text", value or "", None, str(value or ""))


def _with(facts: RawWorkbook, cells: Mapping[tuple[str, Position], RawCell]) -> RawWorkbook:
    sheets = []
    for sheet in facts.sheets:
        own = {place: cell for (title, place), cell in cells.items() if title == sheet.title}
        sheets.append(replace(sheet, cells={**sheet.cells, **own}) if own else sheet)
    return replace(facts, sheets=tuple(sheets))
