"""What everybody answered: a row a workbook, a column a field, as a spreadsheet opens it.

Columns bear the defined names of the inputs, by which `pocgate fill` takes values; a table of free rows has a
column for each cell (`pg_process.1.step`). Answers are codes, numbers and ISO dates, as in JSON.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from ..core.answers import flat_answers
from ..core.assessment import Assessment, assessment_to_json
from ..core.catalog import Catalog
from .inert_csv import MARK, csv_line
from .parts import ReportPart

FIRST = ("file", "outcome", "template", "version", "language", "total", "verdict", "decision")
IN_MEMORY = 1 << 24
"""Bytes of rows that are kept in memory until all columns are known; more wait in a file."""


def piece(assessment: Assessment, _catalog: Catalog) -> str:
    """Return one row by column, as JSON on a line: which columns there are is known at the end."""
    plain = assessment_to_json(assessment)
    template, card = plain["template"] or {}, plain["scorecard"] or {}
    first = {
        "file": plain["file"], "outcome": plain["outcome"], "template": template.get("id"),
        "version": template.get("version"), "language": plain["language"], "total": card.get("total"),
        "verdict": card.get("verdict"), "decision": plain["decision"],
    }  # fmt: skip
    return json.dumps({**first, **dict(flat_answers(plain["answers"] or {}))}) + "\n"


def joined(pieces: Iterable[ReportPart], _own: Catalog) -> Iterator[str]:
    """Yield the header with every column that any workbook fills, then the rows."""
    columns = list(FIRST)
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="ascii") as kept:
        for each in pieces:
            if each.text:  # none of a file that is counted alone
                kept.write(each.text)
                _extend(columns, json.loads(each.text))
        kept.seek(0)
        yield MARK + csv_line(columns)
        yield from _rows(kept, columns)


def _extend(columns: list[str], row: Iterable[str]) -> None:
    """Add the columns of a row that are new, each behind the one that stands before it there."""
    known, place = set(columns), 0
    for name in row:
        if name in known:
            place = columns.index(name, 0)
        else:
            place += 1
            columns.insert(place, name)


def _rows(kept: IO[str], columns: list[str]) -> Iterator[str]:
    for line in kept:
        row = json.loads(line)
        yield csv_line([row.get(name) for name in columns])


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do."""
    return head.startswith((MARK + ",".join(FIRST)).encode())


def surely(head: bytes, _tail: bytes) -> bool:
    """Say whether a file is such a report: nobody else begins with these columns."""
    return begins(head)
