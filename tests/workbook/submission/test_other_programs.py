"""Files of other programs are read as those programs mean them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook
from tests.workbook.office import as_openpyxl_reads, as_we_read, busy_workbook, converted, saved
from tests.workbook.raw_packages import ONE_CELL, facts_of, sheet_of, workbook_parts


def test_a_busy_workbook_is_read_as_openpyxl_reads_it() -> None:
    data = saved(busy_workbook())
    facts = read_workbook(Package.from_bytes(data))
    assert as_we_read(facts) == as_openpyxl_reads(data)
    assert [sheet.state for sheet in facts.sheets] == ["hidden", "visible", "visible"]
    assert facts.sheets[0].merges == (((80, 3), (82, 4)),)
    assert facts.names == {"pg_one": "'第二 シート'!$A$1:$B$2"}
    assert all(sheet.ambiguous == () for sheet in facts.sheets)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_blank_workbook_is_read_as_openpyxl_reads_it(bundle: Bundle, language: str) -> None:
    data = blank_workbook(bundle, language)
    facts = read_workbook(Package.from_bytes(data))
    assert as_we_read(facts) == as_openpyxl_reads(data)
    assert (facts.ambiguous, [item.kind for item in facts.active]) == ((), ["hyperlink"])


@pytest.mark.needs("soffice")
def test_a_workbook_saved_by_libreoffice_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    data = converted(saved(busy_workbook()), tmp_path)
    facts = read_workbook(Package.from_bytes(data))
    assert as_we_read(facts) == as_openpyxl_reads(data)
    assert all(sheet.ambiguous == () for sheet in facts.sheets)
    assert facts.names["pg_one"] == "'第二 シート'!$A$1:$B$2"


def test_reading_gives_the_same_facts_whatever_was_read_before(bundle: Bundle) -> None:
    data = blank_workbook(bundle, "en")
    first = read_workbook(Package.from_bytes(data))
    package = Package.from_bytes(data)
    part = first.sheets[2].part
    xml = package.read(part).replace(
        b"</sheetData>", b'<row r="9999"><c r="A9999"><v>5</v></c></row></sheetData>'
    )
    other = read_workbook(Package.from_bytes(replace_parts(package, {part: xml})))
    assert read_workbook(Package.from_bytes(data)) == first
    assert dict(other.sheets[2].cells) == dict(first.sheets[2].cells) | {
        (9999, 1): RawCell("number", 5.0, None, "5")
    }


def test_facts_cannot_be_changed() -> None:
    facts = facts_of(workbook_parts(sheet_of(ONE_CELL)))
    with pytest.raises(TypeError):
        facts.sheets[0].cells[1, 1] = RawCell("blank", None, None, "")  # type: ignore[index]
    with pytest.raises(TypeError):
        facts.names["a"] = "b"  # type: ignore[index]
