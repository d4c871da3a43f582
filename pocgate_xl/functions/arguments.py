"""From what a host hands over to typed answers: the grammar is the one that reads workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from ..core.fields import Field, vocabulary
from ..core.submission import Value
from ..core.validity import WHOLE_PERCENT, says_nothing
from ..spreadsheetml.cells import RawCell
from ..spreadsheetml.error_values import ERROR_VALUES
from ..workbook.submission.grammar.numbers import number_of_text
from ..workbook.submission.interpret import InputFault, InputFaultKind, interpret, shown
from ..workbook.submission.reading_context import ReadingContext
from .call_context import CallContext
from .declaration import Argument, Cell, CellProblem, FunctionProblem, Table

PLAIN = frozenset({float, int, type(None)})
"""Cells of exactly these types say the same when they are equal, unlike 1 and TRUE."""

UNDERSTOOD: frozenset[InputFaultKind] = frozenset(
    (
        "converted_number", "converted_date", "label_spelled_differently",
        "label_of_another_language", "hidden_characters",
    )
)  # fmt: skip
"""Spellings that are read all the same, as in a workbook."""

PROBLEMS: Mapping[InputFaultKind, str] = {
    "invalid_rating": "no_rating", "negative_amount": "negative", "not_whole": "not_whole",
    "out_of_bounds": "out_of_bounds", "unknown_label": "unknown_code", "text_for_number": "no_number",
    "truth_value": "no_number", "unreadable_value": "no_number", "unreadable_date": "no_date",
    "error_value": "error_cell", "picture_in_cell": "error_cell",
}  # fmt: skip
"""Text of each fault, under `function.problem`."""

SUBJECTS = {
    "rating": "criterion", "helper": "criterion", "status": "item", "evidence": "item", "due": "item",
    "poc_cost": "cost", "planned_cost": "cost", "question": "question", "phase": "phase",
}  # fmt: skip
"""Where the text stands that says what an answer is about, by the group of its field."""


def as_table(value: object) -> Table:
    """Return one cell, a row, a column or a block as rows of cells, all equally long."""
    rows = value if isinstance(value, list | tuple) else [value]
    if not any(isinstance(row, list | tuple) for row in rows):
        return [[_cell(cell) for cell in rows]]
    listed = [row if isinstance(row, list | tuple) else [row] for row in rows]
    longest = max(map(len, listed))
    return [[*_row(row), *[None] * (longest - len(row))] for row in listed]


def _row(row: Sequence[object]) -> Sequence[Cell]:
    """Return the cells of a row; one of numbers and blanks, as large tables have them, at once."""
    if PLAIN.issuperset(map(type, row)) and _finite(filter(None, row)):
        return row  # type: ignore[return-value]
    return [_cell(cell) for cell in row]


def _finite(numbers: Iterable[Any]) -> bool:
    """Say whether cells can hold these numbers."""
    try:
        return all(map(isfinite, numbers))
    except OverflowError:
        return False


def _cell(value: Any) -> Cell:
    """Return a cell as the functions know it; what no spreadsheet has is a problem in its own words."""
    if value is None or isinstance(value, bool | str | CellProblem):
        return CellProblem(value) if value in ERROR_VALUES and isinstance(value, str) else value
    if isinstance(value, int | float):
        return value if _finite((value,)) else CellProblem("#NUM!")
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else CellProblem("#VALUE!")


def blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and says_nothing(cell))


def one_cell(gate: CallContext, argument: Argument, value: object) -> Cell:
    """Return the only cell of an argument that takes one."""
    table = as_table(value)
    if len(table) != 1 or len(table[0]) != 1:
        raise gate.problem("one_cell", label=argument.name)
    cell = table[0][0]
    if blank(cell) and not (argument.optional or argument.may_be_blank):
        raise gate.problem("missing", label=argument.name)
    return None if blank(cell) else cell


def one_code(gate: CallContext, argument: Argument, value: object) -> str | None:
    """Return the code that an argument names, None when it is left out."""
    cell = one_cell(gate, argument, value)
    if cell is None:
        return None
    if isinstance(cell, CellProblem):
        raise gate.problem("error_cell", label=argument.name, found=cell.text)
    return gate.code(argument.codes, as_text(cell), argument.name)


def as_text(cell: float | int | str | bool | date) -> str:
    """Return a cell as a person would type it: hosts have one kind of numbers, or two."""
    return cell.isoformat() if isinstance(cell, date) else shown(_raw(cell))


def series(gate: CallContext, name: str, table: Table, *lengths: int) -> list[Cell]:
    """Return cells of a row, a column or a block, row by row; their number must be one of `lengths`."""
    cells = [cell for row in table for cell in row]
    if len(cells) not in lengths:
        wanted = " / ".join(map(str, lengths))
        raise gate.problem("cells", label=name, wanted=wanted, found=len(cells))
    return cells


def read_all(
    gate: CallContext, fields: Sequence[str], cells: Sequence[Cell], currency: str = ""
) -> list[Any]:
    """Return what cells say for fields of these names; None where they are blank."""
    return [read(gate, name, cell, currency) for name, cell in zip(fields, cells, strict=True)]


def read(gate: CallContext, name: str, cell: Cell, currency: str = "", label: str = "") -> Value | None:
    """Return what a cell says for the field of a name; FunctionProblem when that cannot be taken."""
    return read_field(gate, gate.fields[name], cell, currency, label)


def read_field(
    gate: CallContext, field: Field, cell: Cell, currency: str = "", label: str = ""
) -> Value | None:
    """Return what a cell says for a field; FunctionProblem when it says nothing that can be taken."""
    if cell is None or (field.kind == "text" and _is_none(gate, field, cell)):
        return None
    if isinstance(cell, CellProblem):
        raise gate.problem("error_cell", label=label or subject(gate, field), found=cell.text)
    if isinstance(cell, date):
        if field.kind == "date":
            return cell
        cell = cell.isoformat()
    if field.kind == "label" and cell in vocabulary(gate.template, field.vocabulary):
        return str(cell)
    return _interpreted(gate, field, _raw(cell), currency, label)


def _is_none(gate: CallContext, field: Field, cell: Cell) -> bool:
    """Say whether a box is not ticked, or evidence is said to be none; workbooks' formulas take any text."""
    if cell is None or cell is False:
        return True
    spoken = field.group == "evidence" and not gate.exact
    return spoken and not isinstance(cell, CellProblem) and gate.is_none(as_text(cell))


