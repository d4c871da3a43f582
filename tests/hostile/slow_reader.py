"""The plainest possible reading of a workbook, by zipfile and ElementTree: what the fast one must equal.

It shares nothing with the package but the meaning of `_xHHHH_`, and cares neither for speed nor for
hostile files.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
SPACE = " \t\r\n"

Value = tuple[str, object]
"""Kind and value of a cell."""

Place = tuple[int, int]


class NotReadable(Exception):
    """That the plain tools do not read this."""


@dataclass(frozen=True)
class SlowCell:
    value: Value
    formula: str | None


@dataclass
class SlowSheet:
    title: str
    cells: dict[Place, SlowCell]
    merges: frozenset[str]


@dataclass
class SlowBook:
    sheets: list[SlowSheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False

    def sheet(self, title: str) -> SlowSheet | None:
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def read_slowly(workbook: bytes) -> SlowBook:
    """Read everything; NotReadable where the plain tools give up."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            return _book(archive)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, NotImplementedError, EOFError,
            RuntimeError, OSError, StopIteration) as error:  # fmt: skip
        raise NotReadable(f"{type(error).__name__}: {error}") from error


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    # As some programs and unwrappers of mail write them; this one reads alike on every system.
    names = {each.replace("\\", "/").casefold(): each for each in archive.namelist()}
    return archive.read(names[name.casefold()])


def _book(archive: zipfile.ZipFile) -> SlowBook:
    main = next(t for kind, t in _links(archive, "").values() if kind == "officeDocument")
    root = _parsed(_read(archive, main))
    links = _links(archive, main)
    strings = [_strings(_read(archive, t)) for kind, t in links.values() if kind == "sharedStrings"]
    properties = next(iter(_all(root, "workbookPr")), None)
    book = SlowBook(date1904=properties is not None and properties.get("date1904") in ("1", "true"))
    for element in _all(root, "sheets", "sheet"):
        id_ = next(element.get(f"{{{ns}}}id") or "" for ns in RELATIONS if element.get(f"{{{ns}}}id"))
        kind, target = links[id_]
        if kind == "worksheet":
            cells, merges = _sheet(_read(archive, target), strings[0] if strings else ())
            book.sheets.append(SlowSheet(element.get("name", ""), cells, merges))
    for element in _all(root, "definedNames", "definedName"):
        if element.get("localSheetId") is None:
            book.names.setdefault(element.get("name", "").casefold(), _decoded(_text(element)).strip())
    return book


def _links(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    folder, base = posixpath.split(part)
    root = _parsed(_read(archive, posixpath.join(folder, "_rels", f"{base}.rels")))
    found = {}
    for element in root.iter(LINK):
        target = element.get("Target", "")
        path = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], path.partition("#")[0])
    return found


@lru_cache(maxsize=64)
def _parsed(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(xml)


def _all(root: ElementTree.Element, *path: str) -> list[ElementTree.Element]:
    found = [root]
    for step in path:
        wanted = {f"{{{ns}}}{step}" for ns in NAMESPACES}
        found = [child for parent in found for child in parent if child.tag in wanted]
    return found


def _text(element: ElementTree.Element | None) -> str:
    return "" if element is None else element.text or ""


@lru_cache(maxsize=16)
def _strings(xml: bytes) -> tuple[str, ...]:
    return tuple(_rich(item) for item in _all(_parsed(xml), "si"))


def _rich(item: ElementTree.Element) -> str:
    return "".join(map(_text, [*_all(item, "t"), *_all(item, "r", "t")]))


@lru_cache(maxsize=64)
def _sheet(xml: bytes, strings: tuple[str, ...]) -> tuple[dict[Place, SlowCell], frozenset[str]]:
    root = _parsed(xml)
    cells: dict[Place, SlowCell] = {}
    last = 0
    for row in _all(root, "sheetData", "row"):
        last = int(row.get("r") or last + 1)
        column = 0
        for element in _all(row, "c"):
            place = _place(element.get("r"), last, column)
            column = place[1]
            cell = _cell(element, strings)
            if cell is not None:
                cells.setdefault(place, cell)
    merges = frozenset(element.get("ref", "") for element in _all(root, "mergeCells", "mergeCell"))
    return cells, merges


def _place(reference: str | None, row: int, column: int) -> Place:
    if reference is None:
        return row, column + 1
    match = ADDRESS.fullmatch(reference.upper())
    if not match:
        raise ValueError(f"address {reference}")
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return int(match[2]), number


def _cell(element: ElementTree.Element, strings: tuple[str, ...]) -> SlowCell | None:
    formulas, values, inline = (_all(element, tag) for tag in ("f", "v", "is"))
    formula = f"={_decoded(_text(formulas[0])).removeprefix('=')}" if formulas else None
    if formulas and formulas[0].get("t") in ("shared", "array", "dataTable"):
        formula = "special"
    kind = element.get("t", "n")
    value: Value | None
    if kind == "inlineStr":
        value = ("text", _decoded(_rich(inline[0]))) if inline else None
    else:
        value = _value(kind, _text(values[0]), strings) if values else None
    if value is None or value[0] == "blank":
        return None if formula is None else SlowCell(("blank", None), formula)
    return SlowCell(value, formula)


def _value(kind: str, text: str, strings: tuple[str, ...]) -> Value:
    plain = text.strip(SPACE)
    if kind in ("s", "b", "e", "d") and not plain:
        return "blank", None
    if kind == "s":
        return (
            ("text", _decoded(strings[int(plain)])) if plain.isdigit() and int(plain) < len(strings) else BAD
        )
    if kind == "str":
        return "text", _decoded(text)
    if kind == "e":
        return "error", text
    if kind == "b":
        return ("bool", plain in ("1", "true")) if plain in ("0", "1", "true", "false") else BAD
    if kind != "n":
        return BAD
    if not plain:
        return "blank", None
    number = float(plain) if NUMBER.fullmatch(plain) else float("inf")
    return BAD if abs(number) == float("inf") else ("number", number)


BAD: Value = ("invalid", None)


def _decoded(text: str) -> str:
    decoded = re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
