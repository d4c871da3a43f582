"""What could act, fetch or hide: told, never followed; every answer is read all the same."""

from __future__ import annotations

from pathlib import Path

from pocgate_xl.spreadsheetml.address import a1
from tests.hostile.case import Case, Make, refused
from tests.hostile.edits import (
    LINKS,
    MAIN,
    RELATION,
    TYPES,
    WORKBOOK,
    added,
    chain,
    declared,
    in_cell,
    link,
    linked,
    on_part,
    on_parts,
    sheet_added,
    small_sheet,
    swap,
)
from tests.hostile.not_what_it_says import compound
from tests.hostile.places import links_of
from tests.hostile.submission import area, part_of

ROW = "active content"
OFFICE_2006 = "http://schemas.microsoft.com/office/2006/relationships"
SHEET = part_of("scorecard")
SHEET_LINKS = links_of("scorecard")
BINARY = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
EXTERNAL = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
CONNECTIONS = "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"


def _vba(declared_type: bool = True, related: bool = True) -> Make:
    steps = [added({"xl/vbaProject.bin": compound("Root Entry", "VBA", "PROJECT")})]
    if declared_type:
        steps.append(swap(TYPES, "</Types>", BINARY + "</Types>"))
    if related:
        steps.append(linked(link("rIdVba", "vbaProject", "vbaProject.bin", base=OFFICE_2006)))
    return chain(*steps)


def external(
    content: str, target: str = "", external_part: str = "xl/externalLinks/externalLink1.xml"
) -> Make:
    """Refer to another workbook, or to a server of another program."""
    steps = [
        added({external_part: f'<externalLink xmlns="{MAIN}">{content}</externalLink>'}),
        declared(external_part, EXTERNAL),
        linked(link("rIdExternal", "externalLink", "externalLinks/externalLink1.xml")),
    ]
    if target:
        rels = "xl/externalLinks/_rels/externalLink1.xml.rels"
        steps.append(linked(link("rId1", "externalLinkPath", target, external=True), rels))
    return chain(*steps)


def in_other_letters(part: str, name: str) -> Make:
    """Give a part a name that differs by case, which part names do not."""
    return on_parts(lambda parts: {name if each == part else each: data for each, data in parts.items()})


def hyperlink(target: str) -> Make:
    """Make a cell a link to somewhere."""
    place = area("pg_evidence_security")
    part = part_of(place.sheet)
    tag = (
        f'<hyperlinks xmlns:r="{RELATION}"><hyperlink ref="{a1(place.first)}" r:id="rIdLink"/></hyperlinks>'
        "<pageMargins"
    )
    return chain(
        linked(link("rIdLink", "hyperlink", target, external=True), links_of(place.sheet)),
        swap(part, "<pageMargins", tag),
    )


def picture(target: str) -> Make:
    """Show a picture that lies elsewhere."""
    return linked(link("rIdPicture", "image", target, external=True), SHEET_LINKS)


DDE = f'<ddeLink xmlns:r="{RELATION}" ddeService="cmd" ddeTopic="/c calc"><ddeItems/></ddeLink>'
BOOK = f'<externalBook xmlns:r="{RELATION}" r:id="rId1"/>'
CUSTOM_LINK = linked(link("rIdCustom", "customXml", "../customXml/item1.xml"))
CUSTOM = chain(added({"customXml/item1.xml": '<?mso-contentType?><a xmlns="urn:a">&#120;</a>'}), CUSTOM_LINK)


