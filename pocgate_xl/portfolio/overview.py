"""Everything that a portfolio says, from the assessments of its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..core.assessment import Assessment
from ..core.template import Template
from .phasing import Limits, PhasedPlan, latest_quarter, plan_phases
from .quarters import Quarter
from .ranking import Ranking, rank
from .rollup import Rollup, roll_up


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Hold the engagements of one template, ranked, planned and added up in its currency."""

    template: Template
    ranking: Ranking
    plan: PhasedPlan
    rollup: Rollup

    @property
    def files(self) -> int:
        return len(self.ranking.entries) + len(self.ranking.apart)


def overview(
    assessments: Iterable[Assessment],
    template: Template,
    *,
    first: Quarter | None = None,
    budget: Decimal | None = None,
    slots: int | None = None,
) -> Portfolio:
    """Rank, plan and add up; the plan begins in the quarter of the latest assessment by default."""
    ranking = rank(assessments, template.id, template.costs.currency)
    limits = Limits(first or latest_quarter(ranking.entries), budget, slots)
    plan = plan_phases(ranking.entries, limits)
    return Portfolio(template, ranking, plan, roll_up(ranking.entries, template))
