"""A workbook that is open in a host: its values and names, read and judged like a submitted file.

A host hands over values, no formulas. So everything that `pocgate check` finds is found here too, but
what is wrong with formulas and with the file itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ...rules.findings import finding_of_file
from ...rules.review import Review, review_of
from ...spreadsheetml.address import Position
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import RawSheet, RawWorkbook
from ...templates.loader import finder_among
from ...workbook.layout.plan import IDENTITY_TITLE
from ...workbook.submission.changes.tampering import ChangeKind
from ...workbook.submission.origins.identity import Unidentified, identity_of, places_of
from ...workbook.submission.reader import read_submission
from ..registry import help_catalog
from .raw_values import raw_cell

ABOUT_FORMULAS: frozenset[ChangeKind] = frozenset({"overwritten_formula", "edited_formula"})


class NotOurs(Exception):
    """In one line why an open workbook cannot be judged."""


def facts_of(sheets: Mapping[str, Sequence[Sequence[object]]], names: Mapping[str, str]) -> RawWorkbook:
    """Return what an open workbook says: values of each sheet from A1 on, references by defined name."""
    found = tuple(RawSheet(title, "visible", "", dict(_cells(rows)), ()) for title, rows in sheets.items())
    return RawWorkbook(found, dict(names), (), False, (), ())


def _cells(rows: Sequence[Sequence[object]]) -> Iterator[tuple[Position, RawCell]]:
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None and value != "":
                yield (row, column), raw_cell(value)


def review(
    facts: RawWorkbook, extra: Iterable[Path] = (), language: str | None = None, *, refusals: str = ""
) -> Review:
    """Assess an open workbook by the template that it names, in its own language where none is given.

    NotOurs when there is none: in that language too, which a workbook of others does not say, else
    in that of `refusals`.
    """
    try:
        reading = read_submission(facts, finder_among(extra))
    except Unidentified as fault:
        raise NotOurs(_why(fault, language or refusals)) from None
    reading = replace(reading, changes=tuple(c for c in reading.changes if c.kind not in ABOUT_FORMULAS))
    return review_of(reading, language=language)


def check_identified(
    sheets: Mapping[str, Sequence[Sequence[object]]], names: Mapping[str, str], language: str | None = None
) -> None:
    """Refuse what has no identity of ours; the sheets that could hold it, and names, are enough for that."""
    facts = facts_of(sheets, names)
    if not identity_of(facts, places_of(facts)).template:
        raise foreign(language)


def check_marked(document: bytes, language: str | None = None) -> None:
    """Refuse what cannot have our identity, as the word for it is nowhere in it: nobody need parse it."""
    if IDENTITY_TITLE.encode() not in document.lower():
        raise foreign(language)


def foreign(language: str | None) -> NotOurs:
    """Return the refusal of a workbook without an identity."""
    return NotOurs(_why(Unidentified("foreign_workbook"), language))


def _why(fault: Unidentified, language: str | None) -> str:
    catalog = help_catalog(language or "")
    if fault.kind == "foreign_workbook":
        return catalog.text("job.said.foreign")
    return finding_of_file(fault.kind, fault.detail, catalog).message
