"""What a file says about its cells, before anybody asks what it means.

Source: ECMA-376 part 1, 18.3.1.4 c, 18.3.1.73 row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from .address import Corners, Position
from .cell_types import decode_escapes, number_of, odd_escape, serial_of, truth_of
from .error_values import STORED

CellKind = Literal["number", "text", "bool", "error", "rich", "blank", "invalid"]
Value = float | str | bool | None
TypedValue = tuple[CellKind, Value]
SHOWN_CHARACTERS = 100


class RawCell(NamedTuple):
    """What a file says about one cell (a tuple, because they come by the thousand).

    `formula` begins with its `=`; an array formula reads `{=...}`, a data table `{=TABLE(...)}`.
    `raw` is the text in the file before escapes, numbers or dates are read from it. A value that
    breaks its type's grammar has the kind `invalid` and no value; a formula without a value is `blank`.
    What only newer programs show in a cell, such as a picture, is `rich`; others see the error that is its
    value.
    """

    kind: CellKind
    value: Value
    formula: str | None
    raw: str


class SharedUse(NamedTuple):
    """One cell's part in a shared formula; the master has an area, the others may have no text."""

    key: str
    ref: str
    text: str


class CellSlot(NamedTuple):
    """A cell with a value: what its tags say about it."""

    position: Position
    type: str
    formula: str | None
    rich: bool


class RawRow(NamedTuple):
    """The cells of one row with a value or formula.

    What needs the whole workbook is left open: `strings` are indexes into the shared strings,
    `shared` uses of shared formulas. `arrays` are areas that one formula fills; `ambiguous` says
    what another reader might read otherwise, `unusual` what some reader cannot read although it has
    one meaning; `slots` has an entry for every cell of the file, None where it has no value of its own.
    """

    number: int
    cells: Mapping[Position, RawCell]
    strings: tuple[tuple[Position, int], ...]
    shared: tuple[tuple[Position, SharedUse], ...]
    arrays: tuple[Corners, ...]
    ambiguous: tuple[str, ...]
    unusual: tuple[str, ...] = ()
    slots: tuple[CellSlot | None, ...] = ()


def text_cell(raw: str, longest: int) -> RawCell:
    """Return a text as a cell, or an invalid cell when Excel could not hold it."""
    value = decode_escapes(raw)
    if len(value) > longest:
        return RawCell("invalid", None, None, raw[:SHOWN_CHARACTERS])
    return RawCell("text", value, None, raw)


def _number(raw: str, _date1904: bool) -> TypedValue:
    number = number_of(raw)
    if number is not None:
        return "number", number
    return ("invalid", None) if raw.strip() else ("blank", None)


def _truth(raw: str, _date1904: bool) -> TypedValue:
    truth = truth_of(raw)
    return ("invalid", None) if truth is None else ("bool", truth)


def _date(raw: str, date1904: bool) -> TypedValue:
    serial = serial_of(raw, date1904)
    return ("invalid", None) if serial is None else ("number", serial)


def _text(raw: str, _date1904: bool) -> TypedValue:
    return "text", decode_escapes(raw)


def _error(raw: str, _date1904: bool) -> TypedValue:
    return "error", raw


READERS: Mapping[str, Callable[[str, bool], TypedValue]] = {
    "n": _number, "b": _truth, "d": _date, "str": _text, "inlineStr": _text, "e": _error,
}  # fmt: skip
"""How the text of each cell type is read; shared strings (`s`) need their table."""

LEFT_EMPTY = READERS.keys() - {"str", "inlineStr"} | {"s"}
"""Types of cells that some programs write for cells without a value; a text may be empty itself."""


def oddity(type_: str, raw: str) -> str:
    """Return a word where some reader fails on a value that has one meaning, else nothing."""
    if type_ in ("str", "inlineStr"):
        return odd_escape(raw)
    if raw != raw.strip():
        return "padded_value"
    if type_ == "s":
        return "padded_value" if raw != str(int(raw)) else ""
    if type_ == "e":
        return "" if raw in STORED else "unknown_error"
    spelled = (type_ == "b" and raw not in "01") or (type_ == "d" and raw.endswith("Z"))
    return "unusual_spelling" if spelled else ""


def says_the_same(cell: RawCell, planned: str | float, used: bool) -> bool:
    """Say whether a cell still says what was planned, although not as the same value.

    Some libraries drop the white space around a text, or all of it, and write `5` as a number. Formulas
    tell a text from a number, so what is `used` by one must be of its type.
    """
    if cell.formula is not None or not isinstance(planned, str):
        return False
    if planned != planned.strip():
        return cell.kind in ("blank", "text") and str(cell.value or "").strip() == planned.strip()
    return cell.kind == "number" and not used and f"{cell.value:.15g}" == planned
