"""Places of a blank workbook that differ by which fields of an engagement are filled in.

A formula that shows a name shows another text where there is none. What it shows in each case is known
beforehand, so that nobody has to compute it when names are put in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Slot(NamedTuple):
    """A stretch of a part, and what stands there, by which of these fields are filled in.

    The first of the variants is that of none, the second that of the first field alone, the third that of
    the second field, the fourth that of both, and so on.
    """

    begin: int
    end: int
    fields: tuple[str, ...]
    variants: tuple[bytes, ...]

    def variant(self, filled: Collection[str]) -> bytes:
        return self.variants[place_of(self.fields, filled)]


def place_of(fields: Sequence[str], filled: Collection[str]) -> int:
    """Return the place of the variant in which some fields are filled in."""
    return sum(1 << place for place, name in enumerate(fields) if name in filled)


def assembled(content: bytes, slots: Sequence[Slot], filled: Collection[str]) -> bytes:
    """Return a part with what stands in its slots when these fields are filled in."""
    pieces: list[bytes] = []
    done = 0
    for slot in slots:
        pieces += (content[done : slot.begin], slot.variant(filled))
        done = slot.end
    return b"".join((*pieces, content[done:]))


Slots = Mapping[str, Sequence[Slot]]
"""By part, in the order in which they stand there."""
