"""From answers by defined name to a typed submission, and their digest."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from .fields import DETAIL, input_fields
from .helper_kinds import BASES
from .serialization import to_plain
from .submission import (
    Answers,
    BlockRows,
    Committee,
    ComponentResponse,
    CostResponse,
    Engagement,
    Goal,
    HelperInputs,
    ItemResponse,
    PhaseResponse,
    Recorded,
    Submission,
)
from .template import Template

Tree = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Value by group, key and part of its field."""

NOT_RESPONSES = frozenset({"pg_engagement_language"})
"""What may differ between two copies that say the same."""


def submission_from_answers(
    template: Template, answers: Answers, blocks: BlockRows | None = None
) -> Submission:
    """Sort answers into sections; names that the template does not have are ignored."""
    tree = _tree(template, answers)
    return Submission(
        engagement=Engagement(**_flat(tree, "engagement"), details=_flat(tree, DETAIL)),
        ratings=_flat(tree, "rating"),
        notes=_flat(tree, "note"),
        helpers={key: _helper(parts) for key, parts in tree["helper"].items()},
        items=_items(tree),
        costs=_costs(tree),
        recorded=Recorded(**_yes_no(_flat(tree, "recorded"), "tax_included", "internal_labour")),
        questions={key: value == "yes" for key, value in _flat(tree, "question").items()},
        design=_flat(tree, "design"),
        start_date=_flat(tree, "start").get("start_date"),
        phases=_each(tree, "phase", PhaseResponse),
        goals=_each(tree, "goal", Goal),
        operations=_each(tree, "operations", ComponentResponse),
        committee=Committee(**_flat(tree, "committee")),
        blocks=blocks or {},
    )


def _tree(template: Template, answers: Answers) -> Tree:
    tree: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for field in input_fields(template):
        value = answers.get(field.name)
        if value is not None:
            tree[field.group][field.key][field.part] = value
    return tree


def _flat(tree: Tree, group: str) -> dict[str, Any]:
    return {key: parts[""] for key, parts in tree[group].items()}


def _each(tree: Tree, group: str, kind: Callable[..., Any]) -> dict[str, Any]:
    return {key: kind(**parts) for key, parts in tree[group].items()}


def _yes_no(values: dict[str, Any], *keys: str) -> dict[str, Any]:
    return values | {key: values[key] == "yes" for key in keys if key in values}


def _helper(parts: Mapping[str, Any]) -> HelperInputs:
    values = _yes_no(dict(parts), "cannot_estimate")
    bases = [values.pop(part) for part in BASES if part in values]
    return HelperInputs(base=next(iter(bases), None), **values)


def _items(tree: Tree) -> dict[str, ItemResponse]:
    return _merged(tree, ItemResponse, {part.name: part.name for part in fields(ItemResponse)})


def _costs(tree: Tree) -> dict[str, CostResponse]:
    return _merged(tree, CostResponse, {"poc": "poc_cost", "planned": "planned_cost", "basis": "basis"})


def _merged(tree: Tree, kind: Callable[..., Any], groups: Mapping[str, str]) -> dict[str, Any]:
    merged: dict[str, dict[str, Any]] = defaultdict(dict)
    for part, group in groups.items():
        for key, value in _flat(tree, group).items():
            merged[key][part] = value
    return {key: kind(**parts) for key, parts in merged.items()}


def responses_digest(answers: Answers, blocks: BlockRows) -> str:
    """Return the sha256 of all answers, the same in every language and file."""
    kept = {name: value for name, value in answers.items() if name not in NOT_RESPONSES}
    answered = {"answers": kept, "blocks": {k: v for k, v in blocks.items() if v}}
    text = json.dumps(answered, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=to_plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def flat_answers(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield column and value of every answer; the rows of a table count from 1: `pg_process.1.step`."""
    for name, value in answers.items():
        if not isinstance(value, list | tuple):
            yield name, value
            continue
        for number, row in enumerate(value, 1):
            yield from ((f"{name}.{number}.{part}", each) for part, each in row.items())
