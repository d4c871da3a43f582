"""What two programs would read differently: one reading, and a finding."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import a1
from tests.hostile.case import Case, Make, refused
from tests.hostile.edits import (
    MAIN,
    WORKBOOK,
    added,
    chain,
    declared,
    input_xml,
    link,
    linked,
    on_part,
    raw,
    sheet_added,
    small_sheet,
    swap,
)
from tests.hostile.places import beside, named
from tests.hostile.submission import area, part_of, title_of

ROW = "parser differentials"
NAME = "pg_rating_integration"
PLACE = area(NAME)
SHEET = part_of(PLACE.sheet)
CELL = a1(PLACE.first)
NUMBER = PLACE.first[0]
WHERE = f"{title_of(PLACE.sheet)}!{CELL}"
ROWS = re.compile(rb'<row r="%d".*?</row>' % NUMBER, re.DOTALL)
SECOND = f'<c r="{CELL}"><v>1</v></c>'


def row_after(new: bytes, at: bytes = b"</sheetData>") -> Make:
    return on_part(SHEET, lambda xml: xml.replace(at, new + at, 1))


def _row_twice(xml: bytes) -> bytes:
    row = ROWS.search(xml)
    assert row
    return xml.replace(row[0], row[0] + row[0].replace(b"<v>4</v>", b"<v>1</v>"))


def _rows_swapped(xml: bytes) -> bytes:
    row = ROWS.search(xml)
    assert row
    return xml.replace(row[0], b"").replace(b"</sheetData>", row[0] + b"</sheetData>")


def _cells_reversed(xml: bytes) -> bytes:
    row = ROWS.search(xml)
    assert row
    opening = row[0][: row[0].index(b">") + 1]
    cells = re.findall(rb"<c [^<>]*?/>|<c [^<>]*?>.*?</c>", row[0], re.DOTALL)
    return xml.replace(row[0], opening + b"".join(reversed(cells)) + b"</row>")


def _second_data(first: bool) -> Make:
    """Put another block of cells before or after the true one."""
    other = f'<sheetData><row r="{NUMBER}">{SECOND}</row></sheetData>'.encode()

    def change(xml: bytes) -> bytes:
        if first:
            return xml.replace(b"<sheetData>", other + b"<sheetData>", 1)
        return xml.replace(b"</sheetData>", b"</sheetData>" + other, 1)

    return on_part(SHEET, change)


def _nameless(xml: bytes) -> bytes:
    """Leave all addresses out where they follow from the order; the standard allows it."""
    row = re.search(rb'<row r="1"[^>]*>.*?</row>', xml, re.DOTALL)
    assert row
    return xml.replace(b'<row r="1"', b"<row", 1)


def merged(refs: str, sheet: str = PLACE.sheet) -> Make:
    """Add merged areas to a sheet that may have some."""

    def change(xml: bytes) -> bytes:
        inner = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs.split()).encode()
        if b"</mergeCells>" in xml:
            return xml.replace(b"</mergeCells>", inner + b"</mergeCells>")
        place = re.search(
            rb"<(?:phoneticPr|conditionalFormatting|dataValidations|hyperlinks|pageMargins)", xml
        )
        assert place
        return xml[: place.start()] + b"<mergeCells>" + inner + b"</mergeCells>" + xml[place.start() :]

    return on_part(part_of(sheet), change)


def strings(table: str) -> Make:
    """Add a table of shared strings."""
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    return chain(
        added({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{table}</sst>'}),
        declared("xl/sharedStrings.xml", type_),
        linked(link("rIdStrings", "sharedStrings", "sharedStrings.xml")),
    )


NOTE = "pg_engagement_industry"
SECOND_TABLE = linked(link("rIdTwo", "sharedStrings", "sharedStrings.xml"))
OTHER_TABLE = chain(
    added({"xl/otherStrings.xml": f'<sst xmlns="{MAIN}"><si><t>z</t></si></sst>'}),
    linked(link("rIdOther", "sharedStrings", "otherStrings.xml")),
)
NONE = {NAME: None}

CASES: tuple[Case, ...] = (
    Case("duplicate row", ROW, ("duplicate row",), "findings", ("PG114",), make=on_part(SHEET, _row_twice)),
    Case("row out of order", ROW, ("cells out of order",), "findings", ("PG114",),
         make=on_part(SHEET, _rows_swapped)),
    Case("duplicate cell behind", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, "{old}" + SECOND), cells=(WHERE,)),
    Case("duplicate cell before", ROW, ("duplicate cell",), "findings",
         ("PG114", "PG111", "PG130", "PG131"),
         make=input_xml(NAME, SECOND + "{old}"), answers={NAME: 1}, cells=(WHERE,)),
    Case("duplicate value", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, "{c}><v>4</v><v>1</v></c>"), cells=(WHERE,)),
    Case("value and inline text", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, "{c}><v>4</v><is><t>1</t></is></c>")),
    Case("inline text alone, called a number", ROW, ("unknown cell types",), "findings", ("PG114", "PG712", "PG113"),
         make=input_xml(NAME, "{c}><is><t>4</t></is></c>"), answers=NONE),
    Case("element in a value", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, "{c}><v>4<b/>1</v></c>"), cells=(WHERE,)),
    Case("comment in a value", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, "{c}><v><!-- 1 -->4<!-- 5 --></v></c>")),
    Case("duplicate sheetData behind", ROW, ("duplicate sheetData",), "findings", ("PG114",),
         make=_second_data(first=False)),
    Case("cells reversed", ROW, ("cells out of order",), "findings", ("PG114",),
         make=on_part(SHEET, _cells_reversed)),
    Case("cell in another row's element", ROW, ("cells out of order",), "findings", ("PG114",),
         make=input_xml("pg_rating_data_quality", '{old}<c r="' + CELL + '"><v>1</v></c>')),
    Case("row without a number", ROW, ("cells out of order",), "accepted", make=on_part(SHEET, _nameless)),
    Case("cells outside rows", ROW, ("cells out of order",), "findings", ("PG114",),
         make=row_after(SECOND.encode())),
    Case("rows outside the data", ROW, ("duplicate sheetData",), "findings", ("PG114",),
         make=row_after(f'<row r="{NUMBER}">{SECOND}</row>'.encode(), b"</worksheet>")),
    Case("two sheets of one name", ROW, ("two sheets of one name",), "findings", ("PG114",),
         make=sheet_added("Scorecard", small_sheet())),
    Case("two sheets of one name but for case", ROW, ("two sheets of one name",), "findings", ("PG114",),
         make=sheet_added("SCORECARD", small_sheet())),
    Case("one name defined twice", ROW, ("two sheets of one name",), "findings", ("PG114",),
         make=swap(WORKBOOK, "</definedNames>",
                   f'<definedName name="{NAME}">{named("scorecard", beside(PLACE.first, rows=-3))}</definedName></definedNames>')),
    Case("one name defined twice but for case", ROW, ("two sheets of one name",), "findings", ("PG114",),
         make=swap(WORKBOOK, "</definedNames>",
                   f'<definedName name="{NAME.upper()}">{named("scorecard", beside(PLACE.first, rows=-3))}</definedName></definedNames>')),
    Case("two lists of names", ROW, ("two sheets of one name",), "findings", ("PG114",),
         make=swap(WORKBOOK, "</definedNames>", "</definedNames><definedNames/>")),
    Case("string index out of range", ROW, ("string index out of range",), "findings",
         ("PG114", "PG712"), make=chain(strings("<si><t>x</t></si>"), raw(NOTE, "1", "s")),
         answers={NOTE: None}),
    Case("string index without a table", ROW, ("string index out of range",), "findings", ("PG114", "PG712"),
         make=raw(NOTE, "0", "s"), answers={NOTE: None}),
    Case("string index negative", ROW, ("string index negative",), "findings", ("PG114", "PG712"),
         make=chain(strings("<si><t>x</t></si>"), raw(NOTE, "-1", "s")), answers={NOTE: None}),
    Case("string index not whole", ROW, ("string index negative",), "findings", ("PG114", "PG712"),
         make=chain(strings("<si><t>x</t></si>"), raw(NOTE, "0.0", "s")), answers={NOTE: None}),
    Case("string index of a thousand digits", ROW, ("string index out of range",), "findings",
         ("PG114", "PG712"), make=chain(strings("<si><t>x</t></si>"), raw(NOTE, "9" * 1000, "s")),
         answers={NOTE: None}),
    Case("string index in range", ROW, ("string index out of range",), "accepted",
         make=chain(strings("<si><t>x</t></si><si><t>y</t></si>"), raw(NOTE, "1", "s")), answers={NOTE: "y"}),
    Case("table that lies about its count", ROW, ("string index out of range",), "accepted",
         make=chain(strings("<si><t>x</t></si>"),
                    swap("xl/sharedStrings.xml", "<sst", '<sst count="99" uniqueCount="4000000000"'),
                    raw(NOTE, "0", "s")), answers={NOTE: "x"}),
    refused("markup within a shared string", ROW, "string index out of range", "PG007",
            chain(strings("<si><t>x<b/>y</t></si>"), raw(NOTE, "0", "s"))),
    Case("markup within a name's reference", ROW, ("two sheets of one name",), "findings", ("PG114",),
         make=swap(WORKBOOK, "</definedName></definedNames>", "<a/></definedName></definedNames>")),
    Case("one table of strings named twice", ROW, ("string index out of range",), "accepted",
         make=chain(strings("<si><t>x</t></si>"), raw(NOTE, "0", "s"), SECOND_TABLE), answers={NOTE: "x"}),
    Case("two tables of strings", ROW, ("string index out of range",), "findings", ("PG114",),
         make=chain(strings("<si><t>x</t></si>"), raw(NOTE, "0", "s"), OTHER_TABLE), answers={NOTE: "x"}),
    Case("two tables of strings and no string", ROW, ("string index out of range",), "accepted",
         make=chain(strings("<si><t>x</t></si>"), OTHER_TABLE)),
    Case("table of strings that is not there", ROW, ("string index out of range",), "accepted",
         make=SECOND_TABLE),
    Case("string of a table that is not there", ROW, ("string index out of range",), "findings",
         ("PG114", "PG712"), make=chain(raw(NOTE, "0", "s"), SECOND_TABLE), answers={NOTE: None}),
    Case("string index with blanks", ROW, ("string index out of range",), "accepted", ("PG140",),
         make=chain(strings("<si><t>x</t></si><si><t>y</t></si>"), raw(NOTE, " 1 ", "s")), answers={NOTE: "y"}),
    Case("string index with a zero before", ROW, ("string index out of range",), "accepted", ("PG140",),
         make=chain(strings("<si><t>x</t></si><si><t>y</t></si>"), raw(NOTE, "01", "s")), answers={NOTE: "y"}),
    Case("two texts in one shared string", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=chain(strings("<si><t>x</t><t>y</t></si>"), raw(NOTE, "0", "s")), answers={NOTE: "xy"}),
    Case("two texts in one inline string", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NOTE, '{c} t="inlineStr"><is><t>x</t><t>y</t></is></c>'), answers={NOTE: "xy"}),
    Case("cell of another namespace", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, '{old}<q:c xmlns:q="urn:q" r="' + CELL + '"><v>2</v></q:c>')),
    Case("value of another namespace", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, '{c}><v>4</v><q:v xmlns:q="urn:q">2</q:v></c>')),
    Case("digit written as its number", ROW, ("duplicate cell",), "findings", ("PG114",),
         make=input_xml(NAME, "{c}><v>&#52;</v></c>")),
    Case("empty typed cells", ROW, ("unknown cell types",), "accepted", ("PG130", "PG202"), consequences=True,
         make=input_xml(NAME, '{c} t="s"><v/></c>'), answers=NONE),
    Case("merged cells hiding a value", ROW, ("merged cells hiding a value",), "findings", ("PG110", "PG113"),
         make=merged(f"{CELL[:1]}{NUMBER - 1}:{CELL}"), answers=NONE, cells=(WHERE,)),
    Case("merged cells behind a value", ROW, ("merged cells hiding a value",), "accepted",
         make=merged(f"{CELL}:{CELL}")),
    Case("merged area that is none", ROW, ("merged cells hiding a value",), "findings", ("PG114",),
         make=merged("A0:ZZZZ9")),
    Case("unknown cell type", ROW, ("unknown cell types",), "findings", ("PG114", "PG712", "PG113"),
         make=raw(NAME, "4", "q"), answers=NONE, cells=(WHERE,)),
    Case("address beyond the sheet", ROW, ("cells out of order",), "findings", ("PG114",),
         make=row_after(b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
    Case("address that is none", ROW, ("cells out of order",), "findings", ("PG114",),
         make=input_xml(NAME, '{old}<c r="R1C1"><v>1</v></c>')),
    Case("row numbered 0", ROW, ("cells out of order",), "findings", ("PG114",),
         make=row_after(b'<row r="0"><c r="A0"><v>1</v></c></row>')),
    Case("row numbered in full-width digits", ROW, ("cells out of order",), "findings", ("PG114",),
         make=row_after("<row r=\"９９\"><c r=\"A９９\"><v>1</v></c></row>".encode())),
)  # fmt: skip
