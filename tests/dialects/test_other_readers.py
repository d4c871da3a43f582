"""Two other readers as judges: where they read a cell otherwise, or not at all, something is said."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime
from itertools import product

import openpyxl
import pytest
import python_calamine

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import write_container
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import RawSheet, read_workbook
from pocgate_xl.workbook.submission.grammar.dates import date_of_serial
from tests.workbook.raw_packages import sheet_of, workbook_parts

UNREADABLE = "unreadable"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
TABLE = "<si><t>zero</t></si><si><t>one</t></si><si><t>two</t></si><si><t>three</t></si>"
Q = 'xmlns:q="urn:q"'

TYPES = (
    "",
    ' t="n"',
    ' t="s"',
    ' t="str"',
    ' t="inlineStr"',
    ' t="b"',
    ' t="e"',
    ' t="d"',
    ' t="q"',
    ' t=""',
)
TEXTS = (
    "", " ", "3", " 3 ", "\n3", "03", "+3", "-3", "3.", ".5", "3.0", "3E0", "3e+2", "1e309", "1e-400", "inf",
    "NaN", "1_0", "0x3", "abc", "３", "1", "0", "2", "true", "FALSE", "#N/A", "#ODD!", "#SPILL!", "3,5",
    "2026-04-01", "2026-04-01T10:00:00", "2026-04-01T10:00:00Z", "2026-13-01", "9", "123456789012345678901",
    "3<!--x-->4", "<!--x-->3", "3<?x y?>4", "<![CDATA[3]]>", "a<![CDATA[b]]>", "&#51;", "3&#52;", "a&amp;b",
    "a&#10;b", "_x0034_", "a_x005F_b", "_xD83D_", "_xD83D__xDE00_", "3<b/>4",
)  # fmt: skip
VALUES = (
    *(f"<v>{text}</v>" for text in TEXTS),
    "<v/>", "", "<f>A1</f>", "<f>A1</f><v>3</v>", "<f>A1</f><v>abc</v>", "<f>A1</f><v/>", "<v>3</v><f>A1</f>",
    "<v>3</v><v>4</v>", "<v>3</v><is><t>4</t></is>", "<is><t>4</t></is><v>3</v>", "<f>1</f><f>2</f><v>3</v>",
    "<is><t>a</t></is>", "<is><t>a</t><t>b</t></is>", "<is><t>a</t><r><t>b</t></r></is>",
    "<is><r><t>a</t></r><t>b</t></is>", "<is><r><t>a</t></r><r><t>b</t></r></is>", "<is/>", "<is><t/></is>",
    "<is><r><t>a</t><t>b</t></r></is>", "<is><t>a</t></is><is><t>b</t></is>", "<is><x><t>a</t></x></is>",
    '<is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is>', "<is><t>a<!--x-->b</t></is>",
    f"<v>3</v><q:v {Q}>4</q:v>", f"<is><t>a</t><q:t {Q}>b</q:t></is>", f"<v>3</v><q:x {Q}/>", "<v>3</v><x/>",
    "<v>3</v><extLst/>", "<x><v>3</v></x>", '<v xml:space="preserve"> 3</v>', "9<v>3</v>",
    "<is><t>_x0034_</t></is>", "<is><t>a&#10;b</t></is>", "<is><t>a<![CDATA[b]]></t></is>",
)  # fmt: skip
PLACES = (
    '<c r="B2"><v>3</v></c><c r="B2"><v>4</v></c>', '<c r="b2"><v>3</v></c>', "<c/><c><v>3</v></c>",
    '<c r="$B$2"><v>3</v></c>', '<c r="B02"><v>3</v></c>', '<c r="B2"><v>3</v></c><c r="B3"><v>4</v></c>',
    '<c r="C2"><v>4</v></c><c r="B2"><v>3</v></c>', f'<c r="B2"><v>3</v></c><q:c {Q} r="B2"><v>4</v></q:c>',
    f'<q:c {Q} r="B2"><v>4</v></q:c>', f'<q:x {Q}><c r="B2"><v>4</v></c></q:x>',
    '<x><c r="B2"><v>4</v></c></x>',
    f'<c r="B2" q:t="s" {Q}><v>1</v></c>', '<c r="B2"><v>3</v></c></row><row r="2"><c r="B2"><v>4</v></c>',
    '<c r="B2"><v>3</v></c></row><row r="1"><c r="A1"><v>4</v></c>',
    '<c r="B2"><v>3</v></c></row></sheetData><sheetData><row r="2"><c r="B2"><v>4</v></c>',
)  # fmt: skip
TABLES = (
    "<si><t>z</t></si><si><t>a</t><t>b</t></si>", "<si><t>z</t></si><si><t>a</t><r><t>b</t></r></si>",
    "<si><t>z</t></si><si><r><t>a</t></r><t>b</t></si>",
    "<si><t>z</t></si><si><r><t>a</t></r><r><t>b</t></r></si>",
    "<si><t>z</t></si><si><t>a<![CDATA[b]]></t></si>", "<si><t>z</t></si><si><t>a<!--x-->b</t></si>",
    "<si><t>z</t></si><si><t>_x0034_</t></si>", "<si><t>z</t></si><si/>", "<x><si><t>q</t></si></x>" + TABLE,
    f"<q:si {Q}><t>q</t></q:si>" + TABLE, "<si><t>z</t><si><t>y</t></si></si><si><t>one</t></si>",
    f"<si><t>z</t></si><si><t>a</t><q:t {Q}>b</q:t></si>", "<si><t>z</t></si><si><t>_xD83D_</t></si>",
    "<si><t>z</t></si>",
)  # fmt: skip
ROWS = (*(f'<c r="B2"{type_}>{value}</c>' for type_, value in product(TYPES, VALUES)), *PLACES)


def workbook(cells: str, table: str = TABLE) -> bytes:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cells}</row>'
    parts = workbook_parts(sheet_of(rows), strings=table)
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS_TYPE}"/></Types>'
    types = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return write_container(parts | {"[Content_Types].xml": types})


def by_openpyxl(data: bytes) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
        return plain(sheet["B2"].value)
    except Exception:
        return UNREADABLE


def by_calamine(data: bytes) -> object:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        return plain(rows[1][1] if len(rows) > 1 and len(rows[1]) > 1 else None)
    except Exception:
        return UNREADABLE


def by_us(sheet: RawSheet) -> object:
    cell = sheet.cells.get((2, 2), RawCell("blank", None, None, ""))
    return UNREADABLE if cell.kind == "invalid" else plain(cell.value)


def plain(value: object) -> object:
    """Return a value as all readers tell it: no dates, no whole numbers apart, no text that is empty."""
    if isinstance(value, datetime):
        value = f"{value.date()}" if value.time() == datetime.min.time() else f"{value}"
    elif isinstance(value, date):
        value = f"{value}"
    elif isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if value == 0 and isinstance(value, float):
        value = 0.0  # of either sign
    return value.strip() or None if isinstance(value, str) else value


def as_date(value: object) -> object:
    day = date_of_serial(value, False) if isinstance(value, float) else None
    seconds = round((value % 1) * 86_400) if isinstance(value, float) else 0
    if day is None:
        return value
    return f"{day} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds else f"{day}"


def silent_difference(cells: str, table: str = TABLE) -> str:
    """Return in which way another reader differs although nothing is said, else nothing."""
    data = workbook(cells, table)
    sheet = read_workbook(Package.from_bytes(data)).sheets[0]
    if sheet.ambiguous or sheet.unusual:
        return ""
    ours = as_date(by_us(sheet)) if ' t="d"' in cells else by_us(sheet)
    others = {"openpyxl": by_openpyxl(data), "calamine": by_calamine(data)}
    if ' t="e"' in cells:  # which calamine shows as nothing
        others.pop("calamine")
    values = {
        name: values
        for name, values in others.items()
        if values != ours or isinstance(values, bool) != isinstance(ours, bool)
    }
    return f"{cells}: {ours!r}, but {values}" if values else ""


def test_no_cell_is_read_otherwise_without_a_word() -> None:
    assert [found for cells in ROWS if (found := silent_difference(cells))] == []


@pytest.mark.parametrize("index", ["1", " 1 ", "01", "+1", "1.0", "-1", "99"])
def test_no_shared_string_is_read_otherwise_without_a_word(index: str) -> None:
    cell = f'<c r="B2" t="s"><v>{index}</v></c>'
    assert [found for table in (TABLE, *TABLES) if (found := silent_difference(cell, table))] == []


def test_what_programs_write_is_free_of_words() -> None:
    """Else the judges could never find anything."""
    written = (
        "><v>3</v>", ' t="s"><v>1</v>', ' t="s"><v/>', ' t="n">', ' t="str"><f>A1</f><v>x</v>',
        ' t="b"><v>1</v>',
        ' t="inlineStr"><is><t>a</t></is>', ' t="e"><v>#N/A</v>', "><f>A1</f><v>3.5E-3</v>", ' t="b"><v></v>',
        ' t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is>', ' t="d"><v>2026-04-01</v>',
        ' t="str"><v>a_x000D_b</v>', ' t="str"><v>_x005F_x0034_</v>',
    )  # fmt: skip
    for cells in (f'<c r="{ref}"{cell}</c>' for cell in written for ref in ("B2", "b2")):
        sheet = read_workbook(Package.from_bytes(workbook(cells))).sheets[0]
        assert (sheet.ambiguous, sheet.unusual) == ((), ()), cells
