"""What is to be done, by whom and until when: every step, open answer and finding of a portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, Literal, get_args

from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.decision import Decision, StepKind
from ..core.fields import filler_of
from ..core.template import Template
from ..records import dataclass
from .entries import Grade
from .ranking import SUPERSEDED, Ranking

ActionKind = Literal[StepKind, "correct", "look"]
"""What is done: a step towards a decision, an error to correct, or a warning to look at."""
KINDS: tuple[ActionKind, ...] = (*get_args(StepKind), "correct", "look")
CLOSED: frozenset[Grade] = frozenset({"rejected", "excluded"})
"""Classes of engagements for which nothing is left to do."""
DO_OF_SEVERITY: dict[str, ActionKind] = {"error": "correct", "warning": "look"}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do in one workbook.

    `id` is that of a criterion, item or question, or a finding's code, which `message` explains. `was` and
    `needed` are ratings, statuses or answers. `target` is the decision on the way to which it lies; None
    where it comes after that, or beside it. `last` says that nothing else lies on the way.
    """

    do: ActionKind
    id: str
    field: str
    assessment: Assessment
    was: int | str | None = None
    needed: int | str | None = None
    owner: str | None = None
    due: date | None = None
    overdue: bool = False
    sheet: str = ""
    cell: str = ""
    target: Decision | None = None
    last: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class Blocker:
    """In how many engagements the same is to be done, and for how many nothing else is in the way."""

    do: ActionKind
    id: str
    engagements: int
    last: int


def latest_assessment(ranking: Ranking) -> date | None:
    """Return the day as of which things are overdue: that of the latest assessment."""
    days = (entry.assessment.engagement.assessment_date for entry in ranking.entries)
    return max((day for day in days if day is not None), default=None)


def actions_of(ranking: Ranking, template: Template, as_of: date | None) -> tuple[Action, ...]:
    """Return what is to be done, engagements in rank order, then files that do not count.

    What the committee rejected and the operator excluded asks nothing of anybody; a file that another one
    stands for has nothing to correct.
    """
    counted = (entry.assessment for entry in ranking.entries if entry.grade not in CLOSED)
    apart = (each.assessment for each in ranking.apart if each.reason not in SUPERSEDED)
    found = (action for each in counted for action in (*_steps(each, template), *_findings(each)))
    errors = (action for each in apart for action in _findings(each) if action.do == "correct")
    return tuple(_dated(action, as_of) for action in (*found, *errors))


def blockers_of(actions: Iterable[Action]) -> tuple[Blocker, ...]:
    """Count what lies on the way of most engagements; the first moves most of them on."""
    steps = sorted((each for each in actions if each.target is not None), key=_what)
    counted = ((what, list(group)) for what, group in groupby(steps, key=_what))
    blockers = (Blocker(*what, len(group), sum(each.last for each in group)) for what, group in counted)
    return tuple(sorted(blockers, key=lambda each: (-each.engagements, -each.last, each.do, each.id)))


def _what(action: Action) -> tuple[ActionKind, str]:
    return action.do, action.id


def _dated(action: Action, as_of: date | None) -> Action:
    late = action.due is not None and as_of is not None and action.due < as_of
    return replace(action, overdue=True) if late else action


def _steps(found: ReadableAssessment, template: Template) -> Iterator[Action]:
    """Yield the steps to the next decision, then what go needs beyond it."""
    ahead = list(_ahead(found))
    target = found.next_step.target or ("go" if ahead else None)
    yield from (replace(_known(each, template), target=target, last=len(ahead) == 1) for each in ahead)
    there = {each.field for each in ahead}
    beyond = (each for each in _beyond(found, template) if each.field not in there)
    yield from (_known(each, template) for each in beyond)


def _ahead(found: ReadableAssessment) -> Iterator[Action]:
    step = found.next_step
    for rating in step.ratings:
        do: ActionKind = "rate" if rating.needed is None else "raise"
        yield _action(found, do, rating.criterion, "rating", was=rating.rating, needed=rating.needed)
    yield from (_item(found, "clear", id_) for id_ in step.items)
    yield from (_item(found, "give_evidence", id_) for id_ in step.evidence)
    for asked in step.questions:
        yield _question(found, asked.question, asked.answer)


def _beyond(found: ReadableAssessment, template: Template) -> Iterator[Action]:
    """Yield what keeps a go back, whether or not it lies on the way to the next decision."""
    floors, ratings = template.floor_of, found.scorecard.ratings
    for each in found.must_meets:
        if each.kind == "question" and not each.met:
            yield _question(found, each.id, each.met)
        elif each.kind == "floor" and each.met is False and each.id in floors:
            yield _action(found, "raise", each.id, "rating", was=ratings.get(each.id), needed=floors[each.id])
    yield from (_item(found, "clear", id_) for id_ in found.checklist.open)
    yield from (_item(found, "give_evidence", id_) for id_ in found.checklist.lacking_evidence)


def _action(found: Assessment, do: ActionKind, id_: str, part: str, **known: Any) -> Action:
    return Action(do, id_, f"pg_{part}_{id_}", found, **known)


def _item(found: ReadableAssessment, do: ActionKind, id_: str) -> Action:
    part = "status" if do == "clear" else "evidence"
    return _action(found, do, id_, part, was=found.checklist.statuses.get(id_), needed="done")


def _question(found: ReadableAssessment, id_: str, answer: bool | None) -> Action:
    do: ActionKind = "answer" if answer is None else "settle"
    return _action(found, do, id_, "question", was=None if answer is None else "no", needed="yes")


def _known(action: Action, template: Template) -> Action:
    """Add until when, where it stands and who is asked: an item's owner, the section's, the assessor."""
    found = action.assessment
    answers = found.answers or {}
    owner, due = answers.get(f"pg_owner_{action.id}"), answers.get(f"pg_due_{action.id}")
    owner = owner or answers.get(filler_field(template, action.field)) or _assessor(found)
    steps = found.next_step.steps if found.next_step else ()
    places = {step.field: (step.sheet, step.cell) for step in steps}
    sheet, cell = places.get(action.field, ("", ""))
    return replace(action, owner=None if owner is None else str(owner), due=due, sheet=sheet, cell=cell)


def _assessor(found: Assessment) -> str | None:
    """Return who answers for a whole workbook where nobody is named for a part of it."""
    return found.engagement.assessor if found.engagement else None


def filler_field(template: Template, field: str) -> str:
    """Return the field that names who fills in a section; nothing where an older version asked otherwise."""
    try:
        return filler_of(template, field)
    except KeyError:
        return ""


def _findings(found: Assessment) -> Iterator[Action]:
    for finding in found.findings:
        if finding.severity in DO_OF_SEVERITY:
            yield _of_finding(found, finding)


def _of_finding(found: Assessment, finding: Finding) -> Action:
    return Action(
        DO_OF_SEVERITY[finding.severity], finding.code, finding.field, found, sheet=finding.sheet,
        cell=finding.cell, message=finding.message, owner=_assessor(found),
    )  # fmt: skip
