"""What belongs to one file: whose it is, its decision, why, what comes next, what was found."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.catalog import Catalog
from ..facts import FileFacts, FindingFacts
from .marked_up import line, text
from .row import COLUMNS

MOST_FINDINGS = 100
"""Of one file; more are counted."""
MARKS = {"error": " class=e", "warning": " class=w"}


class Details:
    """Details of many files; texts that repeat are kept once, each file as the numbers of its texts."""

    def __init__(self, own: Catalog) -> None:
        self.own = own
        self.numbers: dict[str, int] = {}
        self.files: list[list[int]] = []

    def row(self, facts: FileFacts) -> str:
        """Return the row of a file's details."""
        return f"<tr class=d><td colspan={len(COLUMNS)}>{''.join(self.parts(facts))}\n"

    def keep(self, facts: FileFacts) -> None:
        """Keep the details of the next file."""
        self.files.append([self.numbers.setdefault(part, len(self.numbers)) for part in self.parts(facts)])

    def parts(self, facts: FileFacts) -> Iterator[str]:
        """Yield the details in parts, so that those which other files have too are alike."""
        yield f"<div><p>{line(self._whose(facts))}</p><div><h3>{self._title('findings')}</h3><ul>"
        yield from self._findings(facts)
        yield "</ul></div><div>"
        yield from self._decided(facts)
        yield "</div></div>"

    def _whose(self, facts: FileFacts) -> Iterator[str]:
        yield from (facts.id, facts.organization, facts.poc_name)
        if facts.revision is not None:
            yield f"{self.own.text('field.revision')} {facts.revision}"
        yield facts.template

    def _title(self, key: str) -> str:
        return text(self.own.text(f"report.column.{key}"))

    def _findings(self, facts: FileFacts) -> Iterator[str]:
        if not facts.findings:
            yield f"<li>{text(self.own.text('report.page.nothing'))}</li>"
        for each in facts.findings[:MOST_FINDINGS]:
            yield self._finding(each)
            yield from (f"<p>{text(said)}</p>" for said in each.beside)
            yield "</li>"
        if (more := len(facts.findings) - MOST_FINDINGS) > 0:
            yield f"<li>{text(self.own.text('report.page.more_findings', count=more))}</li>"

    def _finding(self, each: FindingFacts) -> str:
        place = text("!".join(filter(None, (each.sheet, each.cell))))
        severity = text(self.own.text(f"report.{each.severity}"))
        where = f" <i>{place}</i>" if place else ""
        mark = MARKS.get(each.severity, "")
        return f"<li{mark}><b>{severity}</b> {text(each.code)}{where} {text(each.message)}"

    def _decided(self, facts: FileFacts) -> Iterator[str]:
        """Yield what was decided, why, and what comes next."""
        if facts.decision_label:
            yield f"<h3>{self._title('decision')}</h3><p><strong>{text(facts.decision_label)}</strong>"
            yield f" · {self._title('total')} {text(facts.total)}</p>"
        if facts.needed is not None:
            yield f"<p>{text(self.own.text('report.needed', given=facts.given, needed=facts.needed))}</p>"
        if facts.reasons:
            yield f"<h3>{text(self.own.text('report.page.why'))}</h3><ul>"
            yield from (f"<li>{text(each)}</li>" for each in facts.reasons)
            yield "</ul>"
        if facts.steps:
            yield f"<h3>{text(self._ahead(facts))}</h3><ul>"
            yield from (f"<li>{text(each[0])}<p>{line(each[1:])}</p></li>" for each in facts.steps)
            yield "</ul>"

    def _ahead(self, facts: FileFacts) -> str:
        key = "report.next" if facts.target else "report.first"
        return self.own.text(key, target=facts.target)
