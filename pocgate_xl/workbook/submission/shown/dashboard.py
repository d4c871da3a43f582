"""What the page for the committee must show: what it takes to reach the next decision.

Charts of released plans draw 0 for what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ....core.template import Span
from ..outputs import Output
from .decision_paper import question, shortened
from .facts import BLANK, Facts, Truth
from .ratings import reachable


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


class PaperStep(NamedTuple):
    """One step: what to do, from what to what, who does it until when, and the input to answer.

    It is urgent where a must-meet fails or the day has passed.
    """

    name: str
    change: str
    who: str
    until: date | None
    input: str
    urgent: bool


def steps(facts: Facts) -> tuple[PaperStep, ...]:
    """Return the core's next step: ratings, items, evidence, questions.

    A workbook without any rating lists none: all of them are missing.
    """
    following = facts.assessment.next_step
    return (
        *_ratings(facts),
        *(_item(facts, id_, bare=False) for id_ in following.items),
        *(_item(facts, id_, bare=True) for id_ in following.evidence),
        *(_question(facts, each.question, each.answer) for each in following.questions),
    )


def _ratings(facts: Facts) -> Iterator[PaperStep]:
    ratings = facts.assessment.scorecard.ratings
    if all(rating is None for rating in ratings.values()):
        return
    for each in facts.assessment.next_step.ratings:
        change = facts.text("not_rated")
        if each.needed is not None:
            change = f"{each.rating}{facts.text('arrow')}{each.needed}"
        name = facts.text("mark_raise") + facts.label("criterion", each.criterion)
        urgent = each.rating is not None and each.rating < facts.template.floor_of[each.criterion]
        field = f"pg_rating_{each.criterion}"
        yield PaperStep(name, change, facts.who(field), None, field, urgent)


def _question(facts: Facts, id_: str, answer: bool | None) -> PaperStep:
    change = facts.text("unanswered")
    if answer is False:
        change = facts.text("arrow").join(facts.label("answer", code) for code in ("no", "yes"))
    name, field = facts.text("mark_open") + question(facts, id_), f"pg_question_{id_}"
    return PaperStep(name, change, facts.who(field), None, field, answer is False)


def _item(facts: Facts, id_: str, *, bare: bool) -> PaperStep:
    number = next(number for number, _, item in facts.template.numbered_items() if item.id == id_)
    answer = facts.submission.items.get(id_)
    name = f"{facts.text('mark_open')}{number}. {facts.label('item', id_)}"
    status = facts.label("status", (answer.status if answer else None) or "not_started")
    change = facts.text("lacks_evidence") if bare else status
    owner, due = (answer.owner, answer.due) if answer else (None, None)
    urgent = not bare and id_ in facts.assessment.checklist.overdue
    part = "evidence" if bare else "status"
    return PaperStep(name, change, str(owner or BLANK), due, f"pg_{part}_{id_}", urgent)


def _nth(facts: Facts, place: str) -> PaperStep | None:
    found, index = facts.steps, int(place) - 1
    return found[index] if index < len(found) else None


def steps_title(facts: Facts) -> str:
    """Name the decision that is aimed at, if there is one."""
    target = facts.assessment.next_step.target
    return facts.sentence("takes", facts.label("decision", target)) if target else facts.text("next_step")


def step_head(facts: Facts, key: str) -> str | None:
    """Return the head of a column, if anything is listed below."""
    return facts.text(f"step_{key}") if facts.steps else None


def step_name(facts: Facts, place: str, otherwise: str = "") -> str | None:
    """Return what to do; one line says what comes next where nothing is listed."""
    step = _nth(facts, place)
    if otherwise and not facts.steps:
        return facts.label("next_step", facts.assessment.decision)
    return step and step.name


def step_change(facts: Facts, place: str) -> str | None:
    step = _nth(facts, place)
    return step and step.change


def step_who(facts: Facts, place: str) -> str | None:
    step = _nth(facts, place)
    return step and shortened(facts, step.who, "who")


def step_until(facts: Facts, place: str) -> date | None:
    step = _nth(facts, place)
    return step and step.until


def step_urgent(facts: Facts, place: str) -> int:
    step = _nth(facts, place)
    return int(step is not None and step.urgent)


def step_cell(facts: Facts, place: str) -> str | None:
    """Return the address of the cell in which a step is answered, as the plan has it."""
    step = _nth(facts, place)
    return step and facts.words.text(f"cell.{step.input}")


def steps_after(facts: Facts, shown: str) -> Output:
    """Return how many steps there are beyond those that are shown."""
    rest = len(facts.steps) - int(shown)
    return f"{facts.text('more')}{rest}" if rest > 0 else None


TRUTHS: Mapping[str, Truth] = {
    "engagement": engagement, "decision": decision, "next_step": next_step,
    "verdict": verdict,
    "total": total, "reachable": reachable, "concerns": concerns, "raise": raised, "clear": clear,
    "open_item": open_item, "open_items_after": open_items_after,
    "drawn_rating": drawn_rating, "average_needed": average_needed, "drawn_group": drawn_group,
    "drawn_open": drawn_open, "drawn_cause": drawn_cause, "drawn_exposure": drawn_exposure,
    "drawn_low": drawn_low, "drawn_range": drawn_range,
    "steps_title": steps_title, "step_head": step_head, "step_name": step_name, "step_change": step_change,
    "step_who": step_who, "step_until": step_until, "step_cell": step_cell, "steps_after": steps_after,
    "step_urgent": step_urgent,
}  # fmt: skip
