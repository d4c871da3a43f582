"""Values into the cells of a workbook, without Excel: everything else stays as it is."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from ...core.fields import Field, FieldTable, vocabulary
from ...core.submission import Value
from ...errors import FillError
from ...opc.limits import DEFAULT
from ...opc.package import Package
from ...opc.zip_writer import replace_parts
from ...spreadsheetml.address import Position, names_area
from ...spreadsheetml.editing.quoted_styles import QuotedStyles
from ...spreadsheetml.editing.sheet_editor import EditError, NewValue, raise_rows, replace_cells
from ...spreadsheetml.reader import RawSheet, RawWorkbook, read_workbook
from ...spreadsheetml.serial_dates import serial_of
from ...templates.loader import Bundle
from ..layout.plan import IDENTITY, WorkbookPlan, identity_name
from ..layout.plans import plan_of

Rows: TypeAlias = Sequence[Mapping[str, Value | None]]
Values: TypeAlias = Mapping[str, "Value | Rows | None"]
"""By defined name: code, number, date or text; None empties a cell; a block takes all its rows anew."""

MEANT, NEAR = 3, 0.75
"""How many names are told in place of a wrong one, and how alike they must be: 1 is the same."""

Cells: TypeAlias = dict[str, dict[Position, NewValue]]
"""New values by sheet id."""


def fill_workbook(
    workbook: bytes, bundle: Bundle, language: str, values: Values, as_typed: Cells | None = None
) -> bytes:
    """Return a copy with these values and all formulas computed anew.

    `as_typed` are cells that get what they get, an answer or not.

    FillError names every value that its cell cannot take; EngineError a result that would be wrong.
    """
    from ..rendering.cached_values import recalculate  # what computes is loaded where something is computed
    from ..rendering.rows.growing_rows import needed_heights
    from ..submission.held import hold_results

    package, plan = Package.from_bytes(workbook), plan_of(bundle, language)
    facts = read_workbook(package)
    if facts.broken:
        raise facts.broken[0][1]  # nothing is computed on a sheet that cannot be read
    if facts.date1904:
        raise FillError(
            "the workbook counts dates from 1904.", "Choose the 1900 date system in Excel's options."
        )
    cells, problems = cells_of(bundle, plan, values)
    titles, misplaced = _titles(facts, plan, values)
    if problems or misplaced:
        raise FillError("; ".join((*problems, *misplaced)), "Nothing was written.")
    for id_, found in (as_typed or {}).items():
        cells.setdefault(id_, {}).update(found)
        titles.setdefault(id_, plan.sheet(id_).title)
    styles = QuotedStyles(package)
    changed = {}
    for id_, title in titles.items():
        if (sheet := facts.sheet(title)) is not None:
            heights = needed_heights(plan.sheet(id_), cells[id_], language)
            changed[sheet.part] = _spliced(package, sheet, cells[id_], heights, styles)
    with joined_texts(values):
        made = recalculate(replace_parts(package, changed | styles.parts()))
        return hold_results(made, bundle, language)


@contextmanager
def joined_texts(values: Mapping[str, object]) -> Iterator[None]:
    """Name the texts that formulas join to more than a cell holds."""
    try:
        yield
    except EditError as error:
        texts = {name: length_of(value) for name, value in values.items() if isinstance(value, str)}
        longest = sorted(texts, key=lambda name: -texts[name])[:3]
        named = ", ".join(f"{name} ({texts[name]} characters)" for name in longest)
        raise FillError(f"a formula joins texts: {error}.", f"Shorten {named or 'them'}.") from error


def length_of(text: str) -> int:
    """Return the length of a text as spreadsheets count it: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _titles(facts: RawWorkbook, plan: WorkbookPlan, names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the title of each sheet that values go to, and the names that are not where they belong."""
    titles, misplaced = {}, []
    for name in names:
        area = plan.names.get(name)
        found = names_area(facts.names.get(name, ""))
        if area and found and found[1:] == (area.first, area.last) and facts.sheet(found[0]):
            titles[area.sheet] = found[0]
        elif area:
            misplaced.append(f"{name}: its cell was moved or deleted")
    return titles, misplaced


def _spliced(
    package: Package,
    sheet: RawSheet,
    new: Mapping[Position, NewValue],
    heights: Mapping[int, float],
    styles: QuotedStyles,
) -> bytes:
    try:
        return raise_rows(replace_cells(package.read(sheet.part), new, style=styles.style_for), heights)
    except EditError as error:
        raise FillError(f"sheet {sheet.title!r} cannot be written: {error}.") from error


def cells_of(bundle: Bundle, plan: WorkbookPlan, values: Values) -> tuple[Cells, list[str]]:
    """Return what goes into which cells, and in words which values none of them can take."""
    fields = {field.name: field for field in plan.fields}
    tables = {block.name: block for block in plan.blocks}
    cells: Cells = {}
    problems: list[str] = []
    writer = _Writer(bundle, plan, cells, problems)
    for name, value in values.items():
        if name in fields:
            writer.field(fields[name], value)
        elif name in tables:
            writer.block(tables[name], value)
        elif name in IDENTITY_NAMES:
            writer.put(name, NewValue(str(value)))
        else:
            problems.append(f"{name}: not an input of this workbook{_meant(name, (*fields, *tables))}")
    return cells, problems


def _meant(name: str, known: Sequence[str]) -> str:
    """Return the inputs that a wrong name may stand for, in brackets; "" where none is like it."""
    import difflib  # most names are right

    near = difflib.get_close_matches(name, known, MEANT, NEAR)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


LARGEST = Decimal("1E+307")
DECIMALS = ("money", "number")
_DECIMAL = re.compile(r"-?[0-9]{1,400}\.[0-9]{1,400}")
"""A number as the JSON of an assessment writes it where it is not whole: a text, so that none is rounded."""
"""A cell holds more, but not ten times as much."""

IDENTITY_NAMES = frozenset(identity_name(key) for key in IDENTITY)


class _Writer:
    """New values by cell, and what cannot be taken, by name."""

    def __init__(self, bundle: Bundle, plan: WorkbookPlan, cells: Cells, problems: list[str]) -> None:
        self.bundle, self.plan, self.cells, self.problems = bundle, plan, cells, problems
        self.areas = plan.names
        self.catalog = bundle.catalogs[plan.language]

    def field(self, field: Field, value: object) -> None:
        self._write(field.name, field, value, self.areas[field.name].first)

    def block(self, block: FieldTable, rows: object) -> None:
        rows = () if rows is None else rows
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            self.problems.append(f"{block.name}: expected a list of rows")
            return
        if len(rows) > block.rows:
            self.problems.append(f"{block.name}: {len(rows)} rows, the sheet has {block.rows}")
            return
        (top, left), (last, right) = self.areas[block.name].first, self.areas[block.name].last
        emptied = dict.fromkeys(product(range(top, last + 1), range(left, right + 1)), NewValue(None))
        self.cells.setdefault(self.areas[block.name].sheet, {}).update(emptied)
        for name, field, value, position in self._rows(block, rows):
            self._write(name, field, value, position)

    def _rows(
        self, block: FieldTable, rows: Sequence[object]
    ) -> Iterator[tuple[str, Field, object, Position]]:
        top, left = self.areas[block.name].first
        columns = {field.part: (left + k, field) for k, field in enumerate(block.columns)}
        for index, row in enumerate(rows):
            for part, value in row.items() if isinstance(row, Mapping) else [("", row)]:
                if part in columns:
                    column, field = columns[part]
                    yield f"{block.name}.{index}.{part}", field, value, (top + index, column)
                else:
                    self.problems.append(f"{block.name}.{index}.{part}: not a column of this table")

    def put(self, name: str, value: NewValue) -> None:
        area = self.areas[name]
        self.cells.setdefault(area.sheet, {})[area.first] = value

    def _write(self, name: str, field: Field, value: object, position: Position) -> None:
        try:
            stored = self._stored(field, value)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return
        sheet = self.areas[field.name].sheet
        self.cells.setdefault(sheet, {})[position] = NewValue(stored)

    def _stored(self, field: Field, value: object) -> str | int | Decimal | None:
        if value is not None and field.kind == "label":
            return self._label(field, value)
        return stored(field, value)

    def _label(self, field: Field, value: object) -> str:
        codes = vocabulary(self.bundle.template, field.vocabulary)
        if value not in codes:
            raise ValueError(f"expected one of {', '.join(codes)}, got {value!r}")
        return self.catalog.label(field.vocabulary, str(value))


def stored(field: Field, value: object) -> str | int | Decimal | None:
    """Return what the cell of a field without labels holds: of a date its serial; ValueError if nothing."""
    if value is None:
        return None
    if field.kind == "date":
        return _serial(value)
    return _text(value) if field.kind == "text" else _number(field, value)


def _text(value: object) -> str:
    if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
        raise ValueError(f"expected a text, got {value!r}")
    text = f"{value}"
    if length_of(text) > DEFAULT.cell_characters:
        raise ValueError(f"{length_of(text)} characters, a cell holds at most {DEFAULT.cell_characters}")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("contains an incomplete character")
    return text


def _serial(value: object) -> int:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"expected a date as YYYY-MM-DD, got {value!r}") from None
    if not isinstance(value, date):
        raise ValueError(f"expected a date as YYYY-MM-DD, got {value!r}")
    if value.year < 1901:
        raise ValueError("dates before 1901 cannot be entered in a workbook")
    return serial_of(date(value.year, value.month, value.day))


def _number(field: Field, value: object) -> int | Decimal:
    if isinstance(value, float):
        value = Decimal(repr(float(value)))  # other libraries' floats name their type too
    elif isinstance(value, str) and field.kind in DECIMALS and _DECIMAL.fullmatch(value):
        value = Decimal(value)
    elif hasattr(value, "__index__") and not isinstance(value, bool):
        value = operator.index(value)  # also an integer of another library
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"expected a number, got {value!r}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"expected a number, got {value!r}")
    if abs(Decimal(value)) > LARGEST:
        raise ValueError("a cell holds numbers up to 1E+307")
    if field.kind in ("rating", "whole") and value != int(value):
        raise ValueError(f"expected a whole number, got {value}")
    low, high = field.minimum, field.maximum
    if low is not None and (value < low or (field.above_minimum and value == low)):
        raise ValueError(f"must be {'above' if field.above_minimum else 'at least'} {low}, got {value}")
    if high is not None and value > high:
        raise ValueError(f"must be at most {high}, got {value}")
    return value
