"""The looks that cells and conditional formats refer to by number: format, colours, size.

Source: ECMA-376 part 1, 18.8.39 styleSheet, 18.8.45 xf, 18.8.14 dxf.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ...opc.limits import Limits
from ...opc.xml_parser import SHEET_NAMESPACES, Element, elements_of
from .colours import INK, OFFICE, PALETTE, PAPER, THEME_ORDER, colour_of, contrast
from .number_formats import BUILT_IN, LONGEST_CODE, OTHERWISE

T = TypeVar("T")

DRAWING_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    }
)


SYMBOLS = frozenset(
    {"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett", "mt extra", "zapfdingbats",
     "zapf dingbats", "bookshelf symbol 7", "ms reference specialty", "opensymbol"}
)  # fmt: skip
"""Fonts that show a sign in the place of every letter and digit."""


class CellLook(NamedTuple):
    """What a cell's style says about how its value is seen; a colour of None is the program's.

    Of a fill of several colours the one is told before which letters are read best. `struck` says that
    letters are crossed out, `symbols` that a font shows signs in their place, `turned` by how much, `repeats`
    that a cell is filled with its value again and again.
    """

    code: str = OTHERWISE
    colour: str | None = None
    fill: str | None = None
    size: float = 11.0
    indent: int = 0
    struck: bool = False
    symbols: bool = False
    turned: int = 0
    wraps: bool = False
    repeats: bool = False


class Font(NamedTuple):
    """What a font does to letters."""

    colour: str | None = None
    size: float = 11.0
    struck: bool = False
    symbols: bool = False


class Difference(NamedTuple):
    """What a conditional format puts in the place of a cell's look; None leaves it."""

    code: str | None = None
    colour: str | None = None
    fill: str | None = None
    struck: bool = False


class Looks:
    """The tables of one workbook; the same bytes give the same object."""

    __slots__ = ("cells", "differences", "theme")

    def __init__(
        self,
        cells: Sequence[CellLook],
        differences: Sequence[Difference],
        theme: Sequence[str] = OFFICE,
    ) -> None:
        self.cells, self.differences, self.theme = tuple(cells), tuple(differences), tuple(theme)

    def of(self, number: int) -> CellLook:
        return self.cells[number] if number < len(self.cells) else CellLook()

    def difference(self, number: int) -> Difference:
        return self.differences[number] if 0 <= number < len(self.differences) else Difference()


NO_LOOKS = Looks((), ())


def looks_of(styles: bytes, theme: bytes | None, limits: Limits) -> Looks:
    """Read the tables of a workbook's styles part."""
    elements = elements_of(styles, SHEET_NAMESPACES, limits, "styles")
    colours = _theme_colours(theme, limits) if theme else OFFICE
    return _StylesReader(elements, colours).looks()


def _theme_colours(theme: bytes, limits: Limits) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for element in elements_of(theme, DRAWING_NAMESPACES, limits, "theme"):
        *_, scheme, name, kind = ("", "", "", *element.path.split("/"))
        if scheme == "clrScheme" and kind in ("srgbClr", "sysClr"):
            rgb = element.attributes.get("lastClr" if kind == "sysClr" else "val", "")
            found.setdefault(name, colour_of({"rgb": rgb}, (), ()) or "")
    return tuple(found.get(name) or usual for name, usual in zip(THEME_ORDER, OFFICE, strict=True))


