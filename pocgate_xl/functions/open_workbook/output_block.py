"""What the scripts write: blocks of cells on the workbook's free sheet, each in place of an earlier one.

Hosts that run scripts cannot add a sheet, as the workbook's structure is locked. What people wrote on the
free sheet stays where it is: a row is taken away only if it is labelled as a script labels it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from ...core.catalog import Catalog
from ...records import dataclass
from ...rules.review import Review
from ...spreadsheetml.reader import RawSheet
from ...workbook.layout.sheets.framing.frame import LEFT
from ..jobs.results import PREFIX, result_rows
from .workbook import NotOurs

BlockValue: TypeAlias = "str | int | Decimal | None"
BlockRow: TypeAlias = "tuple[BlockValue, ...]"
IsOurs: TypeAlias = Callable[[Sequence[str]], bool]
"""Says whether the texts of a row are as a script writes them."""
_RULE = re.compile(r"\S.* PG\d{3}")


@dataclass(frozen=True, slots=True)
class OutputBlock:
    """Rows and where their first cell goes: sheet title, row, column; `emptied` are an earlier one's rows."""

    sheet: str
    row: int
    column: int
    rows: tuple[BlockRow, ...]
    emptied: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @property
    def pieces(self) -> Iterator[tuple[int, tuple[BlockRow, ...]]]:
        """Yield what is written from which row on: first what empties rows, then the block itself."""
        blank: BlockRow = (None,) * self.width
        yield from ((row, (blank,)) for row in self.emptied)
        yield self.row, self.rows


def findings_block(review: Review) -> OutputBlock:
    """Return what is wrong: what it is, where, how grave, and what to do."""
    catalog, findings = review.catalog, review.assessment.findings
    rows: list[BlockRow] = [
        (
            found.message,
            "!".join(part for part in (found.sheet, found.cell) if part),
            f"{catalog.text(f'report.{found.severity}')} {found.code}",
            found.hint,
        )
        for found in findings
    ]
    nothing = {each.text("pane.no_findings") for each in _catalogs(review)}

    def is_ours(texts: Sequence[str]) -> bool:
        return bool(_RULE.fullmatch(texts[2])) or (texts[0] in nothing and not any(texts[1:]))

    return _placed(review, "pane.checked", rows or [(catalog.text("pane.no_findings"),)], is_ours)


def results_block(review: Review) -> OutputBlock:
    """Return every result, with its label, unit and name."""
    rows = [(row.label, row.value, row.unit, row.name) for row in result_rows(review, plain=True)]
    called = {
        (row.label, row.name)
        for each in _catalogs(review)
        for row in result_rows(replace(review, catalog=each))
    }

    def is_ours(texts: Sequence[str]) -> bool:
        of_old = texts[0].startswith(PREFIX) and not texts[3]
        return of_old or (texts[0], texts[3]) in called

    return _placed(review, "pane.results", rows, is_ours)


BLOCKS: dict[str, Callable[[Review], OutputBlock]] = {
    "check_workbook": findings_block,
    "fill_results": results_block,
}
"""What each script writes, by its name."""


def _catalogs(review: Review) -> Iterable[Catalog]:
    return review.bundle.catalogs.values()


def _placed(review: Review, title: str, rows: Sequence[BlockRow], is_ours: IsOurs) -> OutputBlock:
    """Place rows and their title where an earlier block of the kind is, else below whatever stands there."""
    reading, catalog = review.reading, review.catalog
    free = next((sheet.id for sheet in reading.expected.plan.sheets if sheet.unlocked), "")
    sheet = reading.located.sheets.get(free)
    if sheet is None:
        raise NotOurs(catalog.text("pane.no_free_sheet"))
    head = (catalog.text(title), catalog.label("decision", review.assessment.decision))
    width = max(map(len, (head, *rows)))
    padded = tuple((*row, *[None] * (width - len(row))) for row in (head, *rows))
    earlier = _earlier(sheet, {each.text(title) for each in _catalogs(review)}, is_ours, max(width, 4))
    first = _first_row(sheet, earlier, len(padded), width)
    emptied = tuple(row for row in earlier if not first <= row < first + len(padded))
    return OutputBlock(sheet.title, first, LEFT, padded, emptied)


def _earlier(sheet: RawSheet, titles: set[str], is_ours: IsOurs, width: int) -> list[int]:
    """Return the rows of an earlier block: from its title on as long as they are as a script wrote them."""
    rows: list[int] = []
    for row in sorted({row for row, _ in sheet.cells}):
        texts = _texts(sheet, row, width)
        if texts[0] in titles or (rows and row == rows[-1] + 1 and is_ours(texts)):
            rows.append(row)
    return rows


def _texts(sheet: RawSheet, row: int, width: int) -> list[str]:
    cells = (sheet.cells.get((row, column)) for column in range(LEFT, LEFT + width))
    return ["" if cell is None or cell.value is None else str(cell.value) for cell in cells]


def _first_row(sheet: RawSheet, earlier: Sequence[int], height: int, width: int) -> int:
    """Return where a block goes: where the earlier one begins, if only that one is in its way."""
    if earlier:
        area = {(row, column) for row in range(earlier[0], earlier[0] + height)
                for column in range(LEFT, LEFT + width)}  # fmt: skip
        if not {place for place in area & sheet.cells.keys() if place[0] not in earlier}:
            return earlier[0]
    theirs: Mapping[int, None] = dict.fromkeys(row for row, _ in sheet.cells if row not in earlier)
    return max(theirs, default=0) + 2
