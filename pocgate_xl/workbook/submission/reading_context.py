"""In which language, date system and currency a workbook is read, and what its answers were read as."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from ...records import dataclass
from ...spreadsheetml.cells import RawCell
from ...templates.loader import Bundle

if TYPE_CHECKING:
    from .interpret import Read


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """In which language, date system and currency a workbook is read.

    `known` keeps what a field's cells were read as, so that what is answered again and again is read once.
    """

    bundle: Bundle
    language: str
    date1904: bool = False
    currency: str = ""
    known: dict[tuple[str, str], dict[RawCell, Read]] = field(default_factory=dict, compare=False, repr=False)
