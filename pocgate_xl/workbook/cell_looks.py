"""The looks that cells and conditional formats refer to by number: format, colours, size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .colours import OFFICE, PALETTE, THEME_ORDER, colour_of
from .limits import Limits
from .number_formats import BUILT_IN, LONGEST_CODE, OTHERWISE
from .xml_parser import SHEET_NAMESPACES, Element, elements_of

DRAWING_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    }
)


class CellLook(NamedTuple):
    """Hold what a cell's style says about how its value is seen; a colour of None is the program's."""

    code: str = OTHERWISE
    colour: str | None = None
    fill: str | None = None
    size: float = 11.0
    indent: int = 0


class Difference(NamedTuple):
    """Hold what a conditional format puts in the place of a cell's look; None leaves it."""

    code: str | None = None
    colour: str | None = None
    fill: str | None = None


class Looks:
    """Hold the tables of one workbook; the same bytes give the same object."""

    __slots__ = ("cells", "differences")

    def __init__(self, cells: Sequence[CellLook], differences: Sequence[Difference]) -> None:
        self.cells, self.differences = tuple(cells), tuple(differences)

    def of(self, number: int) -> CellLook:
        return self.cells[number] if number < len(self.cells) else CellLook()

    def difference(self, number: int) -> Difference:
        return self.differences[number] if 0 <= number < len(self.differences) else Difference()


NO_LOOKS = Looks((), ())


def looks_of(styles: bytes, theme: bytes | None, limits: Limits) -> Looks:
    """Read the tables of a workbook's styles part."""
    elements = elements_of(styles, SHEET_NAMESPACES, limits, "styles")
    colours = _theme_colours(theme, limits) if theme else OFFICE
    return _Reader(elements, colours).looks()


def _theme_colours(theme: bytes, limits: Limits) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for element in elements_of(theme, DRAWING_NAMESPACES, limits, "theme"):
        *_, scheme, name, kind = ("", "", "", *element.path.split("/"))
        if scheme == "clrScheme" and kind in ("srgbClr", "sysClr"):
            rgb = element.attributes.get("lastClr" if kind == "sysClr" else "val", "")
            found.setdefault(name, colour_of({"rgb": rgb}, (), ()) or "")
    return tuple(found.get(name) or usual for name, usual in zip(THEME_ORDER, OFFICE, strict=True))


class _Reader:
    """Read one styles part; elements are grouped under the entry of the list that they belong to."""

    def __init__(self, elements: list[Element], theme: Sequence[str]) -> None:
        self.theme = theme
        self.entries = _entries(elements)
        custom = [e.attributes for e in elements if e.path == "styleSheet/colors/indexedColors/rgbColor"]
        self.palette = [colour_of(each, (), ()) or "" for each in custom] or list(PALETTE)

    def looks(self) -> Looks:
        formats = {
            _whole(entry[0].attributes, "numFmtId"): entry[0].attributes.get("formatCode", "")[:LONGEST_CODE]
            for entry in self.entries["numFmts/numFmt"]
        }
        fonts = [self._font(entry) for entry in self.entries["fonts/font"]]
        fills = [self._fill(entry) for entry in self.entries["fills/fill"]]
        cells = [_cell(entry, formats, fonts, fills) for entry in self.entries["cellXfs/xf"]]
        return Looks(cells, [self._difference(entry) for entry in self.entries["dxfs/dxf"]])

    def _colour(self, element: Element | None) -> str | None:
        return colour_of(element.attributes, self.theme, self.palette) if element else None

    def _font(self, entry: list[Element]) -> tuple[str | None, float]:
        size = _first(entry, "/font/sz")
        return self._colour(_first(entry, "/font/color")), _size(size.attributes if size else {})

    def _fill(self, entry: list[Element]) -> str | None:
        pattern = _first(entry, "/fill/patternFill")
        solid = pattern is not None and pattern.attributes.get("patternType") == "solid"
        return self._colour(_first(entry, "/patternFill/fgColor")) if solid else None

    def _difference(self, entry: list[Element]) -> Difference:
        return difference_of(entry, self._colour)


def difference_of(entry: list[Element], colour: Callable[[Element | None], str | None]) -> Difference:
    """Return the look of a conditional format from its elements."""
    code = _first(entry, "/dxf/numFmt")
    behind = _first(entry, "/patternFill/bgColor") or _first(entry, "/patternFill/fgColor")
    return Difference(
        code.attributes.get("formatCode", "")[:LONGEST_CODE] if code else None,
        colour(_first(entry, "/dxf/font/color")),
        colour(behind),
    )


def plain_colour(element: Element | None) -> str | None:
    """Return a colour where no theme or palette of the workbook is at hand."""
    return colour_of(element.attributes, OFFICE, PALETTE) if element else None


def _entries(elements: list[Element]) -> Mapping[str, list[list[Element]]]:
    """Group the elements below `styleSheet/<list>/<entry>` by list and entry."""
    found: dict[str, list[list[Element]]] = defaultdict(list)
    for element in elements:
        root, _, within = element.path.partition("/")
        parts = within.split("/", 2)
        if root != "styleSheet" or len(parts) < 2:
            continue
        key = "/".join(parts[:2])
        if len(parts) == 2:
            found[key].append([element])
        elif found[key]:
            found[key][-1].append(element)
    return found


def _cell(
    entry: list[Element], formats: Mapping[int, str], fonts: Sequence[tuple[str | None, float]],
    fills: Sequence[str | None],
) -> CellLook:  # fmt: skip
    attributes = entry[0].attributes
    number, font = _whole(attributes, "numFmtId"), _whole(attributes, "fontId")
    colour, size = fonts[font] if font < len(fonts) else (None, 11.0)
    fill = _whole(attributes, "fillId")
    aligned = _first(entry, "/xf/alignment")
    return CellLook(
        formats.get(number) or BUILT_IN.get(number, OTHERWISE),
        colour,
        fills[fill] if fill < len(fills) else None,
        size,
        _whole(aligned.attributes, "indent") if aligned else 0,
    )


def _first(entry: list[Element], end: str) -> Element | None:
    return next((element for element in entry if element.path.endswith(end)), None)


def _whole(attributes: Mapping[str, str], key: str) -> int:
    text = attributes.get(key, "0").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _size(attributes: Mapping[str, str]) -> float:
    try:
        return float(attributes.get("val", "11"))
    except ValueError:
        return 11.0
