"""What the sheets of the workbook of findings share: their texts, colours and cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ...core.catalog import Catalog
from ...opc.safe_text import visible
from ...workbook.layout.plan import Cell, Tone
from ...workbook.layout.report_cells import quoted
from ...workbook.layout.report_table import ReportPage, Tests, Tones
from ..below import SharedFolder
from ..facts import FileFacts, FindingFacts

LONGEST = 1_000
"""Characters that a cell shows of a text from a file."""
MOST_ROWS = 50_000
"""Rows of a table: Excel takes 65,530 links on a sheet."""
OUTCOME_TONES: dict[str, Tone] = {
    "accepted": "good", "not_started": "neutral", "incomplete": "attention", "findings": "bad",
    "unreadable": "bad",
}  # fmt: skip
SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "attention"}


@dataclass(slots=True)
class Counts:
    """What a check comes to, counted file by file; rules and organisations as far as files are listed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many findings a rule has, by code and severity."""
    files: Counter[tuple[str, str]] = field(default_factory=Counter)
    """In how many files."""
    organizations: dict[str, Counter[str]] = field(default_factory=dict)
    """Outcomes and severities of the files of each."""

    def add(self, facts: FileFacts) -> None:
        rules = Counter((each.code, each.severity) for each in facts.findings)
        self.findings.update(rules)
        self.files.update(rules.keys())
        whose = self.organizations.setdefault(facts.organization, Counter())
        whose.update([facts.outcome, "files"])
        whose.update(facts.severities)


@dataclass(frozen=True)
class FindingsPage(ReportPage):
    """What a sheet is planned from: the files that are listed, and what all of them come to."""

    group = "report.book"
    tables = {"files": "Files", "findings": "Findings"}

    catalog: Catalog
    folder: Path | None
    shared: SharedFolder
    counts: Counts
    files: list[FileFacts]
    all_files: int

    def column(self, key: str) -> str:
        return self.catalog.text(f"report.column.{key}")

    def coded(self, code: str) -> str:
        """Return what an outcome or a severity is called."""
        return self.catalog.text(f"report.{code}")

    def name(self, facts: FileFacts) -> str:
        return visible(self.shared.below(facts.file), LONGEST)

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
