"""The anchors of the criteria: what they say, and which of them a rating chose or lies between."""

from __future__ import annotations

from collections.abc import Iterator

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Highlight
from ...sheet_builder import SheetBuilder
from ..framing.frame import TOP

CHOSEN, BESIDE = 1, 0
"""What a working shows where the rating is the anchor itself, and where it lies between it and the next."""


def plan_anchors(
    builder: SheetBuilder, context: Context, rows: range, columns: tuple[int, int], anchors: tuple[int, ...]
) -> None:
    """Write the texts of all anchors, and beside the page how the rating stands to each of them."""
    first, side = columns
    for column, anchor in enumerate(anchors, side):
        builder.put(TOP, column, Cell(anchor, style="working"))
    for row, criterion in zip(rows, context.template.criteria, strict=True):
        own = [anchor for anchor in anchors if anchor in criterion.anchors]
        for place, anchor in enumerate(anchors):
            if anchor not in own:
                builder.put(row, first + place, Cell())
                continue
            words = context.catalog.text(f"anchor.{criterion.id}.{anchor}")
            builder.put(row, first + place, Cell(words, style="muted"))
            order = own.index(anchor)
            around = {">": own[order + 1 : order + 2], "<": own[max(order - 1, 0) : order]}
            rating = f"pg_calc_rating_{criterion.id}"
            number = {each: a1((TOP, side + anchors.index(each))) for each in own}
            between = [f"{rating}{sign}{number[each]}" for sign, beside in around.items() for each in beside]
            formula = _distance(rating, number[anchor], between)
            shows = f"anchor {criterion.id} {anchor}"
            builder.put(row, side + place, Cell(formula=formula, style="working", shows=shows))


def _distance(rating: str, anchor: str, between: list[str]) -> str:
    """Return the formula that compares a rating with an anchor and with those beside it.

    A rating that is not known is a text, which is above every number: only the highest anchor has nothing
    above it that keeps it out.
    """
    beside = '""'
    if between:
        test = f"AND({','.join(between)})" if len(between) > 1 else between[0]
        beside = f'IF({test},{BESIDE},"")'
    chosen = f"IF({rating}={anchor},{CHOSEN},{beside})"
    highest = between and not any("<" in each for each in between)
    return f'=IF({rating}="","",{chosen})' if highest else f"={chosen}"


def lit_anchors(
    context: Context, rows: range, columns: tuple[int, int], anchors: tuple[int, ...]
) -> Iterator[Highlight]:
    """Yield what lights the anchor that a rating chose, and lightly those between which it lies."""
    first, side = columns
    cells = [
        (row, place)
        for row, criterion in zip(rows, context.template.criteria, strict=True)
        for place, anchor in enumerate(anchors)
        if anchor in criterion.anchors
    ]
    if not cells:
        return
    where = " ".join(a1((row, first + place)) for row, place in cells)
    top, left = cells[0]
    distance = a1((top, side + left))
    yield Highlight(where, f"{distance}={CHOSEN}", "lit")
    yield Highlight(where, f"{distance}={BESIDE}", "half")
