"""The tiles at the top of the board's page: six figures, each with what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ...core.fields import DECISIONS
from ...opc.safe_text import visible
from ...workbook.layout.reports.cells import own, shown
from ...workbook.layout.reports.tiles import Tile
from ..headline import Headline
from .page import PortfolioPage

SHARES = (0.0, 0.17, 0.3, 0.46, 0.67, 0.85)
"""Where the tiles begin, in shares of the page's width: words take more room than figures."""
WORDS = 30
"""How many letters of a name a tile has room for."""
NAMED = 3
"""How many of several are named in the small line of a tile."""


def tiles_of(page: PortfolioPage) -> Iterator[Tile]:
    """Yield what a board asks for first."""
    head = page.portfolio.headline
    yield _launches(page, head)
    yield _costs(page, head)
    yield _budget(page, head)
    yield _blocker(page, head)
    yield _unanswered(page, head)
    yield _concerns(page, head)


def _launches(page: PortfolioPage, head: Headline) -> Tile:
    months = page.portfolio.plan.months
    label = page.text("tile.launches", quarter=page.quarter(months.start)) if months else None
    total = len(page.portfolio.ranking.entries)
    counts = [
        page.text("tile.counted", count=head.decisions[code], what=page.label("decision", code))
        for code in DECISIONS
        if head.decisions.get(code)
    ]
    if head.under_way:
        counts.append(page.text("tile.under_way", count=head.under_way))
    return Tile(
        label or page.text("tile.launches_none"),
        page.text("tile.of", count=len(head.launches), total=total),
        page.text("terms_separator").join(counts), "ink_good",
    )  # fmt: skip


def _costs(page: PortfolioPage, head: Headline) -> Tile:
    note = page.text("tile.run", amount=_short(page, head.a_year))
    return Tile(page.text("tile.costs"), shown(head.once), note, format=page.unit[0])


def _budget(page: PortfolioPage, head: Headline) -> Tile:
    year = head.year
    if year is None:
        return Tile(page.text("tile.budget_none"), "–", "")
    first, last = page.quarter(year.months.start), page.quarter(year.months[-1])
    label = page.text("tile.budget", first=first, last=last)
    planned = page.text("tile.planned", amount=_short(page, year.planned))
    if year.available is None or year.left is None:
        return Tile(label, page.text("unlimited"), planned)
    left = page.text("tile.left", amount=_short(page, year.left))
    note = page.text("terms_separator").join((planned, left))
    return Tile(label, shown(year.available), note, format=page.unit[0])


def _blocker(page: PortfolioPage, head: Headline) -> Tile:
    if not head.blockers:
        return Tile(page.text("tile.blocker"), page.text("tile.nothing"), "", "ink_good")
    first, *others = head.blockers
    note = page.text("tile.open_in", count=first.engagements)
    if others:
        name = visible(page.thing(others[0].do, others[0].id), WORDS)
        then = page.text("tile.then", what=name, count=others[0].engagements)
        note = page.text("terms_separator").join((note, then))
    name = page.thing(first.do, first.id)
    return Tile(page.text("tile.blocker"), name, note, "ink_attention", style="tile_words")


def _unanswered(page: PortfolioPage, head: Headline) -> Tile:
    counts = {f"apart_short.{reason}": count for reason, count in head.unanswered.items()}
    counts |= {"tile.silent": head.silent} if head.silent else {}
    total = sum(counts.values())
    reasons = (page.text("tile.counted", count=count, what=page.text(key)) for key, count in counts.items())
    note = page.text("terms_separator").join(reasons)
    return Tile(page.text("tile.unanswered"), total, note, "ink_bad" if total else "ink_good", "whole")


def _concerns(page: PortfolioPage, head: Headline) -> Tile:
    ids = [own(entry.id) or visible(entry.assessment.file, 20) for entry in head.concerned[:NAMED]]
    if len(head.concerned) > NAMED:
        ids.append("…")
    total = len(head.concerned)
    note = page.text("terms_separator").join(ids)
    return Tile(page.text("tile.concerns"), total, note, "ink_bad" if total else "ink_good", "whole")


def _short(page: PortfolioPage, amount: Fraction) -> str:
    """Return an amount in the unit of the page, as its cells show it."""
    digits, divisor = {"millions": (1, 1_000_000), "thousands": (0, 1_000)}.get(page.unit[0], (0, 1))
    return f"{Decimal(round(amount / divisor * 10**digits)).scaleb(-digits):,f}"
