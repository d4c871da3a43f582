"""Which inputs of a workbook one row of a list of actions can answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ...core.fields import Field, input_fields
from ...core.template import Template
from ...portfolio.actions import filler_field
from ...records import dataclass
from .keys import Part

ITEM = frozenset({"status", "evidence", "owner", "due"})
"""Groups of the answers to one checklist item: its row takes all of them."""
CLOSED_GROUPS = frozenset({"committee", "signoff"})
"""What is decided and signed by people of rank: no list says it for them."""
CLOSED = frozenset({"pg_engagement_id", "pg_engagement_revision", "pg_engagement_change_note"})
"""What says which workbook it is; a list that changed it would write into another's."""


@dataclass(frozen=True, slots=True)
class RowTargets:
    """The inputs that a row answers, None where it has none for that."""

    answer: Field | None = None
    evidence: Field | None = None
    owner: Field | None = None
    due: Field | None = None

    def of(self, part: Part) -> Field | None:
        field: Field | None = getattr(self, part)
        return field


NOTHING = RowTargets()


def targets_of(template: Template, name: str) -> RowTargets:
    """Return the inputs of the row about a field; of what a list may not answer none."""
    fields = _fields(template)
    field = fields.get(name)
    if field is None or field.group in CLOSED_GROUPS or field.name in CLOSED:
        return NOTHING
    if field.group in ITEM:
        status, *others = (
            fields.get(f"pg_{part}_{field.key}") for part in ("status", "evidence", "owner", "due")
        )
        return RowTargets(status, *others)
    return RowTargets(field, owner=fields.get(filler_field(template, name)))


@lru_cache(maxsize=32)
def _fields(template: Template) -> Mapping[str, Field]:
    return {field.name: field for field in input_fields(template)}
