"""Templates, and what hypothesis draws from them: ratings, statuses, amounts, whole workbooks of answers.

Answers are keyed by defined name, as a reader returns them. `OTHER` is a made-up gate that differs
from the built-in one wherever a template may.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.fields import Field, FieldTable, blocks, input_fields, vocabulary
from pocgate_xl.core.serialization import from_plain
from pocgate_xl.core.submission import Submission, Value
from pocgate_xl.core.template import (
    Cause,
    CostCategory,
    Costs,
    Criterion,
    Floors,
    Group,
    Helper,
    HelperBand,
    Horizon,
    Item,
    Levels,
    Phase,
    Rows,
    Scale,
    Span,
    Strategy,
    Template,
    VerdictBand,
)

BUILT_IN = Path(__file__).parents[2] / "workbook_templates" / "poc_gate" / "template.toml"


@lru_cache(maxsize=1)
def built_in() -> Template:
    """Return the built-in template; its file has the shape of the dataclasses."""
    return from_plain(Template, tomllib.loads(BUILT_IN.read_text(encoding="utf-8"), parse_float=Decimal))


def _span(low: str, high: str) -> Span:
    return Span(Decimal(low), Decimal(high))


OTHER = Template(
    id="pilot_gate",
    version="2.1.0",
    languages=("en",),
    scale=Scale(0, 3),
    floors=Floors(1, enforce=True),
    criteria=(
        Criterion(
            "uptake",
            (3, 0),
            Helper(
                "improvement",
                (
                    HelperBand(3, Decimal("0.5"), inclusive=False),
                    HelperBand(2, Decimal("-0.1")),
                    HelperBand(0),
                ),
            ),
        ),
        Criterion("safety", (3, 0)),
        Criterion(
            "effort",
            (3, 0),
            Helper("deviation", (HelperBand(3, Decimal("0.25"), inclusive=False), HelperBand(1))),
        ),
    ),
    verdicts=(
        VerdictBand("excellent", 8, "go"),
        VerdictBand("fine", 6, "go"),
        VerdictBand("nearly", 5, "conditional"),
        VerdictBand("partly", 4, "conditional"),
        VerdictBand("weak", 2, "hold"),
        VerdictBand("poor", 0, "hold"),
    ),
    groups=(
        Group("first", (Item("contract", granted_at_gate=True), Item("logs", not_applicable=True))),
        Group("second", (Item("handover", not_applicable=True), Item("licence", granted_at_gate=True))),
        Group("third", (Item("drill", not_applicable=True),)),
    ),
    costs=Costs(
        "EUR",
        ("EUR", "JPY", "USD"),
        _span("1.5", "2.5"),
        (
            CostCategory("support", "share", "month", False, _span("0.01", "0.025")),
            CostCategory(
                "seats", "multiplied", "year", False, _span("2", "2.5"), None, _span("1000.05", "9000")
            ),
            CostCategory(
                "build", "multiplied", "once", True, _span("1.1", "1.4"), None, None, poc_blank_is_zero=True
            ),
            CostCategory("audit", "reference", "once", True, None, None, _span("333.33", "1000")),
            CostCategory("hosting", "reference", "month", False, None, None, _span("10", "20.005")),
            CostCategory("reserve", "share", "year", False, _span("0.1", "0.1"), None, _span("50", "90")),
        ),
    ),
    levels=Levels(Decimal("0.9"), Decimal("0.1")),
    questions=("agreed", "funded"),
    strategies=(Strategy("plan", "design"), Strategy("money", "costs")),
    causes=(
        Cause("drift", "plan", ("safety", "uptake"), ("drill", "logs"), ("agreed",)),
        Cause("silence", "money", (), ("contract",), ("funded", "agreed")),
        Cause("worry", "plan", ("effort",)),
    ),
    elements=("scope",),
    phases=(Phase("trial", 1, 1), Phase("wave", 6, 12)),
    horizons=(Horizon("1m", 1), Horizon("2y", 24)),
    components=("watch",),
    rows=Rows(2, 1, 1),
)


def templates() -> st.SearchStrategy[Template]:
    """Draw the built-in template or the made-up one."""
    return st.sampled_from([built_in(), OTHER])


def ratings(template: Template, *, complete: bool = False) -> st.SearchStrategy[dict[str, int | None]]:
    """Draw a valid rating, or None, for every criterion."""
    valid = st.integers(template.scale.lowest, template.scale.highest)
    each = valid if complete else st.none() | valid
    return st.fixed_dictionaries(dict.fromkeys(template.criterion_ids, each))


def statuses(template: Template) -> st.SearchStrategy[dict[str, str | None]]:
    """Draw a status that its item offers, or None, for every item; done prevails."""
    return st.fixed_dictionaries({item.id: _status(template, item) for item in template.items})


def _status(template: Template, item: Item) -> st.SearchStrategy[str | None]:
    offered = vocabulary(template, "item_status" if item.not_applicable else "status")
    return st.just("done") | st.sampled_from(offered) | st.none()


def amounts(largest: int = 10**9) -> st.SearchStrategy[Decimal]:
    """Draw an amount of money as a cell holds it: zero or more, at most two decimals."""
    return st.one_of(
        st.just(Decimal(0)),
        st.integers(0, largest // 1000).map(lambda thousands: Decimal(thousands * 1000)),
        st.integers(0, largest * 100).map(lambda cents: Decimal(repr(cents / 100))),
    )


MOST = {"yen_per_unit": 1000, "volume_ratio": 1000, "employees": 10**6, "revision": 99, "poc_months": 120}
"""Upper bounds of numbers that have none, so that spreadsheets and Python can be compared."""


def values(template: Template, field: Field) -> st.SearchStrategy[Any]:
    """Draw what may stand in a field."""
    if field.kind == "label":
        return st.sampled_from(vocabulary(template, field.vocabulary))
    if field.kind == "text":
        return st.text(st.characters(min_codepoint=65, max_codepoint=122), min_size=1, max_size=12)
    if field.kind == "date":
        return st.dates(date(2000, 1, 1), date(2100, 12, 31))
    return _numbers(field)


def _numbers(field: Field) -> st.SearchStrategy[Any]:
    if field.kind == "money":
        return amounts()
    most = int(field.maximum) if field.maximum is not None else MOST.get(field.key, 1000)
    if field.kind in ("rating", "whole"):
        return st.integers(int(field.minimum or 0), most)
    least = -most * 100 if field.minimum is None else int(field.above_minimum)
    return st.integers(least, most * 100).map(lambda hundredths: Decimal(repr(hundredths / 100)))


def cost_answers(template: Template) -> st.SearchStrategy[dict[str, Value]]:
    """Draw answers to all that a cost projection depends on, blanks among them."""
    names = ("currency", "yen_per_unit", "poc_months", "annual_benefit_low", "annual_benefit_high")
    wanted = {f"pg_engagement_{name}" for name in names}
    return _some(
        template,
        [f for f in input_fields(template) if f.name in wanted or f.group in ("poc_cost", "planned_cost")],
    )


def answers(template: Template) -> st.SearchStrategy[dict[str, Value]]:
    """Draw a workbook's answers: mostly blank, mostly filled, or anything between."""
    fields = list(input_fields(template))
    decided = [field for field in fields if field.group in ("rating", "status", "poc_cost")]
    return st.one_of(_some(template, fields), _all(template, decided), _all(template, fields))


def _all(template: Template, fields: list[Field]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({field.name: values(template, field) for field in fields})


def _some(template: Template, fields: list[Field]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({}, optional={field.name: values(template, field) for field in fields})


def block_rows(template: Template) -> st.SearchStrategy[dict[str, list[dict[str, Value]]]]:
    """Draw rows of the free tables; a row has at least one value."""
    return st.fixed_dictionaries({block.name: _rows(template, block) for block in blocks(template)})


def _rows(template: Template, block: FieldTable) -> st.SearchStrategy[list[dict[str, Value]]]:
    columns: Mapping[str, Any] = {field.part: values(template, field) for field in block.columns}
    row = st.fixed_dictionaries({}, optional=columns).filter(len)
    return st.lists(row, max_size=min(block.rows, 3))


def submissions(template: Template) -> st.SearchStrategy[Submission]:
    """Draw what a filled workbook says, typed."""
    return answers(template).map(lambda given: submission_from_answers(template, given))
