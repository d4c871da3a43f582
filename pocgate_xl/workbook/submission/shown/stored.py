"""What a file stores in the cells that people see, held against what they must show.

Most files store the truth: all cells of a sheet are compared at once, and only others singly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ....core.assessment import ReadableAssessment
from ....core.submission import Submission
from ....opc.safe_text import without_hidden
from ....spreadsheetml.address import Position
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.serial_dates import serial_of
from ....spreadsheetml.worksheets.rows import WantedCells, many
from ..expected import ShownOn
from ..outputs import Output, agrees, in_system_of_1904
from ..reader import Reading
from . import shown_values
from .answered import Answered, Doubts
from .facts import Facts

_EMPTY = RawCell("blank", None, None, "")
_UNLIKE = frozenset({"bool", "error", "invalid"})
"""Kinds of cells that need a look though their values may be equal: True equals 1."""
LIVE, PROBLEM = "live ", "#POCGATE:"
"""What keys of a live edition's answers begin with, and the answers that say why there is none."""


class Different(NamedTuple):
    """One cell that does not show the truth: sheet id, the sheet's title in the file, its key.

    `said` says whether it is overwritten or rests on a cell that is reported as changed.
    """

    sheet: str
    title: str
    position: Position
    key: str
    cell: RawCell
    truth: Output
    said: bool


def different_cells(
    reading: Reading, submission: Submission, assessment: ReadableAssessment
) -> tuple[Different, ...]:
    """Return the cells that show something else than follows from the answers, in reading order.

    Left out is what was not computed where results were not either, and what rests on an answer of
    which nobody can say what the workbook's formulas make of it.
    """
    answered = Answered(reading)
    found = list(_unequal(reading, _truths(reading, answered.facts(submission, assessment))))
    return tuple(_altered(reading, answered, found)) if found else ()


def _truths(reading: Reading, facts: Facts) -> Mapping[str, Output]:
    """Return the truth of every key, dates in the workbook's own system."""
    found = shown_values(facts, reading.expected.shown_keys)
    return in_system_of_1904(found) if reading.facts.date1904 else found


def _unequal(reading: Reading, truths: Mapping[str, Output]) -> Iterator[Different]:
    """Yield every cell that does not agree with its truth."""
    sheets = reading.located.sheets
    expected = {key: each if type(each) is str else _stored(each) for key, each in truths.items()}
    for shown in _in_place(reading):
        sheet = sheets.get(shown.sheet)
        if sheet is None:
            continue
        cells = [cell or _EMPTY for cell in many(sheet.cells, shown.wanted)]
        for index in _others(cells, [expected[key] for key in shown.keys]):
            position, key, cell = shown.wanted.positions[index], shown.keys[index], cells[index]
            if not _agrees(key, truths[key], cell):
                yield Different(shown.sheet, sheet.title, position, key, cell, truths[key], False)


def _in_place(reading: Reading) -> Iterator[ShownOn]:
    """Yield the cells to compare; on sheets with moved cells those alone whose own names are in place."""
    moved, displaced = reading.located.displaced_sheets, reading.located.displaced
    names = reading.expected.name_at
    for shown in reading.expected.shown:
        if shown.sheet not in moved:
            yield shown
            continue
        own = {
            position: key
            for position, key in zip(shown.wanted.positions, shown.keys, strict=True)
            if (name := names.get((shown.sheet, position))) and name not in displaced
        }
        yield ShownOn(shown.sheet, WantedCells(own), tuple(own.values()))


def _stored(truth: Output) -> object:
    """Return a truth as most programs store it."""
    if truth is None or isinstance(truth, str | int):
        return "" if truth is None else truth
    if isinstance(truth, Decimal | Fraction):
        return float(truth)
    return serial_of(truth)


def _others(cells: list[RawCell], expected: list[object]) -> Iterable[int]:
    """Return which cells need a look, as they do not hold just what they must."""
    if not _UNLIKE.isdisjoint([cell.kind for cell in cells]):
        return range(len(cells))
    values = ["" if (value := cell.value) is None else value for cell in cells]
    return () if values == expected else [k for k, value in enumerate(values) if value != expected[k]]


def _agrees(key: str, truth: Output, cell: RawCell) -> bool:
    """Say whether a cell shows the truth; programs are free with white space and empty texts."""
    empty = truth is None or truth == ""
    if cell.kind == "blank":
        return empty or key.startswith(LIVE)
    if cell.kind in ("error", "invalid"):
        return False
    if cell.kind == "text":
        text = _plain(str(cell.value))
        if key.startswith(LIVE) and (text == "" or (empty and text.startswith(PROBLEM))):
            return True
        return text == ("" if empty else _plain(truth)) if empty or isinstance(truth, str) else False
    return agrees(truth, cell.value)


def _plain(text: object) -> str:
    return " ".join(without_hidden(str(text)).split())


def _altered(reading: Reading, answered: Answered, found: list[Different]) -> Iterator[Different]:
    """Yield those of the differing cells that no honest program shows."""
    doubts, uncomputed = Doubts(answered), _is_uncomputed(reading)
    second: Mapping[str, Output] | None = None
    for each in found:
        node = each.sheet, each.position
        if node in doubts.unknown or (uncomputed and each.cell.kind == "blank"):
            continue
        if node in doubts.converted:
            second = second or _truths(reading, answered.facts_of_formulas())
            if _agrees(each.key, second[each.key], each.cell):
                continue
        yield each._replace(said=node in doubts.changed)


def _is_uncomputed(reading: Reading) -> bool:
    """Say whether results were saved without a value, of which a finding of its own tells."""
    return any(cell.kind == "blank" for cell in reading.outputs.values())
