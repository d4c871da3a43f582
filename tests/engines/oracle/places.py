"""Where things stand in a plan: by defined name, by the label beside them, by the header above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from pocgate_xl.core.fields import Field
from pocgate_xl.workbook.cell_values import area_of
from pocgate_xl.workbook.plan import Area, Cell, Position, SheetPlan, Style, WorkbookPlan

Node = tuple[str, Position]
"""Sheet id and cell."""


class Places:
    """Find the cells of one plan; each search is done once."""

    def __init__(self, plan: WorkbookPlan) -> None:
        self.plan, self.names = plan, plan.names
        self.sheets = {sheet.id: sheet for sheet in plan.sheets}
        self.shown_sheets = [sheet.id for sheet in plan.sheets if not sheet.hidden]

    def named(self, name: str) -> Node:
        area = self.names[name]
        return area.sheet, area.first

    @cached_property
    def labels(self) -> dict[tuple[str, object], list[tuple[Position, Style]]]:
        """Positions of every literal, by sheet and text."""
        found = defaultdict(list)
        for sheet in self.plan.sheets:
            for position, cell in sorted(sheet.cells.items()):
                if cell.value is not None:
                    found[sheet.id, cell.value].append((position, cell.style))
        return found

    def label(self, sheet: str, text: str, style: Style, nth: int = 0) -> Position:
        found = [place for place, look in self.labels[sheet, text] if look == style]
        return found[nth]

    def beside(self, sheet: str, text: str, style: Style = "label", nth: int = 0) -> Node:
        """Return the first formula to the right of a label."""
        row, column = self.label(sheet, text, style, nth)
        cells = self.sheets[sheet].cells
        right = [c for r, c in cells if r == row and c > column and cells[r, c].formula]
        return sheet, (row, min(right))

    def under(self, sheet: str, text: str, row: int, nth: int = 0) -> Node:
        """Return the cell of a row in the column with this header."""
        return sheet, (row, self.label(sheet, text, "header", nth)[1])

    def below(self, sheet: str, text: str, style: Style) -> Node:
        row, column = self.label(sheet, text, style)
        return sheet, (row + 1, column)

    def styled(self, sheet: str, style: Style) -> Node:
        """Return the one cell of this style that holds a formula."""
        cells = self.sheets[sheet].cells
        (position,) = [place for place, cell in cells.items() if cell.style == style and cell.formula]
        return sheet, position

    def cells_of(self, sheet: str, style: Style, row: int) -> list[Node]:
        """Return the formulas of one style in a row, from the left."""
        cells = self.sheets[sheet].cells
        row_cells = sorted(
            p for p, cell in cells.items() if p[0] == row and cell.style == style and cell.formula
        )
        return [(sheet, position) for position in row_cells]

    def chart(self, title: str, series: int) -> list[Node]:
        """Return the cells that a chart draws: its labels (-1) or one of its series, from the top."""
        charts = (chart for sheet in self.plan.sheets for chart in sheet.charts)
        chart = next(chart for chart in charts if chart.title == title)
        return nodes_of(chart.labels if series < 0 else chart.series[series][1])

    @cached_property
    def inputs(self) -> dict[str, tuple[Field, Node]]:
        """Every input: named cells by name, cells of tables by `name.row.part`, rows from 0."""
        found = {}
        for sheet in self.plan.sheets:
            for position, cell in sorted(sheet.cells.items()):
                if cell.field:
                    found[self._key(cell.field, sheet, position)] = (cell.field, (sheet.id, position))
        return found

    def _key(self, field: Field, sheet: SheetPlan, position: Position) -> str:
        area = sheet.names[field.name]
        if area.first == area.last:
            return field.name
        return f"{field.name}.{position[0] - area.first[0]}.{field.part}"

    @cached_property
    def faults(self) -> dict[Node, list[str]]:
        """The inputs that each fault speaks of: one, or all texts of a row, behind the row's others."""
        found: dict[Node, list[str]] = {}
        texts, used = defaultdict(list), defaultdict(int)
        for key, (field, (sheet, (row, _))) in sorted(self.inputs.items(), key=lambda pair: pair[1][1]):
            if field.kind == "text":
                texts[sheet, row].append(key)
            else:
                found[self._fault(sheet, row, used[sheet, row])] = [key]
                used[sheet, row] += 1
        return found | {self._fault(*place, used[place]): keys for place, keys in texts.items()}

    def _fault(self, sheet: str, row: int, nth: int) -> Node:
        return sheet, (row, self.names[f"pg_check_{sheet}"].first[1] + nth)

    def formula(self, node: Node) -> str:
        cell: Cell | None = self.sheets[node[0]].cells.get(node[1])
        return cell.formula if cell else ""

    def is_empty(self, node: Node) -> bool:
        """Say whether a plan leaves a cell empty, for everyone: it takes no input."""
        cell = self.sheets[node[0]].cells.get(node[1])
        return cell is None or (cell.value is None and not cell.formula and not cell.field)

    @cached_property
    def visible(self) -> frozenset[Node]:
        """Every formula that people see: on the page, in charts, in checks, and every output."""
        drawn = {node for sheet in self.plan.sheets for node in _drawn(sheet)}
        seen = {node for node in self.formulas if self._on_page(node) or node in drawn}
        told = {self.named(name) for name in self.names if name.startswith(("pg_out_", "pg_check_"))}
        return frozenset(seen | told | self.faults.keys())

    @cached_property
    def formulas(self) -> frozenset[Node]:
        return frozenset((sheet.id, position) for sheet, position, _ in self.plan.formula_cells())

    def _on_page(self, node: Node) -> bool:
        sheet = self.sheets[node[0]]
        page = area_of(sheet.print.area) if sheet.print.area else ((1, 1), (10**6, 10**4))
        assert page
        (top, left), (bottom, right) = page
        row, column = node[1]
        return not sheet.hidden and top <= row <= bottom and left <= column <= right


def nodes_of(area: Area) -> list[Node]:
    rows, columns = range(area.first[0], area.last[0] + 1), range(area.first[1], area.last[1] + 1)
    return [(area.sheet, (row, column)) for row in rows for column in columns]


def _drawn(sheet: SheetPlan) -> Iterator[Node]:
    for chart in sheet.charts:
        for area in (chart.labels, *(values for _, values, _ in chart.series)):
            yield from nodes_of(area)
