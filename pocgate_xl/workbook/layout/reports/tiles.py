"""Tiles at the top of a page: figures side by side, each with its name above and a line below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ....records import dataclass
from ....spreadsheetml.address import a1
from ..plan import Cell, CellFormat, Highlight, Style, Tone
from ..sheet_builder import SheetBuilder
from .table import LEFT


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name above it and a line below; the tone says whether it is good."""

    label: str
    value: str | Decimal | int | None
    note: str
    tone: Tone | None = None
    format: CellFormat = "general"
    style: Style = "tile_value"


def write_tiles(
    builder: SheetBuilder,
    tiles: Sequence[Tile],
    shares: Iterable[float],
    widths: Mapping[int, float],
    top: int,
) -> Iterator[tuple[str, Highlight | None]]:
    """Write tiles over three rows, side by side; yield the box of each line, and the tone of a figure.

    Each begins at its share of the page's width.
    """
    places = columns_at(widths, shares)
    for tile, start, stop in zip(tiles, places, (*places[1:], max(widths) + 1), strict=True):
        lines = (
            Cell(tile.label, style="tile_label"),
            Cell(tile.value, style=tile.style, format=tile.format, align="left"),
            Cell(tile.note, style="tile_note"),
        )
        for row, cell in enumerate(lines, top):
            builder.put(row, start, cell)
            figure = a1((row, start))
            toned = tile.tone is not None and row == top + 1
            tone = Highlight(figure, f'{figure}<>""', tile.tone) if toned and tile.tone else None
            yield f"{figure}:{a1((row, stop - 1))}", tone


def columns_at(widths: Mapping[int, float], shares: Iterable[float]) -> tuple[int, ...]:
    """Return the columns that begin nearest to shares of the page's width, each after the one before."""
    places: list[int] = []
    for share in shares:
        places.append(max(column_at(widths, share), places[-1] + 1 if places else LEFT))
    return tuple(places)


def column_at(widths: Mapping[int, float], share: float) -> int:
    """Return the column that begins nearest to a share of the page's width."""
    columns = [column for column in sorted(widths) if column >= LEFT]
    total = sum(widths[column] for column in columns)
    left = {column: sum(widths[each] for each in columns if each < column) for column in columns}
    return min(columns, key=lambda column: abs(left[column] - share * total))
