"""Where pictures lie on a sheet: people paste a picture of values where values belong.

Source: ECMA-376 part 1, 20.5.2.33 twoCellAnchor, 20.5.2.25 pic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...opc.limits import DEFAULT, Limits
from ...opc.memory import read_once
from ...opc.package import Package
from ...opc.relationships import relationships_of, target_part
from ...opc.xml_parser import Element, elements_of
from ..address import LAST_COLUMN, LAST_ROW, Corners, Position

DRAWING_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    }
)
ANCHORS = ("twoCellAnchor", "oneCellAnchor")


def picture_areas(package: Package, sheet: str, limits: Limits = DEFAULT) -> tuple[Corners, ...]:
    """Return the cells under each picture of a sheet's part; charts and shapes are no pictures.

    A picture that is anchored at one cell only tells that cell.
    """
    links = relationships_of(package, sheet).values()
    parts = dict.fromkeys(target_part(package, link) for link in links if link.kind == "drawing")
    return tuple(area for part in parts for area in _areas_in(package, part, limits))


def _areas_in(package: Package, part: str, limits: Limits) -> tuple[Corners, ...]:
    return read_once(lambda data: _areas(data, limits, part), package, part, limits, part, "pictures")


def _areas(data: bytes, limits: Limits, part: str) -> tuple[Corners, ...]:
    return tuple(_found_areas(data, limits, part))


def _found_areas(data: bytes, limits: Limits, part: str) -> Iterator[Corners]:
    for anchor in _anchors(elements_of(data, DRAWING_NAMESPACES, limits, part)):
        first = _corner(anchor, "from")
        last = _corner(anchor, "to") or first
        if first and last and "pic" in anchor:
            yield first, last


def _anchors(elements: list[Element]) -> Iterator[Mapping[str, str]]:
    """Yield the text of each anchor's elements by their path within it."""
    anchors: list[dict[str, str]] = []
    for element in elements:
        _, _, within = element.path.partition("/")
        anchor, _, inner = within.partition("/")
        if anchor in ANCHORS and not inner:
            anchors.append({})
        elif anchor in ANCHORS:
            anchors[-1].setdefault(inner, element.text.strip())
    yield from anchors


def _corner(anchor: Mapping[str, str], which: str) -> Position | None:
    """Return a corner's cell; the file counts rows and columns from 0."""
    row, column = anchor.get(f"{which}/row", ""), anchor.get(f"{which}/col", "")
    if not (row.isascii() and row.isdigit() and column.isascii() and column.isdigit()):
        return None
    return min(int(row[:8]) + 1, LAST_ROW), min(int(column[:8]) + 1, LAST_COLUMN)
