"""What lies over the cells of a sheet: pictures, shapes, charts, form controls and notes that are shown.

Source: ECMA-376 part 1, 20.5.2.24 oneCellAnchor, 20.5.2.33 twoCellAnchor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ...opc.limits import Limits
from ...opc.xml_parser import RELATION_NAMESPACES, SHEET_NAMESPACES, Element, elements_of
from ...patterns import pattern
from ..address import LAST_COLUMN, LAST_ROW, Corners, Position, position_of
from ..styles.cell_looks import DRAWING_NAMESPACES as MAIN_NAMESPACES
from .pictures import ANCHORS, DRAWING_NAMESPACES

ShapeKind = Literal["picture", "shape", "chart", "control", "note"]
CHART_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://purl.oclc.org/ooxml/drawingml/chart",
    }
)
COMPATIBILITY = frozenset({"http://schemas.openxmlformats.org/markup-compatibility/2006"})
THREADS = frozenset({"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"})
NOTES = ("comments", "threadedcomment")
"""Kinds of relationship behind which notes stand."""
ROW_UNITS, COLUMN_UNITS = 228_600, 680_000
"""Drawing units of a usual row and column, for what is placed by lengths."""
LONGEST_TEXT = 2000

_KINDS: Mapping[str, ShapeKind] = {
    "pic": "picture",
    "sp": "shape",
    "cxnSp": "shape",
    "grpSp": "shape",
    "contentPart": "picture",
}
"""A part with contents of its own is ink."""
_BLOCK = pattern(rb"<(?:\w+:)?ClientData\b")
_TYPE = pattern(rb'ObjectType="(\w{1,20})"')
_ANCHOR = pattern(rb"<(?:\w+:)?Anchor>([0-9,\s]{1,120})<")
_MACRO = pattern(rb"<(?:\w+:)?FmlaMacro>\s*([^<]{1,500})<")
_SHOWN = pattern(rb"<(?:\w+:)?Visible\s*/>|<(?:\w+:)?Visible>\s*(?:[Tt]rue|1)?\s*<")
_MARKUP = pattern(r"<[^<>]*>")


class Shape(NamedTuple):
    """One thing that lies over cells: its area, its words, and the relationship of a chart.

    `macro` is the program that a click starts, `source` the cell whose words it shows.
    """

    kind: ShapeKind
    area: Corners
    words: str = ""
    chart: str = ""
    macro: str = ""
    source: str = ""
    hidden: bool = False


def shapes_of(data: bytes, limits: Limits, part: str) -> tuple[Shape, ...]:
    """Return what a drawing part lays over its sheet."""
    spaces = DRAWING_NAMESPACES | MAIN_NAMESPACES | CHART_NAMESPACES | COMPATIBILITY
    found = map(_shape, _anchors(elements_of(data, spaces, limits, part)))
    return tuple(shape for shape in found if shape)


def _anchors(elements: list[Element]) -> Iterator[list[Element]]:
    """Yield the elements of each anchor, itself first."""
    anchor: list[Element] = []
    begun = ""
    for element in elements:
        if element.path.rpartition("/")[2] in (*ANCHORS, "absoluteAnchor"):
            if anchor:
                yield anchor
            anchor, begun = [element], f"{element.path}/"
        elif anchor and element.path.startswith(begun):
            anchor.append(element)
    if anchor:
        yield anchor


def _shape(anchor: list[Element]) -> Shape | None:
    start = len(anchor[0].path) + 1
    within = [(element.path[start:], element) for element in anchor[1:]]
    area = _area(dict(reversed(within)))
    charts = [e for path, e in within if path.endswith("graphicData/chart")]
    things = {path.split("/")[0] for path, _ in within}
    kind = next((kind for local, kind in _KINDS.items() if local in things), None)
    if area is None or not things & {*_KINDS, "graphicFrame", "AlternateContent"}:
        return None
    words = " ".join(e.text.strip() for path, e in within if path.endswith("/t") and e.text.strip())
    hidden = any(e.local == "cNvPr" and e.attributes.get("hidden") in ("1", "true") for _, e in within)
    macro, source = (_attribute(within, name) for name in ("macro", "textlink"))
    if charts and kind is None:
        ids = (value for key, value in charts[0].attributes.items() if key in _IDS)
        return Shape("chart", area, words[:LONGEST_TEXT], next(ids, ""), macro, hidden=hidden)
    return Shape(kind or "control", area, words[:LONGEST_TEXT], "", macro, source, hidden)


def _attribute(within: list[tuple[str, Element]], name: str) -> str:
    """Return an attribute of a thing, or of one within it."""
    return next((e.attributes[name] for _, e in within if e.attributes.get(name)), "")[:LONGEST_TEXT]


_IDS = frozenset(f"{namespace} id" for namespace in RELATION_NAMESPACES)


def _area(anchor: Mapping[str, Element]) -> Corners | None:
    """Return the cells of an anchor; one that ends where a cell begins does not cover it."""
    first = _corner(anchor, "from") if "from" in anchor else _placed(anchor)
    if first is None:
        return None
    if "to" in anchor:
        last = _corner(anchor, "to")
        return None if last is None else (first, _before(anchor, last, first))
    size = anchor["ext"].attributes if "ext" in anchor else {}
    rows, columns = _units(size.get("cy")) // ROW_UNITS, _units(size.get("cx")) // COLUMN_UNITS
    return first, (min(first[0] + rows, LAST_ROW), min(first[1] + columns, LAST_COLUMN))


def _corner(anchor: Mapping[str, Element], which: str) -> Position | None:
    row, column = (_units(anchor[f"{which}/{part}"].text) if f"{which}/{part}" in anchor else None
                   for part in ("row", "col"))  # fmt: skip
    if row is None or column is None:
        return None
    return min(row + 1, LAST_ROW), min(column + 1, LAST_COLUMN)


def _before(anchor: Mapping[str, Element], last: Position, first: Position) -> Position:
    row, column = (
        place - (f"to/{part}" in anchor and _units(anchor[f"to/{part}"].text) == 0)
        for place, part in zip(last, ("rowOff", "colOff"), strict=True)
    )
    return max(row, first[0]), max(column, first[1])


def _placed(anchor: Mapping[str, Element]) -> Position | None:
    """Return about where a thing lies that is placed by lengths from the sheet's corner."""
    if "pos" not in anchor:
        return None
    place = anchor["pos"].attributes
    return 1 + _units(place.get("y")) // ROW_UNITS, 1 + _units(place.get("x")) // COLUMN_UNITS


