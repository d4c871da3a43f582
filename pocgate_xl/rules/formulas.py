"""Formulas and names where none belong: what shadows ours, stands on planned cells, fetches or runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..spreadsheetml.address import Position, a1, names_area
from ..spreadsheetml.formulas.dangers import program_of, runs, suspect
from ..spreadsheetml.formulas.text import same_formula
from ..spreadsheetml.formulas.tokens import called
from ..workbook.layout.plan import LIBRARY, identity_name
from ..workbook.submission.changes.strange_formulas import arrays_over_plan
from ..workbook.submission.expected import ExpectedWorkbook
from ..workbook.submission.grammar.folding import folded_label
from .base import Case, Occurrence, Rule

AUTOMATIC = ("auto_open", "auto_close", "auto_activate", "auto_deactivate")
"""Beginnings of names that Excel runs when a workbook is opened, closed or shown."""
BUILT_IN = "_xlnm."
MARKS = ("(", "|", "_xleta.")
"""One of which every name has whose value runs something."""
MOST_CHARACTERS = 2_000_000
"""How many of suspect formulas are taken apart, which takes a second or two."""
IN_IDENTITY = identity_name("")
THIS_WORKBOOK = "[0]!"
"""What Excel may write before a name of the workbook itself."""

Named = tuple[str, str]
"""A name and what it refers to."""


def shadowing_name(case: Case) -> Iterator[Occurrence]:
    """Find names that formulas take for ours, once a sheet: of one sheet's own, or spelled alike."""
    own = {sheet.title for sheet in case.reading.located.sheets.values()} | {""}
    by_sheet: dict[str, list[str]] = {}
    for title, name, ref in case.reading.facts.local_names:
        if title in own and _shadows(case.reading.expected, title, name, ref):
            by_sheet.setdefault(title, []).append(f"{name} = {ref}")
    alike = _alike(case.reading.expected, tuple(case.reading.facts.names.items()))
    for title, names in (*by_sheet.items(), *([("", alike)] if alike else ())):
        variant = "lambda" if not title and names[0].upper().startswith(LIBRARY) else ""
        yield Occurrence(title, found=names[0], values={"count": len(names)}, variant=variant)


def _shadows(expected: ExpectedWorkbook, title: str, name: str, ref: str) -> bool:
    """Say whether a sheet's own name leads elsewhere than ours does."""
    area = expected.names.get(folded_label(name))
    place = names_area(ref)
    planned = area and (expected.titles[area.sheet].casefold(), area.first, area.last)
    return area is not None and (place is None or (place[0].casefold(), *place[1:]) != planned)


@lru_cache(maxsize=16)
def _alike(expected: ExpectedWorkbook, names: tuple[Named, ...]) -> tuple[str, ...]:
    """Return names of the whole workbook that look like ours, or are formulas that look like functions.

    Most files of a batch have the same names.
    """
    found = []
    for name, ref in names:
        if name in expected.names or (name.isascii() and name.lower() in expected.names):
            continue
        function = name.upper() in _functions(expected) and names_area(ref) is None
        if function or "".join(folded_label(name).split()) in expected.names or _edited(expected, name, ref):
            found.append(f"{name} = {ref}")
    return tuple(found)


def _edited(expected: ExpectedWorkbook, name: str, ref: str) -> bool:
    """Say whether a name of the library that formulas can express has another formula than ours."""
    if not name.upper().startswith(LIBRARY):
        return False
    own = expected.lambdas.get(name.upper())
    found = f"={ref.replace(THIS_WORKBOOK, '')}"
    return own is not None and not any(same_formula(found, formula) for formula in own)


@lru_cache(maxsize=32)
def _functions(expected: ExpectedWorkbook) -> frozenset[str]:
    """Return the functions that the planned formulas call."""
    formulas = (text for pairs in expected.formulas.values() for _, text in pairs)
    return frozenset().union(*map(called, formulas))


