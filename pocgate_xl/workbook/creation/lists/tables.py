"""The tables of a list file: rows of cells from .csv, .xlsx or .json, before anybody asks what they mean."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ....errors import EngagementError
from ....opc.package import Package, open_package, regular_bytes
from ....opc.refusal import Refused, printable
from ....opc.safe_text import visible
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.reader import read_workbook
from ...layout.reports.kinds import MARKS
from ...submission.interpret import LARGEST_INTEGER
from ...submission.origins.identity import places_of
from .days import days_on
from .lines import HEAD, lines_of_values, separator_of, tells_separator
from .text import text_of

Cells = Sequence[RawCell | None]
__all__ = ["HEAD", "Cells", "Table", "tables_of", "text_cell"]


class Table(NamedTuple):
    """The rows of one table with the number of each; `title` is empty where a file has one table.

    `problems` are those of single rows that cannot be read at all, `separator` is what stands between values,
    `days` are the numbers that are shown as days or times, by row and index, `doubt` is what is not certain
    about its letters. `part` is that of a sheet, and `register` says whether it is a register's own.
    """

    title: str
    rows: Sequence[tuple[int, Cells]]
    row_word: str = "row"
    date1904: bool = False
    problems: Mapping[int, str] = {}
    separator: str = ""
    days: frozenset[tuple[int, int]] = frozenset()
    doubt: str = ""
    part: str = ""
    register: bool = False


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
    text, doubt = text_of(regular_bytes(file))
    separator = separator_of(text)
    lines = list(lines_of_values(text, separator))[1 if tells_separator(text) else 0 :]
    problems = {line.number: line.problem for line in lines if line.problem}
    rows = [(line.number, [_cell(cell) for cell in line.cells]) for line in lines]
    yield Table("", rows, problems=problems, separator=separator, doubt=doubt)


def _xlsx_tables(file: Path) -> Iterator[Table]:
    return tables_in(open_package(file))


def tables_in(package: Package) -> Iterator[Table]:
    """Yield the tables of a workbook, one a sheet."""
    facts = read_workbook(package, whole=True)
    register = places_of(facts).get(MARKS["issued"])
    for sheet in facts.sheets:
        rows: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in sheet.cells.items():
            rows.setdefault(row, {})[column] = cell
        width = max((column for _, column in sheet.cells), default=0)
        lines = [
            (number, [rows[number].get(column) for column in range(1, width + 1)]) for number in sorted(rows)
        ]
        yield Table(
            sheet.title, lines, date1904=facts.date1904, days=days_on(package, sheet), part=sheet.part,
            register=register is not None and register[0].casefold() == sheet.title.casefold(),
        )  # fmt: skip


def _json_tables(file: Path) -> Iterator[Table]:
    text, doubt = text_of(regular_bytes(file))
    entries = json.loads(text, object_pairs_hook=_object)
    if not isinstance(entries, list) or (entries and not any(isinstance(entry, dict) for entry in entries)):
        raise ValueError("it is not a list of objects")
    keys = list(dict.fromkeys(key for entry in entries if isinstance(entry, dict) for key in entry))
    rows: list[tuple[int, Cells]] = [(0, [text_cell(key) for key in keys])]
    problems = {}
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            rows.append((number, [_cell(entry.get(key)) for key in keys]))
        else:
            problems[number] = _no_engagement(entry)
            rows.append((number, ()))
    yield Table("", rows, "entry", problems=problems, doubt=doubt)


class _Repeated(NamedTuple):
    """A field that an object gives twice, so that nobody knows which is meant."""

    key: str


def _object(pairs: list[tuple[str, object]]) -> dict[str, object] | _Repeated:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    return _Repeated(Counter(key for key, _ in pairs).most_common(1)[0][0])


def _no_engagement(entry: object) -> str:
    if isinstance(entry, _Repeated):
        return f"the field “{visible(entry.key)}” is given twice; keep one of them"
    found = visible(json.dumps(entry, ensure_ascii=False))
    return f"{found} is not an object; write the fields of an engagement between braces"


READERS: Mapping[str, Callable[[Path], Iterator[Table]]] = {
    ".csv": _csv_tables,
    ".txt": _csv_tables,
    ".tsv": _csv_tables,
    ".xlsx": _xlsx_tables,
    ".xlsm": _xlsx_tables,
    ".json": _json_tables,
}
"""What reads a list, by how its name ends."""
