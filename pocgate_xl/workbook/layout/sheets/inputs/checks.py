"""One check a sheet: which inputs hold something that cannot be taken, counted, marked and found.

Beside every input, right of the print area, stands 1 if it must be corrected and 0 if not; the texts
of a row, which can only be wrong as error values, share one cell. The sheet's check sums them; the sum
of all sheets stays in view on each, in the line that says what is missing (`progress`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .....core.fields import Field
from .....spreadsheetml.address import Position, a1, absolute
from ...context import Context
from ...plan import Area, Cell, Highlight, SheetPlan, input_key
from ..framing.frame import LEFT, WHOSE, check_place, page_end
from .faults import fault
from .progress import FIRST, MASTER, line_of, target_of, with_progress

FAULT_PLACES = "pg_calc_fault_places_"
"""What the names of the columns begin with that look for the first fault of a sheet."""


def check_name(sheet: str) -> str:
    return f"pg_check_{sheet}"


def with_checks(plans: Iterable[SheetPlan], context: Context) -> tuple[SheetPlan, ...]:
    """Return the sheets with their checks; the sum of all stands on the lists sheet."""
    checked = [plan if plan.hidden or plan.unlocked else _checked(plan) for plan in plans]
    names = sorted(name for plan in checked for name in plan.names if name.startswith("pg_check_"))
    lists = next(plan for plan in checked if plan.id == "lists")
    counted = with_progress(_with_master(lists, names), checked, context)
    return tuple(counted if plan is lists else plan for plan in checked)


def _with_master(lists: SheetPlan, names: list[str]) -> SheetPlan:
    row = 1 + max(row for row, column in lists.cells if column == LEFT)
    total = Cell(formula=f"=SUM({','.join(names)})", style="working", shows="check")
    cells = {**lists.cells, (row, 1): Cell(MASTER, style="working"), (row, 2): total}
    return replace(lists, cells=cells, names={**lists.names, MASTER: Area(lists.id, (row, 2), (row, 2))})


def _checked(plan: SheetPlan) -> SheetPlan:
    """Add the faults of a sheet's inputs, their sum, the first of them and the line that tells it."""
    faults = dict(_faults(plan))
    added = {place: cell for _, place, cell in faults.values()}
    added |= dict(_text_faults(plan, [row for row, _ in added]))
    cells, names = {**plan.cells, **added}, dict(plan.names)
    top = 1, _first_free(plan)
    if added:
        summed = f"=SUM({','.join(_areas(added))})"
        cells[top] = Cell(formula=summed, style="working", shows=f"check {plan.id}")
        names[check_name(plan.id)] = Area(plan.id, top, top)
        column = 1 + max(column for _, column in added)
        chain = dict(_first_faults(plan, {at: place for at, place, _ in faults.values()}, column))
        cells |= chain
        names[f"pg_calc_first_fault_{plan.id}"] = Area(plan.id, max(chain), max(chain))
        names[f"{FAULT_PLACES}{plan.id}"] = Area(plan.id, min(chain), max(chain))
    marks = _marks([(position, place) for position, place, _ in faults.values()])
    lined = replace(plan, cells=cells, names=names, highlights=(*marks, *plan.highlights))
    place = plan.check or check_place(plan)
    return _with_line(lined, place, (1, top[1] + 1), plan.id if added else "")


def _with_line(plan: SheetPlan, place: Position, target: Position, sheet: str) -> SheetPlan:
    """Add the line, and where it leads; all of its row is marked while something is wrong."""
    about = f" {sheet}" if sheet else ""
    below = any(row == place[0] and cell.formula == WHOSE for (row, _), cell in plan.cells.items())
    line = Cell(
        formula=line_of(sheet, a1(target)), style="progress", shows=f"progress_line{about}",
        vertical="bottom" if below else "",
    )  # fmt: skip
    leads = Cell(formula=target_of(sheet), style="working", shows=f"check_target{about}")
    first = place[0], place[1] if plan.check else LEFT
    row = f"{a1(first)}:{a1((place[0], max(page_end(plan), place[1])))}"
    lights = (
        Highlight(row, f"{MASTER}>0", "bad"), Highlight(a1(place), f"AND({MASTER}=0,{FIRST}=0)", "fine")
    )  # fmt: skip
    cells = {**plan.cells, place: line, target: leads}
    return replace(plan, cells=cells, highlights=(*lights, *plan.highlights), check=place)


