"""Changes to how a workbook looks, made as programs write them; no value is touched."""

from __future__ import annotations

import re

from tests.hostile.case import Make
from tests.hostile.edits import (
    RELATION,
    Parts,
    added,
    chain,
    declared,
    link,
    linked,
    on_part,
    on_parts,
    swap,
)
from tests.hostile.places import links_of, number_of
from tests.hostile.submission import part_of

STYLES = "xl/styles.xml"
DRAWING = "xl/drawings/drawing1.xml"
DRAWING_LINKS = "xl/drawings/_rels/drawing1.xml.rels"
MAIN_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_XF = re.compile(rb"<cellXfs[^>]*>(.*?)</cellXfs>", re.DOTALL)
_ENTRY = re.compile(rb"<xf .*?(?:/>|</xf>)(?=<xf |$)", re.DOTALL)


def styled(
    sheet: str, *cells: str, code: str = "", font: str = "", fill: str = "", alignment: str = ""
) -> Make:
    """Give cells a style of their own: a number format, a font, a fill, as XML."""

    def change(parts: Parts) -> Parts:
        styles = parts[STYLES]
        fonts, fills, looks = (styles.count(tag) for tag in (b"<font>", b"<fill>", b"<xf "))
        looks = len(_ENTRY.findall(_XF.search(styles)[1]))  # type: ignore[index]
        fonts = len(re.findall(rb"<font>", re.search(rb"<fonts.*?</fonts>", styles, re.DOTALL)[0]))  # type: ignore[index]
        fills = len(re.findall(rb"<fill>", re.search(rb"<fills.*?</fills>", styles, re.DOTALL)[0]))  # type: ignore[index]
        escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        xf = (
            f'<xf numFmtId="{900 if code else 0}" fontId="{fonts if font else 0}"'
            f' fillId="{fills if fill else 0}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"'
            f' applyFill="1">{alignment}</xf>'
        )
        for tag, entry in (
            ("numFmts", f'<numFmt numFmtId="900" formatCode="{escaped}"/>' if code else ""),
            ("fonts", f"<font>{font}</font>" if font else ""),
            ("fills", f'<fill><patternFill patternType="solid">{fill}</patternFill></fill>' if fill else ""),
            ("cellXfs", xf),
        ):
            styles = styles.replace(f"</{tag}>".encode(), f"{entry}</{tag}>".encode(), 1)
        xml = parts[part_of(sheet)]
        for cell in cells:
            xml, count = re.subn(rb'(<c r="%b")(?: s="[0-9]+")?' % cell.encode(), rb'\1 s="%d"' % looks, xml)
            assert count == 1, cell
        return {**parts, STYLES: styles, part_of(sheet): xml}

    return on_parts(change)


def row_told(sheet: str, *rows: int, traits: str = 'hidden="1"') -> Make:
    """Write attributes of rows in the place of those that they have."""

    def change(xml: bytes) -> bytes:
        for row in rows:
            xml, count = re.subn(rb'<row r="%d"[^>]*>' % row, f'<row r="{row}" {traits}>'.encode(), xml)
            assert count == 1, row
        return xml

    return on_part(part_of(sheet), change)


def column_told(sheet: str, number: int, traits: str) -> Make:
    def change(xml: bytes) -> bytes:
        pattern = rb'<col [^>]*min="%d" max="%d" ?/>' % (number, number)
        xml, count = re.subn(pattern, f'<col min="{number}" max="{number}" {traits}/>'.encode(), xml)
        assert count == 1, number
        return xml

    return on_part(part_of(sheet), change)


def before(sheet: str, tag: str, xml: str) -> Make:
    """Put elements before one that stands behind the rows."""
    return swap(part_of(sheet), f"<{tag}", f"{xml}<{tag}")


def condition(sheet: str, area: str, rule: str, dxf: str = "") -> Make:
    """Add a conditional format; `{dxf}` in the rule is the number of its look."""

    def change(parts: Parts) -> Parts:
        styles = parts[STYLES]
        count = styles.count(b"<dxf>")
        styles = styles.replace(b"</dxfs>", f"{dxf}</dxfs>".encode())
        found = f'<conditionalFormatting sqref="{area}">{rule.replace("{dxf}", str(count))}</conditionalFormatting>'
        xml = parts[part_of(sheet)].replace(b"</sheetProtection>", b"", 1)
        xml = re.sub(rb"(<sheetProtection[^>]*/>)", rb"\1" + found.encode(), xml, count=1)
        assert found.encode() in xml
        return {**parts, STYLES: styles, part_of(sheet): xml}

    return on_parts(change)


