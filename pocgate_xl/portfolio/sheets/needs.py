"""What an engagement needs next, in a few words for a board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from ..entries import APPROVED, OUT, REFUSED, Entry
from .page import PortfolioPage

NAMED = 3
"""How many criteria are named; of more, how many there are beside."""


def needed_next(page: PortfolioPage, entry: Entry) -> str:
    """Say what leads on; what the committee or the operator has taken out says so."""
    committee = entry.assessment.committee.decision or ""
    if committee in REFUSED or entry.grade == "excluded":
        return page.text(f"need.{OUT[entry.grade]}")
    if (begun := begun_before(page, entry)) is not None:
        return page.text(f"need.{begun}")
    if committee in APPROVED or entry.assessment.decision == "go":
        return page.text("need.start")
    if entry.assessment.decision == "ready_for_approval":
        return page.text("need.approve")
    return page.text("terms_separator").join(_steps(page, entry))


def begun_before(page: PortfolioPage, entry: Entry) -> Literal["under_way", "launched"] | None:
    """Say how far what began before the plan is when that begins."""
    placed, first = page.placements.get(id(entry)), page.portfolio.plan.months.start
    if placed is None or placed.flow.start >= first:
        return None
    return "launched" if placed.flow.launch <= first else "under_way"


def _steps(page: PortfolioPage, entry: Entry) -> Iterator[str]:
    step = entry.assessment.next_step
    rated = [each.criterion for each in step.ratings if each.needed is None]
    raised = [each.criterion for each in step.ratings if each.needed is not None]
    for key, ids in (("rate", rated), ("raise", raised)):
        if ids:
            yield page.text(f"need.{key}", names=_named(page, ids))
    blank = [each for each in step.questions if each.answer is None]
    counts = {
        "clear": len(step.items), "evidence": len(step.evidence), "answer": len(blank),
        "settle": len(step.questions) - len(blank),
    }  # fmt: skip
    for key, count in counts.items():
        if count:
            yield page.text(f"need.{key}_one" if count == 1 else f"need.{key}", count=count)


def _named(page: PortfolioPage, ids: Sequence[str]) -> str:
    names = [page.catalog.short_criterion(id_) for id_ in ids[:NAMED]]
    more = len(ids) - NAMED
    if more > 0:
        names.append(page.text("need.more", count=more))
    return page.shared("separator").join(names)


def needed_by(entry: Entry) -> date | None:
    """Return until when: the next review that the committee set, else when the last open item is due."""
    found = entry.assessment
    if found.committee.decision in APPROVED:
        return None
    return found.committee.next_review or found.checklist.latest_due
