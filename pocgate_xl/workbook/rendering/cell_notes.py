"""Notes at cells of a finished workbook, and the frames that lead the eye to them.

Source: ECMA-376 part 1, 18.7 comments, 18.3.1.52 legacyDrawing; part 4, 19.1 VML; 18.8.5 borders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ...opc.package import Package
from ...opc.relationships import CONTENT_TYPES
from ...opc.zip_writer import replace_parts
from ...records import dataclass
from ...spreadsheetml.address import Position, a1
from ...spreadsheetml.editing.cell_writer import escaped

AUTHOR = "pocgate"
"""Who writes our notes, by which they are told from those of people."""
END = "\n――"
"""Ends our notes: what somebody writes below is theirs."""
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = "xl/styles.xml"
FRAME_COLOUR = "FFC00000"
WIDE, HIGH = 3, 5
"""Columns and rows that a note covers when it is opened."""
NOTE_TYPES = (
    b'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
)
_FORMATS = re.compile(rb"(<cellXfs[^>]*>)(.*?)(</cellXfs>)", re.DOTALL)
_FORMAT = re.compile(rb"<xf [^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_BORDERS = re.compile(rb"(<borders[^>]*>)(.*?)(</borders>)", re.DOTALL)
_AFTER_NOTES = re.compile(
    rb"<(?:legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[ />]|</worksheet>"
)
MARK = rf"(?:^|\n){AUTHOR}: PG\d{{3}} [^\n]*(?:\nPG\d{{3}} [^\n]*)*(?:{END})?(?![^\n])"
"""What our lines in a note are like; JavaScript reads this pattern as Python does."""
_MARK = re.compile(MARK)
_AFTER_LINKS = re.compile(rb"<(?:printOptions|pageMargins|pageSetup|headerFooter)[ />]|</worksheet>")
"""What stands after notes, and after links, in a sheet."""
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is shown on one sheet, by its part: notes by cell, cells in a frame, and links to cells."""

    notes: Mapping[Position, str]
    framed: Sequence[Position] = ()
    links: Sequence[tuple[Position, str]] = ()


def note_of(text: str) -> str:
    """Return the text of a note of ours."""
    return f"{AUTHOR}: {text}{END}"


def reply_in(text: str) -> str:
    """Return what somebody wrote into a note: all of their own, and what they added to one of ours."""
    if not text.startswith(f"{AUTHOR}:"):
        return without_marks(text).strip()
    return text.partition(END.strip())[2].strip(" ―\n")


def with_mark(text: str, lines: Iterable[str]) -> str:
    """Return a note with lines of ours, each beginning with a rule's code, below what stands in it."""
    mark = note_of("\n".join(" ".join(line.split()) for line in lines))
    return f"{text}\n{mark}" if text else mark


def without_marks(text: str) -> str:
    """Return a note as it was before `with_mark`: what people wrote above, between and below stays."""
    kept = _MARK.sub("", text)
    return kept.removeprefix("\n") if _MARK.match(text) else kept


def with_marks(workbook: bytes, marks: Mapping[str, Marks]) -> bytes:
    """Return a workbook that we wrote with notes, frames and links on its sheets, by part."""
    package = Package.from_bytes(workbook)
    parts: dict[str, bytes] = {}
    frames = _Frames(package.read(STYLES))
    types = package.read(CONTENT_TYPES)
    for number, (part, found) in enumerate(marks.items(), 1):
        xml = frames.around(package.read(part), found.framed)
        xml = _linked(xml, found.links)
        if found.notes:
            xml, added = _noted(package, part, xml, found.notes, number)
            parts |= added
            override = f'<Override PartName="/xl/comments{number}.xml" ContentType="{COMMENTS_TYPE}"/>'
            types = types.replace(b"</Types>", override.encode() + b"</Types>")
        parts[part] = xml
    if any(found.notes for found in marks.values()):
        types = re.sub(rb"(<Types[^>]*>)", rb"\1" + NOTE_TYPES, types, count=1)
    return replace_parts(package, {**parts, STYLES: frames.styles(), CONTENT_TYPES: types})


def _noted(
    package: Package, part: str, xml: bytes, notes: Mapping[Position, str], number: int
) -> tuple[bytes, dict[str, bytes]]:
    folder, _, name = part.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    there = package.read(links) if links in package.members else _NO_LINKS
    added = "".join(
        f'<Relationship Id="{id_}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for id_, kind, target in (
            ("pgNotes", "comments", f"/xl/comments{number}.xml"),
            ("pgShapes", "vmlDrawing", f"/xl/drawings/vmlDrawing{number}.vml"),
        )
    )
    return _with_drawing(xml), {
        links: there.replace(b"</Relationships>", added.encode() + b"</Relationships>"),
        f"xl/comments{number}.xml": _comments(notes).encode(),
        f"xl/drawings/vmlDrawing{number}.vml": _shapes(notes, number).encode(),
    }


