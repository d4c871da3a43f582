"""What production costs: the projection, from all low to all high, and beside it plan and budget.

Run inside an exact decimal context: nothing is rounded but references in another currency.

Source: docs/rubric.md, rows "costs (projection)" and "two ratios": multipliers, references and the share of
operations are published; what a blank means, the sums and plans beside projections are decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from ..records import dataclass
from .budget import PER_YEAR, Budget, Payback, Sums, add_up, budget_of, payback
from .money import EXACT, Currency, Standing, as_decimal, currency_of, scaled, standing, total
from .roadmap import MONTHS_A_YEAR
from .rule_of_thumb import RuleOfThumb, rule_of_thumb
from .submission import CostResponse, Engagement, Recorded
from .template import Basis, CostCategory, Span, Template, Unit
from .validity import check_amount, check_ids, valid_amount, valid_months, valid_recorded

BLANK = CostResponse()
NOTHING_RECORDED = Recorded()


@dataclass(frozen=True, slots=True)
class CategoryCost:
    """One category per its unit; what is not known is None.

    `standing` holds the projection of a multiple against the published reference;
    `planned_standing` a planned amount against the projection, or against the reference where
    the planned amount is the projection.
    """

    unit: Unit
    poc: Decimal | None
    projection: Span | None
    reference: Span | None
    standing: Standing | None
    planned: Decimal | None
    planned_standing: Standing | None

    @property
    def budget(self) -> Span | None:
        """Return the plan where one is given, else the projection."""
        return _point(self.planned) or self.projection


@dataclass(frozen=True, slots=True)
class CostProjection:
    """Every category and the sums; a sum that lacks an amount is None.

    Low to high is an envelope, all low to all high, not a confidence interval. The sums are those of
    the projection; `budget` has its own. `benefit` is that of a year.
    """

    currency: str
    categories: Mapping[str, CategoryCost]
    initial: Span | None
    run_rate: Span | None
    first_year: Span | None
    three_year: Span | None
    poc_investment: Decimal | None
    rule_of_thumb: RuleOfThumb | None
    benefit: Span | None
    budget: Budget
    payback: Payback


def project_costs(
    template: Template,
    engagement: Engagement,
    responses: Mapping[str, CostResponse],
    recorded: Recorded = NOTHING_RECORDED,
    start: date | None = None,
) -> CostProjection:
    """Project production costs from amounts that somebody gives; AnswerError where one would be dropped."""
    check_ids("cost categories", responses, [category.id for category in template.costs.categories])
    read = {
        id_: replace(answer, poc=check_amount(id_, answer.poc), planned=check_amount(id_, answer.planned))
        for id_, answer in responses.items()
    }
    return costs_of(template, engagement, read, recorded, start)


def costs_of(
    template: Template,
    engagement: Engagement,
    responses: Mapping[str, CostResponse],
    recorded: Recorded = NOTHING_RECORDED,
    start: date | None = None,
) -> CostProjection:
    """Project the production costs of a submission; negative amounts count as not given.

    `start` is that of the roadmap, from which a payback counts.
    """
    with localcontext(EXACT):
        currency = currency_of(template.costs, engagement)
        categories = _categories(template, currency, responses)
        known = valid_recorded(template, recorded)
        budget = budget_of(
            template.costs, {id_: cost.budget for id_, cost in categories.items()}, known.contingency
        )
        benefit = _benefit(engagement)
        returns = payback(budget, benefit, known.benefit_ramp_months, start)
        return _projection(template, engagement, _Parts(currency, categories, budget, benefit, returns))


def _categories(
    template: Template, currency: Currency, responses: Mapping[str, CostResponse]
) -> dict[str, CategoryCost]:
    """Project shares last, as they need the initial investment."""
    answered = [(c, responses.get(c.id, BLANK)) for c in template.costs.categories]
    direct = {c.id: _direct(c, answer, currency) for c, answer in answered if c.kind != "share"}
    initial = _initial(template, direct)
    return {c.id: direct.get(c.id) or _factored(c, None, initial, answer, currency) for c, answer in answered}


def _initial(template: Template, categories: Mapping[str, CategoryCost]) -> Span | None:
    return total(categories[c.id].projection for c in template.costs.categories if c.one_off)


def _direct(category: CostCategory, answer: CostResponse, currency: Currency) -> CategoryCost:
    poc = _poc(category, answer)
    if category.kind == "reference":
        return _referenced(category, poc, answer, currency)
    return _factored(category, poc, _point(poc), answer, currency)


def _factored(
    category: CostCategory,
    poc: Decimal | None,
    base: Span | None,
    answer: CostResponse,
    currency: Currency,
) -> CategoryCost:
    """Project a multiple or a share, which are published; a planned amount is held against it."""
    projection = category.factor and scaled(base, category.factor)
    reference, planned = currency.convert(category.reference), valid_amount(answer.planned)
    return CategoryCost(
        category.unit, poc, projection, reference, standing(projection, reference),
        planned, standing(_point(planned), projection),
    )  # fmt: skip


def _referenced(
    category: CostCategory, poc: Decimal | None, answer: CostResponse, currency: Currency
) -> CategoryCost:
    """Project by the reference, which a planned amount replaces and is held against."""
    reference, planned = currency.convert(category.reference), valid_amount(answer.planned)
    return CategoryCost(
        category.unit, poc, _point(planned) or reference, reference, None,
        planned, standing(_point(planned), reference),
    )  # fmt: skip


def _point(amount: Decimal | None) -> Span | None:
    return None if amount is None else Span(amount, amount)


def _poc(category: CostCategory, answer: CostResponse) -> Decimal | None:
    amount = valid_amount(answer.poc)
    return Decimal(0) if amount is None and category.poc_blank_is_zero else amount


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a projection is put together from."""

    currency: Currency
    categories: Mapping[str, CategoryCost]
    budget: Budget
    benefit: Span | None
    payback: Payback


