"""Cells of the workbooks that report on many: what somebody wrote, files, amounts and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from ....core.money import EXACT
from ....opc.safe_text import visible, without_hidden
from ..plan import Align, Cell, Style

LONGEST = 200
"""How much of a text from a file a cell shows."""
LARGEST = Decimal("1e300")
"""Beyond it an amount is shown as a text: a cell's number ends soon after."""


KEPT = 1 << 13
"""How many texts and cells of a kind are kept: what rows say again is not made again."""


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


@lru_cache(KEPT)
def own(text: str | None) -> str:
    """Return what somebody wrote, on one line and without anything hidden in it."""
    line = " ".join(without_hidden(text or "").split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


@lru_cache(KEPT)
def file_name(path: str) -> str:
    """Return the name of a file, its hidden characters escaped."""
    return visible(path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or path, LONGEST)


def common_folder(paths: Iterable[str]) -> str:
    """Return the folder, with its last slash, in which all files lie; nothing where there is none."""
    folders = [_slashed(path).split("/")[:-1] for path in paths]
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return "".join(f"{parts[0]}/" for parts in shared)


def file_below(folder: str, path: str) -> str:
    """Return where a file lies below a folder, its hidden characters escaped."""
    return visible(_slashed(path).removeprefix(folder), LONGEST)


def _slashed(path: str) -> str:
    return path.replace("\\", "/")


def money(amount: Decimal | Fraction | None, style: Style = "cell") -> Cell:
    """Return the cell of an amount; an unknown one is blank, never 0."""
    exact = shown(amount) if isinstance(amount, Fraction) else amount
    return Cell(storable(exact), style=style, format="money", align="right")


def number(amount: Decimal, style: Style = "cell") -> Cell:
    """Return the cell of a number that is no money."""
    return Cell(storable(amount), style=style, format="number", align="right")


@lru_cache(KEPT, typed=True)
def whole(number: int | None, style: Style = "cell") -> Cell:
    return Cell(number, style=style, format="whole", align="center")


@lru_cache(KEPT)
def said(text: str, style: Style = "cell_wrap", align: Align = "") -> Cell:
    """Return the cell of a text that many rows say."""
    return Cell(text, style=style, align=align)


@lru_cache(KEPT)
def on_day(when: date | Literal["–"] | None) -> Cell:
    """Return the cell of a day."""
    return Cell(when, style="cell", format="date", align="center")


@lru_cache(KEPT)
def percent(part: Fraction | None) -> Cell:
    """Return the cell of a share of one."""
    return Cell(shown(part), style="cell", format="percent", align="center")


def shown(number: Fraction | None) -> Decimal | None:
    """Return a number rounded to hundredths, as no cell holds a fraction."""
    return None if number is None else EXACT.scaleb(Decimal(_hundredths(number)), -2)


def _hundredths(number: Fraction) -> int:
    """Return a number of hundredths, of two that are as near the even one."""
    whole_part, rest = divmod(number.numerator * 100, number.denominator)
    twice = 2 * rest - number.denominator
    return whole_part + (twice > 0 or (twice == 0 and whole_part % 2))


def storable(number: Decimal | None) -> Decimal | str | None:
    """Return a number that a cell can hold; a larger one becomes a text."""
    return f"{number:.3E}" if number is not None and abs(number) > LARGEST else number
