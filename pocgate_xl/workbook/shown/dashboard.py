"""What the page for the committee must show; its charts draw 0 for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from ...core.template import Span
from ..outputs import Output
from .facts import BLANK, Facts, Truth


def engagement(facts: Facts, key: str) -> Output:
    """Return what was entered and can be taken, else a dash."""
    value: Output = getattr(facts.assessment.engagement, key)
    if value is None:
        return BLANK
    return facts.numbers.get(f"pg_engagement_{key}", value) if isinstance(value, str) else value


def decision(facts: Facts) -> str:
    return facts.label("decision", facts.assessment.decision)


def next_step(facts: Facts) -> str:
    return facts.label("next_step", facts.assessment.decision)


def verdict(facts: Facts) -> str:
    return facts.label("verdict", facts.assessment.scorecard.verdict)


def total(facts: Facts) -> Output:
    """Return the total, or what missing ratings leave possible."""
    scorecard = facts.assessment.scorecard
    return scorecard.total if scorecard.complete else facts.text("range").join(map(str, scorecard.range))


def reachable(facts: Facts) -> str:
    """Return the verdicts still possible, lowest first."""
    codes = reversed(facts.assessment.scorecard.reachable)
    return facts.text("or").join(facts.label("verdict", code) for code in codes)


def concerns(facts: Facts, line: str) -> str:
    """Return the first or the second line of concerns.

    The first holds those of the first half of the criteria, or all if the other half has none. That
    there are none is known once everything is rated.
    """
    ids, found = facts.template.criterion_ids, facts.assessment.scorecard.concerns
    halves = (ids[: len(ids) // 2], ids[len(ids) // 2 :])
    labels = ([facts.label("criterion", id_) for id_ in half if id_ in found] for half in halves)
    none = facts.text("none") if facts.assessment.scorecard.complete else BLANK
    lines = [facts.text("separator").join(line) for line in labels if line] or [none]
    place = int(line) - 1
    return lines[place] if place < len(lines) else ""


def raised(facts: Facts) -> str:
    """Return the raises of the next step in short: number of the criterion, rating, what is needed."""
    ids, colon, arrow = facts.template.criterion_ids, facts.text("colon"), facts.text("arrow")
    steps = (
        f"{ids.index(step.criterion) + 1}{colon}{step.rating}{arrow}{step.needed}" for step in facts.raises
    )
    return facts.text("separator").join(steps) or BLANK


def clear(facts: Facts) -> str:
    """Return the numbers of the open items."""
    return facts.text("separator").join(str(number) for number, _ in facts.open_items) or facts.text("none")


def open_item(facts: Facts, place: str) -> Output:
    """Return the n-th open item with its number; the first line says so if there is none."""
    found, index = facts.open_items, int(place) - 1
    if index < len(found):
        number, id_ = found[index]
        return f"{number}. {facts.label('item', id_)}"
    return facts.text("none") if index == 0 else None


def open_items_after(facts: Facts, named: str) -> Output:
    """Return how many open items there are beyond those that are named."""
    rest = len(facts.open_items) - int(named)
    return f"{facts.text('more')}{rest}" if rest > 0 else None


def drawn_rating(facts: Facts, criterion: str) -> int:
    return facts.assessment.scorecard.ratings[criterion] or 0


def average_needed(facts: Facts) -> Fraction:
    """Return the average rating with which the highest verdict is reached."""
    highest = max(band.at_least for band in facts.template.verdicts)
    return Fraction(highest, len(facts.template.criteria))


def drawn_group(facts: Facts, group: str) -> str:
    progress = facts.assessment.checklist.groups[group]
    return f"{facts.label('group', group)} {progress.done} / {progress.items}"


def drawn_open(facts: Facts, group: str) -> int:
    progress = facts.assessment.checklist.groups[group]
    return progress.items - progress.done


def drawn_cause(facts: Facts, cause: str) -> str:
    level = facts.label("level", facts.assessment.causes[cause].level)
    return facts.label("cause", cause) + facts.text("colon") + level


def drawn_exposure(facts: Facts, cause: str) -> Fraction:
    return facts.assessment.causes[cause].exposure or Fraction(0)


def drawn_low(facts: Facts, key: str) -> Decimal:
    span: Span | None = getattr(facts.assessment.costs, key)
    return span.low if span else Decimal(0)


def drawn_range(facts: Facts, key: str) -> Decimal:
    span: Span | None = getattr(facts.assessment.costs, key)
    return span.high - span.low if span else Decimal(0)


TRUTHS: Mapping[str, Truth] = {
    "engagement": engagement, "decision": decision, "next_step": next_step,
    "verdict": verdict,
    "total": total, "reachable": reachable, "concerns": concerns, "raise": raised, "clear": clear,
    "open_item": open_item, "open_items_after": open_items_after,
    "drawn_rating": drawn_rating, "average_needed": average_needed, "drawn_group": drawn_group,
    "drawn_open": drawn_open, "drawn_cause": drawn_cause, "drawn_exposure": drawn_exposure,
    "drawn_low": drawn_low, "drawn_range": drawn_range,
}  # fmt: skip