def without_currency(gate: CallContext, cell: Cell) -> Cell:
    """Return a figure that is typed as an amount of the template's currency without its sign."""
    amount = number_of_text(cell, gate.template.costs.currency) if isinstance(cell, str) else None
    return cell if amount is None else f"{amount:f}"


def _raw(cell: float | int | str) -> RawCell:
    if isinstance(cell, bool):
        return RawCell("bool", cell, None, str(cell).upper())
    return RawCell("text", cell, None, cell) if isinstance(cell, str) else _number(cell)


def _number(cell: float | int) -> RawCell:
    return RawCell("number", float(cell), None, str(cell))


def _interpreted(gate: CallContext, field: Field, raw: RawCell, currency: str, label: str) -> Value | None:
    context = ReadingContext(gate.bundle, gate.catalog.language, currency=currency)
    value, faults = interpret(field, raw, context)
    for fault in faults:
        if fault.kind == "unknown_label" and (
            code := gate.typed(field.vocabulary, fault.found, label or subject(gate, field))
        ):
            return code
        if fault.kind not in UNDERSTOOD:
            raise input_problem(gate, field, fault, label)
    return value


def input_problem(gate: CallContext, field: Field, fault: InputFault, label: str = "") -> FunctionProblem:
    """Return what is wrong with an answer, in a message of the functions."""
    return gate.problem(
        PROBLEMS.get(fault.kind, "no_number"), label=label or subject(gate, field), found=fault.found,
        low=field.minimum, high=field.maximum, choices=_choices(gate, field),
    )  # fmt: skip


def tried(gate: CallContext, name: str, cell: Cell, currency: str = "", label: str = "") -> Value | None:
    """Return what a cell says for a field, as `read` does; a share for a percent is asked back."""
    value, field = read(gate, name, cell, currency, label), gate.fields[name]
    percent = field.kind == "number" and field.maximum == WHOLE_PERCENT
    if percent and not gate.exact and isinstance(value, Decimal) and 0 < value < 1:
        given, meant = f"{value:f}", f"{(value * WHOLE_PERCENT).normalize():f}"
        raise gate.problem("share", label=label or subject(gate, field), found=given, percent=meant)
    return value


def _choices(gate: CallContext, field: Field) -> str:
    if field.kind != "label":
        return ""
    codes = vocabulary(gate.template, field.vocabulary)
    return " / ".join(gate.catalog.label(field.vocabulary, code) for code in codes)


def subject(gate: CallContext, field: Field) -> str:
    """Return what an answer is about, as messages name it."""
    table = SUBJECTS.get(field.group)
    if table:
        return gate.catalog.label(table, field.key)
    if (key := f"field.{field.key}") not in gate.catalog.texts:
        return field.name
    return gate.catalog.text(key, currency=gate.template.costs.currency)
