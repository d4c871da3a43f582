"""What was changed in a workbook beside the answers: sheets, names, formulas, constants, texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..spreadsheetml.address import Position, a1
from ..workbook.layout.plan import IDENTITY_SHEET, identity_name
from ..workbook.submission.locate import missing_sheets, renamed_sheets
from .base import Case, Occurrence, Rule, with_fault

if TYPE_CHECKING:
    from ..workbook.submission.changes.acts import Act


def missing_sheet(case: Case) -> Iterator[Occurrence]:
    expected = case.reading.expected
    for id_ in missing_sheets(expected, case.reading.located):
        if id_ == IDENTITY_SHEET:
            continue  # a broken identity, which has a rule of its own
        yield Occurrence(sheet=expected.titles[id_])


def renamed_sheet(case: Case) -> Iterator[Occurrence]:
    for planned, title in renamed_sheets(case.reading.expected, case.reading.located):
        yield Occurrence(sheet=title, found=title, values={"planned": planned})


def missing_name(case: Case) -> Iterator[Occurrence]:
    return _acts(case, "names_lost")


def moved_name(case: Case) -> Iterator[Occurrence]:
    return _acts(case, "cells_moved")


def shifted_rows(case: Case) -> Iterator[Occurrence]:
    """Find rows and columns that were inserted or deleted, so that what follows stands elsewhere."""
    return _acts(case, "rows_inserted", "rows_deleted", "columns_inserted", "columns_deleted")


def sorted_rows(case: Case) -> Iterator[Occurrence]:
    """Find rows in another order: what stands beside a cell is no longer what it answers."""
    return _acts(case, "rows_sorted")


def other_layout(case: Case) -> Iterator[Occurrence]:
    """Find sheets that are not as in the layout at hand, where the workbook's own is not known."""
    return _acts(case, "other_layout")


def nameless(case: Case) -> Iterator[Occurrence]:
    """Find workbooks without any name of ours, which are read by where their texts stand."""
    if case.reading.located.by_place:
        yield Occurrence(values={"amount": len(case.reading.expected.names)})


def overwritten_formula(case: Case) -> Iterator[Occurrence]:
    return _acts(case, "overwritten_formula")


def edited_formula(case: Case) -> Iterator[Occurrence]:
    return _acts(case, "edited_formula")


def changed_constant(case: Case) -> Iterator[Occurrence]:
    return _acts(case, "changed_constant")


def changed_text(case: Case) -> Iterator[Occurrence]:
    return _acts(case, "changed_text")


def _acts(case: Case, *kinds: str) -> Iterator[Occurrence]:
    """Yield one occurrence for each act; several cells at once are told as such."""
    fields = case.reading.expected.fields
    for act in case.acts:
        if act.kind in kinds:
            yield Occurrence(
                act.title, act.position, fields.get(act.name), act.name, act.found,
                {"planned": act.planned, **act.values}, act.cells, _variant(act),
            )  # fmt: skip


def _variant(act: Act) -> str:
    """Return which texts tell an act best."""
    if act.values:
        return act.kind.replace("s_", "_", 1) if act.values["amount"] == 1 else act.kind
    return "whole" if act.whole else "many" if act.cells else ""


def altered_identity(case: Case) -> Iterator[Occurrence]:
    """Find an identity that names no language of its template, or not that of the sheets."""
    reading = case.reading
    if not reading.language_known:
        found, planned = reading.identity.language, reading.expected.language
        if found:
            yield _in_identity(case, "language", found, planned)


def unknown_plan(case: Case) -> Iterator[Occurrence]:
    """Find a digest that fits no plan that is known of the template: neither today's nor a released one."""
    found, planned = case.reading.identity.digest, case.reading.expected.plan.digest
    if found and found != planned:
        yield _in_identity(case, "digest", found, planned)


def _in_identity(case: Case, key: str, found: str, planned: str) -> Occurrence:
    area = case.reading.expected.names[identity_name(key)]
    sheet = case.reading.located.sheets.get(area.sheet)
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
    Rule("PG109", "warning", altered_identity, guards=True),
    Rule("PG110", "error", hidden_value),
    Rule("PG123", "error", unknown_plan, leads=True),
    Rule("PG150", "warning", nameless, leads=True),
    Rule("PG151", "error", shifted_rows),
    Rule("PG152", "error", sorted_rows),
    Rule("PG153", "warning", other_layout),
    Rule("PG121", "warning", picture_over_inputs),
)