def _projection(template: Template, engagement: Engagement, parts: _Parts) -> CostProjection:
    investment = _poc_investment(template, engagement, parts.categories)
    sums = add_up(template.costs.categories, {id_: c.projection for id_, c in parts.categories.items()})
    return CostProjection(
        currency=parts.currency.code,
        categories=parts.categories,
        initial=sums.initial,
        run_rate=sums.run_rate,
        first_year=sums.first_year,
        three_year=sums.three_year,
        poc_investment=None if investment is None else as_decimal(investment),
        rule_of_thumb=_rule_of_thumb(template, parts, sums, investment),
        benefit=parts.benefit,
        budget=parts.budget,
        payback=parts.payback,
    )


def _rule_of_thumb(
    template: Template, parts: _Parts, sums: Sums, investment: Fraction | None
) -> RuleOfThumb | None:
    """Compare the initial investment with the PoC; that of the budget where the template says so."""
    costs = template.costs
    on_budget = costs.rule_of_thumb == "budget"
    planned = any(c.one_off and parts.categories[c.id].planned is not None for c in costs.categories)
    basis: Basis = "budget" if on_budget and planned else "projection"
    initial = parts.budget.initial if on_budget else sums.initial
    return rule_of_thumb(initial, investment, costs.guide, basis)


def _poc_investment(
    template: Template, engagement: Engagement, categories: Mapping[str, CategoryCost]
) -> Fraction | None:
    """Add the PoC's own costs; what recurs counts for the months of the PoC."""
    months = valid_months(engagement.poc_months)
    investment = Fraction(0)
    for category in template.costs.categories:
        if category.kind != "share":
            spent = _spent(category.unit, categories[category.id].poc, months)
            if spent is None:
                return None
            investment += spent
    return investment


def _spent(unit: Unit, amount: Decimal | None, months: Decimal | None) -> Fraction | None:
    if amount is None:
        return None
    if unit == "once":
        return Fraction(amount)
    if months is None:
        return None
    return Fraction(amount) * Fraction(months) * PER_YEAR[unit] / MONTHS_A_YEAR


def _benefit(engagement: Engagement) -> Span | None:
    low, high = valid_amount(engagement.annual_benefit_low), valid_amount(engagement.annual_benefit_high)
    return None if low is None or high is None else Span(low, high)
