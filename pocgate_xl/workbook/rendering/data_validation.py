"""What an input cell accepts, as data: one validation for all cells that accept the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Literal

from ...core.fields import Field
from ...records import dataclass
from ...spreadsheetml.address import a1
from ..layout.plan import Cell, SheetPlan

Type = Literal["list", "whole", "decimal", "date", "custom"]
Operator = Literal["between", "greaterThan", "greaterThanOrEqual"]

FIRST_DATE = "61"
LAST_DATE = "2958465"


@dataclass(frozen=True, slots=True)
class Validation:
    """One rule of data validation; without a type it is a message only."""

    type: Type | None = None
    operator: Operator | None = None
    formula1: str = ""
    formula2: str = ""
    error_title: str = ""
    error: str = ""
    prompt_title: str = ""
    prompt: str = ""
    cells: tuple[str, ...] = ()


def list_of(cell: Cell) -> str:
    """Return the name of the list from which a cell is chosen, nothing for other cells."""
    field = cell.field or cell.tries
    if not field or not (cell.error[1] or cell.prompt[1]):
        return ""
    return _list_of(field)


def _list_of(field: Field) -> str:
    if field.kind == "rating":
        return "pg_list_rating"
    return f"pg_list_{field.vocabulary}_choice" if field.kind == "label" else ""


def validations(plan: SheetPlan) -> list[Validation]:
    """Return the sheet's validations, in the order of their first cells."""
    cells: dict[Validation, list[str]] = defaultdict(list)
    for position, cell in sorted(plan.single_cells.items()):
        field = cell.field or cell.tries
        if field and (cell.error[1] or cell.prompt[1]):
            cells[_validation(cell, field, a1(position))].append(a1(position))
    return [replace(rule, cells=tuple(addresses)) for rule, addresses in cells.items()]


def _validation(cell: Cell, field: Field, address: str) -> Validation:
    return replace(
        _test(field, address),
        error_title=cell.error[0],
        error=cell.error[1],
        prompt_title=cell.prompt[0],
        prompt=cell.prompt[1],
    )


def _test(field: Field, address: str) -> Validation:
    if chosen := _list_of(field):
        return Validation("list", formula1=chosen)
    if field.kind == "date":
        return Validation("date", "between", FIRST_DATE, LAST_DATE)
    if field.kind == "text":
        return Validation()
    kind: Type = "whole" if field.kind == "whole" else "decimal"
    if field.minimum is None:
        return Validation(kind, "between", "-1E+15", "1E+15")
    if field.maximum is not None and field.above_minimum:  # no operator leaves out one of two bounds
        known, low, high = f"ISNUMBER({address})", f"{address}>{field.minimum}", f"{address}<={field.maximum}"
        return Validation("custom", formula1=f"AND({known},{low},{high})")
    if field.maximum is not None:
        return Validation(kind, "between", str(field.minimum), str(field.maximum))
    operator: Operator = "greaterThan" if field.above_minimum else "greaterThanOrEqual"
    return Validation(kind, operator, str(field.minimum))