def expression(formula: str = "TRUE") -> str:
    return f'<cfRule type="expression" priority="99" dxfId="{{dxf}}"><formula>{formula}</formula></cfRule>'


def marker(tag: str, column: int, row: int, offset: int = 0) -> str:
    return f"<{tag}><col>{column}</col><colOff>{offset}</colOff><row>{row}</row><rowOff>{offset}</rowOff></{tag}>"


def shape(words: str) -> str:
    text = f'<a:p xmlns:a="{MAIN_DRAWING}"><a:r><a:t>{words}</a:t></a:r></a:p>'
    return (
        f'<sp macro="" textlink=""><nvSpPr><cNvPr id="99" name="T"/><cNvSpPr txBox="1"/></nvSpPr>'
        f"<spPr/><txBody>{text}</txBody></sp>"
    )


PICTURE = '<pic><nvPicPr><cNvPr id="98" name="P"/><cNvPicPr/></nvPicPr><blipFill/><spPr/></pic>'


def over(first: tuple[int, int], last: tuple[int, int], thing: str) -> str:
    """Return an anchor over whole cells, rows and columns from 1."""
    return (
        f"<twoCellAnchor>{marker('from', first[1] - 1, first[0] - 1)}{marker('to', last[1], last[0])}"
        f"{thing}<clientData/></twoCellAnchor>"
    )


def drawn(anchor: str) -> Make:
    """Draw something on the dashboard, in the namespace of drawings as if it had no prefix there."""
    named = re.sub(r"<((?:\w+:)?\w+)", rf'<\1 xmlns="{SHEET_DRAWING}"', anchor, count=1)
    return swap(DRAWING, "</xdr:wsDr>", f"{named}</xdr:wsDr>")


def legacy(client: str, words: str = "", style: str = "visibility:visible") -> Make:
    """Add an old drawing to the dashboard: notes and form controls."""
    xml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<v:shape style="{style}"><v:textbox><div>{words}</div></v:textbox>{client}</v:shape></xml>'
    )
    return chain(
        added({"xl/drawings/vml1.vml": xml}),
        declared("xl/drawings/vml1.vml", VML),
        linked(link("rIdVml", "vmlDrawing", "/xl/drawings/vml1.vml"), links_of("dashboard")),
        swap(part_of("dashboard"), "</worksheet>",
             f'<legacyDrawing xmlns:r="{RELATION}" r:id="rIdVml"/></worksheet>'),
    )  # fmt: skip


def commented(ref: str, words: str) -> Make:
    xml = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author/></authors>'
        f'<commentList><comment ref="{ref}" authorId="0"><text><t>{words}</t></text></comment></commentList>'
        "</comments>"
    )
    return chain(
        added({"xl/comments1.xml": xml}),
        declared("xl/comments1.xml", COMMENTS),
        linked(link("rIdNotes", "comments", "/xl/comments1.xml"), links_of("dashboard")),
    )


def page(tag: str, text: str, sheet: str = "dashboard") -> Make:
    """Write a page header or footer."""

    def change(xml: bytes) -> bytes:
        pattern = rb"<%b(?: ?/>|>[^<]*</%b>)" % (tag.encode(), tag.encode())
        new, count = re.subn(pattern, f"<{tag}>{text}</{tag}>".encode(), xml, count=1)
        assert count == 1, tag
        return new

    return on_part(part_of(sheet), change)


def local_name(name: str, sheet: str, ref: str) -> Make:
    """Point a name of one sheet elsewhere."""
    index = number_of(sheet) - 1
    pattern = rb'(<definedName name="%b" localSheetId="%d"[^>]*>)[^<]*' % (name.encode(), index)

    def change(xml: bytes) -> bytes:
        new, count = re.subn(pattern, lambda match: match[1] + ref.encode(), xml)
        assert count == 1, name
        return new

    return on_part("xl/workbook.xml", change)
