"""What everybody answered: a row a workbook, a column a field, as a spreadsheet opens it.

Columns bear the defined names of the inputs, by which `pocgate fill` takes values; a table of free rows has a
column for each cell (`pg_process.1.step`). Answers are codes, numbers and ISO dates, as in JSON. A line break
is written `\\n`: RFC 4180 would allow it in quotes, but importers that split at every line would begin a row
with what follows, and compute that.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from ..core.answers import flat_answers
from ..core.assessment import Assessment, assessment_to_json
from ..core.catalog import Catalog
from ..opc.safe_text import visible
from .parts import ReportPart

MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the encoding of the computer."""
FIRST = ("file", "outcome", "template", "version", "language", "total", "verdict", "decision")
IN_MEMORY = 1 << 24
"""Bytes of rows that are kept in memory until all columns are known; more wait in a file."""
_STEERING = re.compile(r"^[ \u3000]*[=+\-@\t\r＝＋－＠]")
"""How a text begins that a spreadsheet would compute."""


def render_part(assessment: Assessment, _catalog: Catalog) -> str:
    """Return one row by column, as JSON on a line: which columns there are is known at the end."""
    plain = assessment_to_json(assessment)
    template, card = plain["template"] or {}, plain["scorecard"] or {}
    first = {
        "file": plain["file"], "outcome": plain["outcome"], "template": template.get("id"),
        "version": template.get("version"), "language": plain["language"], "total": card.get("total"),
        "verdict": card.get("verdict"), "decision": plain["decision"],
    }  # fmt: skip
    return json.dumps({**first, **dict(flat_answers(plain["answers"] or {}))}) + "\n"


def assemble(parts: Iterable[ReportPart], _own: Catalog) -> Iterator[str]:
    """Yield the header with every column that any workbook fills, then the rows."""
    columns = list(FIRST)
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="ascii") as kept:
        for each in parts:
            if each.text:  # none of a file that is counted alone
                kept.write(each.text)
                _extend(columns, json.loads(each.text))
        kept.seek(0)
        yield MARK + _line(columns)
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
        yield _line([row.get(name) for name in columns])


def _line(cells: Iterable[Any]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerow([_cell(cell) for cell in cells])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as a spreadsheet is to take it: a text as a text, whatever it begins with."""
    if not isinstance(value, str) or _is_amount(value):
        return value
    text = visible(value, len(value) * 8)
    return f"'{text}" if _STEERING.match(value) else text


def _is_amount(text: str) -> bool:
    """Say whether a text is an exact amount, as JSON has those that are not whole."""
    return re.fullmatch(r"-?[0-9]+\.[0-9]+", text) is not None


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do."""
    return head.startswith((MARK + ",".join(FIRST)).encode())


def surely(head: bytes, _tail: bytes) -> bool:
    """Say whether a file is such a report: nobody else begins with these columns."""
    return begins(head)
