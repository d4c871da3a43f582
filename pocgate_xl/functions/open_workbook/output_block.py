"""What the scripts write: blocks of cells below whatever stands on the workbook's free sheet.

The workbook's structure is locked, so no sheet can be added; its free sheet takes what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from ...rules.review import Review
from ...workbook.layout.sheets.frame import LEFT
from ...workbook.submission.outputs import Output, outputs_of
from .workbook import NotOurs

BlockValue: TypeAlias = "str | int | Decimal | None"
BlockRow: TypeAlias = "tuple[BlockValue, ...]"
LABELLED = (("_verdict", "verdict"), ("_decision", "decision"), ("_rule_of_thumb", "standing"))
CAUSES = "pg_out_cause_"
RATIO_DIGITS = 9


@dataclass(frozen=True, slots=True)
class OutputBlock:
    """Rows and where their first cell goes: sheet title, row, column."""

    sheet: str
    row: int
    column: int
    rows: tuple[BlockRow, ...]


def findings_block(review: Review) -> OutputBlock:
    """Return what is wrong: what it is, where, how grave, and what to do."""
    catalog, findings = review.catalog, review.assessment.findings
    head = (catalog.text("pane.checked"), _decided(review))
    rows: list[BlockRow] = [
        (
            found.message,
            "!".join(part for part in (found.sheet, found.cell) if part),
            f"{catalog.text(f'report.{found.severity}')} {found.code}",
            found.hint,
        )
        for found in findings
    ]
    return _below(review, [head, *(rows or [(catalog.text("pane.no_findings"),)])])


def results_block(review: Review) -> OutputBlock:
    """Return every result by its name, as the workbook's own formulas must have it."""
    truths = outputs_of(review.bundle.template, review.submission, review.assessment)
    head = (review.catalog.text("pane.results"), _decided(review))
    rows = [(name, _value(truth), _label(review, name, truth)) for name, truth in truths.items()]
    return _below(review, [head, *rows])


BLOCKS: dict[str, Callable[[Review], OutputBlock]] = {
    "check_workbook": findings_block,
    "fill_results": results_block,
}
"""What each script writes, by its name."""


def _decided(review: Review) -> str:
    return review.catalog.label("decision", review.assessment.decision)


def _value(truth: Output) -> BlockValue:
    """Return a result as a cell of no format shows it: days as texts, money exact."""
    if isinstance(truth, Fraction):
        return round(Decimal(truth.numerator) / truth.denominator, RATIO_DIGITS)
    return truth.isoformat() if isinstance(truth, date) else truth


def _label(review: Review, name: str, truth: Output) -> str | None:
    """Return the words for a result that is a code."""
    if not isinstance(truth, str):
        return None
    table = next((table for end, table in LABELLED if name.endswith(end)), "")
    if name.startswith(CAUSES):
        table = "level"
    return review.catalog.label(table, truth) if table else None


def _below(review: Review, rows: Sequence[BlockRow]) -> OutputBlock:
    """Place rows on the free sheet, one row below what stands there."""
    reading = review.reading
    free = next((sheet.id for sheet in reading.expected.plan.sheets if sheet.unlocked), "")
    sheet = reading.located.sheets.get(free)
    if sheet is None:
        raise NotOurs(review.catalog.text("pane.no_free_sheet"))
    last = max((position[0] for position in sheet.cells), default=0)
    width = max(map(len, rows))
    return OutputBlock(sheet.title, last + 2, LEFT, tuple(_padded(rows, width)))


def _padded(rows: Sequence[BlockRow], width: int) -> Iterator[BlockRow]:
    return ((*row, *[None] * (width - len(row))) for row in rows)
