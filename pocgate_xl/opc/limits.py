"""How much one submitted file may ask for."""

from __future__ import annotations

from ..records import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of what reading one file may cost; every value can be set.

    `ratio` counts for parts that unpack to more than `ratio_from_bytes`. `tags` bounds the markup of
    one part before it is parsed, `entries` the lists beside the sheets (relationships, content types,
    defined names), `formula_characters` what shared formulas may grow to when they are written out.
    """

    file_bytes: int = 25 * MIB
    unpacked_bytes: int = 200 * MIB
    part_bytes: int = 100 * MIB
    ratio: int = 200
    ratio_from_bytes: int = MIB
    members: int = 2_000
    sheets: int = 200
    depth: int = 64
    attributes: int = 200
    token_bytes: int = MIB
    tags: int = 10_000_000
    entries: int = 100_000
    cells: int = 1_000_000
    merges: int = 65_536
    cell_characters: int = 32_767
    formula_characters: int = 32 * MIB
    seconds: float = 20.0
    memory_bytes: int = 1024 * MIB


DEFAULT = Limits()