def strange_formula(case: Case) -> Iterator[Occurrence]:
    """Find formulas where a text or nothing is planned, and those that fill planned cells, once a sheet."""
    found: dict[str, list[tuple[Position, str]]] = {}
    ids = {sheet.title: id_ for id_, sheet in case.reading.located.sheets.items()}
    for title, formulas in case.reading.strange.items():
        for position, formula, place in formulas:
            if place == "text" and not _is_identity(case, ids[title], position):
                found.setdefault(title, []).append((position, formula))
    for sheet, (first, last) in arrays_over_plan(case.reading.expected, case.reading.located):
        found.setdefault(sheet.title, []).append((first, f"{a1(first)}:{a1(last)}"))
    for title, places in found.items():
        yield _first(title, places)


def _is_identity(case: Case, sheet: str, position: Position) -> bool:
    return case.reading.expected.name_at.get((sheet, position), "").startswith(IN_IDENTITY)


def _first(title: str, places: Iterable[tuple[Position | None, str]]) -> Occurrence:
    """Return one occurrence for all places of a sheet: the first in reading order, and how many."""
    ordered = sorted(places, key=lambda place: place[0] or (0, 0))
    position, text = ordered[0]
    return Occurrence(title, position, found=text, values={"count": len(ordered)})


def running_content(case: Case) -> Iterator[Occurrence]:
    """Find what a spreadsheet program would fetch, run or hand to another program, once a sheet."""
    found: dict[str, list[tuple[Position | None, str]]] = {}
    for title, position, text in (*_running(case), *_rules(case), *_links(case), *_names(case)):
        found.setdefault(title, []).append((position, text))
    for title, places in found.items():
        yield _first(title, places)


def _running(case: Case) -> Iterator[tuple[str, Position, str]]:
    """Yield formulas that run; of too many suspect ones all that follow are held to."""
    looked_at = 0
    for title, formulas in case.reading.strange.items():
        for position, formula, place in formulas:
            if place != "answer" and suspect(formula):
                looked_at += len(formula)
                if looked_at > MOST_CHARACTERS or runs(formula):
                    yield title, position, formula


def _rules(case: Case) -> Iterator[tuple[str, None, str]]:
    """Yield computed formulas of validations and conditional formats, and shapes that start programs."""
    for altered in case.altered:
        if altered.alteration.kind in ("running_rule", "running_shape"):
            yield altered.sheet, None, altered.alteration.found


def _links(case: Case) -> Iterator[tuple[str, None, str]]:
    titles = {sheet.part: sheet.title for sheet in case.reading.facts.sheets}
    for item in case.reading.facts.active:
        if item.kind == "hyperlink" and program_of(item.target):
            yield titles.get(item.part, ""), None, item.target


def _names(case: Case) -> Iterator[tuple[str, None, str]]:
    """Yield names that run by themselves, and those whose value does."""
    facts = case.reading.facts
    for name, ref in _acting(tuple(facts.names.items())):
        yield "", None, f"{name} = {ref}"
    for title, name, ref in facts.local_names:
        if _acts(name, ref):
            yield title, None, f"{name} = {ref}"


@lru_cache(maxsize=16)
def _acting(names: tuple[Named, ...]) -> tuple[Named, ...]:
    """Return the names that act; most files of a batch have the same ones."""
    return tuple((name, ref) for name, ref in names if _acts(name, ref))


def _acts(name: str, ref: str) -> bool:
    automatic = name.lower().removeprefix(BUILT_IN).startswith(AUTOMATIC)
    return automatic or (any(mark in ref for mark in MARKS) and bool(runs(ref)))


def macro_name(case: Case) -> Iterator[Occurrence]:
    """Find names that are marked as those of macros: such a program is called by its name."""
    for altered in case.altered:
        if altered.alteration.kind == "macro_name":
            yield Occurrence(found=altered.alteration.found)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG125", "error", shadowing_name),
    Rule("PG127", "error", strange_formula),
    Rule("PG128", "error", running_content),
    Rule("PG143", "warning", macro_name),
)
