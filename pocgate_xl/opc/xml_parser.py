"""Expat on a short leash: no DOCTYPE, one of two encodings, bounded depth, attributes and tokens.

Source: XML 1.0 (fifth edition), 2.8 document type declaration, 4.3.3 encodings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, Protocol
from xml.parsers import expat

from .limits import KIB, Limits
from .refusal import Refused, printable

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
    def interruption(self, *_: object) -> None: ...
    def referred(self) -> None: ...


class Undivided:
    """Pass over how a text is divided and spelled: its elements alone are of interest."""

    __slots__ = ()

    def interruption(self, *_: object) -> None:
        """Pass over a comment, an instruction, CDATA."""

    def referred(self) -> None:
        """Pass over a character that is written as a number."""


def parse(data: bytes, handler: Handler, limits: Limits, part: str) -> None:
    """Parse one part; raise `Refused` for what is not plain, bounded XML."""
    parser = new_parser(data, limits, part)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = _noting_references(parser, handler, data)
    parser.CommentHandler = parser.ProcessingInstructionHandler = handler.interruption
    parser.StartCdataSectionHandler = handler.interruption
    feed(parser, data, limits, part)


def _noting_references(parser: expat.XMLParserType, handler: Handler, data: bytes) -> Callable[[str], None]:
    """Return what takes text; where characters are written as numbers, the handler is told of each."""
    marks = tuple("&#".encode(encoding) for encoding in _encodings(is_wide(data)))
    if not any(mark in data for mark in marks):
        return handler.text
    parser.buffer_text = False

    def text(found: str) -> None:
        if data.startswith(marks, parser.CurrentByteIndex):
            handler.referred()
        handler.text(found)

    return text


def _encodings(wide: bool) -> tuple[str, ...]:
    return ("utf-16-le", "utf-16-be") if wide else ("utf-8",)


def new_parser(data: bytes, limits: Limits, part: str) -> expat.XMLParserType:
    """Make a parser for a part; the encoding is fixed beforehand, so that nothing can switch it."""
    wide = is_wide(data)
    if wide:
        _check_surrogates(data, part)
    _check_markup(data, limits, part, wide)
    parser = expat.ParserCreate(None if wide else "utf-8", " ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_declaration

    def refuse_doctype(*_: object) -> NoReturn:
        raise Refused("doctype", f"{printable(part)} declares a document type")

    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def is_wide(data: bytes) -> bool:
    """Say whether XML is written in UTF-16, by how it begins."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def _check_surrogates(data: bytes, part: str) -> None:
    """Refuse halves of characters: expat takes whatever follows one for its other half, even a tag."""
    encoding = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(data[:2], "utf-16")
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("damaged", f"{printable(part)} holds halves of characters") from None


def _check_markup(data: bytes, limits: Limits, part: str, wide: bool) -> None:
    """Refuse before parsing: expat would go on to the end of a chunk after a handler's refusal."""
    if any("<!DOCTYPE".encode(encoding) in data for encoding in _encodings(wide)):
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


LONGEST_NAME, LONGEST_PATH = 60, 500
"""Beyond, an element is none that anybody asks for; each holds its whole path."""


class Element:
    """One element of a small part: the local names from the root, attributes and own text.

    In the path those of foreign namespaces are named `?`; `local` is what they call themselves.
    """

    __slots__ = ("attributes", "local", "path", "text")

    def __init__(self, path: str, local: str, attributes: Attributes) -> None:
        self.path = path
        self.local = local
        self.attributes = attributes
        self.text = ""


class _Collector(Undivided):
    """A collector of every element of a part; those of foreign namespaces are named `?`."""

    __slots__ = ("elements", "limits", "named", "namespaces", "open", "part", "texts")

    def __init__(self, namespaces: frozenset[str], limits: Limits, part: str) -> None:
        self.namespaces, self.limits, self.part = namespaces, limits, part
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.texts: list[list[str] | None] = []
        """What was said so far in each open element, joined once it ends."""
        self.named: dict[tuple[str, str], tuple[str, str]] = {}
        """Path and local name of an element, by the path around it and its name."""

    def start(self, name: str, attributes: Attributes) -> None:
        outer = self.open
        if len(outer) >= self.limits.depth or len(attributes) > self.limits.attributes:
            raise out_of_bounds(self.limits, self.part, len(outer) + 1)
        if len(self.elements) >= self.limits.entries:
            raise Refused("limit", f"{printable(self.part)} lists more than {self.limits.entries} entries")
        around = outer[-1].path if outer else ""
        named = self.named.get((around, name)) or self._named(around, name)
        element = Element(*named, attributes)
        self.elements.append(element)
        outer.append(element)
        self.texts.append(None)

    def _named(self, around: str, name: str) -> tuple[str, str]:
        namespace, _, local = name.rpartition(" ")
        step = local if namespace in self.namespaces and len(local) <= LONGEST_NAME else "?"
        path = "?" if len(around) > LONGEST_PATH else f"{around}/{step}" if around else step
        named = self.named[around, name] = path, local[:LONGEST_NAME]
        return named

    def end(self, _name: str) -> None:
        element, texts = self.open.pop(), self.texts.pop()
        if texts:
            element.text = "".join(texts)

    def text(self, data: str) -> None:
        if self.open and not data.isspace():
            said = self.texts[-1]
            if said is None:
                self.texts[-1] = [data]
            else:
                said.append(data)


def elements_of(data: bytes, namespaces: frozenset[str], limits: Limits, part: str) -> list[Element]:
    """Return the elements of a small part in the order in which they begin."""
    collector = _Collector(namespaces, limits, part)
    parse(data, collector, limits, part)
    return collector.elements
