"""What the sheets of the workbook of findings share: their texts, colours and cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from ...core.catalog import Catalog
from ...opc.safe_text import visible
from ...records import dataclass
from ...workbook.layout.plan import Cell, Tone
from ...workbook.layout.reports.cells import quoted
from ...workbook.layout.reports.table import ReportPage, Tests, Tones
from ..counts import Counts
from ..facts import FileFacts, FindingFacts

LONGEST = 1_000
"""Characters that a cell shows of a text from a file."""
MOST_ROWS = 50_000
"""Rows of a table: Excel takes 65,530 links on a sheet."""
OUTCOME_TONES: dict[str, Tone] = {
    "accepted": "good", "not_started": "neutral", "incomplete": "attention", "findings": "bad",
    "unreadable": "bad",
}  # fmt: skip
TABLES: Mapping[str, str] = {"files": "Files", "findings": "Findings"}
"""What the tables of sheets are called in formulas and queries, in every language."""
SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "attention"}


@dataclass(frozen=True)
class FindingsPage(ReportPage):
    """What a sheet is planned from: the files that are listed, and what all of them come to."""

    group = "report.book"
    tables = TABLES

    catalog: Catalog
    folder: Path | None
    counts: Counts
    files: list[FileFacts]

    def column(self, key: str) -> str:
        return self.catalog.text(f"report.column.{key}")

    def coded(self, code: str) -> str:
        """Return what an outcome or a severity is called."""
        return self.catalog.text(f"report.{code}")

    def name(self, facts: FileFacts) -> str:
        return visible(self.counts.folder.below(facts.file), LONGEST)

    def tones(self, tones: dict[str, Tone]) -> Tones:
        return Tones(partial(self._tests, tones))

    def _tests(self, tones: dict[str, Tone], cell: str) -> Tests:
        yield from ((f"{cell}={quoted(self.coded(code))}", tone) for code, tone in tones.items())

    def listed(self) -> Iterator[tuple[FileFacts, FindingFacts]]:
        return ((facts, each) for facts in self.files for each in facts.findings)

    def subtitle(self, key: str, shown: int, all_: int) -> str:
        """Return one line of what a table shows, when its links work, and what was left out."""
        words = [self.text(key)]
        if self.folder is not None:
            words.append(self.text("links"))
        if shown < all_:
            words.append(self.text("cut", shown=f"{shown:,}", all=f"{all_:,}"))
        return " · ".join(words)


def text_cell(text: str) -> Cell:
    return Cell(visible(text, LONGEST), style="cell_wrap")