def _units(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0


def legacy_shapes(data: bytes) -> tuple[Shape, ...]:
    """Return form controls, and notes that are shown, from the old drawing format.

    It is often not well-formed, so that its few marks are searched for.
    """
    starts = [match.start() for match in _BLOCK.finditer(data)]
    ends = [0, *starts]
    blocks = (data[a : data.find(b"ClientData>", a) + 1 or None] for a in starts)
    before = (data[a:b] for a, b in zip(ends, starts, strict=False))
    found = (_legacy(block, shape) for block, shape in zip(blocks, before, strict=True))
    return tuple(shape for shape in found if shape)


def _legacy(block: bytes, shape: bytes) -> Shape | None:
    anchor, type_ = _ANCHOR.search(block), _TYPE.search(block)
    numbers = [int(n) for n in anchor[1].split(b",") if n.strip().isdigit()] if anchor else []
    note = type_ is not None and type_[1] == b"Note"
    if len(numbers) != 8 or (note and not _SHOWN.search(block)):
        return None
    left, _, top, _, right, over, bottom, below = (min(number, LAST_ROW) for number in numbers)
    last = (max(bottom + (below > 0), top + 1), max(right + (over > 0), left + 1))
    from html import unescape  # with a table of two thousand characters: few workbooks have such shapes

    begun = shape.rfind(b"<v:textbox") if b"<v:textbox" in shape else len(shape)
    words = unescape(_MARKUP.sub(" ", shape[begun:].decode("utf-8", "replace")))
    macro = _MACRO.search(block)
    return Shape(
        "note" if note else "control",
        ((top + 1, left + 1), last),
        words.strip()[:LONGEST_TEXT],
        macro=unescape(macro[1].decode("utf-8", "replace")) if macro else "",
    )


def notes_of(data: bytes, limits: Limits, part: str) -> tuple[tuple[Position, str], ...]:
    """Return the text of every note by its cell, of older and newer ones."""
    found: dict[int, tuple[Position, list[str]]] = {}
    for element in elements_of(data, SHEET_NAMESPACES | THREADS, limits, part):
        if element.path in ("comments/commentList/comment", "ThreadedComments/threadedComment"):
            position = position_of(element.attributes.get("ref", ""))
            found[len(found)] = (position or (1, 1), [])
        elif element.path.endswith(("/t", "threadedComment/text")) and found:
            found[len(found) - 1][1].append(element.text)
    return tuple((position, " ".join(texts)[:LONGEST_TEXT]) for position, texts in found.values())