_NO_LINKS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def _with_drawing(xml: bytes) -> bytes:
    at = next(found.start() for found in _AFTER_NOTES.finditer(xml, xml.index(b"</sheetData>")))
    return xml[:at] + f'<legacyDrawing xmlns:r="{LINKS}" r:id="pgShapes"/>'.encode() + xml[at:]


def _comments(notes: Mapping[Position, str]) -> str:
    listed = "".join(
        f'<comment ref="{a1(at)}" authorId="0"><text><r><rPr><sz val="9"/><rFont val="Tahoma"/>'
        f'<family val="2"/></rPr><t xml:space="preserve">{escaped(text)}</t></r></text></comment>'
        for at, text in sorted(notes.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<authors><author>{AUTHOR}</author></authors><commentList>{listed}</commentList></comments>"
    )


def _shapes(notes: Mapping[Position, str], number: int) -> str:
    shapes = "".join(
        _shape(at, text, number, place) for place, (at, text) in enumerate(sorted(notes.items()), 1)
    )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
        'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        f"{shapes}</xml>"
    )


def _shape(at: Position, text: str, number: int, place: int) -> str:
    """Return the box of a note, high enough for its text, hidden until somebody points at its cell."""
    row, column = at[0] - 1, at[1] - 1
    high = HIGH + len(text) // 60
    anchor = f"{column + 1}, 12, {max(0, row - 1)}, 8, {column + 1 + WIDE}, 12, {row + high}, 8"
    return (
        f'<v:shape id="_x0000_s{1024 * number + place}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:80pt;margin-top:5pt;width:240pt;height:90pt;z-index:1;'
        'visibility:hidden" fillcolor="#fff8dc" o:insetmode="auto"><v:fill color2="#fff8dc"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


class _Frames:
    """Cell formats with a red frame, made from those that cells have."""

    def __init__(self, xml: bytes) -> None:
        formats, borders = _FORMATS.search(xml), _BORDERS.search(xml)
        assert formats is not None  # of a workbook that we wrote
        assert borders is not None
        self.xml = xml
        self.formats = _FORMAT.findall(formats[2])
        self.border = borders[2].count(b"<border>") + borders[2].count(b"<border ")
        self.added: dict[int, int] = {}

    def around(self, xml: bytes, cells: Iterable[Position]) -> bytes:
        for at in cells:
            xml = re.sub(rb'(<c r="%b" s=")([0-9]+)"' % a1(at).encode(), self._framed, xml, count=1)
        return xml

    def _framed(self, found: re.Match[bytes]) -> bytes:
        style = int(found[2])
        number = self.added.setdefault(style, len(self.formats) + len(self.added))
        return b'%b%d"' % (found[1], number)

    def styles(self) -> bytes:
        """Return the style sheet with what was added; as it was where nothing was."""
        if not self.added:
            return self.xml
        side = "".join(f'<{each} style="medium"><color rgb="{FRAME_COLOUR}"/></{each}>' for each in SIDES)
        border = f"<border>{side}<diagonal/></border>".encode()
        made = b"".join(_with_border(self.formats[style], self.border) for style in self.added)
        xml = _BORDERS.sub(
            lambda m: _counted(m[1], self.border + 1) + m[2] + border + m[3], self.xml, count=1
        )
        many = len(self.formats) + len(self.added)
        return _FORMATS.sub(lambda m: _counted(m[1], many) + m[2] + made + m[3], xml, count=1)


def _counted(tag: bytes, count: int) -> bytes:
    return re.sub(rb' count="[0-9]+"', b' count="%d"' % count, tag)


def _with_border(format_: bytes, border: int) -> bytes:
    bare = re.sub(rb' (?:borderId|applyBorder)="[^"]*"', b"", format_, count=2)
    return bare.replace(b"<xf ", b'<xf borderId="%d" applyBorder="1" ' % border, 1)


def _linked(xml: bytes, links: Sequence[tuple[Position, str]]) -> bytes:
    """Return a sheet with links to cells of this workbook."""
    if not links:
        return xml
    listed = "".join(
        f'<hyperlink ref="{a1(at)}" location="{escaped(target)}"/>' for at, target in sorted(links)
    ).encode()
    if b"</hyperlinks>" in xml:
        return xml.replace(b"</hyperlinks>", listed + b"</hyperlinks>", 1)
    at = next(found.start() for found in _AFTER_LINKS.finditer(xml, xml.index(b"</sheetData>")))
    return xml[:at] + b"<hyperlinks>" + listed + b"</hyperlinks>" + xml[at:]
