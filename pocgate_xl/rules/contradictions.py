"""Answers of different sections that cannot all be meant; which those are is data of the template."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.contradictions import FoundContradiction
from ..spreadsheetml.address import a1
from ..workbook.submission.interpret import shown
from ..workbook.submission.reader import Response
from .base import Case, Occurrence, Rule, TextKey

MOST_NAMED = 4
"""So many answers are quoted; of more the count is enough."""


def contradicting_answers(case: Case) -> Iterator[Occurrence]:
    """Find contradictions, each at its first answer, with the severity that the template gives it."""
    for found in case.assessment.contradictions:
        responses = [r for name in found.fields if (r := case.reading.responses.get(name))]
        yield _occurrence(found, responses)


def _occurrence(found: FoundContradiction, responses: list[Response]) -> Occurrence:
    words = {"contradiction": TextKey(f"contradiction.{found.id}")}
    if not responses:  # about free rows, or what was computed
        return Occurrence(name=found.id, values=words, severity=found.severity)
    first = responses[0]
    return Occurrence(
        first.sheet, first.position, first.field, found="; ".join(_quoted(responses)), values=words,
        severity=found.severity,
    )  # fmt: skip


def _quoted(responses: list[Response]) -> Iterator[str]:
    """Yield address and answer of what contradicts each other."""
    for response in responses[:MOST_NAMED]:
        said = shown(response.raw) if response.raw is not None else ""
        yield f"{response.sheet}!{a1(response.position)} {said or '–'}"
    if len(responses) > MOST_NAMED:
        yield f"… ({len(responses)})"


RULES: tuple[Rule[Case], ...] = (Rule("PG801", "warning", contradicting_answers),)
