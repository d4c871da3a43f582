"""The roadmap: when each phase begins and ends."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.validity import LONGEST_MONTHS
from .budget import payback_helpers
from .formula_source import FormulaSource, given
from .named_formula import NamedFormula, column

FIRST_DATE, END_OF_DATES = 61, 2958466
"""Serials of 1900-03-01, before which spreadsheets disagree, and of the day after 9999-12-31."""


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield what is dated."""
    yield source.helper(
        "DAY",
        "LAMBDA(said,\n"
        '  IF(PG._SAID(said)="", "", IF(ISNUMBER(said),\n'
        f"    IF((said>={FIRST_DATE})*(said<{END_OF_DATES}), INT(said), NA()), NA())))",
    )
    yield source.helper(
        "WHOLE",
        "LAMBDA(said,\n"
        '  IF(PG._SAID(said)="", "", IF(ISNUMBER(said),\n'
        "    IF((said=INT(said))*(said>=0), said, NA()), NA())))",
    )
    yield from payback_helpers(source)
    if source.template.phases:
        yield source.function("ROADMAP", _roadmap(source))


def _roadmap(source: FormulaSource) -> str:
    """Write start, end and whether the months are usual; all starts count from the first one."""
    phases = source.template.phases
    count = len(phases)
    least, most = (column([getattr(each, f"{end}_months") for each in phases]) for end in ("min", "max"))
    return (
        "LAMBDA(start, phase_months, [language],\n"
        "  LET(opening, PG._DAY(start),\n"
        f"  said, PG._CELLS(phase_months, {count}),\n"
        '  lasting, MAP(said, LAMBDA(each, IF(each="", "", IF(ISNUMBER(each),\n'
        f"    IF((each=INT(each))*(each>=1)*(each<={LONGEST_MONTHS}), each, NA()), NA())))),\n"
        '  ends, SCAN(0, lasting, LAMBDA(before, each, IF(OR(before="", each=""), "", before+each))),\n'
        "  begins, DROP(VSTACK(0, ends), -1),\n"
        "  dated, LAMBDA(months, MAP(months, LAMBDA(each,\n"
        '    IF(OR(opening="", each=""), "", IFERROR(EDATE(opening, each), ""))))),\n'
        '  last, MAP(dated(ends), LAMBDA(each, IF(each="", "", each-1))),\n'
        f'  usual, IF(lasting="", "", (lasting>={least})*(lasting<={most})=1),\n'
        f"  HSTACK(PG._NAMES(PG._PHASE(), {given('language')}), dated(begins), last, usual)))"
    )
