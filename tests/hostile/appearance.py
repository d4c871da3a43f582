"""What a reader sees is altered, no answer is: each way with the one finding that names it.

Beside them stands what honest people and programs do to the looks of a workbook: nothing is said of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.workbook.layout.plan import Area
from tests.hostile import looks
from tests.hostile.case import Case, Make
from tests.hostile.differentials import merged
from tests.hostile.edits import (
    RELATION,
    WORKBOOK,
    added,
    chain,
    link,
    linked,
    on_part,
    parts_of,
    sheet_added,
    swap,
)
from tests.hostile.looks import (
    PICTURE,
    column_told,
    commented,
    condition,
    drawn,
    expression,
    legacy,
    local_name,
    over,
    page,
    row_told,
    shape,
    styled,
)
from tests.hostile.places import (
    RATINGS,
    all_of,
    beside,
    leads_to,
    links_of,
    named,
    number_of,
    printed,
    sheet_of,
    shown_at,
    told_at,
)
from tests.hostile.submission import area, bundle, part_of, title_of

ROW = "what a reader sees"
PAPER = sheet_of("dashboard")
(TOP, LEFT), (BOTTOM, RIGHT) = printed("dashboard")
DECIDED = shown_at("decision")
HEADED = shown_at("steps_title")[0]
CLEAR = (BOTTOM + 10, RIGHT + 1), (BOTTOM + 14, RIGHT + 4)
"""Cells beside the paper under which nothing stands."""
BANNER, VERDICT = a1(DECIDED), a1(shown_at("verdict"))
BANNER_ROW = f"{BANNER}:{a1((DECIDED[0], shown_at('why_points')[1]))}"
TOTAL, RATING = a1(area("pg_out_total").first), a1(area("pg_rating_integration").first)
SCORE = a1(shown_at("tile score"))
"""Where people read the total, beside the cell that formulas read."""
ALL_RATINGS = all_of(RATINGS)
CRITERION = told_at(bundle().default_catalog.label("criterion", "integration"), "scorecard")
COST = a1(area("pg_out_cost_initial_low").first)
CHART = PAPER.charts[0]
BARS_FROM, BARS = CHART.series[:2]
"""The series that is not seen, from which the bars of the amounts begin, and the bars."""
ELSEWHERE = replace(BARS[1], first=beside(BARS[1].first, 20), last=beside(BARS[1].last, 20))
"""Cells that no chart draws."""
GATE = f"{bundle().template.id} {bundle().template.version}"
SEGMENTS = ":".join(a1(shown_at(f"segment {criterion.id} {step}")) for criterion, step in (
    (bundle().template.criteria[0], 1), (bundle().template.criteria[-1], 5)))  # fmt: skip
DARK = bundle().theme.colours.good.lstrip("#")
WHITE, GREEN = '<color rgb="FFFFFFFF"/>', bundle().theme.colours.good_soft.lstrip("#")
BLANK_PAPER = '<fgColor rgb="FFFFFFFF"/>'
DASHBOARD = part_of("dashboard")


def altered(name: str, example: str, code: str, make: Make, found: str = "") -> Case:
    outcome = "findings" if code in ("PG136", "PG115") else "accepted"
    return Case(name, ROW, (example,), outcome, (code,), make, found=found)  # type: ignore[arg-type]


def honest(name: str, make: Make) -> Case:
    return Case(f"honest: {name}", ROW, ("honest restyling",), "accepted", (), make)


def _state(sheet: str, state: str) -> Make:
    return swap(WORKBOOK, f'name="{title_of(sheet)}" sheetId="{number_of(sheet)}" state="visible"',
                f'name="{title_of(sheet)}" sheetId="{number_of(sheet)}" state="{state}"')  # fmt: skip


def _disguised(title: str, change: str = "") -> Make:
    """Hide the dashboard and show another sheet with its texts, each with a hidden character or a letter."""

    def make(workbook: bytes) -> bytes:
        xml = re.sub(r"<drawing [^>]*/>", "", parts_of(workbook)[DASHBOARD].decode())
        if change:
            xml = re.sub(r"<t>(.)", lambda match: f"<t>{match[1]}{change}", xml)
        return chain(sheet_added(title, xml), _state("dashboard", "veryHidden"))(workbook)

    return make


def _moved_down(xml: str) -> str:
    """Move every row of a sheet by one, as if a line was inserted above."""
    xml = re.sub(r'<row r="(\d+)"', lambda m: f'<row r="{int(m[1]) + 1}"', xml)
    return re.sub(r'<c r="([A-Z]+)(\d+)"', lambda m: f'<c r="{m[1]}{int(m[2]) + 1}"', xml)


def _shifted_copy(workbook: bytes) -> bytes:
    xml = _moved_down(re.sub(r"<drawing [^>]*/>", "", parts_of(workbook)[DASHBOARD].decode()))
    return chain(sheet_added("Dashboard ", xml), _state("dashboard", "hidden"))(workbook)


def reference(area: Area) -> str:
    return named(area.sheet, area.first, area.last)


def _titled(words: str) -> Make:
    """Give a title to the first chart, which has none: the cells around it say what it shows."""
    title = f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{words}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    return _chart("<c:chart>", f"<c:chart>{title}")


def _rows_hidden_by_default(xml: bytes) -> bytes:
    """Hide the rows that say nothing of themselves, once none says how high it is."""
    plain = re.sub(rb' (?:ht|customHeight)="[^"]*"', b"", xml)
    return plain.replace(b"<sheetFormatPr ", b'<sheetFormatPr zeroHeight="1" ')


def _look_of_go(xml: bytes) -> int:
    """Return the number of the look that the banner takes when the decision is Go."""
    found = re.search(rb'dxfId="(\d+)"><formula>OR\([^<]*=pg_code_decision_go', xml)
    assert found
    return int(found[1])


def _bad_as_good(xml: bytes) -> bytes:
    """Fill the segments of a rating below its floor as those of a good one."""
    rules = re.search(
        rb'<conditionalFormatting sqref="%b">.*?</conditionalFormatting>' % SEGMENTS.encode(), xml
    )
    assert rules
    bad, good = re.findall(rb'dxfId="(\d+)"', rules[0])[:2]
    return xml.replace(rules[0], rules[0].replace(b'dxfId="%b"' % bad, b'dxfId="%b"' % good))


def _chart(old: str, new: str, number: int = 1) -> Make:
    return swap(f"xl/charts/chart{number}.xml", old, new)


def _cached(value: float) -> Make:
    """Let the first chart keep another value of its first column, whose cell holds 1,500 thousand."""
    return _chart('<c:pt idx="0"><c:v>1500</c:v>', f'<c:pt idx="0"><c:v>{value}</c:v>')


def _valued(xml: bytes) -> bytes:
    """Give the first series of a chart values instead of cells."""
    literal = b'<c:val><c:numLit><c:pt idx="0"><c:v>5</c:v></c:pt></c:numLit></c:val>'
    changed, count = re.subn(rb"<c:val><c:numRef>.*?</c:val>", literal, xml, count=1)
    assert count == 1
    return changed


def _dxf(inner: str) -> str:
    return f"<dxf>{inner}</dxf>"


def _related(kind: str, element: str) -> Make:
    """Refer from the dashboard to a picture."""
    return chain(
        added({"xl/media/own.png": b"\x89PNG"}),
        linked(link("rIdOwn", kind, "/xl/media/own.png"), links_of("dashboard")),
        swap(DASHBOARD, "</worksheet>", f'<{element} xmlns:r="{RELATION}" r:id="rIdOwn"/></worksheet>'),
    )


def _all_columns_thin(xml: bytes) -> bytes:
    return re.sub(rb"<cols>.*?</cols>", b"", xml).replace(
        b"<sheetFormatPr ", b'<sheetFormatPr defaultColWidth="0.5" '
    )


NOTE = '<x:ClientData ObjectType="Note">{}<x:Anchor>1,0,7,0,9,0,8,0</x:Anchor></x:ClientData>'
BUTTON = '<x:ClientData ObjectType="Button"><x:Anchor>1,0,7,0,9,0,8,0</x:Anchor></x:ClientData>'
DATA_BARS = (
    '<cfRule type="dataBar" priority="99"><dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/>'
    '<color rgb="FF00FF00"/></dataBar></cfRule>'
)
SCALE = (
    '<cfRule type="colorScale" priority="99"><colorScale><cfvo type="min"/><cfvo type="max"/>'
    '<color rgb="FFFF0000"/><color rgb="FF00FF00"/></colorScale></cfRule>'
)
NEWER = (
    '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.'
    'microsoft.com/office/excel/2006/main"><x14:cfRule type="expression" priority="99"><xm:f>TRUE</xm:f><x14:dxf>'
    '<numFmt numFmtId="200" formatCode=\'"Go";"Go";"Go";"Go"\'/></x14:dxf></x14:cfRule><xm:sqref>B8</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
GROUP = f"<grpSp><nvGrpSpPr/><grpSpPr/>{shape('Go')}</grpSp>"
PLACED = f'<absoluteAnchor><pos x="200000" y="1700000"/><ext cx="6000000" cy="400000"/>{shape("Go")}<clientData/></absoluteAnchor>'
ONE_CELL = f'<oneCellAnchor>{looks.marker("from", 0, 6)}<ext cx="9000000" cy="900000"/>{shape("Go")}<clientData/></oneCellAnchor>'
CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="a14">'
    f"{over((DECIDED[0], 2), (DECIDED[0], 15), shape('Go'))}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
)

FORMATS: tuple[Case, ...] = (
    altered("decision Go", "number format", "PG136", styled("dashboard", BANNER, code='"Go"'), '"Go"'),
    altered("decision Go as a text", "number format", "PG136", styled("dashboard", BANNER, code=';;;"Go"')),
    altered("decision with Go behind it", "number format", "PG136", styled("dashboard", BANNER, code='@" · Go"')),
    altered("decision in the other language", "number format", "PG136",
            styled("dashboard", BANNER, code='0;0;0;"移行可"')),
    altered("verdict", "number format", "PG136", styled("dashboard", VERDICT, code='"Recommended for production"')),
    altered("decision hidden", "number format", "PG132", styled("dashboard", BANNER, code=";;;"), ";;;"),
    altered("total hidden", "number format", "PG132", styled("scorecard", TOTAL, code=";;;")),
    altered("total as another number", "number format", "PG132", styled("scorecard", TOTAL, code='"30"')),
    altered("total that depends", "number format", "PG132",
            styled("scorecard", TOTAL, code='[>=20]"Recommended for production";0')),
    altered("total in white", "number format", "PG132", styled("scorecard", TOTAL, code="[White]0")),
    altered("total in per cent", "number format", "PG132", styled("scorecard", TOTAL, code="0%")),
    altered("total below zero", "number format", "PG132", styled("scorecard", TOTAL, code="-0")),
    altered("total masked", "number format", "PG132", styled("scorecard", TOTAL, code="**;**;**;**")),
    altered("rating as another number", "number format", "PG132", styled("scorecard", RATING, code='"5"'), '"5"'),
    altered("rating with a digit more", "number format", "PG132", styled("scorecard", RATING, code='0"0"')),
    altered("rating with escaped digits", "number format", "PG132", styled("scorecard", RATING, code="\\50")),
    altered("amount as a date", "number format", "PG132", styled("costs", COST, code="yyyy-mm-dd")),
    altered("amount in thousands", "number format", "PG132", styled("costs", COST, code="#,##0,")),
)  # fmt: skip

HIDDEN: tuple[Case, ...] = (
    altered("row of the verdict", "hidden rows", "PG133", row_told("dashboard", DECIDED[0] + 1)),
    altered("row of no height", "hidden rows", "PG133", row_told("scorecard", CRITERION[0], traits='ht="0.75" customHeight="1"')),
    altered("rows filtered away", "hidden rows", "PG133", row_told("checklist", 6, 7)),
    altered("rows folded away", "hidden rows", "PG133",
            row_told("scorecard", CRITERION[0], CRITERION[0] + 1, traits='hidden="1" outlineLevel="1"')),
    altered("rows hidden by default", "hidden rows", "PG133",
            on_part(part_of("operations"), _rows_hidden_by_default)),
    altered("column of ratings", "hidden columns", "PG133", column_told("scorecard", area("pg_rating_integration").first[1], 'hidden="1" width="11"')),
    altered("column of no width", "hidden columns", "PG133", column_told("scorecard", area("pg_rating_integration").first[1], 'width="0.1" customWidth="1"')),
    altered("all columns thin", "hidden columns", "PG133", on_part(part_of("design"), _all_columns_thin)),
    altered("sheet hidden", "hidden sheets", "PG137", _state("dashboard", "hidden")),
    altered("sheet hidden for good", "hidden sheets", "PG137", _state("dashboard", "veryHidden"), "veryHidden"),
    altered("white on white", "invisible letters", "PG133", styled("dashboard", BANNER, font=WHITE, fill=BLANK_PAPER)),
    altered("white on no fill", "invisible letters", "PG133", styled("dashboard", SCORE, font=WHITE)),
    altered("white by theme", "invisible letters", "PG133", styled("dashboard", SCORE, font='<color theme="0"/>')),
    altered("white by palette", "invisible letters", "PG133", styled("dashboard", SCORE, font='<color indexed="9"/>')),
    altered("nearly white", "invisible letters", "PG133", styled("scorecard", RATING, font='<color rgb="FFF4F4F4"/>')),
    altered("tiny letters", "invisible letters", "PG133", styled("scorecard", RATING, font='<sz val="1"/>')),
    altered("pushed out of the cell", "invisible letters", "PG133",
            styled("scorecard", RATING, alignment='<alignment horizontal="left" indent="250"/>')),
    altered("result under a merge", "hidden results", "PG133", merged(f"B{DECIDED[0] + 1}:{VERDICT}", "dashboard")),
    altered("formulas shown", "views", "PG133", swap(DASHBOARD, "<sheetView ", '<sheetView showFormulas="1" ')),
    altered("ten per cent", "views", "PG133", swap(DASHBOARD, "<sheetView ", '<sheetView zoomScale="10" ')),
    altered("frozen out of reach", "views", "PG133", swap(DASHBOARD, "<sheetView ", f'<sheetView topLeftCell="A{DECIDED[0] + 4}" ')),
    altered("window hidden", "views", "PG133", swap(WORKBOOK, 'visibility="visible"', 'visibility="hidden"')),
)  # fmt: skip

COPIES: tuple[Case, ...] = tuple(
    Case(name, ROW, ("disguised copy",), "findings", ("PG115", "PG137"), make)
    for name, make in (
        ("copy with hidden characters", _disguised("Dаshboard", "\u200b")),
        ("copy with joiners", _disguised("Page 1", "\u2060")),
        ("copy one row down", _shifted_copy),
    )
)

CONDITIONS: tuple[Case, ...] = (
    altered("decision Go by condition", "conditional format", "PG136",
            condition("dashboard", BANNER_ROW, expression(),
                      _dxf("<numFmt numFmtId=\"200\" formatCode='\"Go\";\"Go\";\"Go\";\"Go\"'/>"))),
    altered("decision Go by a newer condition", "conditional format", "PG136",
            swap(DASHBOARD, "</worksheet>", f"{NEWER}</worksheet>")),
    altered("decision painted by condition", "conditional format", "PG134",
            condition("dashboard", BANNER_ROW, expression(),
                      _dxf(f'<fill><patternFill><bgColor rgb="FF{GREEN}"/></patternFill></fill>'))),
    altered("planned condition in another tone", "conditional format", "PG134",
            on_part(DASHBOARD, lambda xml: re.sub(
                rb'dxfId="\d+"(><formula>OR\([^<]*=pg_code_decision_clear)', rb'dxfId="%d"\1' % _look_of_go(xml), xml, count=1))),
    altered("total hidden by condition", "conditional format", "PG133",
            condition("dashboard", SCORE, expression(), _dxf(f"<font>{WHITE}</font>"))),
    altered("ratings replaced by condition", "conditional format", "PG132",
            condition("scorecard", ALL_RATINGS, expression(), _dxf("<numFmt numFmtId=\"200\" formatCode='\"5\"'/>"))),
    altered("bars in the place of ratings", "conditional format", "PG133", condition("scorecard", ALL_RATINGS, DATA_BARS)),
    altered("segments of the ratings painted by condition", "conditional format", "PG134",
            condition("dashboard", SEGMENTS, expression(),
                      _dxf(f'<fill><patternFill><bgColor rgb="FF{DARK}"/></patternFill></fill>'))),
    altered("segments of a rating in the tone of a good one", "conditional format", "PG134",
            on_part(DASHBOARD, _bad_as_good)),
    altered("segments of the ratings painted", "conditional format", "PG134",
            styled("dashboard", SEGMENTS.partition(":")[2], fill=f'<fgColor rgb="FF{DARK}"/>')),
    altered("decision painted", "conditional format", "PG134",
            styled("dashboard", BANNER, fill=f'<fgColor rgb="FF{GREEN}"/>')),
)  # fmt: skip

OVER: tuple[Case, ...] = (
    altered("text box over the decision", "text box", "PG136", drawn(over((DECIDED[0], 2), (DECIDED[0], 15), shape("Go"))), "Go"),
    altered("text box of one anchor", "text box", "PG136", drawn(ONE_CELL)),
    altered("text box placed by lengths", "text box", "PG136", drawn(PLACED)),
    altered("text box in a group", "text box", "PG136", drawn(over((DECIDED[0], 2), (DECIDED[0], 15), GROUP))),
    altered("text box for newer programs", "text box", "PG136", drawn(CHOICE)),
    altered("text box with a letter of another script", "text box", "PG136", drawn(over((DECIDED[0], 2), (DECIDED[0], 15), shape("Gо")))),
    altered("text box beside the decision", "text box", "PG136", drawn(over(*CLEAR, shape("Decision: Go")))),
    altered("text box with a decision over other results", "text box", "PG136",
            drawn(over(shown_at("unit_line"), shown_at("unit_line"), shape("Decision: Go")))),
    altered("blank shape over the verdict", "shapes", "PG134", drawn(over(shown_at("verdict"), beside(shown_at("verdict"), 4, 1), shape("")))),
    altered("picture over the verdict", "pictures", "PG134", drawn(over(shown_at("verdict"), beside(shown_at("verdict"), 4, 1), PICTURE))),
    altered("chart over the decision", "charts over cells", "PG134",
            swap(looks.DRAWING, f"<xdr:row>{BARS[1].first[0] - 1}</xdr:row>", f"<xdr:row>{DECIDED[0] - 1}</xdr:row>")),
    altered("button over the decision", "form controls", "PG134", legacy(BUTTON)),
    altered("note shown over the decision", "notes", "PG136", legacy(NOTE.format("<x:Visible/>"), "Go")),
    altered("note with another decision", "notes", "PG138", commented(BANNER, "Go, says the board")),
    altered("picture behind the sheet", "pictures", "PG134", _related("image", "picture")),
    altered("drawing that cannot be read", "shapes", "PG134", on_part(looks.DRAWING, lambda xml: xml[:-9])),
)  # fmt: skip

PAGE: tuple[Case, ...] = (
    altered("header of another company", "page header", "PG135", page("oddHeader", "&amp;RENG-2026-014 · Other Ltd")),
    altered("header with another decision", "page header", "PG136", page("oddHeader", "&amp;CDecision: Go")),
    altered("another decision beside the header", "page header", "PG136",
            page("oddHeader", "&amp;CDecision: Go&amp;RENG-2026-014 · Aoba Logistics")),
    altered("footer of another template", "page header", "PG135", page("oddFooter", "&amp;Lother_gate 9.0.0")),
    altered("header of even pages", "page header", "PG136", page("evenHeader", "Go")),
    altered("print area without the decision", "print area", "PG135",
            local_name("_xlnm.Print_Area", "dashboard", named("dashboard", (HEADED, LEFT), (BOTTOM, RIGHT)))),
    altered("chart with another title", "charts", "PG135", _titled("Board approved")),
    altered("chart titled by another decision", "charts", "PG136", _titled("Go")),
    altered("chart of other cells", "charts", "PG135", _chart(*(reference(area) for area in (BARS[1], ELSEWHERE)))),
    altered("chart of values of its own", "charts", "PG135",
            on_part("xl/charts/chart1.xml", _valued)),
    altered("chart that begins above zero", "charts", "PG135", _chart('<c:min val="0"', '<c:min val="3.5"')),
    altered("chart that keeps other values", "charts", "PG135", _cached(5)),
    altered("chart with words", "charts", "PG135", _chart(f"<c:tx><c:v>{BARS[0]}<", "<c:tx><c:v>Approved<")),
    altered("link to another sheet", "hyperlinks", "PG135",
            swap(part_of("start"), leads_to("scorecard"), "location=\"'Notes'!A1\"")),
    altered("link to the web", "hyperlinks", "PG135", chain(
        swap(part_of("start"), leads_to("scorecard"), f'xmlns:r="{RELATION}" r:id="rIdWeb"'),
        added({links_of("start"):
               '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
               + link("rIdWeb", "hyperlink", "https://example.org/", external=True) + "</Relationships>"}))),
    altered("the source's link leads elsewhere", "hyperlinks", "PG135",
            swap(links_of("costs"), "ai-poc-to-production", "ai-poc-to-productions")),
    altered("the source's link leads to a sheet", "hyperlinks", "PG135",
            swap(part_of("costs"), 'r:id="rId1"', "location=\"'Notes'!A1\"")),
    altered("list of another range", "drop-down's list", "PG135",
            swap(part_of("scorecard"), "<formula1>pg_list_rating</formula1>", '<formula1>"5,4"</formula1>')),
)  # fmt: skip

SETTINGS: tuple[Case, ...] = (
    altered(
        "precision as displayed",
        "calculation",
        "PG139",
        swap(WORKBOOK, "<calcPr ", '<calcPr fullPrecision="0" '),
    ),
    altered(
        "computed by hand", "calculation", "PG138", swap(WORKBOOK, "<calcPr ", '<calcPr calcMode="manual" ')
    ),
)

HONEST: tuple[Case, ...] = (
    honest("money with a sign", styled("costs", COST, code='"¥"#,##0;[Red]-"¥"#,##0')),
    honest("accounting", styled("costs", COST, code='_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-')),
    honest("thousands that say so", styled("costs", COST, code='#,##0,"k"')),
    honest("decimals", styled("scorecard", TOTAL, code="0.00")),
    honest("a unit", styled("scorecard", TOTAL, code='0"点"')),
    honest("bold and red", styled("scorecard", RATING, font='<b/><sz val="14"/><color rgb="FFC00000"/>')),
    honest("yellow marker", styled("scorecard", RATING, font="<b/>", fill='<fgColor rgb="FFFFFF00"/>')),
    honest("white on dark", styled("scorecard", TOTAL, font=WHITE, fill='<fgColor rgb="FF1F4E79"/>')),
    honest("theme colours", styled("scorecard", TOTAL, font='<color theme="4" tint="-0.25"/>')),
    honest("unused rows hidden", row_told("process", 30, 31, 32)),
    honest("workings hidden", swap(DASHBOARD, "</cols>", f'<col min="{RIGHT + 2}" max="{RIGHT + 40}" hidden="1"/></cols>')),
    honest("rows made lower", row_told("dashboard", DECIDED[0] + 1, traits='ht="12" customHeight="1"')),
    honest("colours by value", condition("scorecard", ALL_RATINGS, SCALE)),
    honest("a note", commented(BANNER, "Please check the rating of integration.")),
    honest("a hidden note", legacy(NOTE.format(""), "Go", "visibility:hidden")),
    honest("a text box at the side", drawn(over(*CLEAR, shape("Data as of 30 September")))),
    honest("a logo", drawn(over((1, 8), (2, 10), PICTURE))),
    honest("a seal", drawn(over((62, 8), (64, 8), PICTURE))),
    honest("words beside our header", page("oddFooter", f"&amp;L{GATE}&amp;C&amp;A&amp;RAoba Group – Confidential")),
    honest("words beside our own header",
           page("oddHeader", "&amp;LGo-live team, please return&amp;RENG-2026-014 · Aoba Logistics")),
    honest("the header of a program", page("oddHeader", '&amp;C&amp;"Times New Roman,Regular"&amp;12&amp;A')),
    honest("the footer of a program", page("oddFooter", "&amp;CPage &amp;P of &amp;N")),
    honest("a header for confidentiality", page("evenHeader", "Confidential")),
    honest("a wider print area", local_name("_xlnm.Print_Area", "dashboard", named("dashboard", (1, 1), (BOTTOM + 30, RIGHT + 9)))),
    honest("zoomed", swap(DASHBOARD, "<sheetView ", '<sheetView zoomScale="70" ')),
    honest("scrolled", swap(part_of("design"), "<sheetView ", '<sheetView rightToLeft="1" ')),
    honest("iteration", swap(WORKBOOK, "<calcPr ", '<calcPr iterate="1" ')),
    honest("kept values of a chart", _cached(1500.0)),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    *FORMATS, *HIDDEN, *COPIES, *CONDITIONS, *OVER, *PAGE, *SETTINGS, *HONEST,
)  # fmt: skip
