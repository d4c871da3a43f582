"""The inputs that count for the progress of each section."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from ...core.fields import blocks
from ...core.template import Template


@lru_cache(maxsize=32)
def wanted(template: Template) -> Mapping[str, frozenset[str]]:
    """Return the keys of the inputs that each section wants."""
    return {section: frozenset(keys(template)) for section, keys in WANTED.items()}


def _costs(template: Template) -> Iterable[str]:
    categories = template.costs.categories
    wanted = [c.id for c in categories if c.kind != "share" and not c.poc_blank_is_zero]
    return ("pg_engagement_poc_months", *(f"pg_poc_cost_{id_}" for id_ in wanted))


def _design(template: Template) -> Iterable[str]:
    elements = (f"pg_design_{id_}" for id_ in template.elements)
    return (*elements, *(f"pg_question_{id_}" for id_ in template.questions))


def _roadmap(template: Template) -> Iterable[str]:
    months = (f"pg_phase_months_{phase.id}" for phase in template.phases)
    return ("pg_start_date", *months, *(f"pg_goal_{horizon.id}_kpi" for horizon in template.horizons))


def _rows(template: Template, **parts: str) -> Iterable[str]:
    """Yield the keys of one column of each of these tables."""
    for block in blocks(template):
        if part := parts.get(block.name):
            yield from (f"{block.name}.{row}.{part}" for row in range(block.rows))


WANTED: Mapping[str, Callable[[Template], Iterable[str]]] = {
    "scorecard": lambda template: (f"pg_rating_{id_}" for id_ in template.criterion_ids),
    "checklist": lambda template: (f"pg_status_{item.id}" for item in template.items),
    "costs": _costs,
    "design": _design,
    "process": lambda template: _rows(template, pg_process="step"),
    "roadmap": _roadmap,
    "operations": lambda template: (f"pg_operations_{id_}_owner" for id_ in template.components),
    "assumptions": lambda template: _rows(template, pg_assumptions="assumption", pg_risks="risk"),
}
