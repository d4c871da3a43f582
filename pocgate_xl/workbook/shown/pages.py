"""What every sheet says of itself, and how far each section has come."""

from __future__ import annotations

from collections.abc import Mapping

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


def engagement_line(facts: Facts) -> str:
    """Return which engagement it is and whose, as it stands at the top of every page."""
    id_ = facts.assessment.engagement.id
    return (f"{id_} · " if id_ else "") + whose(facts)


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
    return len(facts.wanted[section] & facts.answered)


def state(facts: Facts, section: str) -> str:
    needed = SO_MANY.get(section) or len(facts.wanted[section])
    missing = "required" if section in NEEDED else "recommended"
    return facts.text("filled" if filled(facts, section) >= needed else missing)


SO_MANY = {"process": 1, "assumptions": 2}
"""How many rows are wanted of sections of free rows; elsewhere all inputs are that count."""

TRUTHS: Mapping[str, Truth] = {
    "output": output, "live": live, "whose": whose, "engagement_line": engagement_line,
    "faulty": faulty, "check": check, "check_line": check_line, "filled": filled, "state": state,
}  # fmt: skip
