"""Submissions made by hand of which inputs hold what cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from pocgate_xl.core.completeness import needed_fields
from pocgate_xl.core.validity import BLANKS
from pocgate_xl.spreadsheetml.formulas.calculate import CellError
from pocgate_xl.templates.loader import Bundle
from tests.engines.hand import Change, Hand
from tests.engines.random_submissions import DrawnSubmission, Typed, inputs


def blanks(hand: Hand) -> Iterator[Change]:
    """Evidence of each character that nobody sees, alone, all together, and behind one that is seen."""
    names = [f"pg_evidence_{item.id}" for item in hand.template.items]
    for first in range(0, len(BLANKS), len(names)):
        yield (dict(zip(names, BLANKS[first:], strict=False)),)
    yield (dict.fromkeys(names, BLANKS), dict.fromkeys(names[::2], f"{BLANKS}x"))


def texts(hand: Hand) -> Iterator[Change]:
    """Texts of which the name of a sheet is made: blank, seemingly blank, errors, numbers."""
    for organization in (None, " ", "　", "Acme", CellError("#N/A"), 0.0, 7.0):
        for poc in (None, "　 ", "Pilot", CellError("#DIV/0!")):
            yield ({"pg_engagement_organization": organization, "pg_engagement_poc_name": poc},)


SPACES = ("　", "\u00a0", "\u200b")
"""What looks empty and is no plain space."""

ODD: dict[str, tuple[Typed | None, ...]] = {
    "text": (None, "　 ", "\u00a0", "\u200b", CellError("#N/A")),
    "date": (60.0, 60.9, 61.0, 2958465.9, 2958466.0, "soon", *SPACES, CellError("#N/A"), True),
    "rating": (0.0, 1.0, 5.0, 6.0, 2.5, "3", *SPACES, CellError("#N/A"), True),
    "label": ("unknown", *SPACES, 1.0, CellError("#N/A"), True),
    "money": (-0.01, 0.0, "1", *SPACES, CellError("#N/A"), True),
    "number": (-1.0, 0.0, 0.01, 120.0, 120.01, 121.0, "1", *SPACES, CellError("#N/A"), True),
    "whole": (-1.0, 0.0, 1.0, 1.5, 120.0, 121.0, "1", *SPACES, CellError("#N/A"), True),
}
"""By kind of input, what stands on a bound of it, beside it, or is nothing that it can take."""

PATTERNS: tuple[Callable[[int], bool], ...] = (
    lambda k: True, lambda k: k % 2 == 0, lambda k: k % 2 == 1, lambda k: k % 3 == 0,
    lambda k: k % 4 == 0, lambda k: k // 2 % 2 == 0, lambda k: k // 4 % 2 == 0, lambda k: k // 3 % 2 == 0,
)  # fmt: skip


def odd(hand: Hand) -> Iterator[Change]:
    """All inputs of a kind with the same odd value, or only some, so that neighbours differ."""
    keys: dict[str, list[str]] = {}
    for key, item in inputs(hand.template):
        keys.setdefault(item.kind, []).append(key)
    for kind, values in ODD.items():
        for value in values:
            for pattern in PATTERNS if kind == "text" or value in SPACES else PATTERNS[:3]:
                yield ({key: value for k, key in enumerate(keys[kind]) if pattern(k)},)


def lone_faults(bundle: Bundle, language: str) -> list[DrawnSubmission]:
    """Return submissions with one error on each sheet, each input once, and with a single one."""
    hand = Hand(bundle, language)
    sheets = hand.inputs_by_sheet()
    together = [[key for key in keys if key] for keys in zip_longest(*sheets)]
    return [hand.cells(dict.fromkeys(keys, CellError("#N/A"))) for keys in (*together, *_alone(hand, sheets))]


def _alone(hand: Hand, sheets: list[list[str]]) -> Iterator[list[str]]:
    """Yield the first input of every sheet, and all that is answered from a list and needed."""
    needed = {item.name for item in needed_fields(hand.template) if item.kind == "label"}
    yield from ([key] for key in sorted(needed | {keys[0] for keys in sheets}))
