"""What is to be done, by whom and until when: every step, open answer and finding of a portfolio."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, get_args

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


class Actions(Collection[Action]):
    """What is to be done, engagements in rank order, then files that do not count.

    What the committee rejected and the operator excluded asks nothing of anybody; a file that another one
    stands for has nothing to correct. Of very many engagements this is most of what there is to say, so each
    action is made anew whenever it is asked for.
    """

    def __init__(self, ranking: Ranking, template: Template, as_of: date | None) -> None:
        self.ranking, self.template, self.as_of = ranking, template, as_of

    def __iter__(self) -> Iterator[Action]:
        for entry in self.ranking.entries:
            if entry.grade not in CLOSED:
                yield from _steps(entry.assessment, self.template, self.as_of)
                yield from _findings(entry.assessment)
        for each in self.ranking.apart:
            if each.reason not in SUPERSEDED:
                yield from (action for action in _findings(each.assessment) if action.do == "correct")

    def __len__(self) -> int:
        return self._counts[0]

    def __contains__(self, action: object) -> bool:
        return any(each == action for each in self)

    @property
    def overdue(self) -> int:
        """Return how many are overdue."""
        return self._counts[1]

    @cached_property
    def _counts(self) -> tuple[int, int]:
        overdue = Counter(action.overdue for action in self)
        return overdue.total(), overdue[True]


def actions_of(ranking: Ranking, template: Template, as_of: date | None) -> tuple[Action, ...]:
    """Return what is to be done, all of it at once."""
    return tuple(Actions(ranking, template, as_of))


def blockers_of(actions: Iterable[Action]) -> tuple[Blocker, ...]:
    """Count what lies on the way of most engagements; the first moves most of them on."""
    counts: Counter[tuple[ActionKind, str]] = Counter()
    last: Counter[tuple[ActionKind, str]] = Counter()
    for action in actions:
        if action.target is not None:
            counts[_what(action)] += 1
            last[_what(action)] += action.last
    blockers = (Blocker(*what, count, last[what]) for what, count in counts.items())
    return tuple(sorted(blockers, key=lambda each: (-each.engagements, -each.last, each.do, each.id)))


def _what(action: Action) -> tuple[ActionKind, str]:
    return action.do, action.id


class _Todo(NamedTuple):
    """What is to be done to one answer."""

    do: ActionKind
    id: str
    field: str
    was: int | str | None = None
    needed: int | str | None = None


def _steps(found: ReadableAssessment, template: Template, as_of: date | None) -> Iterator[Action]:
    """Yield the steps to the next decision, then what go needs beyond it."""
    asked = _Contacts(found, template, as_of)
    ahead = list(_ahead(found))
    target = found.next_step.target or ("go" if ahead else None)
    last = len(ahead) == 1
    yield from (asked.action(each, target, last) for each in ahead)
    there = {each.field for each in ahead}
    yield from (asked.action(each) for each in _beyond(found, template) if each.field not in there)


def _ahead(found: ReadableAssessment) -> Iterator[_Todo]:
    step = found.next_step
    for rating in step.ratings:
        do: ActionKind = "rate" if rating.needed is None else "raise"
        yield _Todo(do, rating.criterion, f"pg_rating_{rating.criterion}", rating.rating, rating.needed)
    yield from (_item(found, "clear", id_) for id_ in step.items)
    yield from (_item(found, "give_evidence", id_) for id_ in step.evidence)
    for asked in step.questions:
        yield _question(asked.question, asked.answer)


def _beyond(found: ReadableAssessment, template: Template) -> Iterator[_Todo]:
    """Yield what keeps a go back, whether or not it lies on the way to the next decision."""
    floors, ratings = template.floor_of, found.scorecard.ratings
    for each in found.must_meets:
        if each.kind == "question" and not each.met:
            yield _question(each.id, each.met)
        elif each.kind == "floor" and each.met is False and each.id in floors:
            yield _Todo("raise", each.id, f"pg_rating_{each.id}", ratings.get(each.id), floors[each.id])
    yield from (_item(found, "clear", id_) for id_ in found.checklist.open)
    yield from (_item(found, "give_evidence", id_) for id_ in found.checklist.lacking_evidence)


def _item(found: ReadableAssessment, do: ActionKind, id_: str) -> _Todo:
    part = "status" if do == "clear" else "evidence"
    return _Todo(do, id_, f"pg_{part}_{id_}", found.checklist.statuses.get(id_), "done")


def _question(id_: str, answer: bool | None) -> _Todo:
    do: ActionKind = "answer" if answer is None else "settle"
    return _Todo(do, id_, f"pg_question_{id_}", None if answer is None else "no", "yes")


class _Contacts:
    """Who is asked in one workbook, until when, and where everything stands in it."""

    def __init__(self, found: ReadableAssessment, template: Template, as_of: date | None) -> None:
        self.found, self.template, self.as_of = found, template, as_of
        self.answers = found.answers or {}
        steps = found.next_step.steps if found.next_step else ()
        self.places = {step.field: (step.sheet, step.cell) for step in steps}

    def action(self, todo: _Todo, target: Decision | None = None, last: bool = False) -> Action:
        """Return the action: an item's owner is asked, whoever fills in its section, or the assessor."""
        do, id_, field, was, needed = todo
        owner, due = self.answers.get(f"pg_owner_{id_}"), self.answers.get(f"pg_due_{id_}")
        owner = owner or self.answers.get(filler_field(self.template, field)) or _assessor(self.found)
        sheet, cell = self.places.get(field, ("", ""))
        late = due is not None and self.as_of is not None and due < self.as_of
        return Action(
            do, id_, field, self.found, was, needed, None if owner is None else str(owner), due, late,
            sheet, cell, target, last,
        )  # fmt: skip


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
