"""The workbook that an add-in is before it has macros: one sheet of settings and a ribbon."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ...spreadsheetml.styles.colours import OFFICE as COLOURS
from ...spreadsheetml.styles.colours import THEME_ORDER
from .bridge import CONF_SHEET

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RIBBON = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
"""The relationship of the ribbon's first namespace, which every Excel since 2007 reads."""

MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
OFFICE_PARTS = "application/vnd.openxmlformats-officedocument"
SPREADSHEET = f"{OFFICE_PARTS}.spreadsheetml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MACRO_TYPE}"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/theme/theme1.xml" ContentType="{OFFICE_PARTS}.theme+xml"/>'
    "</Types>"
)
_RELATIONSHIPS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{RIBBON}" Target="customUI/customUI.xml"/>'
    "</Relationships>"
)
_WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
    f'<sheets><sheet name="{CONF_SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_WORKBOOK_RELATIONSHIPS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/theme" Target="theme/theme1.xml"/>'
    f'<Relationship Id="rId4" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_FACE = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def _theme() -> str:
    """Return a theme, which Office asks of every workbook: its usual colours, no effects."""
    pairs = zip(THEME_ORDER, COLOURS, strict=True)
    colour = {name: f'<a:{name}><a:srgbClr val="{rgb[1:]}"/></a:{name}>' for name, rgb in pairs}
    # A theme lists dark before light, cells count light before dark.
    colours = "".join(colour.pop(name) for name in ("dk1", "lt1", "dk2", "lt2")) + "".join(colour.values())
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{colours}</a:clrScheme><a:fontScheme name="Office">'
        f"<a:majorFont>{_FACE}</a:majorFont><a:minorFont>{_FACE}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Office"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{_FILL}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>"
        f"{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def addin_parts(conf: Mapping[str, str], ribbon: str) -> dict[str, bytes]:
    """Return the parts of a workbook with these settings and this ribbon, still called a workbook."""
    texts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_RELATIONSHIPS,
        "xl/styles.xml": _STYLES,
        "xl/theme/theme1.xml": _theme(),
        "xl/worksheets/sheet1.xml": _sheet(conf),
        "xl/sharedStrings.xml": _strings(conf),
    }
    return {
        **{name: (HEAD + text).encode() for name, text in texts.items()},
        "customUI/customUI.xml": ribbon.encode(),
    }


def _settings(conf: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return name and value of what is set; all else is left to the user's own settings."""
    return [(key, value) for key, value in conf.items() if value]


def _sheet(conf: Mapping[str, str]) -> str:
    """Return the sheet of settings, one a row; the texts are shared ones, as Excel writes them."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{2 * row - 2}</v></c>'
        f'<c r="B{row}" t="s"><v>{2 * row - 1}</v></c></row>'
        for row, _ in enumerate(_settings(conf), 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetPr codeName="Sheet1"/><sheetData>{rows}</sheetData></worksheet>'


def _strings(conf: Mapping[str, str]) -> str:
    texts = [text for setting in _settings(conf) for text in setting]
    items = "".join(f'<si><t xml:space="preserve">{escape(text, quote=False)}</t></si>' for text in texts)
    return f'<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'
