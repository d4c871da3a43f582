"""A list of engagements (.csv, .xlsx, .json): one workbook is to be made of each row.

A header may be a field's id or its label in any language. Cells are read by the same grammar as
those of a submission, so that a list typed in Excel says what its author sees.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.fields import Field, input_fields
from ..core.loading import Bundle
from ..core.submission import Value
from ..errors import EngagementError
from .interpret import LARGEST_INTEGER, Terms, interpret
from .package import open_package, regular_bytes
from .raw_cells import RawCell
from .refused import Refused, printable
from .sheet_xml import read_workbook

READ_ALL_THE_SAME = frozenset({"converted_number", "converted_date", "label_spelled_differently",
                           "label_of_another_language", "hidden_characters"})  # fmt: skip
"""Faults with which a value is still read without doubt; a list has no use for warnings."""

Cells = Sequence[RawCell | None]
Table = list[tuple[int, Cells]]
DELIMITERS = ",;\t"
ENCODINGS = ("utf-8-sig", "cp932")
"""What spreadsheets save CSV files in: Unicode, or on a Japanese Windows its own code page."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one engagement: its values by defined name, or why it cannot be used."""

    number: int
    """As the list counts it: in a sheet or CSV file the row, in JSON the entry, from 1."""
    values: Mapping[str, Value]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngagementList:
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]
    """Columns that are no field of an engagement."""


def read_engagements(
    file: Path, bundle: Bundle, language: str, table: Callable[[Path], Table] | None = None
) -> EngagementList:
    """Read a list; EngagementError when the file as a whole cannot be read.

    `table` is what reads its cells (`table_of`, or that in a process of its own).
    """
    rows = (table or table_of)(file)
    if not rows:
        raise EngagementError(f"{file}: is empty.", "Its first row must name the fields.")
    (_, header), *rest = rows
    return _list(header, rest, bundle, language)


def table_of(file: Path) -> Table:
    """Return the cells of a list row by row, each row with its number."""
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows, ".json": _json_rows}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise EngagementError(f"{file}: lists are .csv, .xlsx or .json files.", "Save it as one of them.")
    try:
        return list(reader(file))
    except (OSError, ValueError, csv.Error, Refused) as error:
        raise EngagementError(f"{file}: cannot be read: {printable(str(error), 200)}.") from error


def engagement_of(pairs: Mapping[str, str], bundle: Bundle, language: str) -> Row:
    """Read one engagement from texts by field."""
    header = [_text(key) for key in pairs]
    found = _list(header, [(1, [_text(value) for value in pairs.values()])], bundle, language)
    problems = [f"{printable(name)}: no such field" for name in found.ignored]
    row = found.rows[0] if found.rows else Row(1, {}, ("nothing is given",))
    return Row(1, row.values, (*problems, *row.problems))


def _list(header: Cells, rows: Iterable[tuple[int, Cells]], bundle: Bundle, language: str) -> EngagementList:
    fields = _fields_by_title(bundle)
    titles = [str(cell.value).strip() if cell else "" for cell in header]
    columns = {
        index: fields[title.casefold()] for index, title in enumerate(titles) if title.casefold() in fields
    }
    _reject_repeated(columns.values())
    ignored = tuple(title for title in titles if title and title.casefold() not in fields)
    terms = Terms(bundle, language)
    read = (_row(number, cells, columns, terms) for number, cells in rows)
    return EngagementList(tuple(row for row in read if row.values or row.problems), ignored)


def _reject_repeated(fields: Iterable[Field]) -> None:
    repeated = [key for key, times in Counter(field.key for field in fields).items() if times > 1]
    if repeated:
        raise EngagementError(f"Several columns give the same field: {', '.join(repeated)}.")


def _fields_by_title(bundle: Bundle) -> dict[str, Field]:
    """Return engagement fields by id and by label in every language, without regard to case."""
    fields = [f for f in input_fields(bundle.template) if f.group == "engagement"]
    titles = {field.key: field for field in fields}
    for catalog in bundle.catalogs.values():
        titles |= {catalog.text(f"field.{field.key}").casefold(): field for field in fields}
    return titles


def _row(number: int, cells: Cells, columns: Mapping[int, Field], terms: Terms) -> Row:
    values: dict[str, Value] = {}
    problems = []
    for index, field in columns.items():
        cell = _as_saved(cells[index]) if index < len(cells) else None
        value, faults = interpret(field, _coded(cell, field, terms), terms)
        serious = [fault for fault in faults if fault.kind not in READ_ALL_THE_SAME]
        if value is not None and not serious:
            values[field.name] = value
        problems += [
            f"{field.key}: {fault.kind.replace('_', ' ')}: {printable(fault.found)}" for fault in serious
        ]
    if values and "pg_engagement_id" not in values and not problems:
        problems.append("id: missing")
    return Row(number, values, tuple(problems))


def _as_saved(cell: RawCell | None) -> RawCell | None:
    """Take a formula's value as it was saved: a list is the operator's own, unlike a submission."""
    return cell._replace(formula=None) if cell is not None and cell.kind != "blank" else cell


def _coded(cell: RawCell | None, field: Field, terms: Terms) -> RawCell | None:
    """Let a list say codes where a workbook shows labels."""
    if cell is None or field.kind != "label":
        return cell
    label = terms.bundle.catalogs[terms.language].texts.get(f"{field.vocabulary}.{cell.value}")
    return cell if label is None else _text(label)


def _text(value: object) -> RawCell:
    return RawCell("text", str(value), None, str(value))


def _cell(value: object) -> RawCell | None:
    if value is None or value == "":
        return None
    endless = isinstance(value, float) and not math.isfinite(value)
    if endless or isinstance(value, bool) or not isinstance(value, str | int | float):
        return RawCell("invalid", None, None, json.dumps(value))
    if isinstance(value, str) or abs(value) >= LARGEST_INTEGER:  # as a double it would lose digits
        return _text(value)
    return RawCell("number", float(value), None, repr(value))


def _csv_rows(file: Path) -> Iterator[tuple[int, Cells]]:
    text = _decoded(regular_bytes(file))
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        yield number, [_cell(cell.strip()) for cell in cells]


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("its text is neither UTF-8 nor Shift JIS")


def _xlsx_rows(file: Path) -> Iterator[tuple[int, Cells]]:
    """Read the first sheet; its first row that is not empty is the header."""
    cells = read_workbook(open_package(file), whole=True).sheets[0].cells
    rows: dict[int, dict[int, RawCell]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, {})[column] = cell
    width = max((column for _, column in cells), default=0)
    for number in sorted(rows):
        yield number, [rows[number].get(column) for column in range(1, width + 1)]


def _json_rows(file: Path) -> Iterator[tuple[int, Cells]]:
    entries = json.loads(regular_bytes(file).decode("utf-8-sig"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("it is no list of objects")
    keys = list(dict.fromkeys(key for entry in entries for key in entry))
    yield 0, [_text(key) for key in keys]
    for number, entry in enumerate(entries, 1):
        yield number, [_cell(entry.get(key)) for key in keys]
