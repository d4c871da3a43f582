"""For a review comment (GitHub, GitLab, Backlog): a line that counts up, a table of files, findings by file.

The gravest files come first. What does not fit is counted, as these places refuse or cut longer texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..opc.safe_text import visible
from ..records import dataclass
from .below import SharedFolder
from .counts import Counts
from .facts import FindingFacts, facts_of, from_line, to_line
from .inert_markdown import LONGEST, code, inert
from .parts import ReportPart
from .spool import Spool, spooled
from .text import SEVERITIES, counted, is_count, summary

TITLE = "**pocgate check** · "
LIMIT = 60_000
"""Characters of a comment; GitHub takes 65,536, Backlog more."""
FOR_TABLE = LIMIT // 3
RESERVED = 1_000
"""Characters for what is said of what was left out."""
FOLDED_FROM = 12
"""Findings in all from which on those of each file are folded."""
MOST_FINDINGS = 40
"""Of one file; more are counted."""
COLUMNS = ("file", "outcome", "decision", "total", "answers", "errors", "warnings", "notes")
ALIGNED = "|:--|:--|:--|--:|--:|--:|--:|--:|\n"


def render_part(assessment: Assessment, catalog: Catalog) -> str:
    """Return the facts of one file, as a line."""
    return to_line(facts_of(assessment, catalog))


def assemble(parts: Iterable[ReportPart], own: Catalog) -> Iterator[str]:
    """Yield the comment once all parts are there, as the gravest file comes first."""
    counts = Counts()
    ranked: list[tuple[tuple[int, ...], int]] = []
    with spooled() as kept:
        for each in parts:
            if facts := counts.add(each):
                ranked.append((facts.gravity, kept.add(each.text)))
        count = summary(own, counts.outcomes, counts.severities)
        yield f"{TITLE}{count}{counts.listed_in_words(own)}\n"
        yield from _Comment(own, counts.folder, kept).lines(sorted(ranked))


@dataclass(frozen=True, slots=True)
class _Comment:
    """What the lines of a comment are made from."""

    own: Catalog
    folder: SharedFolder
    kept: Spool

    def lines(self, ranked: Sequence[tuple[tuple[int, ...], int]]) -> Iterator[str]:
        """Yield the table and the findings, as far as there is room."""
        if not ranked:
            return
        places = [place for _, place in ranked]
        faulty = [place for gravity, place in ranked if any(gravity)]
        folded = -sum(sum(gravity) for gravity, _ in ranked) >= FOLDED_FROM
        table = list(_fitting(map(self.row, places), FOR_TABLE))
        blocks = list(_fitting((self.block(place, folded) for place in faulty), _room_beside(table)))
        yield from self.table(table, len(places))
        yield f"\n### {self.text('findings')}\n" if faulty else f"\n{self.text('clean')}\n"
        yield from blocks
        yield from self.more("more_files", len(faulty) - len(blocks))
        if (rows := len(places) - len(table)) | (files := len(faulty) - len(blocks)):
            yield f"\n{self.text('cut', limit=LIMIT, rows=rows, files=files)}\n"

    def text(self, key: str, **values: object) -> str:
        return self.own.text(f"report.comment.{key}", **values)

    def table(self, rows: Sequence[str], all_: int) -> Iterator[str]:
        """Yield the table below the folder in which its files lie."""
        if self.folder.path:
            yield f"\n{self.text('folder')}{self.own.text('text.colon')}{code(self.folder.path)}\n"
        titles = (self.own.text(f"report.column.{each}") for each in COLUMNS)
        yield f"\n| {' | '.join(titles)} |\n{ALIGNED}{''.join(rows)}"
        yield from self.more("more_files", all_ - len(rows))

    def more(self, key: str, count: int) -> Iterator[str]:
        if count:
            yield f"\n… {self.text(key, count=count)}\n"

    def row(self, place: int) -> str:
        facts = from_line(self.kept.at(place))
        cells = (
            code(self.folder.below(facts.file)), self.own.text(f"report.{facts.outcome}"),
            inert(facts.decision_label), facts.total,
            "" if facts.needed is None else f"{facts.given}/{facts.needed}",
            *(str(facts.severities[each] or "") for each in SEVERITIES),
        )  # fmt: skip
        return f"| {' | '.join(cells)} |\n"

    def block(self, place: int, folded: bool) -> str:
        """Return the findings of a file; folded they are below one line."""
        facts = from_line(self.kept.at(place))
        name, found = self.folder.below(facts.file), facts.severities
        counts = counted(self.own, [each for each in SEVERITIES if found[each]], found)
        lines = "".join(_finding(each, self.own) for each in facts.findings[:MOST_FINDINGS])
        if (more := len(facts.findings) - MOST_FINDINGS) > 0:
            lines += f"- … {self.text('more_findings', count=more)}\n"
        if not folded:
            return f"\n**{code(name)}** · {counts}\n\n{lines}"
        shown = escape(visible(name, LONGEST))
        return f"\n<details><summary><code>{shown}</code> · {counts}</summary>\n\n{lines}\n</details>\n"


def _room_beside(table: Iterable[str]) -> int:
    return LIMIT - RESERVED - sum(map(len, table))


def _fitting(texts: Iterable[str], room: int) -> Iterator[str]:
    """Yield texts from the first on while there is room for them."""
    for text in texts:
        room -= len(text)
        if room < 0:
            return
        yield text


def _finding(each: FindingFacts, own: Catalog) -> str:
    place = code("!".join(filter(None, (each.sheet, each.cell))))
    severity = own.text(f"report.{each.severity}")
    words = (f"**{severity}**", each.code, place, inert(each.message))
    beside = "".join(f"  <br>{inert(line)}\n" for line in each.beside)
    return f"- {' '.join(filter(None, words))}\n{beside}"


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do: with the count, in whatever language."""
    from .known import first_line

    line = first_line(head)
    return line.startswith(TITLE) and is_count(line.removeprefix(TITLE))


def surely(head: bytes, _tail: bytes) -> bool:
    """Say whether a file is such a report: nobody else begins with this count."""
    return begins(head)
