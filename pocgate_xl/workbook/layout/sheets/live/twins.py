"""Which function gives the same as each result of the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from .....core.helper_kinds import helper_form
from .....core.template import HelperKind, Template
from .blocks import SIDES, Blocks, Twin

SUMS = ("initial", "run_rate", "first_year", "three_year")


def twins_of(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    """Yield the call behind every result, by its name without the prefix."""
    yield "total", blocks.value("TOTAL", "ratings")
    yield "total_min", blocks.pick("RANGE", 1, 1, "ratings")
    yield "total_max", blocks.pick("RANGE", 1, 2, "ratings")
    yield "verdict", blocks.value("VERDICT", "ratings")
    yield "decision", blocks.value("DECISION", "ratings", "statuses", later=("answers", "evidence"))
    yield from _progress(template, blocks)
    yield from _costs(template, blocks)
    for row, cause in enumerate(template.causes, 1):
        for column, part in ((2, ""), (3, "_exposure")):
            diagnosed = blocks.pick(
                "CAUSE", row, column, "ratings", "statuses", "answers", "", later=("evidence",)
            )
            yield f"cause_{cause.id}{part}", diagnosed
    for row, phase in enumerate(template.phases, 1):
        for column, side in enumerate(("start", "end"), 2):
            dated = blocks.pick("ROADMAP", row, column, "pg_start_date", "phase_months")
            yield f"phase_{side}_{phase.id}", dated
    yield from _suggested(template, blocks)


def _progress(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    for row, part in enumerate(("", *(f"{group.id}_" for group in template.groups)), 1):
        for column, word in enumerate(("done", "items"), 2):
            yield f"checklist_{part}{word}", blocks.pick("PROGRESS", row, column, "statuses", "")


def _costs(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    money = ("planned", "pg_engagement_currency", "pg_engagement_yen_per_unit")
    categories = [category.id for category in template.costs.categories]
    for noun, codes in (("COST", categories), ("COST_TOTAL", SUMS)):
        for row, code in enumerate(codes, 1):
            for column, side in enumerate(SIDES, 2):
                yield f"cost_{code}_{side}", blocks.pick(noun, row, column, "costs", "", *money)
    for row, code in enumerate((*SUMS, "contingency"), 1):
        for column, side in enumerate(SIDES, 2):
            found = blocks.pick("BUDGET", row, column, "costs", "", *money, "pg_contingency")
            yield f"budget_{code}_{side}", found
    earned = ("costs", "benefit", "pg_benefit_ramp_months", "pg_start_date", "pg_contingency", *money)
    for column, code in enumerate(("benefit_monthly_net", "payback_months", "break_even"), 1):
        yield code, blocks.pick("PAYBACK", 1, column, *earned)
    rule = ("costs", "pg_engagement_poc_months")
    yield "poc_investment", blocks.value("POC_INVESTMENT", *rule)
    for column, side in enumerate(("_low", "_middle", "_high", ""), 1):
        yield f"rule_of_thumb{side}", blocks.pick("RULE_OF_THUMB", 1, column, *rule, *money)


def _suggested(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    """The criterion is named where the helper is not the first of its kind."""
    seen: set[str] = set()
    for criterion in template.criteria:
        if criterion.helper is None:
            continue
        kind, name = criterion.helper.kind, f"pg_helper_{criterion.id}_{{}}".format
        form = helper_form(kind)
        cells = map(name, (*form.figures, form.option))
        named = f'"{criterion.id}"' if kind in seen else ""
        seen.add(kind)
        yield f"suggested_{criterion.id}", blocks.value(_function(kind), *cells, named)


def _function(kind: HelperKind) -> str:
    """Return the function that suggests a rating as a kind of helper does."""
    match kind:
        case "improvement":
            return "KPI_RATING"
        case "deviation":
            return "COST_RATING"
        case _:
            assert_never(kind)
