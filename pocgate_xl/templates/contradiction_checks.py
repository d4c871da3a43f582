"""What must hold of the contradictions that a template declares."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..core.contradictions import DECISION, select
from ..core.fields import DECISIONS, NOT_APPLICABLE, Field, vocabulary
from ..core.template import Condition, Template
from ..errors import Problem

SUBJECTS = ("answer", "blank", "any_blank", "repeated")
TESTS = {
    "at_least": ("answer",), "at_most": ("answer",), "one_of": ("answer",), "none_of": ("answer",),
    "times": ("repeated",),
}  # fmt: skip
"""Which subjects a test goes with."""


def contradiction_problems(template: Template) -> Iterator[Problem]:
    """Yield every condition that can never be understood, with its dotted path."""
    for row, contradiction in enumerate(template.contradictions):
        for column, condition in enumerate(contradiction.conditions):
            path = f"contradictions.{row}.conditions.{column}"
            yield from ((f"{path}{name and '.'}{name}", problem) for name, problem in _shape(condition))
            yield from ((f"{path}.{name}", problem) for name, problem in _content(template, condition))


def _shape(condition: Condition) -> Iterator[Problem]:
    """Yield where a condition has no subject, several, or tests that do not go with it."""
    subjects = [name for name in SUBJECTS if getattr(condition, name)]
    if len(subjects) != 1:
        yield "", f"must have exactly one of {', '.join(SUBJECTS)}"
        return
    tests = [name for name in TESTS if getattr(condition, name) not in (None, ())]
    for name in tests:
        if subjects[0] not in TESTS[name]:
            yield name, f"does not go with {subjects[0]}"
    if subjects[0] == "answer" and not tests:
        yield "answer", "needs at_least, at_most, one_of or none_of"
    if subjects[0] == "repeated" and condition.times is None:
        yield "times", "is missing"


def _content(template: Template, condition: Condition) -> Iterator[Problem]:
    for name in SUBJECTS:
        selected = getattr(condition, name) or ()
        for selector in (selected,) if isinstance(selected, str) else selected:
            if selector == DECISION and name == "answer":
                yield from _codes(condition, DECISIONS)
            elif not (fields := select(template, selector)):
                yield name, f"{selector!r} selects no answer of this template"
            elif name == "answer":
                yield from _values(template, condition, fields)
            elif name == "repeated" and any(field.kind != "text" for field in fields):
                yield name, f"{selector!r} selects answers that are not texts"


def _values(template: Template, condition: Condition, fields: tuple[Field, ...]) -> Iterator[Problem]:
    """Yield bounds and codes that no answer of these fields can have."""
    if all(field.kind == "label" for field in fields):
        yield from _codes(condition, _known(template, fields))
        return
    for name in ("one_of", "none_of"):
        if getattr(condition, name):
            yield name, "these answers do not come from a list"
    for name in ("at_least", "at_most"):
        bound = getattr(condition, name)
        if bound is None:
            continue
        if any(field.kind in ("label", "text", "date") for field in fields):
            yield name, "these answers are not numbers"
        elif any(_beyond(field, bound) for field in fields):
            yield name, f"{bound} is not a possible answer"


def _beyond(field: Field, bound: Decimal) -> bool:
    low, high = field.minimum, field.maximum
    return (low is not None and bound < low) or (high is not None and bound > high)


def _known(template: Template, fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Return the codes of these fields; that an item does not apply may be ruled out everywhere."""
    codes = [code for field in fields for code in vocabulary(template, field.vocabulary)]
    statuses = any(field.group == "status" for field in fields)
    return (*codes, NOT_APPLICABLE) if statuses else tuple(codes)


def _codes(condition: Condition, known: tuple[str, ...]) -> Iterator[Problem]:
    for name in ("one_of", "none_of"):
        for code in getattr(condition, name):
            if code not in known:
                yield name, f"{code!r} is not one of {', '.join(dict.fromkeys(known))}"
    for name in ("at_least", "at_most"):
        if getattr(condition, name) is not None:
            yield name, "these answers are not numbers"
