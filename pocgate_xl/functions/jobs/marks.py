"""What a check puts at the cells of an open workbook, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...core.assessment import Finding
from ...core.catalog import Catalog
from ...rules.review import Review
from ..call_context import CallContext
from ..definitions.decision import next_step_words


class CellPlace(NamedTuple):
    """A cell of an open workbook, by the title of its sheet."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


def marks_of(review: Review) -> Mapping[CellPlace, tuple[str, ...]]:
    """Return the lines of the note for each cell at which something is to be corrected."""
    marks: dict[CellPlace, list[str]] = {}
    for found in review.assessment.findings:
        if found.sheet and found.cell:
            marks.setdefault(CellPlace(found.sheet, found.cell), []).append(line_of(found))
    return {cell: tuple(lines) for cell, lines in marks.items()}


def line_of(found: Finding) -> str:
    """Return what is wrong and what to do, on one line that begins with the rule."""
    return " ".join(f"{found.code} {found.message} {found.hint}".split())


def summary_of(review: Review) -> str:
    """Return what is decided, what comes next and how much is wrong, a line each."""
    text, assessment = review.catalog.text, review.assessment
    severities = [each.severity for each in assessment.findings]
    decided = text(
        "job.said.decided",
        decision=review.catalog.label("decision", assessment.decision),
        total=text("text.range").join(map(str, dict.fromkeys(assessment.scorecard.range))),
    )
    gate = CallContext(review.bundle, review.catalog.language)
    step = next_step_words(gate, assessment.decision, assessment.next_step)
    errors, warnings = severities.count("error"), severities.count("warning")
    return "\n".join((decided, step, text("job.said.counted", errors=errors, warnings=warnings)))


SHOWN = 3


def marked_words(catalog: Catalog, put: int, refused: Mapping[CellPlace, tuple[str, ...]]) -> str:
    """Return what came of the notes: how many cells have one, and what is wrong where none could be put."""
    return "\n".join(_marked(catalog, put, refused))


def _marked(catalog: Catalog, put: int, refused: Mapping[CellPlace, tuple[str, ...]]) -> Iterator[str]:
    if put or not refused:
        yield catalog.text("job.said.marked", count=put) if put else catalog.text("job.said.nothing_marked")
    if refused:
        some = list(refused.items())[:SHOWN]
        cells = ", ".join(str(cell) for cell, _ in some) + (", …" if len(refused) > SHOWN else "")
        messages = " / ".join(line for _, lines in some for line in lines)
        yield catalog.text("job.said.unmarked_cells", count=len(refused), cells=cells, messages=messages)
