"""What a sheet says about how it is seen: styles of its cells, rows and columns, and all around them.

The rows of most files carry the same styles row by row, so a row's look is one object however often it
is read, and a sheet's looks can be told apart by identity.

Source: ECMA-376 part 1, 18.3.1.13 col, 18.3.1.73 row, 18.3.1.87 sheetView.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from ...opc.limits import KIB, Limits
from ...opc.memory import Memory
from ...opc.refusal import Refused, printable
from ...opc.xml_parser import SHEET_NAMESPACES, Attributes, Element, Undivided, out_of_bounds, parse
from ...patterns import pattern
from ..address import position_of
from ..worksheets.plain_text import unescaped, without_header
from ..worksheets.rows import Form
from ..worksheets.worksheet_rows import KnownRows

LOWEST = 5.0
"""Points; a lower row, or smaller letters, cannot be read."""
MOST_LOOKS = 50_000
REMEMBERED = 64 * KIB
"""What stands around the rows of most sheets is smaller by far."""
EXTENSIONS = frozenset(
    {
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
        "http://schemas.microsoft.com/office/excel/2006/main",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }
)
"""Where newer conditional formats, lists of values and form controls stand."""
HEADER, SHEET_DATA, SHEET_DATA_END = b"<oddHeader>", b"<sheetData>", b"</sheetData>"
HEADER_PATH = "headerFooter/oddHeader"
TRUE = frozenset({"1", "true"})

_PLAIN_ROOT = pattern(rb'<worksheet(?: [A-Za-z0-9:]+="[^"<>]*")*>')
_MAIN = pattern(rb' xmlns(:[A-Za-z0-9]+)?="([^"]*)"')
_TAG = pattern(
    rb'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="[A-Za-z]{1,9}")?(?: s="([0-9]{1,6})")? ?/?>'
    rb'|<row r="([0-9]{1,7})"((?: [A-Za-z0-9:]+="[A-Za-z0-9.:-]*")*) ?/?>'
)
_ROW_TRAITS = pattern(rb' (hidden|ht)="([A-Za-z0-9.]*)"')


class RowLook:
    """One row's number, how high it is and the style of each cell; one object for equal ones.

    `height` is 0 for a hidden row and None where the sheet's own height holds.
    """

    __slots__ = ("height", "number", "styles")

    def __init__(self, number: int, height: float | None, styles: tuple[tuple[int, int], ...]) -> None:
        self.number, self.height, self.styles = number, height, styles


class SheetLook(NamedTuple):
    """The rows of a sheet, and the elements that stand around them in the order of the file.

    The page header stands apart, since it differs from file to file; `headed` says that there is one
    without a text.
    """

    rows: tuple[tuple[RowLook, ...], ...]
    around: tuple[Element, ...]
    header: str = ""
    headed: bool = False


_same: dict[tuple[object, ...], RowLook] = {}
_AROUND: Memory[bytes, SheetLook] = Memory()


def row_look(number: int, height: float | None, styles: tuple[tuple[int, int], ...]) -> RowLook:
    """Return the one object for a row that looks like this."""
    key = (number, height, styles)
    found = _same.get(key)
    if found is None:
        if len(_same) >= MOST_LOOKS:
            _same.clear()
        found = _same[key] = RowLook(number, height, styles)
    return found


def known_look(known: KnownRows, limits: Limits, part: str) -> SheetLook:
    """Return a sheet's looks from the forms of its rows."""
    whole, root = known.around.rest, known.around.root
    rest = without_header(whole)
    around = _AROUND.get((limits, part), rest, len(rest)) or _read_around(rest, limits, part)
    rows = tuple(row.form.look or _looked(row.form, root, limits, part) for row in known.rows)
    return SheetLook(rows, around.around, _header(whole, rest) if around.headed else around.header)


def sheet_look(data: bytes, last: int, limits: Limits, part: str) -> SheetLook:
    """Read a sheet's looks from its bytes, to its last row."""
    handler = _Handler(limits, part)
    parse(_shortened(data, last), handler, limits, part)
    return SheetLook((tuple(handler.rows),), tuple(handler.elements), _header_of(handler.elements))


def _shortened(data: bytes, last: int) -> bytes:
    """Return a sheet without the rows behind its last planned one: as many tags of rows are before it.

    Where every `<` begins a tag, what is cut out is whole rows; else nothing is cut.
    """
    begun, end = data.find(SHEET_DATA), data.rfind(SHEET_DATA_END)
    if not 0 < begun < end or b"<!" in data:
        return data
    place = begun
    for _ in range(last + 1):
        place = data.find(b"<row", place + 1, end)
        if place < 0:
            return data
    return data[:place] + data[end:]


def _header(whole: bytes, rest: bytes) -> str:
    """Return the text that was taken out of what stands around the rows."""
    if len(whole) == len(rest):
        return ""
    begun = whole.index(HEADER) + len(HEADER)
    return unescaped(whole[begun : begun + len(whole) - len(rest)].decode("utf-8"))


def _header_of(around: Iterable[Element]) -> str:
    return next((element.text for element in of_path(around, HEADER_PATH)), "")


