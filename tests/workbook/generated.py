"""Generated workbooks in typical states, and what their cells show."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pocgate_xl.core.fields import Field, input_fields
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import Values
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import WorkbookPlan

LANGUAGES = ("en", "ja")
STATES = ("blank", "worst", "middling", "best")
"""Nothing filled in; everything low, open and late; between; everything best and shown."""
ASSESSED, BEFORE = date(2026, 9, 30), date(2026, 9, 1)

Shown = dict[tuple[str, Position], object]


def values_of(bundle: Bundle, state: str) -> Values:
    """Return answers to nearly every question, or to none but the engagement's id."""
    if state == "blank":
        return {"pg_engagement_id": "ENG-2026-014"}
    values: dict[str, object] = {}
    for place, field in enumerate(input_fields(bundle.template)):
        value = _answer(bundle, field, state, place)
        if value is not None:
            values[field.name] = value
    values["pg_process"] = [{"step": "Sort", "ai": "Sorts"}]
    return values  # type: ignore[return-value]


def _answer(bundle: Bundle, field: Field, state: str, place: int) -> object:
    scale = bundle.template.scale
    if field.kind == "rating":
        return {"worst": scale.lowest, "best": scale.highest}.get(state, place % scale.highest + 1)
    if field.kind == "date":
        return BEFORE if field.group == "checklist" else ASSESSED
    if field.vocabulary in ("status", "item_status"):
        return {"worst": "not_started", "best": "done"}.get(state, ("done", "in_progress")[place % 2])
    if field.vocabulary == "answer":
        return "yes" if state == "best" else "no"
    if field.kind == "money":
        return {"worst": 1_000_000_000, "best": 10_000}.get(state, 1_500_000)
    if field.kind == "whole":
        return {"worst": 1, "best": 9}.get(state, 2)
    if field.group == "evidence":
        return f"wiki/{field.key}" if state == "best" else None
    known = {"pg_engagement_poc_months": 2, "pg_engagement_id": "ENG-2026-014"}
    return known.get(field.name)


@lru_cache(maxsize=16)
def workbook(bundle: Bundle, language: str, state: str = "blank") -> bytes:
    return workbook_for(bundle, language, values_of(bundle, state))


@lru_cache(maxsize=16)
def facts(bundle: Bundle, language: str, state: str = "blank") -> RawWorkbook:
    return read_workbook(Package.from_bytes(workbook(bundle, language, state)))


def shown(plan: WorkbookPlan, facts: RawWorkbook) -> Shown:
    """Return the value of every cell that has one, by the sheet's id."""
    ids = {sheet.title: sheet.id for sheet in plan.sheets}
    return {
        (ids[sheet.title], position): cell.value
        for sheet in facts.sheets
        for position, cell in sheet.cells.items()
        if cell.value not in (None, "")
    }
