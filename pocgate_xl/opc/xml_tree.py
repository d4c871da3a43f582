"""XML parts as trees, and back in one spelling: whatever library wrote a part, the bytes are the same.

Namespaces are declared at the root, each under the prefix that Office itself uses; in drawings those of
charts and relationships on the elements that use them, as Excel does: libraries replace the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from ..records import dataclass
from .limits import DEFAULT, Limits
from .xml_parser import Attributes, Undivided, parse

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_ROOT = "http://schemas.openxmlformats.org"
MAIN = f"{_ROOT}/spreadsheetml/2006/main"
DRAWING = f"{_ROOT}/drawingml/2006/main"
SHEET_DRAWING = f"{_ROOT}/drawingml/2006/spreadsheetDrawing"
CHART = f"{_ROOT}/drawingml/2006/chart"
_XML = "http://www.w3.org/XML/1998/namespace"
SPACE = f"{_XML} space"
PREFIXES = {
    f"{_ROOT}/officeDocument/2006/relationships": "r",
    DRAWING: "a",
    SHEET_DRAWING: "xdr",
    CHART: "c",
    f"{_ROOT}/package/2006/metadata/core-properties": "cp",
    f"{_ROOT}/officeDocument/2006/docPropsVTypes": "vt",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/dc/dcmitype/": "dcmitype",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
"""Every other namespace that a part may use stands without a prefix, as the root's."""


@dataclass(slots=True)
class XmlNode:
    """An element: names are `namespace local`, as the parser gives them."""

    name: str
    attributes: Attributes = field(default_factory=dict)
    children: list[XmlNode | str] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def elements(self) -> list[XmlNode]:
        return [child for child in self.children if isinstance(child, XmlNode)]

    def walk(self) -> Iterator[XmlNode]:
        """Yield this element and all below it, in the order of the document."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def find(self, local: str) -> Iterator[XmlNode]:
        """Yield the elements of that name, wherever they are."""
        return (node for node in self.walk() if node.local == local)


class _Builder(Undivided):
    def __init__(self) -> None:
        self.open = [XmlNode("")]

    def start(self, name: str, attributes: Attributes) -> None:
        node = XmlNode(name, attributes)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree_of(xml: bytes, part: str, limits: Limits = DEFAULT) -> XmlNode:
    """Return the root of a part."""
    builder = _Builder()
    parse(xml, builder, limits, part)
    return builder.open[0].elements[0]


def with_spaces(root: XmlNode) -> None:
    """Keep spaces where a text of a sheet begins or ends with one, and nowhere else."""
    for node in root.find("t"):
        if node.name == f"{MAIN} t":
            text = "".join(child for child in node.children if isinstance(child, str))
            node.attributes.pop(SPACE, None)
            if text != text.strip() or "\n" in text:
                node.attributes[SPACE] = "preserve"


def bytes_of(root: XmlNode) -> bytes:
    """Return a part in the one spelling."""
    namespaces = dict.fromkeys(uri for node in root.walk() for uri in _used(node))
    prefixes = {uri: PREFIXES.get(uri, "") for uri in namespaces}
    in_drawing = root.name.startswith(f"{SHEET_DRAWING} ")
    inner = set(namespaces) - {SHEET_DRAWING, DRAWING} if in_drawing else set()
    pieces: list[str] = []
    _write(root, {**prefixes, _XML: "xml"}, (sorted(namespaces.keys() - inner), frozenset(inner)), pieces)
    return DECLARATION + "".join(pieces).encode()


def _used(node: XmlNode) -> Iterator[str]:
    """Yield the namespaces that an element itself uses and that must be declared."""
    for name in (node.name, *node.attributes):
        uri = name.rpartition(" ")[0]
        if uri and uri != _XML:
            yield uri


def _write(
    node: XmlNode,
    prefixes: dict[str, str],
    to_declare: tuple[list[str], frozenset[str]],
    pieces: list[str],
) -> None:
    """Write an element with what it must declare: those of the first kind here, of the second where used."""
    here, inner = to_declare
    own = sorted(inner.intersection(_used(node)))
    name = _spelled(node.name, prefixes)
    attributes = "".join(_declaration(uri, prefixes[uri]) for uri in [*here, *own])
    attributes += "".join(
        f' {_spelled(key, prefixes)}="{_escaped(value, quoted=True)}"'
        for key, value in node.attributes.items()
    )
    pieces.append(f"<{name}{attributes}" + (">" if node.children else "/>"))
    for child in node.children:
        if isinstance(child, str):
            pieces.append(_escaped(child))
        else:
            _write(child, prefixes, ([], inner.difference(own)), pieces)
    if node.children:
        pieces.append(f"</{name}>")


def _declaration(uri: str, prefix: str) -> str:
    return f' xmlns{":" * bool(prefix)}{prefix}="{_escaped(uri)}"'


def _spelled(name: str, prefixes: dict[str, str]) -> str:
    namespace, _, local = name.rpartition(" ")
    prefix = prefixes[namespace] if namespace else ""
    return f"{prefix}:{local}" if prefix else local


def _escaped(text: str, quoted: bool = False) -> str:
    """Escape what XML would read otherwise, line ends too."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    if quoted:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text
