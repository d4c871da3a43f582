"""Where things stand in a plan: names, inputs, formulas, and what people see of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from pocgate_xl.core.fields import Field
from pocgate_xl.spreadsheetml.address import Position, area_of
from pocgate_xl.workbook.layout.plan import Area, Cell, SheetPlan, WorkbookPlan, input_key

Node = tuple[str, Position]
"""Sheet id and cell."""


class Places:
    """Find the cells of one plan; each search is done once."""

    def __init__(self, plan: WorkbookPlan) -> None:
        self.plan, self.names = plan, plan.names
        self.sheets = {sheet.id: sheet for sheet in plan.sheets}

    def named(self, name: str) -> Node:
        area = self.names[name]
        return area.sheet, area.first

    def number(self, name: str) -> int:
        """Return the whole number that a name stands for in the lists."""
        sheet, position = self.named(name)
        return int(str(self.sheets[sheet].cells[position].value))

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
        return input_key(field, sheet.names[field.name], position)

    @cached_property
    def keys(self) -> dict[Node, str]:
        """The key of what each formula shows, of those that have one."""
        formulas = self.plan.formula_cells()
        found = {(sheet.id, position): sheet.cells[position].shows for sheet, position, _ in formulas}
        return {node: key for node, key in found.items() if key}

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

    @cached_property
    def called(self) -> dict[Node, list[str]]:
        """What each cell is called: by its name, or by its place in a range that has one."""
        found: dict[Node, list[str]] = defaultdict(list)
        for name, area in self.names.items():
            for place, node in enumerate(nodes_of(area), 1):
                found[node].append(name if area.first == area.last else f"{name}[{place}]")
        return found

    def formula(self, node: Node) -> str:
        cell: Cell | None = self.sheets[node[0]].cells.get(node[1])
        return cell.formula if cell else ""

    def is_empty(self, node: Node) -> bool:
        """Say whether a plan leaves a cell empty, for everyone: it takes no input."""
        cell = self.sheets[node[0]].cells.get(node[1])
        return cell is None or (cell.value is None and not cell.formula and not cell.field)

    @cached_property
    def visible(self) -> frozenset[Node]:
        """Every formula that people see (on pages, in charts, in checks, by what it lights), and outputs."""
        drawn = {node for sheet in self.plan.sheets for node in _drawn(sheet)}
        seen = {node for node in self.formulas if self._on_page(node) or node in drawn}
        outputs = {self.named(name) for name in self.names if name.startswith(("pg_out_", "pg_check_"))}
        return frozenset(seen | outputs | self.faults.keys() | self.keys.keys())

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
