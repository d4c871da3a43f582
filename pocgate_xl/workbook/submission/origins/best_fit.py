"""Which template a workbook was made from that does not say it: by its names and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ....spreadsheetml.reader import RawWorkbook
from ....templates.loader import Bundle
from ...layout.plan import LIVE, LIVE_EDITIONS, PLAIN
from ..expected import ExpectedWorkbook, expected_of, language_of
from .identity import CornersOfSheet

LEAST_SHARE = 0.5
"""A template of which fewer names are where it puts them is not the one."""


def best_fitting(
    facts: RawWorkbook, places: Mapping[str, CornersOfSheet | None], bundles: Iterable[Bundle]
) -> ExpectedWorkbook | None:
    """Return the template, language and edition that a workbook fits best; None when none of them."""
    if not places:
        return None
    scored = [(_fit(expected, facts, places), expected) for expected in _candidates(facts, places, bundles)]
    fitting = [pair for pair in scored if pair[0][0] >= LEAST_SHARE]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _candidates(
    facts: RawWorkbook, places: Mapping[str, CornersOfSheet | None], bundles: Iterable[Bundle]
) -> Iterator[ExpectedWorkbook]:
    titles = frozenset(sheet.title for sheet in facts.sheets)
    live = any(name.startswith(LIVE) for name in places)
    for bundle in bundles:
        for edition in LIVE_EDITIONS if live else (PLAIN,):
            yield expected_of(bundle, language_of(bundle, "", titles), edition)


def _fit(
    expected: ExpectedWorkbook, facts: RawWorkbook, places: Mapping[str, CornersOfSheet | None]
) -> tuple[float, int]:
    """Return the share of names in their places, and how many formulas and texts are as planned."""
    planned = expected.names
    there = sum(
        1
        for name, area in planned.items()
        if (place := places.get(name)) and place[1:] == (area.first, area.last)
    )
    return there / len(planned), sum(_as_planned(expected, facts))


def _as_planned(expected: ExpectedWorkbook, facts: RawWorkbook) -> Iterator[bool]:
    for id_, title in expected.titles.items():
        sheet = facts.sheet(title)
        cells = sheet.cells if sheet else {}
        for position, formula in expected.formulas[id_]:
            yield position in cells and cells[position].formula == formula
        for position, text in expected.literals.get(id_, ()):
            yield position in cells and cells[position].value == text
