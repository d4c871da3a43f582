"""A list of engagements (.csv, .xlsx, .json): one workbook is to be made of each row.

A header may be a field's id or its label in any language. Cells are read by the same grammar as
those of a submission, so that a list typed in Excel says what its author sees.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ....core.fields import Field
from ....core.submission import Value
from ....errors import EngagementError
from ....records import dataclass
from ....spreadsheetml.cells import RawCell
from ....templates.loader import Bundle
from ...submission.interpret import interpret, shown
from ...submission.reading_context import ReadingContext
from .columns import (
    ASIDE,
    WRITTEN,
    Columns,
    Header,
    columns_of,
    existing,
    fields_by_title,
    find_header,
    no_header,
    titles_of,
    unknown_column,
)
from .problems import problem, surplus, unfit, untitled
from .tables import Cells, Table, tables_of, text_cell

READ_ALL_THE_SAME = frozenset({"converted_number", "converted_date", "label_spelled_differently",
                           "label_of_another_language", "hidden_characters"})  # fmt: skip
"""Faults with which a value is still read without doubt; a list has no use for warnings."""

ID, CURRENCY = "pg_engagement_id", "pg_engagement_currency"
COLUMNS = "“pocgate new --columns” lists them"


@dataclass(frozen=True, slots=True)
class ListedEngagement:
    """One engagement: its values by defined name, or why it cannot be used."""

    number: int
    """As the list counts it: in a sheet or CSV file the row, in JSON the entry, from 1."""
    values: Mapping[str, Value]
    problems: tuple[str, ...] = ()
    word: str = "row"
    source: str = ""
    """The list, where several are read."""
    aside: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    """What the list keeps beside what goes into a workbook, by column."""

    @property
    def id(self) -> str:
        return str(self.values.get(ID, ""))

    @property
    def place(self) -> str:
        return f"{self.word} {self.number}" + (f" of {self.source}" if self.source else "")


@dataclass(frozen=True, slots=True)
class EngagementList:
    """What a list says; `remarks` tell what of it is not used."""

    rows: tuple[ListedEngagement, ...]
    remarks: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    """Titles of columns that are no field, of which the remarks speak too."""


class Headless(EngagementError):
    """A file in which no row names fields of engagements."""


def read_engagements(
    file: Path, bundle: Bundle, language: str, tables: Callable[[Path], list[Table]] | None = None
) -> EngagementList:
    """Read a list; EngagementError when the file as a whole cannot be read.

    `tables` is what reads its cells (`tables_of`, or that in a process of its own).
    """
    found = (tables or tables_of)(file)
    filled = [table for table in found if any(any(titles_of(cells)) for _, cells in table.rows)]
    known = fields_by_title(bundle)
    header = find_header(filled, known)
    if header is not None:
        return _list(header, filled, bundle, language)
    for table in found:
        for number, reason in table.problems.items():
            raise EngagementError(f"{file}: {table.row_word} {number}: {reason}.")
    if filled:
        raise Headless(f"{file}: {no_header(filled, bundle)}.", f"{COLUMNS}.")
    if any(table.rows for table in found):  # a list of no objects
        return EngagementList((), ())
    raise EngagementError(f"{file}: is empty.", "One of its first rows must name the fields.")


def _list(header: Header, tables: Sequence[Table], bundle: Bundle, language: str) -> EngagementList:
    columns = columns_of(header.cells, fields_by_title(bundle))
    rows = tuple(rows_below(header, columns, bundle, language))
    return EngagementList(rows, tuple(_remarks(header, tables, columns, bundle)), columns.unknown)


def rows_below(header: Header, columns: Columns, bundle: Bundle, language: str) -> Iterator[ListedEngagement]:
    """Yield the rows of a table that say anything, also what cannot be used."""
    table = header.table
    context = ReadingContext(bundle, language, table.date1904)
    read = (
        _whole_row(number, cells, columns, context, table) for number, cells in table.rows[header.index + 1 :]
    )
    yield from (row for row in read if row.values or row.problems)


def _whole_row(
    number: int, cells: Cells, columns: Columns, context: ReadingContext, table: Table
) -> ListedEngagement:
    """Read a row unless what stands in it cannot be told, or cannot be told to belong to its columns."""
    wrong = table.problems.get(number) or surplus(cells, columns, table)
    if not wrong:
        return _row(number, cells, columns, context, table)
    return ListedEngagement(number, {}, (wrong,), table.row_word)


def _remarks(header: Header, tables: Sequence[Table], columns: Columns, bundle: Bundle) -> Iterator[str]:
    sheet = f" of the sheet “{header.table.title}”" if len(tables) > 1 else ""
    if header.table.doubt:
        yield header.table.doubt
    above = header.table.rows[: header.index]
    titled = any(any(titles_of(cells)) for _, cells in above) and not header.table.register
    if titled or header.table is not tables[0]:
        yield f"the fields are named in row {header.number}{sheet}; the rows above it are ignored"
    others = [table for table in tables if table is not header.table]
    for table in others:
        other = find_header([table], fields_by_title(bundle))
        if other is not None and any(field.key == "id" for field in _fields(other, bundle)):
            yield f"the sheet “{table.title}” is a list too, but was not read; put it in its own file"
    for title in columns.unknown:
        yield f"{unknown_column(title, bundle)}; it is ignored"
    if columns.unknown:
        yield f"the columns are: {existing(bundle, columns.titles)}. {COLUMNS}"
    yield from untitled(header)


def _fields(header: Header, bundle: Bundle) -> list[Field]:
    return list(columns_of(header.cells, fields_by_title(bundle)).fields.values())


def engagement_of(
    pairs: Sequence[tuple[str, str]], bundle: Bundle, language: str, number: int = 1
) -> ListedEngagement:
    """Read one engagement from texts by field; EngagementError when two of them are the same field."""
    written = {title: field for title, field in fields_by_title(bundle).items() if field.group != ASIDE}
    columns = columns_of([text_cell(key) for key, _ in pairs], written)
    cells = [text_cell(value) for _, value in pairs]
    row = _row(number, cells, columns, ReadingContext(bundle, language), Table("", (), "engagement"))
    problems = [f"{unknown_column(title, bundle)}: {COLUMNS}" for title in columns.unknown]
    if not row.values and not row.problems:
        problems.append("no values are given")
    return ListedEngagement(number, row.values, (*problems, *row.problems), row.word)


def _row(
    number: int, cells: Cells, columns: Columns, context: ReadingContext, table: Table
) -> ListedEngagement:
    values: dict[str, Value] = {}
    aside: dict[str, Value] = {}
    wrong = unfit(number, cells, columns, table)
    problems = list(wrong.values())
    context = replace(context, currency=_currency(cells, columns, context))
    for index, field in columns.fields.items():
        cell = None if index in wrong else _cell(cells, index)
        value, faults = interpret(field, _coded(cell, field, context), context)
        serious = [fault for fault in faults if fault.kind not in READ_ALL_THE_SAME]
        if value is not None and not serious:
            (aside if field.group == ASIDE else values)[field.name] = value
        if not (field.group == ASIDE and field.key in WRITTEN):
            problems += [problem(columns.titles[index], field, fault, context) for fault in serious]
    if (values or aside) and ID not in values and not problems:
        problems.append("the id of the engagement is missing")
    return ListedEngagement(number, values, tuple(problems), table.row_word, aside=aside)


def _currency(cells: Cells, columns: Columns, context: ReadingContext) -> str:
    """Return in which currency a row gives its amounts; none where that is not certain."""
    for index, field in columns.fields.items():
        if field.name == CURRENCY and _cell(cells, index) is not None:
            value, faults = interpret(field, _coded(_cell(cells, index), field, context), context)
            if value is not None or faults:
                return str(value or "")
    return context.bundle.template.costs.currency


def _cell(cells: Cells, index: int) -> RawCell | None:
    return _as_saved(cells[index]) if index < len(cells) else None


def _as_saved(cell: RawCell | None) -> RawCell | None:
    """Take a formula's value as it was saved: a list is the operator's own, unlike a submission."""
    return cell._replace(formula=None) if cell is not None and cell.kind != "blank" else cell


def _coded(cell: RawCell | None, field: Field, context: ReadingContext) -> RawCell | None:
    """Let a list say codes where a workbook shows labels, and days as numbers of eight digits."""
    if cell is None or field.kind not in ("label", "date"):
        return cell
    if field.kind == "date":
        return text_cell(shown(cell)) if _has_eight_digits(cell.value) else cell
    label = context.bundle.catalogs[context.language].texts.get(f"{field.vocabulary}.{cell.value}")
    return cell if label is None else text_cell(label)


def _has_eight_digits(value: object) -> bool:
    """Say whether a number can be no day by its own count, but one by its digits."""
    return isinstance(value, float) and value.is_integer() and 10**7 <= value < 10**8
