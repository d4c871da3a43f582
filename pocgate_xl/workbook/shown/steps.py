"""What it takes to reach the next decision, as the decision paper must list it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ..outputs import Output
from .facts import BLANK, Facts, Truth
from .paper import question


class Step(NamedTuple):
    """Name one step: what to do, from what to what, who does it until when, and the input to answer."""

    name: str
    change: str
    who: str
    until: date | None
    input: str


def steps(facts: Facts) -> tuple[Step, ...]:
    """Return the core's next step: ratings, questions answered no, items, evidence, blank questions.

    A workbook without any rating lists none: all of them are missing.
    """
    following = facts.assessment.next_step
    return (
        *_ratings(facts),
        *(_question(facts, each.question, False) for each in following.questions if each.answer is False),
        *(_item(facts, id_, bare=False) for id_ in following.items),
        *(_item(facts, id_, bare=True) for id_ in following.evidence),
        *(_question(facts, each.question, None) for each in following.questions if each.answer is None),
    )


def _ratings(facts: Facts) -> Iterator[Step]:
    ratings = facts.assessment.scorecard.ratings
    if all(rating is None for rating in ratings.values()):
        return
    for each in facts.assessment.next_step.ratings:
        change = facts.text("not_rated")
        if each.needed is not None:
            change = f"{each.rating}{facts.text('arrow')}{each.needed}"
        name = facts.text("mark_raise") + facts.label("criterion", each.criterion)
        yield Step(name, change, facts.who("scorecard"), None, f"pg_rating_{each.criterion}")


def _question(facts: Facts, id_: str, answer: bool | None) -> Step:
    change = facts.text("unanswered")
    if answer is False:
        change = facts.text("arrow").join(facts.label("answer", code) for code in ("no", "yes"))
    name = facts.text("mark_open") + question(facts, id_)
    return Step(name, change, facts.who("design"), None, f"pg_question_{id_}")


def _item(facts: Facts, id_: str, *, bare: bool) -> Step:
    number = next(number for number, _, item in facts.template.numbered_items() if item.id == id_)
    answer = facts.submission.items.get(id_)
    name = f"{facts.text('mark_open')}{number}. {facts.label('item', id_)}"
    status = facts.label("status", (answer.status if answer else None) or "not_started")
    change = facts.text("lacks_evidence") if bare else status
    owner, due = (answer.owner, answer.due) if answer else (None, None)
    return Step(name, change, str(owner or BLANK), due, f"pg_{'evidence' if bare else 'status'}_{id_}")


def _nth(facts: Facts, place: str) -> Step | None:
    found, index = facts.steps, int(place) - 1
    return found[index] if index < len(found) else None


def steps_title(facts: Facts) -> str:
    """Name the decision that is aimed at, if there is one."""
    target = facts.assessment.next_step.target
    return facts.sentence("takes", facts.label("decision", target)) if target else facts.text("next_step")


def step_name(facts: Facts, place: str) -> str | None:
    """Return what to do; the first line says so where nothing is listed."""
    step = _nth(facts, place)
    if step is None and place == "1":
        return facts.label("next_step", facts.assessment.decision)
    return step and step.name


def step_change(facts: Facts, place: str) -> str | None:
    step = _nth(facts, place)
    return step and step.change


def step_who(facts: Facts, place: str) -> str | None:
    step = _nth(facts, place)
    return step and step.who


def step_until(facts: Facts, place: str) -> date | None:
    step = _nth(facts, place)
    return step and step.until


def step_cell(facts: Facts, place: str) -> str | None:
    """Return the address of the cell in which a step is answered, as the plan has it."""
    step = _nth(facts, place)
    return step and facts.words.texts[f"cell.{step.input}"]


def steps_after(facts: Facts, shown: str) -> Output:
    """Return how many steps there are beyond those that are shown."""
    rest = len(facts.steps) - int(shown)
    return f"{facts.text('more')}{rest}" if rest > 0 else None


TRUTHS: Mapping[str, Truth] = {
    "steps_title": steps_title, "step_name": step_name, "step_change": step_change, "step_who": step_who,
    "step_until": step_until, "step_cell": step_cell, "steps_after": steps_after,
}  # fmt: skip
