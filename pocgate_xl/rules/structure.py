"""What was changed in a workbook beside the answers: sheets, names, formulas, constants, texts."""

from __future__ import annotations

from collections.abc import Iterator

from ..workbook.changes import ChangeKind
from ..workbook.plan import IDENTITY_SHEET, Position, a1, identity_name
from ..workbook.whereabouts import Displaced, missing_sheets, renamed_sheets
from .base import Case, Occurrence, Rule, with_fault

INTERNAL = ("pg_calc_", "pg_list_", "pg_text_", "pg_code_")
"""Prefixes of names that serve formulas only."""


def missing_sheet(case: Case) -> Iterator[Occurrence]:
    blueprint = case.reading.blueprint
    for id_ in missing_sheets(blueprint, case.reading.whereabouts):
        if id_ == IDENTITY_SHEET:
            continue  # a broken stamp, told by a rule of its own
        yield Occurrence(sheet=blueprint.titles[id_])


def renamed_sheet(case: Case) -> Iterator[Occurrence]:
    for planned, title in renamed_sheets(case.reading.blueprint, case.reading.whereabouts):
        yield Occurrence(sheet=title, found=title, values={"planned": planned})


def missing_name(case: Case) -> Iterator[Occurrence]:
    return (_displaced(case, each) for each in _reported(case) if not each.found)


def moved_name(case: Case) -> Iterator[Occurrence]:
    return (_displaced(case, each) for each in _reported(case) if each.found)


def _displaced(case: Case, displaced: Displaced) -> Occurrence:
    planned = displaced.planned.ref.replace("$", "")
    field = case.reading.blueprint.fields.get(displaced.name)
    return Occurrence(
        displaced.title, displaced.planned.first, field, displaced.name, displaced.found,
        {"planned": f"{displaced.title}!{planned}"},
    )  # fmt: skip


def _reported(case: Case) -> Iterator[Displaced]:
    """Yield displaced inputs and results; a formula's own names only on sheets without such."""
    displaced = case.reading.whereabouts.displaced.values()
    told = {each.sheet for each in displaced if not each.name.startswith(INTERNAL)}
    for each in displaced:
        if each.sheet not in told or not each.name.startswith(INTERNAL):
            yield each


def overwritten_formula(case: Case) -> Iterator[Occurrence]:
    return _changed(case, "overwritten_formula")


def edited_formula(case: Case) -> Iterator[Occurrence]:
    return _changed(case, "edited_formula")


def changed_constant(case: Case) -> Iterator[Occurrence]:
    return _changed(case, "changed_constant")


def changed_text(case: Case) -> Iterator[Occurrence]:
    return _changed(case, "changed_text")


def _changed(case: Case, kind: ChangeKind) -> Iterator[Occurrence]:
    names = case.reading.blueprint.name_at
    for change in case.reading.changes:
        if change.kind == kind:
            yield Occurrence(
                change.title, change.position, name=names.get((change.sheet, change.position), ""),
                found=change.found, values={"planned": change.planned},
            )  # fmt: skip


def altered_stamp(case: Case) -> Iterator[Occurrence]:
    """Find a stamp that names no language of its template, or not that of the sheets."""
    reading = case.reading
    if not reading.stamped_language_known:
        found, planned = reading.stamp.language, reading.blueprint.language
        if found:
            yield _stamped(case, "language", found, planned)


def unknown_plan(case: Case) -> Iterator[Occurrence]:
    """Find a digest that fits no plan that is known of the template: neither today's nor a released one."""
    found, planned = case.reading.stamp.digest, case.reading.blueprint.plan.digest
    if found and found != planned:
        yield _stamped(case, "digest", found, planned)


def _stamped(case: Case, key: str, found: str, planned: str) -> Occurrence:
    area = case.reading.blueprint.names[identity_name(key)]
    sheet = case.reading.whereabouts.sheets.get(area.sheet)
    values = {"planned": planned}
    if sheet is None:
        return Occurrence(name=identity_name(key), found=found, values=values)
    return Occurrence(sheet.title, area.first, name=identity_name(key), found=found, values=values)


def hidden_value(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "hidden_value")


def picture_over_inputs(case: Case) -> Iterator[Occurrence]:
    """Find pictures under which answers are blank: a picture of values is read by nobody."""
    for title, areas in case.reading.pictures.items():
        for first, last in areas:
            blank = [r for r in case.reading.responses.values() if r.sheet == title and r.blank]
            under = [r for r in blank if _inside(r.position, first, last)]
            if under:
                area = f"{a1(first)}:{a1(last)}"
                yield Occurrence(title, first, found=area, values={"count": len(under)})


def _inside(position: Position, first: Position, last: Position) -> bool:
    return first[0] <= position[0] <= last[0] and first[1] <= position[1] <= last[1]


RULES: tuple[Rule[Case], ...] = (
    Rule("PG101", "error", missing_sheet),
    Rule("PG102", "warning", renamed_sheet),
    Rule("PG103", "error", missing_name),
    Rule("PG104", "error", moved_name),
    Rule("PG105", "error", overwritten_formula),
    Rule("PG106", "error", edited_formula),
    Rule("PG107", "error", changed_constant),
    Rule("PG108", "warning", changed_text),
    Rule("PG109", "warning", altered_stamp),
    Rule("PG110", "error", hidden_value),
    Rule("PG123", "error", unknown_plan),
    Rule("PG121", "warning", picture_over_inputs),
)
