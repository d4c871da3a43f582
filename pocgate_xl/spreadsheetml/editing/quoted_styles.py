"""Cell styles for texts that begin like formulas: marked as Excel does, they stay texts when edited.

Source: ECMA-376 part 1, 18.8.45 xf, quotePrefix.
"""

from __future__ import annotations

import re
from typing import ClassVar

from ...opc.limits import DEFAULT
from ...opc.package import Package
from ...opc.refusal import Refused
from ...opc.relationships import content_types, relationships_of, target_part
from ...opc.xml_parser import Attributes, feed
from ...opc.xml_paths import PlacingHandler, Spec
from ..workbook_part import workbook_part
from .sheet_editor import TAG

BEGINNINGS = ("=", "+", "-", "@", "'")
_MARK = re.compile(rb"\squotePrefix\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TRUE = re.compile(rb"\squotePrefix\s*=\s*[\"'](?:1|true)[\"']")
_COUNT = re.compile(rb"\scount\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NAME_END = re.compile(rb"<[^\s/>]+")


class _Formats(PlacingHandler):
    """The cell formats of a style sheet: where each begins and ends, and where their list does."""

    SPEC: ClassVar[Spec] = {
        "sheet": ("", "styleSheet"), "formats": ("sheet", "cellXfs"), "format": ("formats", "xf"),
    }  # fmt: skip

    def __init__(self, xml: bytes, part: str) -> None:
        super().__init__(xml, DEFAULT, part)
        self.list, self.closing, self.spans = 0, 0, list[tuple[int, int]]()
        self.begin = 0
        feed(self.parser, xml, DEFAULT, part)

    def open_formats(self, _attributes: Attributes) -> None:
        self.list = self.parser.CurrentByteIndex

    def close_formats(self) -> None:
        self.closing = self.parser.CurrentByteIndex

    def open_format(self, _attributes: Attributes) -> None:
        self.begin = self.parser.CurrentByteIndex

    def close_format(self) -> None:
        tag = TAG.match(self.xml, self.begin)
        once = tag is not None and tag[0].endswith(b"/>")
        end = tag.end() if tag and once else self.xml.index(b">", self.parser.CurrentByteIndex) + 1
        self.spans.append((self.begin, end))


class QuotedStyles:
    """Styles for texts that begin like formulas, which are added where there are none."""

    def __init__(self, package: Package) -> None:
        self.part, self.xml, self.formats = "", b"", list[bytes]()
        self.added: dict[bytes, int] = {}
        try:
            self._read(package)
        except (Refused, ValueError, IndexError):
            self.formats = []

    def _read(self, package: Package) -> None:
        book = workbook_part(package, content_types(package))
        link = next(link for link in relationships_of(package, book).values() if link.kind == "styles")
        self.part = target_part(package, link)
        self.xml = package.read(self.part)
        self.found = _Formats(self.xml, self.part)
        self.formats = [self.xml[begin:end] for begin, end in self.found.spans]

    def style_for(self, style: str, value: object) -> str:
        """Return the number of the style for a value in a cell of that style."""
        if value is None or not style.isdecimal() or int(style) >= len(self.formats):
            return style
        format_, wanted = self.formats[int(style)], isinstance(value, str) and value.startswith(BEGINNINGS)
        if wanted == _is_marked(format_):
            return style
        changed = _marked(format_, wanted)
        for number, other in enumerate(self.formats):
            if _is_marked(other) == wanted and _marked(other, wanted) == changed:
                return str(number)
        return str(self.added.setdefault(changed, len(self.formats) + len(self.added)))

    def parts(self) -> dict[str, bytes]:
        """Return the style sheet with what was added; nothing when nothing was."""
        if not self.added:
            return {}
        tag = TAG.match(self.xml, self.found.list)
        if tag is None:
            return {}
        count = f' count="{len(self.formats) + len(self.added)}"'.encode()
        begin, end, closing = tag.start(), tag.end(), self.found.closing
        listed = b"".join((self.xml[end:closing], *self.added, self.xml[closing:]))
        return {self.part: self.xml[:begin] + _COUNT.sub(count, tag[0], count=1) + listed}


def _opening(format_: bytes) -> bytes:
    tag = TAG.match(format_)
    return tag[0] if tag else b""


def _is_marked(format_: bytes) -> bool:
    return bool(_TRUE.search(_opening(format_)))


def _marked(format_: bytes, wanted: bool) -> bytes:
    """Return a format with or without the mark."""
    opening = _opening(format_)
    bare = _MARK.sub(b"", opening)
    name = _NAME_END.match(bare)
    if wanted and name:
        bare = name[0] + b' quotePrefix="1"' + bare[name.end() :]
    return bare + format_[len(opening) :]
