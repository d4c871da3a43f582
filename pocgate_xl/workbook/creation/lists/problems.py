"""Why an engagement of a list cannot be used, in sentences: the list's own header, the value as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....core.fields import Field, vocabulary
from ....opc.safe_text import visible
from ....spreadsheetml.address import column_letters
from ....spreadsheetml.cells import RawCell
from ...submission.grammar.dates import date_of_serial
from ...submission.interpret import InputFault, InputFaultKind, shown
from ...submission.reading_context import ReadingContext
from .columns import ID, Columns, Header, bounds, titles_of
from .lines import DELIMITERS
from .tables import Cells, Table

CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
SENTENCES: Mapping[InputFaultKind, str] = {
    "text_for_number": "“{found}” cannot be read as a number{why}; write it in digits, such as 300 or 1.5",
    "not_whole": "{found} is not a whole number",
    "out_of_bounds": "{found} is out of range; it must be {bounds}",
    "negative_amount": "{found} is negative",
    "unreadable_date": "“{found}” is not a date with one reading{why}; write it as 2026-04-01",
    "truth_value": "{found} is TRUE or FALSE where a number or date belongs",
    "unknown_label": "“{found}” is not one of {choices}",
    "error_value": "the cell shows the error {found}",
    "unreadable_value": "{found} is neither a text nor a number",
    "formula_without_value": "the formula {found} was saved without its result; save the list in Excel",
}
"""What is said of each fault that lists can have."""
REASONS: Mapping[str, str] = {
    "unit": ": it has a unit or currency that does not fit here, or not for certain",
    "point": ": a separator may mean thousands or decimals", "percent": ": a percentage does not fit here",
    "either": ": day and month could be in either order",
}  # fmt: skip
"""Why a text was not read as a number or date, where more is known than that."""
NO_DATES: Mapping[str, str] = {
    "early": "“{found}” is before 1900-03-01, where the calendar of spreadsheets begins",
    "no_such_day": "“{found}” is not a date: there is no such day in the calendar",
    "weekday": "“{found}” is not a date: the day of the week does not match",
    "eight_digits": "“{found}” is not a date: eight digits are read as year, month and day, as in 20260401",
    "number": "{found} is not a date: as a number it is outside the calendar of spreadsheets",
    "more": "“{found}” is not a date: what follows the day is neither a time nor a day of the week",
}
"""What is said of texts and numbers of which it is certain that they are no date."""


def problem(title: str, field: Field, fault: InputFault, context: ReadingContext) -> str:
    """Return what is wrong with one cell."""
    sentence = SENTENCES.get(fault.kind, "“{found}” cannot be used here")
    if fault.kind == "unreadable_date":
        sentence = NO_DATES.get(fault.reading, sentence)
    why = REASONS.get(fault.reading, "")
    choices = vocabulary(context.bundle.template, field.vocabulary) if field.vocabulary else ()
    labels = context.bundle.catalogs[context.language]
    spellings = [
        code if (label := labels.label(field.vocabulary, code)) == code else f"{code} ({label})"
        for code in choices
    ]
    text = sentence.format(
        found=visible(fault.found), why=why, bounds=bounds(field), choices=", ".join(spellings)
    )
    return f"{visible(title)}: {text}"


def surplus(cells: Cells, columns: Columns, table: Table) -> str:
    """Return why a row of separated values does not fit its header: its values may stand in wrong places."""
    width = max((index for index, title in enumerate(columns.titles, 1) if title), default=0)
    wide = len(columns.titles) if not any(cells[width:]) else width
    if not table.separator or len(cells) <= wide or not any(cells):
        return ""
    name = DELIMITERS[table.separator]
    return (
        f"has {len(cells)} values where the header names {width}, so that it is not certain which belongs"
        f' where; put a text that contains a {name} between quotes (")'
    )


def untitled(header: Header) -> Iterator[str]:
    """Yield which columns hold values although the header has no name for them."""
    titles, below = titles_of(header.cells), header.table.rows[header.index + 1 :]
    last = max((index for index, title in enumerate(titles, 1) if title), default=0)
    wide = last if header.table.separator else max((len(cells) for _, cells in below), default=0)
    for index in range(wide):
        rows = [number for number, cells in below if index < len(cells) and cells[index]]
        if rows and not (index < len(titles) and titles[index]):
            yield (
                f"column {column_letters(index + 1)} has no name in the header and is ignored"
                f" (first in row {rows[0]})"
            )


def unfit(number: int, cells: Cells, columns: Columns, table: Table) -> dict[int, str]:
    """Return by index what is wrong with cells that a program took for something else than was typed."""
    texts = {
        index: _unfit(field, cell, (number, index) in table.days, table.date1904)
        for index, field in columns.fields.items()
        if index < len(cells) and (cell := cells[index]) is not None
    }
    return {index: f"{visible(columns.titles[index])}: {text}" for index, text in texts.items() if text}


def _unfit(field: Field, cell: RawCell, is_day: bool, date1904: bool) -> str:
    if is_day and field.kind != "date" and isinstance(cell.value, float):
        day = date_of_serial(cell.value, date1904) or shown(cell)
        return (
            f"the cell holds a date or time ({day}), not what was typed; format it as text and type it again"
        )
    if field.kind == "text" and cell.kind == "bool":
        return f"{shown(cell)} is a truth value, not a text; format the cell as text and type it again"
    if field.key == ID and CONTROL.search(str(cell.value).strip()):
        found = visible(str(cell.value).strip())
        return f"“{found}” contains a line break or another control character; an id must be on one line"
    return ""
