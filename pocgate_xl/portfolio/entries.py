"""One engagement in the portfolio: its class, its money, and what a year of it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, get_args

from ..core.assessment import ReadableAssessment
from ..core.budget import middle
from ..core.decision import Decision
from ..core.template import Span
from ..records import dataclass
from .exchange import Applied, applied, converted
from .terms import Terms

RankedGrade = Literal["approved", "pinned", "launchable", "conditional"]
OutGrade = Literal["hold", "incomplete", "deferred", "returned", "rejected", "excluded"]
Grade = Literal[RankedGrade, OutGrade]
"""Where an engagement stands: what the committee decided, else the operator, else the gate."""
UnknownMoney = Literal["unknown_rate", "unknown_cost", "unknown_run_rate"]

OUT: Mapping[Grade, OutGrade] = {grade: grade for grade in get_args(OutGrade)}
"""The classes that are not ranked for launch."""
REFUSED: Mapping[str, OutGrade] = {
    "rejected": "rejected", "returned": "returned", "deferred": "deferred",
}  # fmt: skip
"""What a committee decides when it lets nothing launch."""
APPROVED = ("approved", "conditions")
OF_DECISION: Mapping[Decision, Grade] = {
    "go": "launchable", "ready_for_approval": "launchable", "clear_checklist": "launchable",
    "conditional": "conditional", "hold": "hold", "incomplete": "incomplete",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One engagement with its money in the portfolio's currency; what is unknown is None.

    `initial` and `run_rate` are those of the budget, `contingency` stands beside them. `net` is what a
    year leaves of the benefit, middles with middles, and `value` that for each unit of the budget.
    """

    assessment: ReadableAssessment
    grade: Grade
    rate: Applied | None
    initial: Span | None
    contingency: Span | None
    run_rate: Span | None
    benefit: Span | None
    net: Fraction | None
    value: Fraction | None

    @property
    def id(self) -> str | None:
        return self.assessment.engagement.id

    @property
    def payback(self) -> Fraction | None:
        """Return the months from the start until the budget is earned back."""
        return self.assessment.costs.payback.months

    @property
    def ranked(self) -> bool:
        """Say whether it stands in the order of launches."""
        return self.grade not in OUT

    @property
    def cost(self) -> Fraction | None:
        """Return what is set aside for its roadmap: the highest initial investment and contingency."""
        if self.initial is None or self.contingency is None:
            return None
        return Fraction(self.initial.high) + Fraction(self.contingency.high)


def entry_of(assessment: ReadableAssessment, currency: str, terms: Terms) -> Entry:
    """Return an engagement as it stands under the operator's terms."""
    costs = assessment.costs
    rate = applied(costs.currency, assessment.engagement.yen_per_unit, currency, terms.rates)
    budget = costs.budget
    initial, contingency, run_rate, benefit = (
        converted(span, rate) for span in (budget.initial, budget.contingency, budget.run_rate, costs.benefit)
    )
    net = None if benefit is None or run_rate is None else middle(benefit) - middle(run_rate)
    grade = grade_of(assessment, terms)
    return Entry(
        assessment, grade, rate, initial, contingency, run_rate, benefit, net, _value(net, initial)
    )  # fmt: skip


def _value(net: Fraction | None, initial: Span | None) -> Fraction | None:
    """Return what each unit of the budget brings in a year; nothing can be said of a budget of 0."""
    spent = None if initial is None else middle(initial)
    return None if net is None or not spent else net / spent


def grade_of(assessment: ReadableAssessment, terms: Terms) -> Grade:
    """Return the class: the committee's no outranks the operator, who never outranks the gate's."""
    committee, id_ = assessment.committee.decision or "", assessment.engagement.id
    if committee in REFUSED:
        return REFUSED[committee]
    if id_ in terms.excluded:
        return "excluded"
    if committee in APPROVED:
        return "approved"
    grade = OF_DECISION[assessment.decision]
    return "pinned" if id_ in terms.pins and grade not in OUT else grade


def unknown_money(entry: Entry) -> UnknownMoney | None:
    """Say what is not known of the money that a plan needs."""
    if entry.rate is None:
        return "unknown_rate"
    if entry.cost is None:
        return "unknown_cost"
    return "unknown_run_rate" if entry.run_rate is None else None
