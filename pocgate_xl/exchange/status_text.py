"""The status for a terminal: counts, then what is overdue, open and there, and what else came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from ..core.catalog import Catalog
from ..opc.safe_text import visible
from ..reports.layout import GAP, shown, width_of
from ..reports.parts import Screen
from ..workbook.layout.reports.cells import common_folder, file_below
from .status import BesideFile, Status, StatusRow
from .status_words import StatusWords

WIDTH, WIDEST, BAR = 80, 110, 30
"""Columns of a line where no terminal says how many it has, and the most that are easy to read; of a bar."""
WHOLE = "█"
LONGEST_ID, LONGEST_PART = 24, 200
INDENT = 6
"""Columns before what belongs to an engagement."""
TONES = {
    "outstanding": "31", "not_started": "31", "incomplete": "35", "findings": "1;31", "unreadable": "1;31",
    "accepted": "32",
}  # fmt: skip
"""Colours of states, as the report of `check` has them."""


def status_lines(status: Status, catalog: Catalog, screen: Screen | None = None) -> Iterator[str]:
    """Yield the lines, without their ends."""
    yield from _Page(status, catalog, screen).lines()


class _Page:
    """The status in the words of a language and the width of a screen."""

    def __init__(self, status: Status, catalog: Catalog, screen: Screen | None) -> None:
        self.status, self.words = status, StatusWords(catalog)
        width = min((screen and screen.width) or WIDTH, WIDEST)
        self.screen = Screen(width, screen.colour if screen else False)
        files = (each.file for each in status.rows if each.file)
        self.above = common_folder(chain(files, (each.assessment.file for each in status.beside)))

    def lines(self) -> Iterator[str]:
        yield from self._head()
        rows = self.status.rows
        sections = (
            ("overdue", [row for row in rows if row.overdue]),
            ("open", [row for row in rows if row.open and not row.overdue]),
            ("accepted", [row for row in rows if not row.open]),
        )
        for name, found in sections:
            if found:
                yield from self._section(name, found)
        if self.status.beside:
            yield from self._others(self.status.beside)

    def _head(self) -> Iterator[str]:
        status, counts = self.status, self.status.counts
        if not status.rows:
            yield self.words.text("headline_none", day=status.as_of.isoformat())
            return
        headline = self.words.text(
            "headline", day=status.as_of.isoformat(), asked=len(status.rows), accepted=counts["accepted"],
            open=len(status.rows) - counts["accepted"], overdue=len(status.overdue),
        )  # fmt: skip
        yield from self._shown([(headline, "1")], 0)
        yield ""
        names = {state: self.words.text(f"state.{state}") for state in counts}
        widest = max(map(width_of, names.values()))
        for state, count in counts.items():
            bar = WHOLE * max(bool(count), round(BAR * count / len(status.rows)))
            named = _padded(names[state], widest)
            yield from self._shown([(f"  {named}", ""), (f"{count:>4}", ""), (bar, TONES[state])], 4)

    def _section(self, name: str, rows: Sequence[StatusRow]) -> Iterator[str]:
        yield from self._title(name, len(rows))
        columns = [[_id(row), self._state(row), self._days(row)] for row in rows]
        widths = [max(map(width_of, cells)) for cells in zip(*columns, strict=True)]
        for row, cells in zip(rows, columns, strict=True):
            tones = ("1", TONES[row.state], "1;31" if row.overdue else "")
            words = [
                (_padded(cell, width), tone) for cell, width, tone in zip(cells, widths, tones, strict=True)
            ]
            yield from self._shown([(f"  {words[0][0]}", "1"), *words[1:], *self._last(row)], 4)
            yield from self._whose(row)

    def _title(self, name: str, count: int) -> Iterator[str]:
        yield ""
        yield from self._shown([(f"{self.words.text(f'section.{name}')} ({count})", "1")], 2)

    def _state(self, row: StatusRow) -> str:
        parts = (self.words.state(row), self.words.amount(row)) if row.open else (self.words.decision(row),)
        return " ".join(filter(None, parts))

    def _days(self, row: StatusRow) -> str:
        if row.open:
            return self.words.days(row)
        number = row.decided.engagement.revision if row.decided else None
        return "" if number is None else self.words.text("revision", number=number)

    def _last(self, row: StatusRow) -> Iterator[tuple[str, str]]:
        """Yield what the committee decided, then what is to be done."""
        if committee := self.words.committee(row):
            yield self.words.catalog.text("report.committee", decision=committee), ""
        if row.do != "nothing":
            yield self.words.text("arrow", act=self.words.act(row)), "1"

    def _whose(self, row: StatusRow) -> Iterator[str]:
        """Yield whose it is, whom to ask and what came back, as far as it is known."""
        whose = [each for each in (row.engagement.organization, row.engagement.poc_name) if each]
        asked = [row.contact, f"<{row.email}>" if row.email else ""] if row.open else []
        file = file_below(self.above, row.file) if row.file else ""
        yield from self._below(whose)
        yield from self._below([" ".join(filter(None, asked)), file])

    def _below(self, parts: Sequence[str]) -> Iterator[str]:
        """Yield parts on one line where they have room on it, else each on its own."""
        words = [visible(each, LONGEST_PART) for each in parts if each]
        line = GAP.join(words)
        together = width_of(line) + INDENT <= (self.screen.width or WIDTH)
        for each in [line] if words and together else words:
            yield from self._shown([(" " * INDENT + each, "")], INDENT + 2)

    def _others(self, files: Sequence[BesideFile]) -> Iterator[str]:
        yield from self._title("beside", len(files))
        for each in files:
            whose = visible(each.id) if each.id else self.words.text("unknown_engagement")
            yield from self._shown([(f"  {whose}", "1"), (self.words.reason(each), "35")], 4)
            instead = file_below(self.above, each.instead) if each.instead else ""
            against = instead and self.words.text("against", file=instead)
            yield from self._below([file_below(self.above, each.assessment.file), against])

    def _shown(self, words: Sequence[tuple[str, str]], hang: int) -> Iterator[str]:
        return shown(words, hang, self.screen)


def _id(row: StatusRow) -> str:
    return visible(row.id, LONGEST_ID)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))
