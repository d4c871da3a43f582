"""The line on the first sheet that says where a workbook can be checked before it is sent back.

Source: ECMA-376 part 1, 18.3.1.47 hyperlink; part 2, 9.3 relationships.
"""

from __future__ import annotations

from ...opc.package import Package
from ...opc.zip_writer import replace_parts
from ...spreadsheetml.address import Position, a1
from ...spreadsheetml.editing.cell_writer import escaped
from ...spreadsheetml.editing.sheet_editor import NewValue, replace_cells, styles_of
from ...templates.loader import Bundle
from ..layout.page_link import KEY, PAGE_AT, WEB

START_PART = "xl/worksheets/sheet1.xml"
LINKS_PART = "xl/worksheets/_rels/sheet1.xml.rels"
"""The first sheet of every workbook that is made here, and what it is related to."""
LINK_STYLE_AT: Position = 2, 8
"""A link of the first sheet whose text runs on into blank cells: what is to be filled in next."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LIST = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = f'<Relationships xmlns="{_LIST}"></Relationships>'.encode()
_LIST_END, _LINKS_END = b"</Relationships>", b"</hyperlinks>"
_ID = "rIdPage"


def with_page_link(workbook: bytes, bundle: Bundle, language: str, page: str) -> bytes:
    """Return a workbook of ours that names a page, by its http or https address; as it is where that is "".

    It stays as it is, too, where its plan is of another time and has something in that place.
    """
    package = Package.from_bytes(workbook) if page.startswith(WEB) else None
    if package is None:
        return workbook
    xml = package.read(START_PART)
    styles = styles_of(xml, {PAGE_AT[0], LINK_STYLE_AT[0]})
    if PAGE_AT in styles or _LINKS_END not in xml:
        return workbook
    text = bundle.catalogs[language].text(KEY, page=page)
    xml = replace_cells(xml, {PAGE_AT: NewValue(text, style=styles.get(LINK_STYLE_AT, "0"))})
    listed = package.read(LINKS_PART) if LINKS_PART in package.names else _EMPTY
    return replace_parts(package, {START_PART: _linked(xml), LINKS_PART: _related(listed, page)})


def _linked(xml: bytes) -> bytes:
    link = f'<hyperlink xmlns:r="{_OFFICE}" ref="{a1(PAGE_AT)}" r:id="{_ID}"/>'.encode()
    return xml.replace(_LINKS_END, link + _LINKS_END, 1)


def _related(listed: bytes, page: str) -> bytes:
    made = (
        f'<Relationship Id="{_ID}" Type="{_OFFICE}/hyperlink" Target="{escaped(page)}"'
        ' TargetMode="External"/>'
    ).encode()
    return listed.replace(_LIST_END, made + _LIST_END, 1)
