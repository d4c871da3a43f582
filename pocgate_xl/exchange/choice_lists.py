"""The hidden sheet of what drop-downs offer in workbooks in which people answer for many."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.catalog import Catalog
from ..core.fields import vocabulary
from ..core.template import Template
from ..workbook.layout.plan import Cell, SheetPlan
from ..workbook.layout.sheet_builder import SheetBuilder

OFFERED = ("item_status", "status", "answer")
"""Vocabularies whose labels are offered, beside the ratings."""
SHEET = "lists"


def plan_choice_lists(template: Template, catalog: Catalog) -> SheetPlan:
    """Plan a column for each list, under the name by which inputs find it."""
    builder = SheetBuilder(SHEET, f"pg_{SHEET}")
    for column, (name, values) in enumerate(_lists(template, catalog), 1):
        for row, value in enumerate(values, 1):
            builder.put(row, column, Cell(value, style="code"))
        builder.name(name, (1, column), (len(values), column))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names, hidden=True, unlocked=True
    )  # fmt: skip


def _lists(template: Template, catalog: Catalog) -> Iterator[tuple[str, tuple[int | str, ...]]]:
    yield "pg_list_rating", tuple(reversed(template.scale.ratings))
    for name in OFFERED:
        yield (
            f"pg_list_{name}_choice",
            tuple(catalog.label(name, code) for code in vocabulary(template, name)),
        )