def _faults(plan: SheetPlan) -> Iterator[tuple[Position, tuple[Position, Position, Cell]]]:
    """Yield each input that can be wrong: its place, that of its fault, and the fault's cell."""
    first = _first_free(plan)
    used: dict[int, int] = defaultdict(int)
    for position, cell in sorted(plan.cells.items()):
        if cell.field is None or cell.field.kind == "text":
            continue
        row = position[0]
        place = (row, first + used[row])
        used[row] += 1
        formula = fault(cell.field, a1(position))
        shows = f"faulty {_key(plan, cell.field, position)}"
        yield position, (position, place, Cell(formula=formula, style="working", shows=shows))


def _key(plan: SheetPlan, field: Field, position: Position) -> str:
    return input_key(field, plan.names[field.name], position)


def _first_free(plan: SheetPlan) -> int:
    return 2 + max(column for _, column in plan.cells)


def _text_faults(plan: SheetPlan, used: list[int]) -> Iterator[tuple[Position, Cell]]:
    """Yield one cell a row that counts the errors in its texts, behind the row's other faults."""
    rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for position, cell in sorted(plan.cells.items()):
        if cell.field and cell.field.kind == "text":
            wrong = f"IF(ISERROR({a1(position)}),1,0)"
            rows[position[0]].append((wrong, _key(plan, cell.field, position)))
    first = _first_free(plan)
    for row, texts in rows.items():
        terms, keys = zip(*texts, strict=True)
        formula, shows = f"={'+'.join(terms)}", f"faulty {' '.join(keys)}"
        yield (row, first + used.count(row)), Cell(formula=formula, style="working", shows=shows)


def _first_faults(
    plan: SheetPlan, faults: dict[Position, Position], column: int
) -> Iterator[tuple[Position, Cell]]:
    """Yield a cell for each row with inputs: the address of the first faulty one down to there."""
    rows: dict[int, list[Position]] = defaultdict(list)
    for position, cell in sorted(plan.cells.items()):
        if cell.field:
            rows[position[0]].append(position)
    before = ""
    for row, inputs in rows.items():
        found = '""'
        for position in reversed(inputs):
            at = a1(position)
            wrong = f"{a1(faults[position])}=1" if position in faults else f"ISERROR({at})"
            found = f"IF({wrong},ADDRESS(ROW({at}),COLUMN({at})),{found})"
        formula = f'=IF({before}<>"",{before},{found})' if before else f"={found}"
        shows = f"first_fault {plan.id}" if row == max(rows) else ""
        yield (row, column), Cell(formula=formula, style="working", shows=shows)
        before = a1((row, column))


def _areas(positions: Iterable[Position]) -> list[str]:
    """Return the positions as few A1 areas: each column's rows from first to last."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in positions:
        columns[column].append(row)
    return [_rows(column, min(rows), max(rows)) for column, rows in sorted(columns.items())]


def _rows(column: int, first: int, last: int) -> str:
    """Return rows of a column; a single one is a cell, as Excel writes it."""
    top = absolute((first, column))
    return top if first == last else f"{top}:{absolute((last, column))}"


def _marks(pairs: list[tuple[Position, Position]]) -> Iterator[Highlight]:
    """Mark every input whose fault is 1, one rule for inputs whose faults stand alike."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (row, column), (_, fault_column) in pairs:
        groups[column, fault_column].append(row)
    for (column, fault_column), rows in groups.items():
        cells = " ".join(a1((row, column)) for row in rows)
        reference = absolute((rows[0], fault_column)).rpartition("$")
        yield Highlight(cells, f"{reference[0]}{reference[2]}=1", "bad")
