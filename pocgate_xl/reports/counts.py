"""What a check comes to, counted file by file as its parts come in."""

from __future__ import annotations

from collections import Counter

from ..core.catalog import Catalog
from .below import SharedFolder
from .facts import FileFacts, from_line
from .parts import ReportPart
from .text import SEVERITIES


class Counts:
    """Outcomes and severities of all files; the rest as far as files are listed.

    `findings` and `files` say by code and severity how often a rule speaks, and in how many files;
    `organizations` has the files of each by outcome, and their findings by severity.
    """

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.findings: Counter[tuple[str, str]] = Counter()
        self.files: Counter[tuple[str, str]] = Counter()
        self.organizations: dict[str, Counter[str]] = {}
        self.folder = SharedFolder()
        self.listed = 0

    def add(self, part: ReportPart) -> FileFacts | None:
        """Count a file; return what is said of it, nothing where it is counted alone."""
        self.outcomes[part.outcome] += 1
        self.severities.update(part.severities)
        if not part.text:
            return None
        facts = from_line(part.text)
        self.folder.add(facts.file)
        self.listed += 1
        self._add_findings(facts)
        return facts

    def _add_findings(self, facts: FileFacts) -> None:
        found = Counter((each.code, each.severity) for each in facts.findings)
        self.findings.update(found)
        self.files.update(found.keys())
        whose = self.organizations.setdefault(facts.organization, Counter())
        whose.update([facts.outcome, "files"])
        whose.update(facts.severities)

    def listed_in_words(self, own: Catalog) -> str:
        """Return how many files are listed, where others are counted alone, to follow the count of all."""
        total = self.outcomes.total()
        return (
            "" if self.listed == total else f" · {own.text('report.listed', listed=self.listed, total=total)}"
        )

    def rules(self) -> list[tuple[str, str]]:
        """Return the rules that speak, by code and severity: the gravest first, then those in most files."""
        return sorted(self.findings, key=lambda each: (SEVERITIES.index(each[1]), -self.files[each], each[0]))
