"""What every sheet says of itself, and how far each section has come."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ....core.completeness import asked_fields, needed_fields
from ..outputs import Output
from .decision_paper import shortened
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
    """Return which engagement it is and whose, as it stands at the top of every page, long names cut."""
    engagement = facts.assessment.engagement
    organization, poc = (
        name and shortened(facts, str(name), "name")
        for name in (engagement.organization, engagement.poc_name)
    )
    name = f" – {poc}" if poc else ""
    return (f"{engagement.id} · " if engagement.id else "") + (organization or facts.text("unnamed")) + name


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


def _called(facts: Facts, name: str) -> str:
    """Return what an answer is called, with its number if it has one."""
    field = next(field for field in asked_fields(facts.template) if field.name == name)
    numbers = {item.id: number for number, _, item in facts.template.numbered_items()}
    numbers |= {id_: number for number, id_ in enumerate(facts.template.criterion_ids, 1)}
    words = {"rating": "criterion", "status": "item", "question": "question"}
    label = facts.label(words.get(field.group, "field"), field.key)
    return f"{numbers[field.key]} {label}" if field.group in ("rating", "status") else label


def progress(facts: Facts) -> str:
    """Return how many of the needed answers are in."""
    needed = [field.name for field in needed_fields(facts.template)]
    return f"{sum(name in facts.answered for name in needed)}{facts.text('progress_of')}{len(needed)}"


def progress_line(facts: Facts, sheet: str = "") -> str:
    """Return what a sheet says at its top: what is wrong, what comes next, or that all is well."""
    go_there = facts.text("go_there")
    if facts.faulty:
        return check_line(facts, sheet) + go_there
    if facts.missing:
        called = _called(facts, facts.missing[0])
        return f"{progress(facts)}{facts.text('progress_next')}{called}{go_there}"
    return facts.text("check_fine")


def first_fault(facts: Facts, sheet: str) -> str:
    """Return the address of the first faulty input on a sheet."""
    address = facts.first_faulty.get(sheet, "").rpartition("!")[2]
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address)


def check_target(facts: Facts, sheet: str = "") -> str:
    """Return where the line of a sheet leads."""
    if facts.faulty:
        found = facts.first_faulty.get(sheet) or facts.first_faulty.get("", "")
        head, _, address = found.rpartition("!")
        return f"{head}!" + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address)
    missing = facts.missing
    return facts.places.inputs.get(missing[0], "") if missing else facts.places.home


def filled(facts: Facts, section: str) -> int:
    """Count what a section wants and was answered rightly."""
    return len(facts.wanted[section] & facts.answered)


def state(facts: Facts, section: str) -> str:
    needed = SO_MANY.get(section) or len(facts.wanted[section])
    missing = "required" if section in NEEDED else "recommended"
    return facts.text("filled" if filled(facts, section) >= needed else missing)


def section_state(facts: Facts, section: str) -> str:
    """Say whether a section is done, waited for by a decision, begun, or open."""
    done = filled(facts, section)
    if done >= (SO_MANY.get(section) or len(facts.wanted[section])):
        return facts.text("filled")
    asked = not facts.wanted[section].isdisjoint(facts.missing)
    return facts.text("required" if asked else "begun" if done else "recommended")


def section_bar(facts: Facts, section: str = "") -> str:
    """Return a bar of what a section wants and has; of all needed answers where none is named."""
    names = {field.name for field in needed_fields(facts.template)}
    wanted = facts.wanted[section] if section else names
    most = SO_MANY.get(section) or len(wanted)
    return BAR * (min(len(wanted & facts.answered), most) * BAR_LENGTH // most)


BAR, BAR_LENGTH = "█", 8

SO_MANY = {"process": 1, "assumptions": 2}
"""How many rows are wanted of sections of free rows; elsewhere all inputs are that count."""

TRUTHS: Mapping[str, Truth] = {
    "output": output, "live": live, "whose": whose, "engagement_line": engagement_line,
    "faulty": faulty, "check": check,
    "check_line": check_line, "filled": filled, "state": state,
    "section_state": section_state, "section_bar": section_bar,
    "progress_line": progress_line, "first_fault": first_fault, "check_target": check_target,
}  # fmt: skip
