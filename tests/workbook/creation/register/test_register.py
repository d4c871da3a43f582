"""The register keeps what operators write in it, whatever program they used, and reads back as a list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pocgate_xl.errors import OutputError
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.lists.engagements import ListedEngagement, read_engagements
from pocgate_xl.workbook.creation.register.entries import Made, RegisterEntry, entry_of
from pocgate_xl.workbook.creation.register.page import new_register
from pocgate_xl.workbook.creation.register.update import Updated, updated_register
from pocgate_xl.workbook.submission.origins.report_books import is_report_book

FIRST, LATER = date(2026, 5, 1), date(2026, 6, 1)
YELLOW = PatternFill("solid", fgColor="FFFF00")
Write = Callable[..., Path]


def listed(id_: str, **said: object) -> ListedEngagement:
    aside = {key: said.pop(key) for key in ("email", "due") if key in said}
    values = {"pg_engagement_id": id_, **{f"pg_engagement_{key}": value for key, value in said.items()}}
    return ListedEngagement(2, values, aside=aside)  # type: ignore[arg-type]


@pytest.fixture
def entry(bundle: Bundle) -> Callable[..., RegisterEntry]:
    def make(id_: str, digest: str = "", day: date = FIRST, **said: object) -> RegisterEntry:
        made = Made(f"{id_}.xlsx", digest or f"{id_}-digest", "en", day)
        return entry_of(listed(id_, **said), made, bundle)

    return make


@pytest.fixture
def write(bundle: Bundle, tmp_path: Path) -> Write:
    def to_file(*entries: RegisterEntry, language: str = "en") -> Path:
        file = tmp_path / "issued.xlsx"
        file.write_bytes(new_register(entries, bundle, language))
        return file

    return to_file


def update(
    file: Path, bundle: Bundle, *entries: RegisterEntry, language: str = "en", again: bool = False
) -> Updated:
    done = updated_register(file, entries, bundle.folder, language, again)
    if done.workbook is not None:
        file.write_bytes(done.workbook)
    return done


def edited(file: Path, edit: Callable[[Worksheet], object]) -> None:
    """Change a register as somebody does in another program, which writes all of it anew."""
    book = openpyxl.load_workbook(file)
    edit(book.worksheets[0])
    book.save(file)


def rows(file: Path) -> list[tuple[object, ...]]:
    """Return the table as openpyxl reads it, without the margin."""
    sheet = openpyxl.load_workbook(file).worksheets[0]
    return [row[1:] for row in sheet.iter_rows(min_row=4, values_only=True)]


def table_of(file: Path) -> tuple[str, list[str]]:
    table = openpyxl.load_workbook(file).worksheets[0].tables["Issued"]
    return table.ref, [column.name for column in table.tableColumns]


def test_a_row_says_what_the_list_said_and_what_was_made(
    entry: Callable[..., RegisterEntry], write: Write
) -> None:
    file = write(
        entry(
            "A",
            organization="Aoba",
            poc_name="Search",
            sponsor="Sato",
            email="ito@aoba.example",
            due=date(2026, 5, 22),
        ),
        entry("B"),
    )
    titles, first, second = rows(file)
    assert titles == (
        "Engagement ID",
        "Organization",
        "PoC name",
        "Sponsor",
        "E-mail",
        "Answer due",
        "Language",
        "File",
        "SHA-256 of the blank",
        "Issued on",
    )
    assert first == (
        "A",
        "Aoba",
        "Search",
        "Sato",
        "ito@aoba.example",
        datetime(2026, 5, 22),
        "English",
        "A.xlsx",
        "A-digest",
        datetime(2026, 5, 1),
    )
    assert second == (
        "B",
        None,
        None,
        None,
        None,
        None,
        "English",
        "B.xlsx",
        "B-digest",
        datetime(2026, 5, 1),
    )
    assert table_of(file) == ("B4:K6", list(titles))


def test_it_is_known_again_and_the_same_each_time(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A"))
    assert is_report_book(file, "issued")
    assert not is_report_book(file, "status")
    assert file.read_bytes() == new_register([entry("A")], bundle, "en")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_a_list_in_every_language_and_nothing_of_it_is_remarked(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle, language: str
) -> None:
    file = write(entry("A", poc_months=3, due=date(2026, 5, 22), email="a@b.example"), language=language)
    found = read_engagements(file, bundle, "en")
    assert found.remarks == ()
    (row,) = found.rows
    assert (row.id, row.problems) == ("A", ())
    assert row.values["pg_engagement_poc_months"] == 3
    assert row.values["pg_engagement_language"] == "en"
    assert row.aside == {
        "email": "a@b.example",
        "due": date(2026, 5, 22),
        "file": "A.xlsx",
        "digest": "A-digest",
        "issued": FIRST,
    }


def test_what_is_new_stands_below_in_the_table_and_looks_like_the_rest(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A", email="a@b.example"))
    update(file, bundle, entry("B", day=LATER, due=date(2026, 7, 1)))
    found = rows(file)
    assert [row[0] for row in found] == ["Engagement ID", "A", "B"]
    assert found[2][-1] == datetime(2026, 6, 1)
    assert table_of(file)[0] == "B4:J6"
    sheet = openpyxl.load_workbook(file).worksheets[0]
    for column in "BCDEFGHIJ":
        assert sheet[f"{column}6"].style_id == sheet[f"{column}5"].style_id, column
    assert sheet["F6"].is_date
    assert b'<dimension ref="A1:J6"' in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")


def test_what_operators_typed_coloured_and_added_stays(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A", organization="Aoba"), entry("B"))

    def by_hand(sheet: Worksheet) -> None:
        sheet["E5"], sheet["F5"] = "new@aoba.example", date(2026, 8, 1)
        sheet["K4"], sheet["K5"] = "Chased by", "Mori"
        sheet["C6"].fill = YELLOW
        sheet["M2"] = "=1+1"

    edited(file, by_hand)
    update(
        file, bundle, entry("A", organization="Aoba", email="old@aoba.example"), entry("C", sponsor="Sato")
    )
    found = rows(file)
    assert found[1][3:5] == ("new@aoba.example", datetime(2026, 8, 1))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert (sheet["K4"].value, sheet["K5"].value, sheet["M2"].value) == ("Chased by", "Mori", "=1+1")
    assert sheet["C6"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["C7"].fill.fgColor.rgb != "00FFFF00"
    assert sheet["B7"].value == "C"
    assert "Sato" in [cell.value for cell in sheet[7]]


def test_what_differs_from_what_an_operator_keeps_is_said_and_not_written(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A", email="new@aoba.example", due=date(2026, 5, 22)))
    before = file.read_bytes()
    done = update(file, bundle, entry("A", email="old@aoba.example", due=date(2026, 6, 1)))
    assert done.workbook is None
    assert file.read_bytes() == before
    assert done.remarks == (
        "A: E-mail stays as the register has it, not old@aoba.example",
        "A: Answer due stays as the register has it, not 2026-06-01",
    )


def test_what_stands_in_a_workbook_that_was_made_anew_is_written(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A", organization="Aoba"), entry("B"))
    update(file, bundle, entry("A", digest="other", day=LATER, organization="Aoba Ltd", email="a@b.example"))
    _, first, _ = rows(file)
    assert (first[1], first[3]) == ("Aoba Ltd", "a@b.example")
    assert first[-2:] == ("other", datetime(2026, 6, 1))


def test_the_same_workbook_keeps_its_day_of_issue_unless_one_is_given(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A"))
    assert update(file, bundle, entry("A", day=LATER)).workbook is None
    update(file, bundle, entry("A", day=LATER), again=True)
    assert rows(file)[1][-1] == datetime(2026, 6, 1)


def test_sorted_filtered_and_emptied_rows_are_found_by_their_id(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A"), entry("B"))

    def swap(sheet: Worksheet) -> None:
        for column in range(2, 11):
            upper, lower = sheet.cell(5, column), sheet.cell(6, column)
            upper.value, lower.value = lower.value, upper.value
        sheet["C9"] = "a note"

    edited(file, swap)
    update(file, bundle, entry("A", organization="Aoba"), entry("C"))
    found = rows(file)
    assert [row[0] for row in found] == ["Engagement ID", "B", "A", None, None, None, "C"]
    assert found[2][1] == "Aoba"
    assert (found[5][1], found[6][0]) == ("a note", "C")
    assert table_of(file)[0] == "B4:J10"


def test_texts_that_begin_as_formulas_stay_texts(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A", organization="=1+1"))
    update(file, bundle, entry("B", organization="=cmd|' /C calc'!A0", email="+x@y.example"))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    for cell in ("C5", "C6", "E6"):
        assert sheet[cell].data_type == "s", cell
        assert sheet[cell].quotePrefix, cell


def test_a_table_with_totals_is_left_alone(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A"))

    def total(sheet: Worksheet) -> None:
        sheet["B6"] = "Total"
        sheet.tables["Issued"].ref = "B4:J6"
        sheet.tables["Issued"].totalsRowCount = 1

    edited(file, total)
    with pytest.raises(OutputError, match="row of totals"):
        update(file, bundle, entry("B"))


def test_a_register_without_its_ids_is_left_alone(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A"))
    edited(file, lambda sheet: sheet.__setitem__("B4", "Number"))
    with pytest.raises(OutputError, match="column of ids"):
        update(file, bundle, entry("B"))


@pytest.mark.parametrize(
    "spoil", [lambda content: content[:-60], lambda content: b"PK\x03\x04" + content[9:]]
)
def test_a_damaged_register_is_left_alone(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle, spoil: Callable[[bytes], bytes]
) -> None:
    file = write(entry("A"))
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(OutputError, match="cannot be read as a register"):
        update(file, bundle, entry("B"))


def test_labels_of_the_runs_language_stand_beside_those_of_another(
    entry: Callable[..., RegisterEntry], write: Write, bundle: Bundle
) -> None:
    file = write(entry("A"))
    changed = replace(
        entry("B", sponsor="佐藤"), values={**entry("B", sponsor="佐藤").values, "language": "ja"}
    )
    update(file, bundle, changed, language="ja")
    titles = rows(file)[0]
    assert titles[0] == "Engagement ID"
    assert titles[-1] == "スポンサー"
    assert table_of(file)[0] == "B4:K6"
    assert [row.id for row in read_engagements(file, bundle, "en").rows] == ["A", "B"]
    assert openpyxl.load_workbook(io.BytesIO(file.read_bytes())).worksheets[0]["G6"].value == "日本語"
