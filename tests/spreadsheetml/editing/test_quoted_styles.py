from __future__ import annotations

import io

import openpyxl
import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.editing.quoted_styles import BEGINNINGS, QuotedStyles
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.engines.engine import facts_of, saved_by_libreoffice

NAME = "pg_engagement_poc_name"
TEXTS = [f"{beginning}1+cmd" for beginning in BEGINNINGS]
STYLES = "xl/styles.xml"


def cell(bundle: Bundle, workbook: bytes) -> openpyxl.cell.cell.Cell:
    plan = plan_of(bundle, "en")
    area = plan.names[NAME]
    return openpyxl.load_workbook(io.BytesIO(workbook))[plan.sheet(area.sheet).title][a1(area.first)]  # type: ignore[no-any-return]


def made(bundle: Bundle, text: str) -> bytes:
    return workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1", NAME: text})


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_begins_like_a_formula_is_marked_as_a_text(bundle: Bundle, text: str) -> None:
    shown, other = cell(bundle, made(bundle, text)), cell(bundle, made(bundle, "x"))
    assert (shown.value, shown.data_type, shown.quotePrefix) == (text, "s", True)
    assert not other.quotePrefix
    same = ("font", "fill", "border", "number_format", "protection", "alignment", "style")
    assert [repr(getattr(shown, look)) for look in same] == [repr(getattr(other, look)) for look in same]


def test_the_mark_goes_with_the_text(bundle: Bundle) -> None:
    first = fill_workbook(made(bundle, "x"), bundle, "en", {NAME: "=1+1"})
    again = fill_workbook(first, bundle, "en", {NAME: "@x"})
    assert Package.from_bytes(first).read(STYLES) == Package.from_bytes(again).read(STYLES)
    plain = fill_workbook(again, bundle, "en", {NAME: "x"})
    assert [cell(bundle, each).quotePrefix for each in (first, again, plain)] == [True, True, False]
    assert Package.from_bytes(plain).read(STYLES) == Package.from_bytes(first).read(STYLES)


def test_formats_written_otherwise_are_copied_whole(bundle: Bundle) -> None:
    package = Package.from_bytes(made(bundle, "x"))
    styles = b"""<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<x:cellStyleXfs count="1"><x:xf/></x:cellStyleXfs><x:cellXfs count='2'><x:xf
 numFmtId="0" /><x:xf numFmtId="1" quotePrefix="0"><x:alignment wrapText="1"/></x:xf></x:cellXfs>
</x:styleSheet>"""
    quoted = QuotedStyles(Package.from_bytes(replace_parts(package, {STYLES: styles})))
    assert [quoted.style_for(style, "=x") for style in ("0", "1", "0", "7", "?")] == ["2", "3", "2", "7", "?"]
    assert [quoted.style_for("0", value) for value in ("x", 1, None, "")] == ["0"] * 4
    assert quoted.parts()[STYLES] == styles.replace(b" count='2'", b' count="4"').replace(
        b"</x:xf></x:cellXfs>",
        b'</x:xf><x:xf quotePrefix="1"\n numFmtId="0" /><x:xf quotePrefix="1" numFmtId="1">'
        b'<x:alignment wrapText="1"/></x:xf></x:cellXfs>',
    )


@pytest.mark.parametrize("styles", [b"<styleSheet/>", b"no XML", "<styleSheet/>".encode("utf-16")])
def test_styles_that_cannot_be_read_stay(bundle: Bundle, styles: bytes) -> None:
    package = Package.from_bytes(replace_parts(Package.from_bytes(made(bundle, "x")), {STYLES: styles}))
    quoted = QuotedStyles(package)
    assert (quoted.style_for("0", "=1"), quoted.parts()) == ("0", {})


@pytest.mark.needs("soffice")
def test_libreoffice_keeps_the_text(bundle: Bundle, tmp_path) -> None:  # type: ignore[no-untyped-def]
    files = [tmp_path / f"{number}.xlsx" for number in range(len(TEXTS))]
    for file, text in zip(files, TEXTS, strict=True):
        file.write_bytes(made(bundle, text))
    plan = plan_of(bundle, "en")
    area = plan.names[NAME]
    for file, text in zip(saved_by_libreoffice(files, tmp_path), TEXTS, strict=True):
        sheet = facts_of(file).sheet(plan.sheet(area.sheet).title)
        assert sheet
        found = sheet.cells[area.first]
        assert (found.kind, found.value, found.formula) == ("text", text, None)
