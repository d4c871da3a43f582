"""Expat on a short leash: no DOCTYPE, one of two encodings, bounded depth, attributes and tokens."""

from __future__ import annotations

from typing import NoReturn, Protocol
from xml.parsers import expat

from .limits import KIB, Limits
from .refused import Refused, printable

CHUNK = 256 * KIB
ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii"})

SHEET_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
RELATION_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

Attributes = dict[str, str]


class Handler(Protocol):
    """Take elements (named `namespace local`) and text as they come."""

    def start(self, name: str, attributes: Attributes, /) -> None: ...
    def end(self, name: str, /) -> None: ...
    def text(self, data: str, /) -> None: ...


def parse(data: bytes, handler: Handler, limits: Limits, part: str) -> None:
    """Parse one part; raise `Refused` for what is not plain, bounded XML."""
    parser = new_parser(data, limits, part)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    feed(parser, data, limits, part)


def new_parser(data: bytes, limits: Limits, part: str) -> expat.XMLParserType:
    """Make a parser for a part; the encoding is fixed beforehand, so that nothing can switch it."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
    _check_markup(data, limits, part, wide)
    parser = expat.ParserCreate(None if wide else "utf-8", " ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_declaration

    def refuse_doctype(*_: object) -> NoReturn:
        raise Refused("doctype", f"{printable(part)} declares a document type")

    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def _check_markup(data: bytes, limits: Limits, part: str, wide: bool) -> None:
    """Refuse before parsing: expat would go on to the end of a chunk after a handler's refusal."""
    encodings = ("utf-16-le", "utf-16-be") if wide else ("utf-8",)
    if any("<!DOCTYPE".encode(encoding) in data for encoding in encodings):
        raise Refused("doctype", f"{printable(part)} declares a document type")
    if data.count(b"<") > limits.tags:
        raise Refused("limit", f"{printable(part)} holds more than {limits.tags} tags")


def _check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ENCODINGS:
        raise Refused("damaged", f"XML in the encoding {printable(encoding, 20)}")


def feed(parser: expat.XMLParserType, data: bytes, limits: Limits, part: str) -> None:
    """Parse in chunks and stop at a tag, comment or instruction that does not end."""
    try:
        for fed in range(0, len(data), CHUNK):
            parser.Parse(data[fed : fed + CHUNK], False)
            if fed + CHUNK - parser.CurrentByteIndex > limits.token_bytes + CHUNK:
                raise Refused("limit", f"a single tag of {printable(part)} is too long")
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        where = f"line {problem.lineno}, column {problem.offset}"
        raise Refused("damaged", f"{printable(part)} is not well-formed XML ({where})") from None


def out_of_bounds(limits: Limits, part: str, depth: int) -> Refused:
    """Say which bound an element breaks; handlers check it themselves, for speed."""
    if depth > limits.depth:
        return Refused("limit", f"{printable(part)} nests deeper than {limits.depth} elements")
    return Refused("limit", f"an element of {printable(part)} has more than {limits.attributes} attributes")


class Element:
    """Hold one element of a small part: the local names from the root, attributes and own text."""

    __slots__ = ("attributes", "path", "text")

    def __init__(self, path: str, attributes: Attributes) -> None:
        self.path = path
        self.attributes = attributes
        self.text = ""


class _Collector:
    """Collect every element of a part; those of foreign namespaces are named `?`."""

    __slots__ = ("elements", "limits", "namespaces", "open", "part")

    def __init__(self, namespaces: frozenset[str], limits: Limits, part: str) -> None:
        self.namespaces, self.limits, self.part = namespaces, limits, part
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if len(self.open) >= self.limits.depth or len(attributes) > self.limits.attributes:
            raise out_of_bounds(self.limits, self.part, len(self.open) + 1)
        if len(self.elements) >= self.limits.entries:
            raise Refused("limit", f"{printable(self.part)} lists more than {self.limits.entries} entries")
        namespace, _, local = name.rpartition(" ")
        local = local if namespace in self.namespaces else "?"
        path = f"{self.open[-1].path}/{local}" if self.open else local
        element = Element(path, attributes)
        self.elements.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, data: str) -> None:
        if self.open and not data.isspace():
            self.open[-1].text += data


def elements_of(data: bytes, namespaces: frozenset[str], limits: Limits, part: str) -> list[Element]:
    """Return the elements of a small part in the order in which they begin."""
    collector = _Collector(namespaces, limits, part)
    parse(data, collector, limits, part)
    return collector.elements
