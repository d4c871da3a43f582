"""What people see in a workbook, held against what follows from its answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..core.fields import INCOMPLETE
from ..spreadsheetml.address import a1
from ..workbook.submission.interpret import shown
from ..workbook.submission.shown.stored import Different
from .base import Case, Occurrence, Rule
from .results import differing_results, is_decisive, is_stale, truth_text


def altered_shown_value(case: Case) -> Iterator[Occurrence]:
    """Find cells that do not show what they must, once a sheet; once in a workbook that is not up to date.

    What is said of a result, or of a changed cell that they rest on, is not said again.
    """
    if not case.different:
        return
    stale = is_stale(case)
    said = set() if stale else {each for each, _ in differing_results(case)}
    apart = set() if _is_undecided(case) else {each for each in case.different if is_decisive(each)}
    found = [each for each in case.different if not (each.said or each in said or each in apart)]
    for cells in [found] if stale else _by_sheet(found):
        yield _occurrence(case, cells, across=stale)


def altered_decision(case: Case) -> Iterator[Occurrence]:
    """Find cells that show another decision, verdict or total, once a sheet."""
    if _is_undecided(case):
        return
    for cells in _by_sheet([each for each in case.different if is_decisive(each)]):
        yield _occurrence(case, cells)


def _is_undecided(case: Case) -> bool:
    """Say whether a workbook is merely not up to date, and lacks an answer: then nothing is decided by it."""
    return is_stale(case) and case.assessment.decision == INCOMPLETE


def _by_sheet(found: list[Different]) -> Iterator[list[Different]]:
    for _, cells in groupby(found, key=lambda each: each.sheet):
        yield list(cells)


def _occurrence(case: Case, cells: list[Different], across: bool = False) -> Occurrence:
    """Return one occurrence for all of these cells, at the first of them."""
    first = cells[0]
    names = case.reading.expected.name_at
    places = [f"{each.title}!{a1(each.position)}" if across else a1(each.position) for each in cells]
    where = f"{places[0]} … {places[-1]}" if len(cells) > 2 else ", ".join(places)
    values = {"planned": truth_text(first.truth), "where": where, "count": len(cells)}
    name = names.get((first.sheet, first.position), "")
    return Occurrence(first.title, first.position, name=name, found=shown(first.cell), values=values)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG130", "warning", altered_shown_value, guards=True),
    Rule("PG131", "error", altered_decision),
)