def _xlsm(make: Make) -> Make:
    return chain(make, swap(TYPES, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                            "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))  # fmt: skip


def _named_xlsm(folder: Path, content: bytes) -> Path:
    path = folder / "submission.xlsm"
    path.write_bytes(content)
    return path


AUTO_OPEN = "<definedName name=\"_xlnm.Auto_Open\">'Macro1'!$A$1</definedName></definedNames>"

CASES: tuple[Case, ...] = (
    Case("vbaProject in an .xlsx", ROW, ("vbaProject in an .xlsx",), "findings", ("PG117",), _vba(), found="vba"),
    Case("vbaProject without a relationship", ROW, ("vbaProject in an .xlsx",), "findings", ("PG117",),
         _vba(related=False)),
    Case("vbaProject without a type", ROW, ("vbaProject in an .xlsx",), "findings", ("PG117",),
         _vba(declared_type=False)),
    Case("vbaProject under another name", ROW, ("vbaProject in an .xlsx",), "findings", ("PG117",),
         chain(added({"xl/media/image1.png": compound("VBA")}),
               linked(link("rIdVba", "vbaProject", "media/image1.png", base=OFFICE_2006)))),
    Case("foreign macros in an .xlsm", ROW, ("vbaProject in an .xlsx",), "findings", ("PG117",),
         _xlsm(_vba()), put=_named_xlsm),
    Case("XLM sheet", ROW, ("XLM sheets",), "findings", ("PG117", "PG128"),
         chain(sheet_added("Macro1", f'<xm:macrosheet xmlns:xm="{MAIN}"/>', "veryHidden", "xlMacrosheet"),
               swap(WORKBOOK, "</definedNames>", AUTO_OPEN))),
    Case("OLE object", ROW, ("OLE",), "accepted", ("PG119",),
         chain(added({"xl/embeddings/oleObject1.bin": compound("Ole10Native")}),
               linked(link("rIdOle", "oleObject", "../embeddings/oleObject1.bin"), SHEET_LINKS))),
    Case("embedded workbook", ROW, ("OLE",), "accepted", ("PG119",),
         lambda s: chain(added({"xl/embeddings/a.xlsx": s}),
                         linked(link("rIdOle", "package", "../embeddings/a.xlsx"), SHEET_LINKS))(s)),
    Case("ActiveX control", ROW, ("OLE",), "accepted", ("PG119",),
         chain(added({"xl/activeX/activeX1.xml": "<a/>"}),
               linked(link("rIdX", "control", "../activeX/activeX1.xml"), SHEET_LINKS))),
    Case("task pane of an add-in", ROW, ("OLE",), "accepted", ("PG119",),
         chain(added({"xl/webextensions/taskpanes.xml": "<a/>"}),
               linked(link("rIdPane", "webextensiontaskpanes", "xl/webextensions/taskpanes.xml",
                           base="http://schemas.microsoft.com/office/2011/relationships"), "_rels/.rels"))),
    Case("DDE", ROW, ("DDE",), "accepted", ("PG118",), external(DDE), found="dde:cmd|/c calc"),
    Case("DDE in a list of links with another letter", ROW, ("DDE",), "accepted", ("PG118",),
         chain(external(DDE), in_other_letters(LINKS, "xl/_rels/Workbook.xml.rels")), found="dde:cmd|/c calc"),
    Case("ActiveX control in a list of links with another letter", ROW, ("OLE",), "accepted", ("PG119",),
         chain(added({"xl/activeX/activeX1.xml": "<a/>"}),
               linked(link("rIdX", "control", "../activeX/activeX1.xml"), SHEET_LINKS),
               in_other_letters(SHEET_LINKS, SHEET_LINKS.replace("/sheet", "/Sheet")))),
    Case("DDE in an answer", ROW, ("DDE",), "findings", ("PG717", "PG118"),
         chain(external(DDE), in_cell("scorecard", a1(area("pg_note_integration").first),
                                      '{c} t="str"><f>[1]!x</f><v>ok</v></c>')),
         answers={"pg_note_integration": None}),
    Case("external link", ROW, ("external links",), "accepted", ("PG118",),
         external(BOOK, "file:///C:/secret.xlsx"), found="secret.xlsx"),
    Case("external link to the network", ROW, ("external links",), "accepted", ("PG118",),
         external(BOOK, "http://127.0.0.1:9/x.xlsx")),
    Case("external picture", ROW, ("external links",), "accepted", ("PG118",),
         picture("http://127.0.0.1:9/track.png")),
    Case("external link to nowhere", ROW, ("external links",), "accepted", ("PG118",),
         linked(link("rIdExternal", "externalLink", "externalLinks/gone.xml"))),
    Case("external template", ROW, ("external links",), "accepted", ("PG118",),
         linked(link("rIdT", "attachedTemplate", "http://127.0.0.1:9/t.xltm", external=True), LINKS)),
    Case("UNC path in a link", ROW, ("UNC paths",), "accepted", ("PG120",), hyperlink(r"\\host\share\file.xlsx")),
    Case("UNC path as a URL", ROW, ("UNC paths",), "accepted", ("PG120",), hyperlink("file://host/share/x.exe")),
    Case("UNC path of another workbook", ROW, ("UNC paths",), "accepted", ("PG118",),
         external(BOOK, r"\\host\share\x.xlsx"), found=r"\\host"),
    Case("UNC path of a picture", ROW, ("UNC paths",), "accepted", ("PG118",), picture(r"\\host\share\x.png")),
    Case("ordinary link", ROW, ("UNC paths",), "accepted", make=hyperlink("https://example.com/report")),
    Case("connections", ROW, ("connections",), "accepted", ("PG118",),
         chain(added({"xl/connections.xml": "<connections/>"}), declared("xl/connections.xml", CONNECTIONS),
               linked(link("rIdC", "connections", "connections.xml")))),
    Case("query table", ROW, ("connections",), "accepted", ("PG118",),
         chain(added({"xl/queryTables/queryTable1.xml": "<queryTable/>"}),
               linked(link("rIdQ", "queryTable", "../queryTables/queryTable1.xml"), SHEET_LINKS))),
    Case("customXml", ROW, ("customXml",), "accepted", make=CUSTOM),
    refused("customXml with entities", ROW, "customXml", "PG008",
            chain(added({"customXml/item1.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}), CUSTOM_LINK)),
    Case("customXml of SharePoint", "v2_final(1) by e-mail", ("customXml added",), "accepted", make=CUSTOM),
    Case("veryHidden sheet that is not ours", ROW, ("veryHidden sheets that are not ours",), "accepted",
         ("PG116",), sheet_added("Secret", small_sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), "veryHidden")),
    Case("hidden sheet that is not ours", ROW, ("veryHidden sheets that are not ours",), "accepted", ("PG116",),
         sheet_added("Secret", small_sheet(), "hidden")),
    Case("sheet of unknown state", ROW, ("veryHidden sheets that are not ours",), "findings", ("PG114",),
         sheet_added("Secret", small_sheet(), "superHidden")),
    Case("sheet of one's own", ROW, ("veryHidden sheets that are not ours",), "accepted",
         make=sheet_added("My notes", small_sheet())),
    Case("our hidden sheets veryHidden", ROW, ("veryHidden sheets that are not ours",), "accepted",
         make=on_part(WORKBOOK, lambda x: x.replace(b'state="hidden"', b'state="veryHidden"'))),
)  # fmt: skip
