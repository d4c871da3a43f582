"""The ledger of many transfers: a row an answer, as a spreadsheet opens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...reports.csv_cells import MARK, csv_line
from .maker import MadeCopy

COLUMNS = (
    "file", "engagement", "was", "now", "kind", "reason", "field", "sheet", "cell", "content", "value",
    "source",
)  # fmt: skip


def ledger_table(copies: Iterable[MadeCopy]) -> Iterator[str]:
    """Yield the header, then what became of every answer of every submission, in their order."""
    yield MARK + csv_line(COLUMNS)
    for copy in copies:
        for each in copy.ledger:
            yield csv_line((
                copy.file, copy.engagement, copy.was, copy.now, each.kind, each.reason, each.field,
                each.title, each.cell, each.content, each.now, each.source,
            ))  # fmt: skip
