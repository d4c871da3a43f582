"""Rows in which people have answered, found again by titles that are the same in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..errors import EngagementError
from ..opc.safe_text import visible, without_hidden
from ..records import dataclass
from ..reports.csv_cells import without_guard
from ..spreadsheetml.cells import RawCell
from ..workbook.creation.lists.lines import HEAD
from ..workbook.creation.lists.tables import Table
from ..workbook.submission.grammar.folding import folded_label
from ..workbook.submission.interpret import shown


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One row: its cells by what heads them, folded, and where it is."""

    number: int
    cells: Mapping[str, RawCell | None]
    table: Table
    separated: bool

    @property
    def date1904(self) -> bool:
        return self.table.date1904

    def cell(self, *titles: str) -> RawCell | None:
        """Return the cell under the first of some titles that there is."""
        found = next((self.cells[each] for each in map(folded_label, titles) if each in self.cells), None)
        if found is None or not self.separated or found.kind != "text":
            return found
        text = without_guard(str(found.value))
        return found._replace(value=text, raw=text)

    def text(self, *titles: str) -> str:
        """Return what a cell says on one line; of a formula nothing."""
        cell = self.cell(*titles)
        if cell is None or cell.formula is not None or cell.kind == "blank":
            return ""
        return " ".join(without_hidden(shown(cell)).split())


def answered_rows(tables: Iterable[Table], *keys: str) -> Iterator[AnsweredRow]:
    """Yield the rows below each header that has these titles; EngagementError where there is none."""
    found = False
    for table in tables:
        header: dict[int, str] | None = None
        for place, (number, cells) in enumerate(table.rows):
            titles = {
                at: folded_label(shown(cell)) for at, cell in enumerate(cells) if cell and cell.kind == "text"
            }
            if header is None and place < HEAD and set(map(folded_label, keys)) <= set(titles.values()):
                header, found = titles, True
                _check_titles(titles.values())
            elif header is not None and any(cells):
                named = {title: cells[at] if at < len(cells) else None for at, title in header.items()}
                yield AnsweredRow(number, named, table, not table.title)
    if not found:
        raise EngagementError(
            f"The file has no table with the columns {', '.join(keys)}.",
            "Give a list as it was written, with its last columns.",
        )


def _check_titles(titles: Iterable[str]) -> None:
    """Refuse a table in which two columns are called alike: nobody knows which one was filled in."""
    twice = [title for title, count in Counter(titles).items() if count > 1 and title]
    if twice:
        raise EngagementError(
            f"Two columns are titled {', '.join(map(visible, twice))}.", "Rename or delete one of them."
        )
