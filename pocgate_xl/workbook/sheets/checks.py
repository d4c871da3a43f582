"""One check a sheet: which inputs hold something that cannot be taken, counted and marked.

Beside every input, right of the print area, stands 1 if it must be corrected and 0 if not; the texts
of a row, which can only be wrong as error values, share one cell. The sheet's check sums them; the sum
of all sheets stays in view on each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...core.fields import Field
from ...core.given import LONGEST_MONTHS, WHOLE_PERCENT
from ..context import Context
from ..formulas import blank
from ..plan import Area, Cell, Highlight, Position, SheetPlan, a1, absolute, input_key
from .frame import HINT_ROW, LEFT

CHECK_ROW = HINT_ROW + 1
MASTER = "pg_check_all"
_MOST = {LONGEST_MONTHS: "pg_list_longest_months", WHOLE_PERCENT: "pg_list_percent"}
"""Names of the numbers that answers are at most."""


def check_name(sheet: str) -> str:
    return f"pg_check_{sheet}"


def with_checks(plans: Iterable[SheetPlan], context: Context) -> tuple[SheetPlan, ...]:
    """Return the sheets with their checks; the sum of all stands on the lists sheet."""
    checked = [plan if plan.hidden else _checked(plan, context) for plan in plans]
    names = sorted(name for plan in checked for name in plan.names if name.startswith("pg_check_"))
    return tuple(_with_master(plan, names) if plan.id == "lists" else plan for plan in checked)


def _with_master(lists: SheetPlan, names: list[str]) -> SheetPlan:
    row = 1 + max(row for row, column in lists.cells if column == LEFT)
    total = Cell(formula=f"=SUM({','.join(names)})", style="working", shows="check")
    cells = {**lists.cells, (row, 1): Cell(MASTER, style="working"), (row, 2): total}
    return replace(lists, cells=cells, names={**lists.names, MASTER: Area(lists.id, (row, 2), (row, 2))})


def _checked(plan: SheetPlan, context: Context) -> SheetPlan:
    """Add the faults of a sheet's inputs, their sum and the line that tells it."""
    row = CHECK_ROW if (HINT_ROW, LEFT) in plan.cells else HINT_ROW
    faults = dict(_faults(plan))
    added = {place: cell for _, place, cell in faults.values()}
    added |= dict(_text_faults(plan, [row for row, _ in added]))
    cells, names = {**plan.cells, **added}, dict(plan.names)
    if added:
        place = (row, _first_free(plan))
        summed = f"=SUM({','.join(_areas(added))})"
        cells[place] = Cell(formula=summed, style="working", shows=f"check {plan.id}")
        names[check_name(plan.id)] = Area(plan.id, place, place)
    shows = f"check_line {plan.id}" if added else "check_line"
    cells[row, LEFT] = Cell(formula=_message(plan.id, bool(added)), style="verdict_line", shows=shows)
    told = Highlight(a1((row, LEFT)), f"{MASTER}>0", "bad")
    marks = _marks([(position, fault) for position, fault, _ in faults.values()])
    return replace(plan, cells=cells, names=names, highlights=(told, *marks, *plan.highlights))


def _message(sheet: str, has_inputs: bool) -> str:
    own = f'pg_text_check_sheet&{check_name(sheet)}&" · "&' if has_inputs else ""
    return f"=IF({MASTER}=0,pg_text_check_fine,{own}pg_text_check_all&{MASTER})"


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
        formula = _fault(cell.field, a1(position))
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


def _fault(field: Field, cell: str) -> str:
    if field.kind == "label":
        known = f"SUMPRODUCT(EXACT({cell},pg_list_{field.vocabulary}_choice)*1)"
        return f"=IFERROR(IF({blank(cell)},0,IF({known}=0,1,0)),1)"
    bounds = _in_bounds(field, cell)
    number = f"IF({bounds},0,1)" if bounds else "0"
    return f"=IFERROR(IF(ISNUMBER({cell}),{number},IF({blank(cell)},0,1)),1)"


def _in_bounds(field: Field, cell: str) -> str:
    if field.kind == "rating":
        return f"ISNUMBER(MATCH({cell},pg_list_rating,0))"
    if field.kind == "date":
        return f"AND({cell}>=pg_list_first_date,{cell}<pg_list_end_of_dates)"
    tests = []
    if field.kind == "whole":
        tests.append(f"{cell}=INT({cell})")
    if field.minimum is not None:
        tests.append(f"{cell}{'>' if field.above_minimum else '>='}{field.minimum}")
    if field.maximum is not None:
        tests.append(f"{cell}<={_MOST[int(field.maximum)]}")
    if len(tests) > 1:
        return f"AND({','.join(tests)})"
    return tests[0] if tests else ""


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