def _read_around(rest: bytes, limits: Limits, part: str) -> SheetLook:
    handler = _Handler(limits, part)
    parse(rest, handler, limits, part)
    headers = [element.text for element in of_path(handler.elements, HEADER_PATH)]
    around = SheetLook((), tuple(handler.elements), _header_of(handler.elements), headers[:1] == [""])
    if len(rest) <= REMEMBERED:
        _AROUND.add((limits, part), {rest: around}, len(rest))
    return around


def _looked(form: Form, root: bytes, limits: Limits, part: str) -> tuple[RowLook, ...]:
    looks = _plain(form.skeleton) if plain_root(root) else None
    looks = _parsed(root, form.skeleton, limits, part) if looks is None else looks
    form.look = looks
    return looks


@lru_cache(maxsize=64)
def plain_root(root: bytes) -> bool:
    """Say whether tags without a prefix, and no others, are the sheet's own."""
    spaces = dict(_MAIN.findall(root))
    main = spaces.pop(b"", b"").decode("utf-8", "replace")
    others = {uri.decode("utf-8", "replace") for uri in spaces.values()}
    return bool(_PLAIN_ROOT.fullmatch(root)) and main in SHEET_NAMESPACES and not others & SHEET_NAMESPACES


def _plain(piece: bytes) -> tuple[RowLook, ...] | None:
    """Read the tags of a piece by a pattern; None unless each of them is of the usual form."""
    tags = _TAG.findall(piece)
    if len(tags) != piece.count(b"<c") + piece.count(b"<row"):
        return None
    rows: list[tuple[int, float | None, list[tuple[int, int]]]] = []
    for letters, style, late, number, traits in tags:
        if number:
            rows.append((int(number), _height(dict(_ROW_TRAITS.findall(traits))), []))
        elif not rows or (style and late):
            return None
        else:
            rows[-1][2].append((_column(letters), int(style or late or 0)))
    return tuple(row_look(number, height, tuple(styles)) for number, height, styles in rows)


def _height(traits: dict[bytes, bytes]) -> float | None:
    return height_of({key.decode(): value.decode() for key, value in traits.items()})


def height_of(attributes: Mapping[str, str]) -> float | None:
    """Return how high a row is: 0 when it is hidden, None where it does not say."""
    if attributes.get("hidden", "0") in TRUE:
        return 0.0
    return number_in(attributes, "ht")


def number_in(attributes: Mapping[str, str], key: str) -> float | None:
    """Return an attribute as a number; None where it is missing or none."""
    try:
        return float(attributes[key])
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    position = position_of(f"{letters.decode()}1")
    return position[1] if position else 0


def _parsed(root: bytes, piece: bytes, limits: Limits, part: str) -> tuple[RowLook, ...]:
    handler = _Handler(limits, part)
    parse(b"%b<sheetData>%b</sheetData></worksheet>" % (root, piece), handler, limits, part)
    return tuple(handler.rows)


_OWN = {
    f"{namespace} {local}": local
    for namespace in SHEET_NAMESPACES
    for local in ("worksheet", "sheetData", "row", "c")
}


class _Handler(Undivided):
    """The looks of rows, and every element outside of them."""

    __slots__ = ("depth", "elements", "limits", "number", "open", "part", "row_format", "rows")

    def __init__(self, limits: Limits, part: str) -> None:
        self.limits, self.part = limits, part
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.rows: list[RowLook] = []
        self.row_format: tuple[float | None, list[tuple[int, int]]] = (None, [])
        self.depth = self.number = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if len(self.open) + self.depth >= self.limits.depth or len(attributes) > self.limits.attributes:
            raise out_of_bounds(self.limits, self.part, len(self.open) + self.depth + 1)
        if self.depth:
            self._inside(_OWN.get(name, ""), attributes)
        elif _OWN.get(name) == "sheetData" and len(self.open) == 1:
            self.depth = 1
        else:
            self._outside(name, attributes)

    def _inside(self, local: str, attributes: Attributes) -> None:
        self.depth += 1
        if local == "row" and self.depth == 2:
            reference = attributes.get("r", "")
            position = position_of(f"A{reference}") if reference else (self.number + 1, 1)
            self.number = position[0] if position else 0
            self.row_format = (height_of(attributes), [])
        elif local == "c" and self.depth == 3:
            position = position_of(attributes.get("r", ""))
            column = position[1] if position else len(self.row_format[1]) + 1
            style = attributes.get("s", "0")
            self.row_format[1].append((column, int(style) if style.isascii() and style.isdigit() else 0))

    def _outside(self, name: str, attributes: Attributes) -> None:
        if len(self.elements) >= self.limits.entries:
            raise Refused("limit", f"{printable(self.part)} lists more than {self.limits.entries} entries")
        namespace, _, local = name.rpartition(" ")
        known = namespace in SHEET_NAMESPACES or namespace in EXTENSIONS
        own = local if known else "?"
        element = Element(f"{self.open[-1].path}/{own}" if self.open else own, local, attributes)
        self.elements.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        if self.depth == 2 and self.number:
            self.rows.append(row_look(self.number, self.row_format[0], tuple(self.row_format[1])))
        if self.depth:
            self.depth -= 1
        else:
            self.open.pop()

    def text(self, data: str) -> None:
        if not self.depth and self.open and not data.isspace():
            self.open[-1].text += data


def of_path(around: Iterable[Element], end: str) -> Iterable[Element]:
    """Yield the elements whose path ends like this, wherever they stand."""
    return (element for element in around if element.path.endswith(end))
