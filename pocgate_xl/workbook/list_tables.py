"""The tables of a list file: rows of cells from .csv, .xlsx or .json, before anybody asks what they mean."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import EngagementError
from .interpret import LARGEST_INTEGER
from .list_text import decoded
from .package import open_package, regular_bytes
from .raw_cells import RawCell
from .refused import Refused, printable
from .sheet_xml import read_workbook

Cells = Sequence[RawCell | None]
DELIMITERS = ",;\t"
HEAD = 30
"""Rows at the top of a table among which its header may stand."""
_SEPARATOR_LINE = "sep="
"""Begins a first line with which a file tells Excel its separator."""


class Table(NamedTuple):
    """Hold the rows of one table with the number of each; `title` is empty where a file has one table."""

    title: str
    rows: Sequence[tuple[int, Cells]]
    row_word: str = "row"
    date1904: bool = False


def tables_of(file: Path) -> list[Table]:
    """Return the tables of a list; EngagementError when it cannot be read."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise EngagementError(f"{file}: lists are .csv, .xlsx or .json files.", "Save it as one of them.")
    try:
        return list(reader(file))
    except (OSError, ValueError, csv.Error, Refused) as error:
        raise EngagementError(f"{file}: cannot be read: {printable(_reason(error), 200)}.") from error


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def text_cell(value: object) -> RawCell:
    """Return the cell of a text."""
    return RawCell("text", str(value), None, str(value))


def _cell(value: object) -> RawCell | None:
    if value is None or value == "":
        return None
    endless = isinstance(value, float) and not math.isfinite(value)
    if endless or isinstance(value, bool) or not isinstance(value, str | int | float):
        return RawCell("invalid", None, None, json.dumps(value, ensure_ascii=False))
    if isinstance(value, str) or abs(value) >= LARGEST_INTEGER:  # as a double it would lose digits
        return text_cell(value)
    return RawCell("number", float(value), None, repr(value))


def _csv_tables(file: Path) -> Iterator[Table]:
    text = decoded(regular_bytes(file))
    delimiter = _delimiter(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [(number, [_cell(cell.strip()) for cell in cells]) for number, cells in enumerate(lines, 1)]
    first = text[: len(_SEPARATOR_LINE)].lower()
    yield Table("", rows[1:] if first == _SEPARATOR_LINE else rows)


def _delimiter(text: str) -> str:
    """Return the separator that most lines at the top have; a title has none, a remark may have some."""
    if text[: len(_SEPARATOR_LINE)].lower() == _SEPARATOR_LINE:
        named = text[len(_SEPARATOR_LINE) :][:1]
        if named and named in DELIMITERS:
            return named
    head = text.split("\n", HEAD)[:HEAD]
    counts = {delimiter: [line.count(delimiter) for line in head] for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (sum(map(bool, counts[delimiter])), max(counts[delimiter])))


def _xlsx_tables(file: Path) -> Iterator[Table]:
    facts = read_workbook(open_package(file), whole=True)
    for sheet in facts.sheets:
        rows: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in sheet.cells.items():
            rows.setdefault(row, {})[column] = cell
        width = max((column for _, column in sheet.cells), default=0)
        lines = [
            (number, [rows[number].get(column) for column in range(1, width + 1)]) for number in sorted(rows)
        ]
        yield Table(sheet.title, lines, date1904=facts.date1904)


def _json_tables(file: Path) -> Iterator[Table]:
    entries = json.loads(decoded(regular_bytes(file)))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("it is not a list of objects")
    keys = list(dict.fromkeys(key for entry in entries for key in entry))
    header: tuple[int, Cells] = (0, [text_cell(key) for key in keys])
    rows = [(number, [_cell(entry.get(key)) for key in keys]) for number, entry in enumerate(entries, 1)]
    yield Table("", [header, *rows], "entry")


READERS: Mapping[str, Callable[[Path], Iterator[Table]]] = {
    ".csv": _csv_tables,
    ".txt": _csv_tables,
    ".tsv": _csv_tables,
    ".xlsx": _xlsx_tables,
    ".xlsm": _xlsx_tables,
    ".json": _json_tables,
}
"""What reads a list, by how its name ends."""
