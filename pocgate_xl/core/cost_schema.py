"""The JSON schema of what an assessment says about money."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from .money import Standing
from .rule_of_thumb import MiddleStanding
from .template import Basis, Unit

Money = Annotated[int, Field(ge=0)] | Annotated[str, StringConstraints(pattern=r"^\d+\.\d*[1-9]$")]
"""A number when whole, else an exact decimal string."""

Balance = int | Annotated[str, StringConstraints(pattern=r"^-?\d+\.\d*[1-9]$")]
"""Money that may be below zero."""

AmountSpan = tuple[Money, Money]
Ratio = Annotated[float, Field(ge=0)]


class CostModel(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class CategoryJson(CostModel):
    poc: Money | None
    low: Money | None
    high: Money | None
    unit: Unit
    reference: AmountSpan | None
    """Published production cost, in the engagement's currency."""
    standing: Standing | None
    planned: Money | None
    planned_standing: Standing | None


class RuleOfThumbJson(CostModel):
    low: Ratio
    middle: Ratio
    high: Ratio
    standing: MiddleStanding
    """Where the middle lies against the guide."""
    basis: Basis
    """What is compared with the PoC: a projection, or a budget that holds a plan."""


class BudgetJson(CostModel):
    initial: AmountSpan | None
    run_rate: AmountSpan | None
    first_year: AmountSpan | None
    three_year: AmountSpan | None
    contingency: AmountSpan | None
    """On the one-off part; in none of the sums."""


class BenefitJson(CostModel):
    annual: AmountSpan | None
    """Expected annual benefit, low and high."""
    monthly_net: Balance | None
    """A month's benefit after the ramp less a month of the run-rate, middles with middles."""
    payback_months: Ratio | None
    """From the start until budget and contingency are earned back; null unless within 120 months."""
    break_even: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None
    """The month of that, where the start is known."""


class CostsJson(CostModel):
    currency: str
    categories: dict[str, CategoryJson]
    initial: AmountSpan | None
    run_rate: AmountSpan | None
    first_year: AmountSpan | None
    three_year: AmountSpan | None
    poc_investment: Money | None
    rule_of_thumb: RuleOfThumbJson | None
    budget: BudgetJson
    """Plans where they are given, else the projection."""
    benefit: BenefitJson
