"""What a told act explains: without names, sheets or rows formulas give errors, lists and charts are empty.

Only what shows no value is explained so. Where a cell shows another one, that is said all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..locate import missing_sheets

if TYPE_CHECKING:
    from ..altered.alteration import Altered
    from ..reader import Reading
    from ..shown.stored import Different

REFERENCE = re.compile(r"[^!]+!\$?[A-Z]{1,3}\$?[0-9]+(:\$?[A-Z]{1,3}\$?[0-9]+)?")
"""What some programs leave where the title of a chart points to: an address, which tells nobody anything."""
DECISIVE = frozenset({"decision", "verdict", "total"})
"""What a committee goes by."""
EMPTIED = frozenset({"chart_values", "chart_labels"})
ERRORS = ("#NAME?", "#REF!")


def is_broken(reading: Reading) -> bool:
    """Say whether the formulas of a workbook lack names, sheets or cells that they speak of."""
    located = reading.located
    lacking = bool(located.by_place or located.displaced)
    return lacking or any(missing_sheets(reading.expected, located))


def unexplained(reading: Reading, found: Iterable[Different]) -> tuple[Different, ...]:
    """Return the cells that show another value; errors are explained, and nothing where no decision shows."""
    cells = tuple(found)
    if not cells or not is_broken(reading):
        return cells
    deciding = [each.cell.kind for each in cells if each.key == "decision"]
    undecided = bool(deciding) and set(deciding) == {"error"}
    return tuple(each for each in cells if not _is_explained(each, undecided))


def _is_explained(different: Different, undecided: bool) -> bool:
    """Say whether a cell shows an error; or, where no decision is shown, nothing that anybody goes by."""
    cell = different.cell
    if cell.kind == "error" or not undecided:
        return cell.kind == "error"
    return (
        cell.kind == "blank" or different.key.removeprefix("output ") not in DECISIVE or cell.value in (0, "")
    )


def unexplained_alterations(reading: Reading, found: Iterable[Altered]) -> Iterator[Altered]:
    """Yield what is altered and not merely empty or broken with what it refers to."""
    broken = is_broken(reading)
    for each in found:
        alteration = each.alteration
        if alteration.kind == "chart_words" and REFERENCE.fullmatch(alteration.words):
            continue
        if not (broken and _is_emptied(alteration.kind, f"{alteration.found} {alteration.words}")):
            yield each


def _is_emptied(kind: str, detail: str) -> bool:
    if kind == "other_list":
        return not detail.strip()
    return kind in EMPTIED or (kind.startswith("condition_") and any(error in detail for error in ERRORS))
