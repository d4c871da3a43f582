"""What is to be done in all workbooks, as the rows of a list in which people answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ...core.assessment import Assessment
from ...core.template import Template
from ...opc.safe_text import without_hidden
from ...portfolio.actions import Action, actions_of, latest_assessment
from ...portfolio.ranking import COUNTED, rank
from ...records import dataclass
from .keys import PARTS, Part
from .targets import NOTHING, RowTargets, targets_of

TemplateOf: TypeAlias = Callable[[str, str], Template | None]
"""Finds a template by id and version."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One thing to do, the inputs that answer it, and what stood in them, as `stood` writes it."""

    action: Action
    targets: RowTargets
    values: Mapping[Part, str]

    @property
    def assessment(self) -> Assessment:
        return self.action.assessment

    @property
    def field(self) -> str:
        """Return the input that the row is about; "" where a list answers none."""
        return "" if self.targets.answer is None else self.targets.answer.name

    @property
    def revision(self) -> int | None:
        engagement = self.assessment.engagement
        return None if engagement is None else engagement.revision


def listed_actions(
    assessments: Sequence[Assessment], template_of: TemplateOf, usual: Template
) -> tuple[ActionRow, ...]:
    """Return a row for everything to be done: gate by gate, engagements in rank order, then other files.

    `usual` is the gate of files of which no engagement counts: nothing but their errors is listed.
    """
    ids = Counter(found.template.id for found in assessments if found.template and found.outcome in COUNTED)
    first, *others = sorted(ids, key=lambda id_: (-ids[id_], id_)) or [usual.id]
    apart = (found for found in assessments if not _is_of(found, *others))
    groups = [(first, list(apart)), *((id_, [f for f in assessments if _is_of(f, id_)]) for id_ in others)]
    return tuple(
        row_of(action, template_of)
        for id_, files in groups
        for action in _actions(files, template_of(id_, "") or usual)
    )


def _is_of(found: Assessment, *ids: str) -> bool:
    return found.template is not None and found.template.id in ids


def _actions(files: Sequence[Assessment], template: Template) -> tuple[Action, ...]:
    ranking = rank(files, template.id, template.costs.currency)
    return actions_of(ranking, template, latest_assessment(ranking))


def row_of(action: Action, template_of: TemplateOf) -> ActionRow:
    """Return the row of an action: the inputs that answer it, and what the workbook says in them."""
    found = action.assessment
    template = None if found.template is None else template_of(found.template.id, found.template.version)
    targets = NOTHING if template is None else targets_of(template, action.field)
    answers = found.answers or {}
    values = {part: stood(answers.get(field.name) if (field := targets.of(part)) else None) for part in PARTS}
    return ActionRow(action, targets, values)


def stood(value: object) -> str:
    """Return what stands in an input as a list says it: codes, numbers, ISO dates, texts on one line."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return " ".join(without_hidden(str(value)).split())
