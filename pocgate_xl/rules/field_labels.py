"""What people call an input cell or a result: the words that stand beside it in the workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..core.catalog import Catalog
from ..core.fields import Field
from ..core.template import Template
from ..patterns import pattern

SUBJECTS: Mapping[str, str] = {
    "rating": "criterion.{key}", "note": "criterion.{key}", "helper": "criterion.{key}",
    "status": "item.{key}", "evidence": "item.{key}", "owner": "item.{key}", "due": "item.{key}",
    "poc_cost": "cost.{key}", "planned_cost": "cost.{key}", "basis": "cost.{key}",
    "design": "element.{key}", "question": "question.{key}", "phase": "phase.{key}",
    "goal": "horizon.{key}", "operations": "component.{key}", "who": "sheet.{key}",
    "signoff": "text.sign_{key}",
}  # fmt: skip
"""Key of the text that says what a field is about, by group."""


OUTPUTS: tuple[tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (pattern(f"pg_out_{name}"), subjects, aspects)
    for name, subjects, aspects in (
        (r"checklist_(?P<key>\w+)_(?P<part>done|items)", ("group.{key}",), ("text.{part}", "text.of")),
        (r"checklist_(?P<part>done|items)", ("text.all_items",), ("text.{part}", "text.of")),
        (r"cost_(?P<key>\w+)_(?P<part>low|high)", ("cost.{key}", "text.sum_{key}"), ("text.{part}",)),
        (
            r"budget_(?P<key>\w+)_(?P<part>low|high)",
            ("text.sum_{key}", "text.{key}_on_top"),
            ("text.budget_{part}",),
        ),
        (r"cause_(?P<key>\w+)_(?P<part>exposure)", ("cause.{key}",), ("text.{part}",)),
        (r"cause_(?P<key>\w+)", ("cause.{key}",), ("text.level",)),
        (r"phase_(?P<part>start|end)_(?P<key>\w+)", ("phase.{key}",), ("text.{part}",)),
        (r"suggested_(?P<key>\w+)", ("criterion.{key}",), ("text.suggested",)),
        (r"rule_of_thumb_(?P<part>\w+)", ("text.rule_of_thumb",), ("text.ratio_{part}",)),
        (r"(?P<key>\w+)", ("text.{key}",), ()),
    )
)
"""How the names of results are built, and which texts say what each is about and which figure of it."""


def output_label(name: str, catalog: Catalog) -> str:
    """Return what a result is called; any other name is its own label."""
    for known, *tables in OUTPUTS:
        if match := known.fullmatch(name):
            parts = {"part": "", **match.groupdict()}
            found = [[catalog.texts.get(key.format(**parts), "") for key in keys] for keys in tables]
            words = [next(filter(None, texts), "") for texts in found if texts]
            if all(words):
                return " – ".join(words)
    return name


def field_label(field: Field, catalog: Catalog, template: Template) -> str:
    """Return what a field is called, from the general to the particular."""
    subject = SUBJECTS.get(field.group, "").format(key=field.key)
    words = [catalog.texts.get(subject, ""), catalog.aspect(field.group, field.key, field.part)]
    number = _number(field, template)
    joined = " – ".join(word for word in words if word)
    return number + joined.replace("{currency}", template.costs.currency)


def _number(field: Field, template: Template) -> str:
    """Return the number that a checklist item has on its sheet."""
    if not SUBJECTS.get(field.group, "").startswith("item."):
        return ""
    return next(f"{number}. " for number, _, item in template.numbered_items() if item.id == field.key)
