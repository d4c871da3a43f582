"""What a cell means: raw cell and field to a value, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from ...core.fields import Field, FieldKind, decisive, vocabulary
from ...core.submission import Value
from ...core.validity import formulas_pass_over, says_nothing
from ...opc.safe_text import hides, without_hidden, without_marks
from ...patterns import pattern
from ...records import dataclass
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.formulas.dangers import Danger, danger_of
from ...spreadsheetml.formulas.values import constant_of, constant_text, gives
from ...templates.loader import Bundle
from .grammar.dates import Calendar, calendar, date_of_serial, date_of_text, doubt_of_date, doubt_of_serial
from .grammar.folding import folded_label
from .grammar.numbers import doubt_of_number, number_of_text
from .reading_context import ReadingContext

InputFaultKind = Literal[
    "invalid_rating", "negative_amount", "not_whole", "out_of_bounds",
    "unknown_label", "label_spelled_differently", "label_of_another_language",
    "text_for_number", "converted_number", "unreadable_date", "converted_date",
    "error_value", "truth_value", "unreadable_value", "hidden_characters",
    "formula_in_input", "formula_without_value", "hidden_value",
    "formula_in_decisive_answer", "formula_runs", "formula_outside", "formula_changes", "formula_program",
    "formula_gives_otherwise", "picture_in_cell",
]  # fmt: skip

READ_ALIKE: frozenset[InputFaultKind] = frozenset(
    {
        "hidden_characters", "formula_in_input", "invalid_rating", "negative_amount", "not_whole",
        "out_of_bounds", "unknown_label", "text_for_number", "unreadable_date", "truth_value",
    }
)  # fmt: skip
"""Faults with which the workbook's own formulas read the same as this module, be it nothing."""

CONVERTED: frozenset[InputFaultKind] = frozenset(
    {"converted_number", "converted_date", "label_spelled_differently", "label_of_another_language"}
)
"""Faults with which an answer is read here, while the workbook's formulas take it for none."""

HARMLESS: frozenset[InputFaultKind] = frozenset({"hidden_characters", "formula_in_input"})
"""Faults that a workbook does not count: there is nothing to correct in its eyes."""

UNCERTAIN: Mapping[Danger, InputFaultKind] = {
    "runs": "formula_runs", "outside": "formula_outside", "changes": "formula_changes",
    "program": "formula_program",
}  # fmt: skip
"""How a formula is told whose stored value another program, or another day, would not show."""

