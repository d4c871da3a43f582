"""Results that a workbook shows, held against what follows from its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..workbook.date_grammar import ZERO, ZERO_1904
from ..workbook.dependencies import Node, results_on
from ..workbook.interpret import READ_ALIKE, shown
from ..workbook.outputs import Output, agrees, outputs_of
from ..workbook.raw_cells import RawCell
from .base import Case, Occurrence, Rule

DIGITS = 6
"""How many digits of a ratio a message shows."""


def differing_result(case: Case) -> Iterator[Occurrence]:
    """Find results that are not what the answers give, where the workbook reads the answers alike."""
    uncompared = _uncompared(case)
    for name, truth in _truths(case).items():
        cell = case.reading.outputs.get(name)
        if cell is not None and name not in uncompared and not _agrees(truth, cell):
            yield _result(case, name, shown(cell), planned=_told(truth))


def uncomputed_results(case: Case) -> Iterator[Occurrence]:
    """Find workbooks that were saved without the values of formulas."""
    blank = [name for name, cell in case.reading.outputs.items() if cell.kind == "blank"]
    if blank:
        yield _result(case, blank[0], count=len(blank), all=len(case.reading.blueprint.outputs))


def uncompared_results(case: Case) -> Iterator[Occurrence]:
    """Tell which results were not compared, because the workbook reads an answer otherwise."""
    uncompared = _uncompared(case)
    names = [name for name in case.reading.outputs if name in uncompared]
    if names:
        yield _result(case, names[0], count=len(names), all=len(case.reading.blueprint.outputs))


def _result(case: Case, name: str, found: str = "", **values: object) -> Occurrence:
    area = case.reading.blueprint.names[name]
    title = case.reading.whereabouts.sheets[area.sheet].title
    return Occurrence(title, area.first, name=name, found=found, values=values)


def _truths(case: Case) -> Mapping[str, Output]:
    """Return what every result must be, dates in the workbook's own system."""
    found = outputs_of(case.reading.bundle.template, case.submission, case.assessment)
    if not case.reading.facts.date1904:
        return found
    days = ZERO_1904 - ZERO
    return {name: truth - days if isinstance(truth, date) else truth for name, truth in found.items()}


def _agrees(truth: Output, cell: RawCell) -> bool:
    return cell.kind == "blank" or (cell.kind != "error" and agrees(truth, cell.value))


def _told(truth: Output) -> str:
    """Return a true result as a person would read it; nothing for what cannot be computed."""
    if truth is None:
        return "–"
    if isinstance(truth, Fraction):
        return f"{float(truth):.{DIGITS}g}"
    return f"{truth:f}" if isinstance(truth, Decimal) else str(truth)


def _uncompared(case: Case) -> frozenset[str]:
    doubtful = frozenset(_doubtful(case))
    return results_on(case.reading.blueprint.inputs_of_outputs, doubtful) if doubtful else frozenset()


def _doubtful(case: Case) -> Iterator[Node]:
    """Yield the inputs that the workbook's formulas read otherwise, or that were not read here."""
    blueprint, responses = case.reading.blueprint, case.reading.responses
    unread = blueprint.fields.keys() - responses.keys()
    otherwise = {
        response.field.name
        for response in case.reading.faulty
        if any(fault.kind not in READ_ALIKE for fault in response.faults)
    }
    for name in unread | (otherwise & responses.keys()):
        area = blueprint.names[name]
        yield area.sheet, area.first


RULES: tuple[Rule[Case], ...] = (
    Rule("PG111", "warning", differing_result),
    Rule("PG112", "note", uncomputed_results),
    Rule("PG113", "note", uncompared_results),
)
