"""Everything that a portfolio says, from the assessments of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from ..core.assessment import Assessment
from ..core.template import Template
from ..records import dataclass
from ..workbook.creation.lists.engagements import ListedEngagement
from .actions import Actions, Blocker, blockers_of, latest_assessment
from .cuts import Slice, slices_of
from .headline import Headline, headline_of
from .issued import Issued, issued_of
from .loads import QuarterLoad, loads_of
from .moves import Move, RunResult, moves_since
from .phasing import PhasedPlan, latest_quarter, plan_phases
from .ranking import USUAL, Ranking, rank
from .rollup import Rollup, roll_up
from .terms import Terms
from .what_if import TermChange, Variant, usual_changes, variants_of
from .worth import Worth, price_of_order


@dataclass(frozen=True)
class Portfolio:
    """The engagements of one template, ranked, planned and added up in its currency.

    `worths` say what the plan brings in its own order and in others; `moves` is None where no earlier
    run is given, `issued` where no list is. Things are overdue `as_of` the day of the latest assessment,
    unless the operator names one.
    """

    template: Template
    ranking: Ranking
    plan: PhasedPlan
    rollup: Rollup
    worths: tuple[Worth, ...]
    moves: tuple[Move, ...] | None
    as_of: date | None
    actions: Actions
    variants: tuple[Variant, ...]
    issued: tuple[Issued, ...] | None

    @property
    def files(self) -> int:
        return len(self.ranking.entries) + len(self.ranking.apart)

    @cached_property
    def loads(self) -> tuple[QuarterLoad, ...]:
        return loads_of(self.plan)

    @cached_property
    def slices(self) -> tuple[Slice, ...]:
        """Return the engagements together, and by whatever divides them."""
        return slices_of(self.ranking.entries, self.template)

    @cached_property
    def headline(self) -> Headline:
        granted = {item.id for item in self.template.items if item.granted_at_gate}
        ahead = tuple(each for each in self.blockers if each.id not in granted)
        return headline_of(self.ranking, self.plan, ahead, self.issued or ())

    @cached_property
    def blockers(self) -> tuple[Blocker, ...]:
        """Return what is to be done in most engagements that wait for a launch."""
        open_ = {id(each.assessment) for each in self.ranking.ranked if each.grade != "approved"}
        return blockers_of(action for action in self.actions if id(action.assessment) in open_)


def overview(
    assessments: Iterable[Assessment],
    template: Template,
    terms: Terms = USUAL,
    earlier: Mapping[str, RunResult] | None = None,
    changes: Sequence[TermChange] | None = None,
    issued: Iterable[ListedEngagement] | None = None,
) -> Portfolio:
    """Rank, plan and add up; the plan begins in the quarter of the latest assessment by default.

    `changes` are tried instead of the usual ones. With the rows of the list that the workbooks were issued
    from, say who has answered.
    """
    ranking = rank(assessments, template.id, template.costs.currency, terms)
    entries = ranking.entries
    first = terms.first or latest_quarter(entries, terms.fiscal_start)
    plan = plan_phases(entries, replace(terms, first=first))
    as_of = terms.as_of or latest_assessment(ranking)
    tried = usual_changes(terms) if changes is None else changes
    return Portfolio(
        template, ranking, plan, roll_up(entries), price_of_order(entries, plan),
        None if earlier is None else moves_since(entries, earlier),
        as_of, Actions(ranking, template, as_of), variants_of(entries, plan, tried),
        None if issued is None else issued_of(issued, ranking, template),
    )  # fmt: skip
