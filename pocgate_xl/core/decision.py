"""The gate decision: verdict, must-meets and checklist together, with reasons and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from ..records import dataclass
from .checklist import Checklist
from .must_meets import MustMeet, failing, must_meets, unanswered
from .scorecard import Scorecard, band_at, raises
from .template import BandDecision, Template, VerdictBand

Decision = Literal["go", "ready_for_approval", "clear_checklist", "conditional", "hold", "incomplete"]
ReasonCode = Literal[
    "verdict", "missing_ratings", "concerns", "enforced_floor", "question_no",
    "open_items", "missing_evidence", "granted_at_gate", "all_items_cleared", "question_blank",
]  # fmt: skip

StepKind = Literal["rate", "raise", "clear", "give_evidence", "answer", "settle"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why in a code; `ids` name the verdict, criteria, items or questions that it speaks of."""

    code: ReasonCode
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingStep:
    """Ask for a rating: `needed` instead of `rating`, or any where both are None."""

    criterion: str
    rating: int | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """Ask for a yes to a knock-out question; its `answer` was no, or None while it is blank."""

    question: str
    answer: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, in words and apart: for a rating `reach` is what it must come to mean.

    `was` and `needed` are ratings, statuses or answers; `owner` is who is asked, `due` until when. `sheet`
    (its title) and `cell` say where it stands in a file.
    """

    do: StepKind
    id: str
    field: str
    label: str
    text: str
    was: int | str | None = None
    needed: int | str | None = None
    reach: str = ""
    owner: str | None = None
    due: date | None = None
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What leads to the `target` decision.

    Ratings to raise or give, open items to clear, done items to give evidence for, and questions that
    must become a yes. `steps` are the same one by one, where the answers around them are known.
    """

    target: Decision | None = None
    ratings: tuple[RatingStep, ...] = ()
    items: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    questions: tuple[QuestionStep, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class GateDecision:
    """A decision, why it fell so, what changes it, and the must-meets behind it."""

    decision: Decision
    reasons: tuple[Reason, ...]
    next_step: NextStep
    must_meets: tuple[MustMeet, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """What a decision follows from."""

    template: Template
    scorecard: Scorecard
    checklist: Checklist
    must_meets: tuple[MustMeet, ...]

    @property
    def leads_to(self) -> BandDecision | None:
        """Return what the verdict leads to; None while there is none."""
        return band_at(self.template, self.scorecard.total).decision if self.scorecard.complete else None

    @property
    def only_granted_at_gate(self) -> bool:
        granted = {item.id for item in self.template.items if item.granted_at_gate}
        return self.checklist.uncleared <= granted


def decide(
    template: Template,
    scorecard: Scorecard,
    checklist: Checklist,
    questions: Mapping[str, bool] | None = None,
) -> GateDecision:
    """Decide, and say what leads on.

    Where several verdict bands share a decision, `conditional` aims at the lowest band that leads
    to go, and `hold` at the lowest band that leads to more than hold; the scorecard's own
    improvements aim at the next band whatever it leads to.
    """
    found = must_meets(template, scorecard.ratings, questions or {})
    case = _Case(template, scorecard, checklist, found)
    decision = _decision(case)
    return GateDecision(decision, tuple(_reasons(case, decision)), _next_step(case, decision), found)


def _decision(case: _Case) -> Decision:
    if case.leads_to != "go":
        return case.leads_to or "incomplete"
    if any(each.met is False for each in case.must_meets):
        return "conditional"
    if not case.only_granted_at_gate or unanswered(case.must_meets):
        return "clear_checklist"
    return "ready_for_approval" if case.checklist.uncleared else "go"


def _reasons(case: _Case, decision: Decision) -> Iterator[Reason]:
    """Yield why; what keeps a verdict of go back comes before the checklist, which then is left out."""
    scorecard = case.scorecard
    held_back = case.leads_to == "go" and decision == "conditional"
    if scorecard.complete:
        yield Reason("verdict", (scorecard.verdict,))
    else:
        yield Reason("missing_ratings", scorecard.missing)
    if scorecard.concerns:
        enforced = held_back and case.template.floors.enforce
        yield Reason("enforced_floor" if enforced else "concerns", scorecard.concerns)
    if knocked_out := failing(case.must_meets, "question"):
        yield Reason("question_no", knocked_out)
    if case.leads_to == "go" and not held_back:
        yield from _checklist_reasons(case)


def _checklist_reasons(case: _Case) -> Iterator[Reason]:
    checklist = case.checklist
    if others := tuple(id_ for id_ in checklist.open if id_ not in checklist.granted_at_gate):
        yield Reason("open_items", others)
    if checklist.lacking_evidence:
        yield Reason("missing_evidence", checklist.lacking_evidence)
    if checklist.granted_at_gate:
        yield Reason("granted_at_gate", checklist.granted_at_gate)
    if not checklist.uncleared:
        yield Reason("all_items_cleared")
    if blank := unanswered(case.must_meets):
        yield Reason("question_blank", blank)


def _next_step(case: _Case, decision: Decision) -> NextStep:
    match decision:
        case "go":
            return NextStep()
        case "incomplete":
            return NextStep(ratings=tuple(RatingStep(id_) for id_ in case.scorecard.missing))
        case "hold":
            band = _lowest_band(case.template, "go", "conditional")
            return NextStep(band.decision, _raises(case, band))
        case "conditional":
            floors = case.template.floor_of if case.template.floors.enforce else None
            return _to_go(case, _raises(case, _lowest_band(case.template, "go"), floors))
    return _to_go(case)


def _to_go(case: _Case, ratings: tuple[RatingStep, ...] = ()) -> NextStep:
    asked = (each for each in case.must_meets if each.kind == "question" and not each.met)
    questions = tuple(QuestionStep(each.id, each.met) for each in asked)
    return NextStep("go", ratings, case.checklist.open, case.checklist.lacking_evidence, questions)


def _lowest_band(template: Template, *decisions: str) -> VerdictBand:
    return [band for band in template.verdicts if band.decision in decisions][-1]


def _raises(
    case: _Case, band: VerdictBand, floors: Mapping[str, int] | None = None
) -> tuple[RatingStep, ...]:
    rows = raises(case.template, case.scorecard.given, band.at_least, floors)
    return tuple(RatingStep(row.criterion, row.rating, row.needed) for row in rows)
