"""What charts last showed: read where nothing is computed, as in previews and on phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ....opc.package import Package
from ....spreadsheetml.address import Position, names_area
from ....spreadsheetml.editing.cell_writer import escaped
from ....spreadsheetml.formulas.calculate import CellError, Values
from ....spreadsheetml.reader import RawWorkbook

CHARTS = re.compile(r"xl/charts/chart\d*\.xml")
MOST_POINTS = 32_000
"""Excel shows no more points of a series."""
_POINTS = re.compile(
    rb"<(?P<prefix>(?:\w+:)?)(?P<kind>num|str)Ref>\s*(?P<formula><(?P=prefix)f>(?P<ref>[^<]*)</(?P=prefix)f>)\s*"
    rb"(?P<cache><(?P=prefix)(?P=kind)Cache>.*?</(?P=prefix)(?P=kind)Cache>)?",
    re.DOTALL,
)
_FORMAT = re.compile(rb"<(?:\w+:)?formatCode>([^<]*)<")


def with_cached_points(package: Package, facts: RawWorkbook, values: Values) -> dict[str, bytes]:
    """Return the parts of charts with the values of the cells that they show; all else stays."""
    cells = _Cells(facts, values)
    return {
        name: _POINTS.sub(lambda match: _cached(match, cells), package.read(name))
        for name in package.names
        if CHARTS.fullmatch(name)
    }


class _Cells:
    def __init__(self, facts: RawWorkbook, values: Values) -> None:
        self.stored = {sheet.title: sheet.cells for sheet in facts.sheets}
        self.computed = values

    def along(self, reference: str) -> list[object] | None:
        """Return what the cells of a reference show; None when it is not one area of a sheet."""
        area = names_area(reference)
        if area is None or area[0] not in self.stored:
            return None
        title, (top, left), (bottom, right) = area
        if (bottom - top + 1) * (right - left + 1) > MOST_POINTS:
            return None
        places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        return [self._value(title, place) for place in places]

    def _value(self, title: str, place: Position) -> object:
        cell = self.stored[title].get(place)
        return self.computed[title].get(place, cell and cell.value)


def _cached(match: re.Match[bytes], cells: _Cells) -> bytes:
    points = cells.along(unescape(match["ref"].decode("utf-8")))
    if points is None:
        return match[0]
    prefix, kind = match["prefix"].decode(), match["kind"].decode()
    shown = _numbers(points) if kind == "num" else _texts(points)
    found = _FORMAT.search(match["cache"] or b"")
    format_ = f"<{prefix}formatCode>{found[1].decode() if found else 'General'}</{prefix}formatCode>"
    content = "".join(
        f'<{prefix}pt idx="{index}"><{prefix}v>{text}</{prefix}v></{prefix}pt>' for index, text in shown
    )
    cache = (
        f"<{prefix}{kind}Cache>{format_ if kind == 'num' else ''}"
        f'<{prefix}ptCount val="{len(points)}"/>{content}</{prefix}{kind}Cache>'
    )
    return f"<{prefix}{kind}Ref>".encode() + match["formula"] + cache.encode()


def _numbers(points: list[object]) -> Iterator[tuple[int, str]]:
    """Yield numbers as Excel draws them: a text counts as 0, a blank cell not at all."""
    for index, value in enumerate(points):
        if isinstance(value, CellError):
            yield index, escaped(value.text)
        elif isinstance(value, int | float):
            yield index, f"{float(value):.15g}"
        elif value is not None:
            yield index, "0"


def _texts(points: list[object]) -> Iterator[tuple[int, str]]:
    for index, value in enumerate(points):
        if value not in (None, ""):
            text = value.text if isinstance(value, CellError) else value
            yield index, escaped(f"{text:.15g}" if isinstance(text, float) else str(text))
