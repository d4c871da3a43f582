"""Results that a workbook shows, held against what follows from its answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ..workbook.submission.held import uncompared_of
from ..workbook.submission.interpret import shown
from ..workbook.submission.outputs import Output, outputs_of
from ..workbook.submission.shown.stored import Different
from .base import Case, Occurrence, Rule

DIGITS = 6
"""How many digits of a ratio a message shows."""


DECISIVE = frozenset({"decision", "verdict", "total"})
"""Truths that a committee goes by, as labels and as results."""
REPEATED = frozenset({"output", "live"})
"""Words of keys behind which the name of a result stands."""
FEW_SHEETS = 3
"""Cells that differ on more sheets than these were not computed after the answers had changed."""


def is_decisive(different: Different) -> bool:
    """Say whether a cell shows another decision, verdict or total, and not merely none or in another form."""
    word, _, about = different.key.partition(" ")
    return (
        (about if word in REPEATED else word) in DECISIVE
        and different.cell.kind in ("text", "number")
        and shown(different.cell).strip() != truth_text(different.truth)
    )


def is_stale(case: Case) -> bool:
    """Say whether a workbook was saved without being computed after its answers had changed."""
    return len({each.sheet for each in case.different if not each.said}) > FEW_SHEETS


def differing_result(case: Case) -> Iterator[Occurrence]:
    """Find results that are not what the answers give, where the workbook reads the answers alike.

    Another decision is found by a rule of its own, and so is a workbook that is not up to date.
    """
    if case.different and not is_stale(case):
        for each, name in differing_results(case):
            yield _result(case, name, shown(each.cell), planned=truth_text(each.truth))


def differing_results(case: Case) -> Iterator[tuple[Different, str]]:
    """Yield the differing cells of results with their names."""
    names, uncompared = case.reading.expected.name_at, uncompared_of(case.reading)
    for each in case.different:
        name = names.get((each.sheet, each.position), "")
        if name in case.reading.outputs and name not in uncompared and not is_decisive(each):
            yield each, name


def uncomputed_results(case: Case) -> Iterator[Occurrence]:
    """Find workbooks that were saved without the values of formulas; what has no value may well be blank."""
    blank = [name for name, cell in case.reading.outputs.items() if cell.kind == "blank"]
    if blank:
        truth = outputs_of(case.reading.bundle.template, case.submission, case.assessment)
        blank = [name for name in blank if truth.get(name) is not None]
    if blank:
        yield _result(case, blank[0], count=len(blank), all=len(case.reading.expected.outputs))


def uncompared_results(case: Case) -> Iterator[Occurrence]:
    """Tell which results were not compared, because the workbook reads an answer otherwise."""
    uncompared = uncompared_of(case.reading)
    names = [name for name in case.reading.outputs if name in uncompared]
    if names:
        yield _result(case, names[0], count=len(names), all=len(case.reading.expected.outputs))


def _result(case: Case, name: str, found: str = "", **values: object) -> Occurrence:
    area = case.reading.expected.names[name]
    title = case.reading.located.sheets[area.sheet].title
    return Occurrence(title, area.first, name=name, found=found, values=values)


def truth_text(truth: Output) -> str:
    """Return a true result as a person would read it; nothing for what cannot be computed."""
    if truth is None or truth == "":
        return "–"
    if isinstance(truth, Fraction):
        return f"{float(truth):.{DIGITS}g}"
    return f"{truth:f}" if isinstance(truth, Decimal) else str(truth)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG111", "warning", differing_result, guards=True),
    Rule("PG112", "note", uncomputed_results),
    Rule("PG113", "note", uncompared_results),
)
