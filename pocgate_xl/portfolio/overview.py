"""Everything that a portfolio says, from the assessments of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..core.assessment import Assessment
from ..core.template import Template
from ..workbook.creation.lists.engagements import ListedEngagement
from .issued import Issued, issued_of
from .loads import QuarterLoad, loads_of
from .moves import Move, Standing, moves_since
from .phasing import PhasedPlan, latest_quarter, plan_phases
from .ranking import USUAL, Ranking, rank
from .rollup import Rollup, roll_up
from .terms import Terms
from .worth import Worth, price_of_order


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The engagements of one template, ranked, planned and added up in its currency.

    `worths` say what the plan brings in its own order and in others; `moves` is None where no earlier
    run is given, `issued` where no list is.
    """

    template: Template
    ranking: Ranking
    plan: PhasedPlan
    rollup: Rollup
    worths: tuple[Worth, ...]
    moves: tuple[Move, ...] | None
    issued: tuple[Issued, ...] | None = None

    @property
    def files(self) -> int:
        return len(self.ranking.entries) + len(self.ranking.apart)

    @property
    def loads(self) -> tuple[QuarterLoad, ...]:
        return loads_of(self.plan)


def overview(
    assessments: Iterable[Assessment],
    template: Template,
    terms: Terms = USUAL,
    earlier: Mapping[str, Standing] | None = None,
    issued: Iterable[ListedEngagement] | None = None,
) -> Portfolio:
    """Rank, plan and add up; the plan begins in the quarter of the latest assessment by default.

    With the rows of the list that the workbooks were issued from, say who has answered.
    """
    ranking = rank(assessments, template.id, template.costs.currency, terms)
    entries = ranking.entries
    first = terms.first or latest_quarter(entries, terms.fiscal_start)
    plan = plan_phases(entries, replace(terms, first=first))
    return Portfolio(
        template, ranking, plan, roll_up(entries, template), price_of_order(entries, plan),
        None if earlier is None else moves_since(entries, earlier),
        None if issued is None else issued_of(issued, ranking, template),
    )  # fmt: skip
