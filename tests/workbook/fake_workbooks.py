"""Workbooks in memory, as the container layer would tell them, to be mangled cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.gate import assess
from pocgate_xl.core.template import Detail
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.rules.base import Case
from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.drawings.shapes import Shape
from pocgate_xl.spreadsheetml.macros.active_content import ActiveContent
from pocgate_xl.spreadsheetml.reader import RawSheet, RawWorkbook
from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import Cell
from pocgate_xl.workbook.submission.altered.sheets import alterations
from pocgate_xl.workbook.submission.expected import ExpectedWorkbook, expected_of
from pocgate_xl.workbook.submission.reader import Reading, read_submission
from pocgate_xl.workbook.submission.shown import shown_values
from pocgate_xl.workbook.submission.shown.answered import Answered
from tests.workbook.fake_looks import Around, DraftSurroundings, cell_look
from tests.workbook.fake_rows import ROW_MANGLES

DEFAULTS = {
    "pg_engagement_id": "ENG-1",
    "pg_engagement_currency": "JPY",
    "pg_engagement_revision": 1,
    "pg_engagement_assessment_date": date(2026, 4, 30),
    "pg_engagement_poc_months": 2,
}


def raw(value: Any) -> RawCell:
    """Return a cell as a file tells it; a table names what TOML and Python have no word for."""
    if isinstance(value, Mapping):
        inner = raw(value["value"]) if "value" in value else RawCell("blank", None, None, "")
        if "error" in value:
            inner = RawCell("error", value["error"], None, value["error"])
        if "rich" in value:
            inner = RawCell("rich", value["rich"], None, value["rich"])
        if "invalid" in value:
            inner = RawCell("invalid", None, None, value["invalid"])
        return inner._replace(formula=value.get("formula"))
    if isinstance(value, bool):
        return RawCell("bool", value, None, str(int(value)))
    if isinstance(value, date):
        value = (value - DAY_ZERO).days
    if isinstance(value, int | float | Decimal | Fraction):
        return RawCell("number", float(value), None, repr(float(value)))
    return RawCell("text", value, None, value)


@dataclass
class DraftSheet:
    cells: dict[Position, RawCell]
    state: str = "visible"
    merges: list[Any] = field(default_factory=list)
    arrays: list[Any] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unusual: list[str] = field(default_factory=list)
    outside: int = 0
    pictures: list[Any] = field(default_factory=list)
    around: Around = field(default_factory=Around)


@dataclass
class Draft:
    """A whole workbook, ready to be spoiled; sheets by title, names by their reference."""

    expected: ExpectedWorkbook
    sheets: dict[str, DraftSheet]
    names: dict[str, str]
    local_names: list[tuple[str, str, str]] = field(default_factory=list)
    active: list[ActiveContent] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    date1904: bool = False
    settings: dict[str, str] = field(default_factory=dict)

    def place(self, where: str) -> tuple[str, Position]:
        """Return title and position of a name, `block.row.part`, a text, a truth or `Sheet!A1`."""
        if where.startswith("text:"):
            return self._place_of_text(where.removeprefix("text:"))
        if where.startswith("shown:"):
            return self._place_of_truth(*where.removeprefix("shown:").split(" ", 1))
        block, _, cell = where.partition(".")
        if cell:
            row, part = cell.split(".")
            parts = [f.part for each in self.expected.blocks if each.name == block for f in each.columns]
            area = self.expected.names[block]
            position = area.first[0] + int(row), area.first[1] + parts.index(part)
            return self.expected.titles[area.sheet], position
        if where in self.expected.names:
            area = self.expected.names[where]
            return self.expected.titles[area.sheet], area.first
        title, _, address = where.rpartition("!")
        area_found = area_of(address)
        assert area_found, where
        return title, area_found[0]

    def _place_of_text(self, text: str) -> tuple[str, Position]:
        for sheet in self.expected.plan.sheets:
            for position, cell in sheet.cells.items():
                if cell.value == text:
                    return sheet.title, position
        raise AssertionError(text)

    def _place_of_truth(self, sheet_id: str, key: str) -> tuple[str, Position]:
        sheet = self.expected.plan.sheet(sheet_id)
        return sheet.title, next(at for at, cell in sheet.cells.items() if cell.formula and cell.shows == key)

    def area(self, ref: str) -> Any:
        """Return the corners of `A1:B2`, where names may stand for addresses."""
        corners = (
            a1(self.expected.names[end].first) if end in self.expected.names else end
            for end in ref.split(":")
        )
        return area_of(":".join(corners))

    def put(self, where: str, value: Any) -> None:
        title, position = self.place(where)
        if value == "":
            self.sheets[title].cells.pop(position, None)
        else:
            self.sheets[title].cells[position] = raw(value)

    def store(self, where: str, value: Any) -> None:
        """Let a formula cell show something else; its formula stays."""
        title, position = self.place(where)
        cells = self.sheets[title].cells
        cells[position] = raw(value)._replace(formula=cells[position].formula)

    def rename(self, old: str, new: str) -> None:
        self.sheets = {new if title == old else title: sheet for title, sheet in self.sheets.items()}
        quoted = "'" + old.replace("'", "''") + "'!"
        self.names = {name: ref.replace(quoted, f"'{new}'!") for name, ref in self.names.items()}

    def facts(self) -> RawWorkbook:
        return RawWorkbook(
            sheets=tuple(
                RawSheet(
                    title,
                    sheet.state,
                    title,
                    sheet.cells,
                    tuple(sheet.merges),
                    tuple(sheet.arrays),
                    tuple(sheet.ambiguous),
                    tuple(sheet.unusual),
                    sheet.outside,
                )  # type: ignore[arg-type]
                for title, sheet in self.sheets.items()
            ),
            names=self.names,
            local_names=tuple(self.local_names),
            date1904=self.date1904,
            parts=(),
            active=tuple(self.active),
            ambiguous=tuple(self.ambiguous),
            broken=tuple((title, Refused("damaged", "")) for title in self.broken),
        )

    def reading(self) -> Reading:
        bundle = self.expected.bundle

        def find(id_: str, version: str, digest: str) -> Bundle | None:
            return bundle if (id_, version) == (bundle.template.id, bundle.template.version) else None

        def pictures(title: str) -> tuple[Any, ...]:
            return tuple(self.sheets[title].pictures)

        return read_submission(self.facts(), find, pictures, lambda: (bundle,))

    def case(self) -> Case:
        reading = self.reading()
        template = reading.bundle.template
        submission = submission_from_answers(template, reading.answers, reading.block_rows)
        around = {title: sheet.around for title, sheet in self.sheets.items()}
        surroundings = DraftSurroundings(self.expected, around, self.settings)
        altered = alterations(reading, surroundings)
        return Case(reading, submission, assess(template, submission), altered)


def draft_of(bundle: Bundle, language: str = "en", values: Mapping[str, Any] | None = None) -> Draft:
    """Return the workbook of an engagement with true results; values are what stands in the cells."""
    if values:
        return _drafted(bundle, language, values)
    draft = _untouched(bundle, language)
    sheets = {title: DraftSheet(dict(each.cells), each.state) for title, each in draft.sheets.items()}
    return Draft(draft.expected, sheets, dict(draft.names))


@lru_cache(maxsize=8)
def _untouched(bundle: Bundle, language: str) -> Draft:
    """Return the workbook without answers, of which most cases begin."""
    return _drafted(bundle, language, {})


def _drafted(bundle: Bundle, language: str, values: Mapping[str, Any]) -> Draft:
    expected = expected_of(bundle, language)
    sheets = {
        sheet.title: DraftSheet(
            {position: _planned(cell) for position, cell in sheet.cells.items() if _says(cell)},
            "hidden" if sheet.hidden else "visible",
        )
        for sheet in expected.plan.sheets
    }
    titles = expected.titles
    names = {name: f"'{titles[area.sheet]}'!{area.ref}" for name, area in expected.names.items()}
    draft = Draft(expected, sheets, names)
    for name, value in {**DEFAULTS, **_stamp(expected), **values}.items():
        draft.put(name, value)
    show_results(draft)
    return draft


def with_places(draft: Draft, case: Any) -> Any:
    """Return what a case says, with places: `{name}` an address, `{$name}` a reference, `{#name}` a row."""
    if isinstance(case, Mapping):
        return {with_places(draft, key): with_places(draft, value) for key, value in case.items()}
    if isinstance(case, list):
        return [with_places(draft, each) for each in case]
    if not isinstance(case, str):
        return case
    text = _PLACE.sub(lambda match: _written(draft, match[1], match[2]), case)
    return int(text) if case.startswith("{#") and text.isdigit() else text


_PLACE = re.compile(r"\{([$#]?)(pg_\w+|shown:[^{}]+)\}")


def _written(draft: Draft, how: str, name: str) -> str:
    if how == "$":
        return draft.expected.names[name].ref
    position = draft.place(name)[1]
    return str(position[0]) if how else a1(position)


def _says(cell: Cell) -> bool:
    return bool(cell.formula) or cell.value not in (None, "")


def _planned(cell: Cell) -> RawCell:
    return raw({"formula": cell.formula, "value": ""}) if cell.formula else raw(cell.value)


def _stamp(expected: ExpectedWorkbook) -> dict[str, str]:
    plan = expected.plan
    stamp = {"template": plan.template, "version": plan.version, "digest": plan.digest}
    stamp |= {"engagement": "ENG-1", "language": plan.language, "edition": "plain"}
    return {f"pg_identity_{key}": value for key, value in stamp.items()}


def show_results(draft: Draft) -> None:
    """Write what cells must show into those that people see."""
    expected = draft.expected
    truths = shown_values(Answered(draft.reading()).facts_of_formulas(), expected.shown_keys)
    for sheet in expected.shown:
        cells = draft.sheets[expected.titles[sheet.sheet]].cells
        for position, key in zip(sheet.wanted.positions, sheet.keys, strict=True):
            truth = truths[key]
            shown = raw("" if truth is None else truth)
            cells[position] = shown._replace(formula=cells[position].formula)


def allowing_not_applicable(bundle: Bundle, ids: list[str]) -> Bundle:
    """Return a template that lets some items be left out; the same one if there are none."""
    return _allowing(bundle, tuple(ids)) if ids else bundle


@lru_cache(maxsize=8)
def _allowing(bundle: Bundle, ids: tuple[str, ...]) -> Bundle:
    groups = tuple(
        replace(
            group,
            items=tuple(
                replace(item, not_applicable=item.id in ids or item.not_applicable) for item in group.items
            ),
        )
        for group in bundle.template.groups
    )
    return replace(bundle, template=replace(bundle.template, groups=groups))


def requiring(bundle: Bundle, ids: list[str]) -> Bundle:
    """Return a template that requires texts of its own, called by their ids; the same if there are none."""
    return _requiring(bundle, tuple(ids)) if ids else bundle


@lru_cache(maxsize=8)
def _requiring(bundle: Bundle, ids: tuple[str, ...]) -> Bundle:
    details = tuple(Detail(id_, "text", required=True) for id_ in ids)
    labels = {f"field.{id_}": id_ for id_ in ids}
    catalogs = {
        language: replace(catalog, texts={**catalog.texts, **labels})
        for language, catalog in bundle.catalogs.items()
    }
    return replace(bundle, template=replace(bundle.template, details=details), catalogs=catalogs)


def mangle(draft: Draft, steps: Mapping[str, Any]) -> None:
    """Carry out what a case describes; every key is a way in which people or programs spoil a file."""
    for key, value in steps.items():
        _MANGLE[key](draft, value)


def _move_names(draft: Draft, moves: Mapping[str, str]) -> None:
    for name, target in moves.items():
        title, position = draft.place(target)
        address = re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", target.rpartition("!")[2])
        old_title, old = draft.place(name)
        cell = draft.sheets[old_title].cells.pop(old, None)
        if cell is not None:
            draft.sheets[title].cells[position] = cell
        draft.names[name] = f"'{title}'!{address}"


def _add_sheets(draft: Draft, sheets: list[Mapping[str, str]]) -> None:
    for sheet in sheets:
        cells = dict(draft.sheets[sheet["copy_of"]].cells) if "copy_of" in sheet else {(1, 1): raw("mine")}
        draft.sheets[sheet["title"]] = DraftSheet(cells, sheet.get("state", "visible"))


def _delete_sheets(draft: Draft, titles: list[str]) -> None:
    for title in titles:
        del draft.sheets[title]
        quoted = f"'{title}'!"
        draft.names = {n: "#REF!" if ref.startswith(quoted) else ref for n, ref in draft.names.items()}


def _looks(draft: Draft, looks: Mapping[str, Mapping[str, Any]]) -> None:
    for where, look in looks.items():
        title, position = draft.place(where)
        draft.sheets[title].around.looks[position] = cell_look(look)


def _shapes(draft: Draft, shapes: Mapping[str, list[list[str]]]) -> None:
    for title, found in shapes.items():
        for kind, ref, words in found:
            shape = Shape(kind, draft.area(ref), words)  # type: ignore[arg-type]
            draft.sheets[title].around.shapes.append(shape)


def _around(draft: Draft, xml: Mapping[str, str]) -> None:
    for title, text in xml.items():
        draft.sheets[title].around.xml += text


def _unprotect(draft: Draft, titles: list[str]) -> None:
    for title in titles:
        draft.sheets[title].around.protected = False


def _strip(draft: Draft, key: str, titles: list[str]) -> None:
    for title in titles:
        setattr(draft.sheets[title].around, key, False)


def _states(draft: Draft, states: Mapping[str, str]) -> None:
    for title, state in states.items():
        draft.sheets[title].state = state


def _areas(draft: Draft, key: str, areas: Mapping[str, list[str]]) -> None:
    for title, refs in areas.items():
        getattr(draft.sheets[title], key).extend(draft.area(ref) for ref in refs)


_MANGLE: Mapping[str, Any] = {
    "cells": lambda draft, cells: [draft.put(where, value) for where, value in cells.items()],
    "stored": lambda draft, cells: [draft.store(where, value) for where, value in cells.items()],
    "rename": lambda draft, titles: [draft.rename(old, new) for old, new in titles.items()],
    "delete_sheets": _delete_sheets,
    "delete_names": lambda draft, names: [draft.names.pop(name) for name in names],
    "break_names": lambda draft, names: draft.names.update(dict.fromkeys(names, "#REF!")),
    "move_names": _move_names,
    "add_sheets": _add_sheets,
    "local_names": lambda draft, names: draft.local_names.extend(tuple(each) for each in names),
    "merge": lambda draft, areas: _areas(draft, "merges", areas),
    "unlight": lambda draft, titles: _strip(draft, "lit", titles),
    "undraw": lambda draft, titles: _strip(draft, "drawn", titles),
    "arrays": lambda draft, areas: _areas(draft, "arrays", areas),
    "names": lambda draft, names: draft.names.update(names),
    "pictures": lambda draft, areas: _areas(draft, "pictures", areas),
    "ambiguous": lambda draft, words: [draft.sheets[t].ambiguous.extend(w) for t, w in words.items()],
    "unusual": lambda draft, words: [draft.sheets[t].unusual.extend(w) for t, w in words.items()],
    "outside": lambda draft, counts: [setattr(draft.sheets[t], "outside", n) for t, n in counts.items()],
    "broken": lambda draft, titles: draft.broken.extend(titles),
    "ambiguous_workbook": lambda draft, words: draft.ambiguous.extend(words),
    "looks": _looks,
    "heights": lambda draft, rows: [
        draft.sheets[title].around.heights.update({int(row): height for row, height in each.items()})
        for title, each in rows.items()
    ],
    "shapes": _shapes,
    "around": _around,
    "unprotect": _unprotect,
    "states": _states,
    "settings": lambda draft, settings: draft.settings.update(settings),
    **ROW_MANGLES,
    "active": lambda draft, items: draft.active.extend(ActiveContent(*item) for item in items),
}
