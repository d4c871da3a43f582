"""Plans as plain JSON values and back: how layouts are compiled, and kept for workbooks in the field.

Only what differs from the defaults is written, and fields stand once in a table, so that a plan stays
small and can still be read by a version that knows more attributes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ...core.fields import Field, FieldTable
from ...core.serialization import from_plain, to_plain
from .plan import PLAIN, Area, Cell, Chart, Highlight, Print, SheetPlan, WorkbookPlan

Plain = dict[str, Any]

DECIMAL, DATE = "decimal", "date"
FIELDS = frozenset({"field", "tries"})
"""Attributes of a cell that speak of a field."""
_AS_THEY_ARE = frozenset({"value", "formula", "style", "format", "align", "vertical", "link", "shows"})
"""Attributes of a cell that JSON holds as they are."""


def plans_to_plain(plans: Mapping[str, WorkbookPlan]) -> Plain:
    """Return the plans of one language by edition; sheets that editions share stand once."""
    plain = plans[PLAIN]
    table = numbered(plain.fields, plain.blocks)
    sheets: list[Any] = []
    editions = {}
    for edition, plan in sorted(plans.items()):
        own = [sheet_to_plain(sheet, table) for sheet in plan.sheets]
        sheets += [sheet for sheet in own if sheet not in sheets]
        editions[edition] = {"digest": plan.digest, "sheets": [sheets.index(sheet) for sheet in own]}
    whose = {"template": plain.template, "version": plain.version}
    return {**whose, **fields_to_plain(plain.fields, plain.blocks), "sheets": sheets, "editions": editions}


def plan_from_plain(plain: Mapping[str, Any], language: str, edition: str) -> WorkbookPlan:
    """Return the plan of an edition from what `plans_to_plain` made; an unknown edition is the plain one."""
    own = plain["editions"].get(edition) or plain["editions"][PLAIN]
    fields, blocks = fields_from_plain(plain)
    table = numbered(fields, blocks)
    sheets = tuple(sheet_from_plain(plain["sheets"][place], table) for place in own["sheets"])
    return WorkbookPlan(plain["template"], plain["version"], language, own["digest"], sheets, fields, blocks)


def fields_to_plain(fields: Sequence[Field], blocks: Sequence[FieldTable]) -> Plain:
    """Return the inputs of a plan, by which its cells are numbered."""
    return {
        "fields": [_set_attributes(field) for field in fields],
        "blocks": [_set_attributes(block) for block in blocks],
    }


def fields_from_plain(plain: Mapping[str, Any]) -> tuple[tuple[Field, ...], tuple[FieldTable, ...]]:
    """Return the inputs of a plan and its tables of free rows."""
    fields = tuple(from_plain(Field, each) for each in plain["fields"])
    return fields, tuple(from_plain(FieldTable, each) for each in plain["blocks"])


def numbered(fields: Sequence[Field], blocks: Sequence[FieldTable]) -> list[Field]:
    """Return every field, columns of tables last: cells speak of them by their place."""
    return [*fields, *(column for block in blocks for column in block.columns)]


def sheet_to_plain(sheet: SheetPlan, table: Sequence[Field]) -> Plain:
    """Return a sheet; its cells speak of fields by their place in the table."""
    numbers = {field: place for place, field in enumerate(table)}
    cells = [[*position, _cell(cell, numbers)] for position, cell in sheet.cells.items()]
    names = {name: [*area.first, *area.last] for name, area in sheet.names.items()}
    return _set_attributes(sheet, {"cells": lambda _: cells, "names": lambda _: names})


def _cell(cell: Cell, numbers: Mapping[Field, int]) -> Plain:
    return _set_attributes(cell, {"value": _value, **dict.fromkeys(FIELDS, lambda field: numbers[field])})


def _set_attributes(thing: Any, special: Mapping[str, Callable[[Any], Any]] | None = None) -> Plain:
    """Return the attributes of a dataclass that are not at their defaults."""
    shapes = special or {}
    found = {}
    for each in dataclasses.fields(thing):
        value = getattr(thing, each.name)
        if each.name in shapes and value is not None:
            found[each.name] = shapes[each.name](value)
        elif value != _default(each):
            found[each.name] = to_plain(value)
    return found


def _default(each: dataclasses.Field[Any]) -> Any:
    if each.default_factory is not dataclasses.MISSING:
        return each.default_factory()
    return each.default


def _value(value: object) -> Any:
    if isinstance(value, Decimal):
        return {DECIMAL: f"{value}"}
    return {DATE: value.isoformat()} if isinstance(value, date) else value


def _value_of(plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        return plain
    return Decimal(plain[DECIMAL]) if DECIMAL in plain else date.fromisoformat(plain[DATE])


def sheet_from_plain(plain: Mapping[str, Any], table: Sequence[Field]) -> SheetPlan:
    """Return a sheet from what `sheet_to_plain` made of it."""
    id_ = plain["id"]
    cells = {(row, column): _cell_of(cell, table) for row, column, cell in plain["cells"]}
    made: Plain = {**plain, "cells": cells, "names": _names(id_, plain["names"])}
    for key in ("widths", "heights"):
        made[key] = {int(number): size for number, size in plain.get(key, {}).items()}
    made["highlights"] = tuple(from_plain(Highlight, each) for each in plain.get("highlights", ()))
    made["charts"] = tuple(from_plain(Chart, each) for each in plain.get("charts", ()))
    made["print"] = from_plain(Print, plain.get("print", {}))
    for key in ("brand", "check", "active"):
        made[key] = tuple(plain[key]) if plain.get(key) else None
    made["merges"] = tuple(plain.get("merges", ()))
    return SheetPlan(**made)


def _names(sheet: str, areas: Mapping[str, Sequence[int]]) -> dict[str, Area]:
    corners = {name: ((top, left), (bottom, right)) for name, (top, left, bottom, right) in areas.items()}
    return {name: Area(sheet, first, last) for name, (first, last) in corners.items()}


def _cell_of(plain: Mapping[str, Any], table: Sequence[Field]) -> Cell:
    if plain.keys() <= _AS_THEY_ARE and type(plain.get("value")) is not dict:  # most cells
        return Cell(**plain)
    made = dict(plain)
    for key in ("prompt", "error", "fills"):
        if key in made:
            made[key] = tuple(made[key])
    if "value" in made:
        made["value"] = _value_of(made["value"])
    for key in FIELDS & made.keys():
        made[key] = table[made[key]]
    return Cell(**made)
