"""Results that a workbook shows, held against what follows from its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...core.answers import submission_from_answers
from ...core.assessment import ReadableAssessment
from ...core.gate import assess
from ...core.submission import Submission
from ...errors import EngineError
from ...opc.package import Package
from ...opc.safe_text import visible
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import read_workbook
from ...templates.loader import Bundle
from .expected import expected_of
from .interpret import READ_ALIKE, shown
from .origins.identity import Identity
from .outputs import Output, agrees, in_system_of_1904, outputs_of
from .reader import Reading, reading_of

if TYPE_CHECKING:
    from ..layout.precedents import CellNode


def hold_results(workbook: bytes, bundle: Bundle, language: str) -> bytes:
    """Return a workbook that shows what follows from its answers.

    EngineError names the first result that does not; those that are not in their places or that rest on
    answers which formulas read otherwise are not compared.
    """
    facts = read_workbook(Package.from_bytes(workbook))
    reading = reading_of(facts, Identity(language=language), expected_of(bundle, language))
    submission = submission_from_answers(bundle.template, reading.answers, reading.block_rows)
    truths = truths_of(reading, submission, assess(bundle.template, submission))
    for name, cell in _compared(reading):
        if not shows(cell, truths[name]):
            found, truth = visible(shown(cell)) or "nothing", truths[name]
            problem = f"{name} would show {found}, though it is {'nothing' if truth is None else truth}."
            raise EngineError(problem, "Nothing was written: the workbook's formulas give something else.")
    return workbook


def _compared(reading: Reading) -> Iterator[tuple[str, RawCell]]:
    uncompared, displaced = uncompared_of(reading), reading.located.displaced
    for name in reading.expected.outputs:
        in_place = reading.expected.names[name].sheet in reading.located.sheets and name not in displaced
        if in_place and name not in uncompared:
            yield name, reading.outputs.get(name, BLANK)


BLANK = RawCell("blank", None, None, "")


def truths_of(
    reading: Reading, submission: Submission, assessment: ReadableAssessment
) -> Mapping[str, Output]:
    """Return what every result must be, dates in the workbook's own system."""
    found = outputs_of(reading.bundle.template, submission, assessment)
    return in_system_of_1904(found) if reading.facts.date1904 else found


def shows(cell: RawCell, truth: Output) -> bool:
    """Say whether a cell shows the truth; an error shows none, not even that of nothing."""
    return cell.kind != "error" and agrees(truth, cell.value)


def uncompared_of(reading: Reading) -> frozenset[str]:
    """Return the results that rest on answers which the workbook's own formulas read otherwise."""
    doubtful = frozenset(_doubtful(reading))
    if not doubtful:
        return frozenset()
    from ..layout.precedents import results_on  # in most workbooks nothing is in doubt

    return results_on(reading.expected.inputs_of_outputs, doubtful)


def _doubtful(reading: Reading) -> Iterator[CellNode]:
    """Yield the inputs that the workbook's formulas read otherwise, or that were not read here."""
    expected, responses = reading.expected, reading.responses
    unread = expected.fields.keys() - responses.keys()
    otherwise = {
        response.field.name
        for response in reading.faulty
        if any(fault.kind not in READ_ALIKE for fault in response.faults)
    }
    for name in unread | (otherwise & responses.keys()):
        area = expected.names[name]
        yield area.sheet, area.first