class _StylesReader:
    """A reader of one styles part; elements are grouped under the entry of the list that they belong to."""

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
        crossed = [_is_crossed(entry) for entry in self.entries["borders/border"]]
        tables = _Tables(formats, fonts, fills, crossed)
        cells = [_cell(entry, tables) for entry in self.entries["cellXfs/xf"]]
        return Looks(cells, [self._difference(entry) for entry in self.entries["dxfs/dxf"]], self.theme)

    def _colour(self, element: Element | None) -> str | None:
        return colour_of(element.attributes, self.theme, self.palette) if element else None

    def _font(self, entry: list[Element]) -> Font:
        return font_of(entry, "/font", self._colour)

    def _fill(self, entry: list[Element]) -> tuple[str | None, ...]:
        """Return the colours of a fill, of which letters may stand on any."""
        stops = [each for each in entry if each.path.endswith("/stop/color")]
        if stops:
            return tuple(map(self._colour, stops))
        pattern = _first(entry, "/fill/patternFill")
        kind = pattern.attributes.get("patternType", "none") if pattern else "none"
        if kind == "none":
            return (None,)
        drawn = self._colour(_first(entry, "/patternFill/fgColor"))
        return (
            (drawn,)
            if kind == "solid"
            else (drawn or INK, self._colour(_first(entry, "/patternFill/bgColor")))
        )

    def _difference(self, entry: list[Element]) -> Difference:
        return difference_of(entry, self._colour)


def font_of(entry: list[Element], path: str, colour: Callable[[Element | None], str | None]) -> Font:
    """Return a font from the elements below a path; runs of a text name theirs in another way."""
    size, name = _first(entry, f"{path}/sz"), _first(entry, f"{path}/name") or _first(entry, f"{path}/rFont")
    strike = _first(entry, f"{path}/strike")
    return Font(
        colour(_first(entry, f"{path}/color")),
        _size(size.attributes if size else {}),
        strike is not None and strike.attributes.get("val", "1") not in ("0", "false"),
        name is not None and name.attributes.get("val", "").casefold() in SYMBOLS,
    )


def _is_crossed(entry: list[Element]) -> bool:
    """Say whether a border draws through its cell."""
    line = _first(entry, "/border/diagonal")
    drawn = line is not None and line.attributes.get("style", "none") != "none"
    return drawn and any(
        entry[0].attributes.get(key) in ("1", "true") for key in ("diagonalUp", "diagonalDown")
    )


def difference_of(entry: list[Element], colour: Callable[[Element | None], str | None]) -> Difference:
    """Return the look of a conditional format from its elements."""
    code = _first(entry, "/dxf/numFmt")
    strike = _first(entry, "/dxf/font/strike")
    behind = _first(entry, "/patternFill/bgColor") or _first(entry, "/patternFill/fgColor")
    return Difference(
        code.attributes.get("formatCode", "")[:LONGEST_CODE] if code else None,
        colour(_first(entry, "/dxf/font/color")),
        colour(behind),
        strike is not None and strike.attributes.get("val", "1") not in ("0", "false"),
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


class _Tables(NamedTuple):
    """The tables to which a cell's style refers by number."""

    formats: Mapping[int, str]
    fonts: Sequence[Font]
    fills: Sequence[tuple[str | None, ...]]
    crossed: Sequence[bool]


def _cell(entry: list[Element], tables: _Tables) -> CellLook:
    attributes = entry[0].attributes
    number = _whole(attributes, "numFmtId")
    font = _nth(tables.fonts, _whole(attributes, "fontId"), Font())
    fills = _nth(tables.fills, _whole(attributes, "fillId"), (None,))
    aligned = _first(entry, "/xf/alignment")
    return CellLook(
        tables.formats.get(number) or BUILT_IN.get(number, OTHERWISE),
        font.colour,
        fills[0] if len(fills) == 1 else _best_read(font, fills),
        font.size,
        _whole(aligned.attributes, "indent") if aligned else 0,
        font.struck or _nth(tables.crossed, _whole(attributes, "borderId"), False),
        font.symbols,
        _whole(aligned.attributes, "textRotation") if aligned else 0,
        aligned is not None and aligned.attributes.get("wrapText") in ("1", "true"),
        aligned is not None and aligned.attributes.get("horizontal") == "fill",
    )


def _best_read(font: Font, fills: Sequence[str | None]) -> str | None:
    return max(fills, key=lambda fill: contrast(font.colour or INK, fill or PAPER))


def _nth(table: Sequence[T], number: int, otherwise: T) -> T:
    return table[number] if number < len(table) else otherwise


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
