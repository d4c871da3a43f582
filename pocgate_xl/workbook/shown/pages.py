"""What every sheet says of itself, and how far each section has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ...core.fields import blocks
from ...core.template import Template
from ..outputs import Output
from .facts import Facts, Truth

NEEDED = ("scorecard", "checklist")
"""Sections without which nothing can be decided."""


def output(facts: Facts, name: str) -> Output:
    """Return a result, which other cells repeat."""
    return facts.outputs[f"pg_out_{name}"]


def live(facts: Facts, name: str) -> Output:
    """Return a result as a live edition shows it, where a host computes it."""
    return output(facts, name)


def whose(facts: Facts) -> str:
    engagement = facts.assessment.engagement
    name = f" – {engagement.poc_name}" if engagement.poc_name else ""
    return (engagement.organization or facts.text("unnamed")) + name


def faulty(facts: Facts, *inputs: str) -> int:
    """Count those of some inputs that must be corrected."""
    return sum(key in facts.faulty for key in inputs) if facts.faulty else 0


def check(facts: Facts, sheet: str = "") -> int:
    """Count the inputs to correct on one sheet, or on all."""
    return facts.faults_on[sheet] if sheet else len(facts.faulty)


def check_line(facts: Facts, sheet: str = "") -> str:
    """Return what a sheet says of its faults; one without inputs speaks of all alone."""
    if not facts.faulty:
        return facts.text("check_fine")
    here = f"{facts.text('check_sheet')}{facts.faults_on[sheet]} · " if sheet else ""
    return f"{here}{facts.text('check_all')}{len(facts.faulty)}"


def filled(facts: Facts, section: str) -> int:
    """Count what a section wants and was answered rightly."""
    return sum(key in facts.answered for key in WANTED[section](facts.template))


def state(facts: Facts, section: str) -> str:
    needed = SO_MANY.get(section) or len(tuple(WANTED[section](facts.template)))
    wanted = "required" if section in NEEDED else "recommended"
    return facts.text("filled" if filled(facts, section) >= needed else wanted)


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
"""The inputs that count for the progress of each section."""

SO_MANY = {"process": 1, "assumptions": 2}
"""How many of them are wanted; elsewhere all are."""

TRUTHS: Mapping[str, Truth] = {
    "output": output, "live": live, "whose": whose, "faulty": faulty, "check": check,
    "check_line": check_line, "filled": filled, "state": state,
}  # fmt: skip
