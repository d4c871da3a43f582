"""Results that a workbook shows, held against what follows from its answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ..workbook.held import shows, truths_of, uncompared_of
from ..workbook.interpret import shown
from ..workbook.outputs import Output
from .base import Case, Occurrence, Rule

DIGITS = 6
"""How many digits of a ratio a message shows."""


def differing_result(case: Case) -> Iterator[Occurrence]:
    """Find results that are not what the answers give, where the workbook reads the answers alike."""
    uncompared = uncompared_of(case.reading)
    for name, truth in truths_of(case.reading, case.submission, case.assessment).items():
        cell = case.reading.outputs.get(name)
        if cell is not None and name not in uncompared and cell.kind != "blank" and not shows(cell, truth):
            yield _result(case, name, shown(cell), planned=_told(truth))


def uncomputed_results(case: Case) -> Iterator[Occurrence]:
    """Find workbooks that were saved without the values of formulas."""
    blank = [name for name, cell in case.reading.outputs.items() if cell.kind == "blank"]
    if blank:
        yield _result(case, blank[0], count=len(blank), all=len(case.reading.blueprint.outputs))


def uncompared_results(case: Case) -> Iterator[Occurrence]:
    """Tell which results were not compared, because the workbook reads an answer otherwise."""
    uncompared = uncompared_of(case.reading)
    names = [name for name in case.reading.outputs if name in uncompared]
    if names:
        yield _result(case, names[0], count=len(names), all=len(case.reading.blueprint.outputs))


def _result(case: Case, name: str, found: str = "", **values: object) -> Occurrence:
    area = case.reading.blueprint.names[name]
    title = case.reading.whereabouts.sheets[area.sheet].title
    return Occurrence(title, area.first, name=name, found=found, values=values)


def _told(truth: Output) -> str:
    """Return a true result as a person would read it; nothing for what cannot be computed."""
    if truth is None:
        return "–"
    if isinstance(truth, Fraction):
        return f"{float(truth):.{DIGITS}g}"
    return f"{truth:f}" if isinstance(truth, Decimal) else str(truth)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG111", "warning", differing_result),
    Rule("PG112", "note", uncomputed_results),
    Rule("PG113", "note", uncompared_results),
)
