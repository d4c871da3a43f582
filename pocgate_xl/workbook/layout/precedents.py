"""Which inputs a result rests on, followed through the formulas of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...patterns import pattern
from ...spreadsheetml.address import Position, area_of
from .plan import WorkbookPlan

CellNode = tuple[str, Position]
"""Sheet id and cell."""

_TEXT = pattern(r'"(?:[^"]|"")*"')
_NAME = pattern(r"\bpg_\w+")
_CELLS = pattern(r"(?<![\w.])\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?(?![\w.(])")


def inputs_behind(plan: WorkbookPlan, prefix: str) -> dict[str, frozenset[CellNode]]:
    """Return the input cells behind each name with this prefix."""
    graph = _Graph(plan)
    return {
        name: graph.inputs((area.sheet, area.first))
        for name, area in plan.names.items()
        if name.startswith(prefix)
    }


def formulas_on(
    plan: WorkbookPlan, inputs: Iterable[CellNode], ignored: Iterable[CellNode] = ()
) -> dict[CellNode, list[str]]:
    """Return every formula that rests on each of these inputs, but not through ignored cells."""
    graph = _Graph(plan, ignored)
    found: dict[CellNode, list[str]] = {node: [] for node in inputs}
    for sheet, position, formula in plan.formula_cells():
        for node in graph.inputs((sheet.id, position)) & found.keys():
            found[node].append(formula)
    return found


def inputs_of_cells(
    plan: WorkbookPlan, ignored: Iterable[CellNode] = ()
) -> dict[CellNode, frozenset[CellNode]]:
    """Return the inputs on which the formula of each cell rests, but not through ignored cells."""
    graph = _Graph(plan, ignored)
    nodes = ((sheet.id, position) for sheet, position, _ in plan.formula_cells())
    return {node: graph.inputs(node) for node in nodes}


def cells_in_formulas(plan: WorkbookPlan, names: Iterable[str]) -> frozenset[CellNode]:
    """Return the cells to which the formulas of named cells refer."""
    graph, places = _Graph(plan), [plan.names[name] for name in names]
    return frozenset(node for area in places for node in graph.references(area.sheet, area.first))


def cells_of(plan: WorkbookPlan, names: Iterable[str]) -> frozenset[CellNode]:
    """Return the cells of named areas."""
    areas = [plan.names[name] for name in names]
    return frozenset(node for area in areas for node in _nodes(area.sheet, area.first, area.last))


def users_of(plan: WorkbookPlan) -> dict[CellNode, list[CellNode]]:
    """Return the formula cells that refer to each cell."""
    graph, found = _Graph(plan), dict[CellNode, list[CellNode]]()
    for sheet, position, _ in plan.formula_cells():
        for node in set(graph.references(sheet.id, position)):
            found.setdefault(node, []).append((sheet.id, position))
    return found


def resting_on(
    users: Mapping[CellNode, Iterable[CellNode]], changed: Iterable[CellNode]
) -> frozenset[CellNode]:
    """Return these cells and every formula cell that rests on one of them."""
    found, waiting = set(changed), list(changed)
    while waiting:
        more = set(users.get(waiting.pop(), ())) - found
        found |= more
        waiting += more
    return frozenset(found)


class _Graph:
    """Follow references; what was followed once is remembered."""

    def __init__(self, plan: WorkbookPlan, ignored: Iterable[CellNode] = ()) -> None:
        self.areas = plan.names
        self.cells = {sheet.id: sheet.cells for sheet in plan.sheets}
        self.known: dict[CellNode, frozenset[CellNode]] = {node: frozenset() for node in ignored}

    def inputs(self, node: CellNode) -> frozenset[CellNode]:
        if node not in self.known:
            self.known[node] = frozenset()  # a cell that refers to itself ends here
            self.known[node] = self._found(node)
        return self.known[node]

    def _found(self, node: CellNode) -> frozenset[CellNode]:
        cell = self.cells[node[0]].get(node[1])
        if cell is None or not cell.formula:
            return frozenset({node}) if cell and cell.field else frozenset()
        behind = (self.inputs(other) for other in self.references(*node))
        return frozenset().union(*behind)

    def references(self, sheet: str, position: Position) -> Iterator[CellNode]:
        """Yield the cells to which the formula of a cell refers."""
        bare = _TEXT.sub("", self.cells[sheet][position].formula)
        for name in _NAME.findall(bare):
            area = self.areas[name]
            yield from _nodes(area.sheet, area.first, area.last)
        for ref in _CELLS.findall(_NAME.sub("", bare)):
            corners = area_of(ref.replace("$", ""))
            if corners:
                yield from _nodes(sheet, *corners)


def _nodes(sheet: str, first: Position, last: Position) -> Iterator[CellNode]:
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            yield sheet, (row, column)


def results_on(inputs: Mapping[str, frozenset[CellNode]], changed: frozenset[CellNode]) -> frozenset[str]:
    """Return the names of the results that rest on any of these inputs."""
    return frozenset(name for name, behind in inputs.items() if not behind.isdisjoint(changed))