IN_CELL_PICTURE = pattern(r"=(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
LEFT_OF_PICTURE = "#VALUE!"
"""What a cell holds into which Excel placed a picture, for programs that know no such pictures."""

REMEMBERED_ANSWERS, REMEMBERED_LENGTH = 32, 200
"""How many answers of a field are remembered, and how long they may be."""

LARGEST_INTEGER = 10**15
"""Up to here a double holds every whole number as a person types it."""


@dataclass(frozen=True, slots=True)
class InputFault:
    """One thing that is wrong in a cell; `reading` is what a text was read as, or why it was not."""

    kind: InputFaultKind
    found: str
    reading: str = ""


Read: TypeAlias = "tuple[Value | None, tuple[InputFault, ...]]"
NOTHING: Read = (None, ())


def interpret(field: Field, cell: RawCell | None, context: ReadingContext) -> Read:
    """Return what an input cell says; a cell that looks empty says nothing."""
    if cell is None:
        return NOTHING
    known = context.known.setdefault((field.name, field.part), {})
    read = known.get(cell)
    if read is None:
        read = _read(field, cell, context)
        if len(cell.raw) <= REMEMBERED_LENGTH and cell.formula is None:
            if len(known) >= REMEMBERED_ANSWERS:
                known.clear()
            known[cell] = read
    return read


def _read(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    if cell.formula is not None:
        return _computed(field, cell, cell.formula, context)
    return _typed(field, cell, context)


def _computed(field: Field, cell: RawCell, formula: str, context: ReadingContext) -> Read:
    """Return the stored value of a formula, unless another program might show another one."""
    if in_cell_picture(formula):
        return None, (InputFault("picture_in_cell", formula, "picture"),)
    distrusted = _distrusted(field, cell, formula)
    if distrusted:
        return None, distrusted
    if cell.kind == "blank":
        return None, (InputFault("formula_without_value", formula),)
    value, faults = _typed(field, cell, context)
    if value is None and faults:
        return None, faults  # that it was read would contradict them
    return value, (InputFault("formula_in_input", formula), *faults)


def _distrusted(field: Field, cell: RawCell, formula: str) -> tuple[InputFault, ...]:
    danger = danger_of(formula)
    uncertain = (InputFault(UNCERTAIN[danger[0]], formula, danger[1]),) if danger else ()
    if decisive(field) and cell.kind != "error":  # which is no answer, whoever computes it
        return InputFault("formula_in_decisive_answer", formula), *uncertain
    constant = None if uncertain or cell.kind == "blank" else constant_of(formula)
    if constant is None or gives(constant, cell.raw if cell.kind == "error" else cell.value):
        return uncertain
    return (InputFault("formula_gives_otherwise", formula, constant_text(constant)),)


def _typed(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    if cell.kind == "blank":
        return NOTHING
    if cell.kind == "text" and says_nothing(without_marks(text := str(cell.value))):
        return None, () if formulas_pass_over(text) else (InputFault("hidden_characters", text),)
    if picture := _picture(field, cell):
        return None, (InputFault("picture_in_cell", shown(cell), picture),)
    if cell.kind == "error":
        return None, (InputFault("error_value", shown(cell)),)
    if cell.kind == "invalid":
        return None, (InputFault("unreadable_value", cell.raw),)
    return _READERS[field.kind](field, cell, context)


def in_cell_picture(formula: str) -> bool:
    """Say whether a formula is how WPS Office writes a picture in a cell."""
    return IN_CELL_PICTURE.match(formula) is not None


def _picture(field: Field, cell: RawCell) -> Literal["picture", "left", ""]:
    """Say whether a picture stands in a cell, or what other programs have left of one."""
    if cell.kind == "rich" or (cell.kind == "text" and in_cell_picture(str(cell.value))):
        return "picture"
    left = cell.kind == "error" and cell.formula is None and cell.value == LEFT_OF_PICTURE
    return "left" if left and field.kind == "text" else ""


def shown(cell: RawCell) -> str:
    """Return a raw value as a person would type it."""
    if isinstance(cell.value, bool):
        return str(cell.value).upper()
    if isinstance(cell.value, float):
        return f"{_decimal(cell.value):f}" if abs(cell.value) < LARGEST_INTEGER else repr(cell.value)
    return cell.raw if cell.value is None else str(cell.value)


def _decimal(value: float) -> Decimal:
    """Return the number that a person sees; whole ones without a fraction."""
    if value.is_integer() and abs(value) < LARGEST_INTEGER:
        return Decimal(int(value))
    return Decimal(repr(value))


def _number(cell: RawCell, currency: str) -> tuple[Decimal | None, tuple[InputFault, ...]]:
    """Return the number of a cell, whatever the field allows."""
    if isinstance(cell.value, bool):
        return None, (InputFault("truth_value", shown(cell)),)
    if isinstance(cell.value, float):
        return _decimal(cell.value), ()
    text = str(cell.value)
    number = number_of_text(text, currency)
    if number is None:
        return None, (InputFault("text_for_number", text, doubt_of_number(text)),)
    return number, (InputFault("converted_number", text, f"{number:f}"),)


def _read_rating(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    number, faults = _number(cell, "")
    scale = context.bundle.template.scale
    if number is None:
        return None, faults
    if number != int(number) or not scale.lowest <= number <= scale.highest:
        return None, (*faults, InputFault("invalid_rating", shown(cell)))
    return int(number), faults


def _read_whole(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    number, faults = _number(cell, "")
    if number is None:
        return None, faults
    if number != int(number):
        return None, (*faults, InputFault("not_whole", shown(cell)))
    if not _within(field, number):
        return None, (*faults, InputFault("out_of_bounds", shown(cell)))
    return int(number), faults


def _read_number(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    number, faults = _number(cell, "")
    if number is not None and not _within(field, number):
        return None, (*faults, InputFault("out_of_bounds", shown(cell)))
    return number, faults


def _read_money(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    number, faults = _number(cell, context.currency)
    if number is not None and number < 0:
        return None, (*faults, InputFault("negative_amount", shown(cell)))
    return number, faults


def _within(field: Field, number: Decimal) -> bool:
    if field.minimum is not None and number < field.minimum:
        return False
    if field.above_minimum and number == field.minimum:
        return False
    return field.maximum is None or number <= field.maximum


def _read_date(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    if isinstance(cell.value, bool):
        return None, (InputFault("truth_value", shown(cell)),)
    if isinstance(cell.value, float):
        day = date_of_serial(cell.value, context.date1904)
        return (
            (day, ())
            if day
            else (None, (InputFault("unreadable_date", shown(cell), doubt_of_serial(cell.value)),))
        )
    return _date_text(str(cell.value), _calendar(context.bundle))


def _date_text(text: str, names: Calendar) -> Read:
    day: date | None = date_of_text(text, names)
    if day is None:
        return None, (InputFault("unreadable_date", text, doubt_of_date(text, names)),)
    return day, (InputFault("converted_date", text, day.isoformat()),)


@lru_cache(maxsize=64)
def _calendar(bundle: Bundle) -> Calendar:
    """Return the months and days of the week in all languages of a template."""
    texts = [catalog.texts for catalog in bundle.catalogs.values()]
    return calendar(*([each.get(f"calendar.{key}", "") for each in texts] for key in ("months", "weekdays")))


def _read_text(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    text = shown(cell)
    value = without_hidden(text).strip()
    return value, (InputFault("hidden_characters", text),) if hides(text) else ()


def _read_label(field: Field, cell: RawCell, context: ReadingContext) -> Read:
    text = shown(cell)
    if cell.kind != "text":
        return None, (InputFault("unknown_label", text),)
    for kind, codes in _codes(context.bundle, context.language, field.vocabulary).items():
        code = codes.get(text if kind != "label_spelled_differently" else folded_label(text))
        if code is not None:
            return code, () if kind == "exact" else (_label_fault(kind, text, code),)
    return None, (InputFault("unknown_label", text),)


def _label_fault(kind: str, text: str, code: str) -> InputFault:
    another = kind == "label_of_another_language"
    return InputFault("label_of_another_language" if another else "label_spelled_differently", text, code)


@lru_cache(maxsize=256)
def _codes(bundle: Bundle, language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    """Return code by label: as the workbook's lists have it, as others have it, spelled otherwise."""
    codes = vocabulary(bundle.template, name)
    own = {bundle.catalogs[language].label(name, code): code for code in codes}
    every = {catalog.label(name, code): code for catalog in bundle.catalogs.values() for code in codes}
    spelled: dict[str, set[str]] = {}
    for label, code in every.items():
        spelled.setdefault(folded_label(label), set()).add(code)
    alike = {label: found.pop() for label, found in spelled.items() if len(found) == 1}
    return {"exact": own, "label_of_another_language": every, "label_spelled_differently": alike}


_READERS: Mapping[FieldKind, Callable[[Field, RawCell, ReadingContext], Read]] = {
    "rating": _read_rating,
    "label": _read_label,
    "money": _read_money,
    "number": _read_number,
    "whole": _read_whole,
    "date": _read_date,
    "text": _read_text,
}
