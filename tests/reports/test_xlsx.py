"""The workbook of findings: sums, files, findings, with links to the cells."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openxml_audit import FileFormat, OpenXmlValidator

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.reports import xlsx
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.reports.samples import ERROR, NOTE, WARNING, found, hostile, report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / "in" / name).write_bytes(b"x")
    return tmp_path


def files(bundle: Bundle, folder: Path) -> list[Assessment]:
    return [
        found(bundle, str(folder / "in" / "a.xlsx"), NOTE, ERROR, WARNING),
        found(bundle, str(folder / "in" / "b.xlsx"), outcome="accepted"),
        Assessment.unreadable(
            str(folder / "in" / "c.pdf"), None, (replace(ERROR, code="PG001", sheet="", cell=""),)
        ),
    ]


def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def table(sheet: Any, name: str) -> list[dict[str, Any]]:
    head, *rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_sums_files_and_findings_are_tables_of_excel(bundle: Bundle, folder: Path) -> None:
    made = book(report("xlsx", files(bundle, folder), folder=folder))
    assert made.sheetnames == ["Summary", "Files", "Findings"]
    assert [(sheet.freeze_panes, list(sheet.tables)) for sheet in made] == [
        ("C4", ["Rules", "Organizations"]), ("D5", ["Files"]), ("D5", ["Findings"]),
    ]  # fmt: skip
    first, second, third = table(made["Files"], "Files")
    assert (first["File"], first["Outcome"], first["Total"], first["Given"]) == (
        "a.xlsx",
        "To be corrected",
        24,
        6,
    )
    assert (first["Errors"], first["Warnings"], first["Notes"], first["Revision"]) == (1, 1, 1, 2)
    assert (second["Outcome"], second["Errors"]) == ("Accepted", None)
    assert (third["File"], third["Outcome"], third["Decision"]) == ("c.pdf", "Unreadable", None)
    rows = table(made["Findings"], "Findings")
    assert [(row["File"], row["Severity"], row["Rule"]) for row in rows] == [
        ("a.xlsx", "error", "PG201"), ("a.xlsx", "warning", "PG202"), ("a.xlsx", "note", "PG304"),
        ("c.pdf", "error", "PG001"),
    ]  # fmt: skip
    assert rows[0]["What to do"] == ERROR.hint
    rules = table(made["Summary"], "Rules")
    assert [(row["Rule"], row["Findings"], row["Files"]) for row in rules] == [
        ("PG001", 1, 1), ("PG201", 1, 1), ("PG202", 1, 1), ("PG304", 1, 1),
    ]  # fmt: skip
    whose = table(made["Summary"], "Organizations")
    assert [(row["Organization"], row["Files"], row["Errors"]) for row in whose] == [
        ("Acme", 2, 1), ("(none given)", 1, 1),
    ]  # fmt: skip


def test_links_lead_to_files_and_cells_as_the_report_sees_them(bundle: Bundle, folder: Path) -> None:
    made = book(report("xlsx", files(bundle, folder), folder=folder))
    links = {
        cell.coordinate: cell.hyperlink
        for row in made["Findings"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert {(place, link.target, link.location) for place, link in links.items()} == {
        ("F5", "in/a.xlsx", "'Scorecard'!G7"), ("F6", "in/a.xlsx", "'Scorecard'!G5"),
        ("F7", "in/a.xlsx", "'Checklist'!H8"),
    }  # fmt: skip
    targets = [made["Files"][f"B{row}"].hyperlink for row in (5, 6, 7)]
    assert [link and link.target for link in targets] == ["in/a.xlsx", "in/b.xlsx", None]
    without = book(report("xlsx", files(bundle, folder)))
    assert not any(cell.hyperlink for sheet in without for row in sheet.iter_rows() for cell in row)


def test_severities_and_outcomes_are_coloured_and_pages_are_titled(bundle: Bundle, folder: Path) -> None:
    made = book(report("xlsx", files(bundle, folder), folder=folder))
    for name, area in (("Findings", "C5:C8"), ("Files", "C5:C7")):
        assert area in {str(each.sqref) for each in made[name].conditional_formatting}
        assert made[name].print_title_rows == "$4:$4"
        assert made[name].page_setup.orientation == "landscape"
    assert made["Findings"].print_area.endswith("$A$1:$J$8")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_hostile_texts_are_texts(bundle: Bundle, tmp_path: Path, language: str) -> None:
    for sheet in book(report("xlsx", hostile(bundle), language, folder=tmp_path)):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def test_it_is_known_again_and_nothing_else_is(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "ours.xlsx").write_bytes(report("xlsx", [found(bundle)]))
    (tmp_path / "theirs.xlsx").write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "E"}))
    (tmp_path / "none.xlsx").write_bytes(b"PK\x03\x04 torn")
    assert [xlsx.is_own(tmp_path / f"{name}.xlsx") for name in ("ours", "theirs", "none")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_written_as_office_asks(bundle: Bundle, folder: Path, language: str) -> None:
    made = folder / "findings.xlsx"
    made.write_bytes(report("xlsx", [*files(bundle, folder), *hostile(bundle)], language, folder=folder))
    said = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(made)).errors
    assert [f"{fault.part_uri}: {fault.description}" for fault in said] == []


def test_an_empty_check_has_tables_all_the_same(bundle: Bundle) -> None:
    made = book(report("xlsx", []))
    assert table(made["Findings"], "Findings")[0]["File"] is None


def test_rows_beyond_what_excel_can_link_are_counted(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pocgate_xl.reports.book.page.MOST_ROWS", 2)
    monkeypatch.setattr("pocgate_xl.reports.book.findings.MOST_ROWS", 2)
    made = book(report("xlsx", [found(bundle, f"{i}.xlsx", ERROR) for i in range(3)]))
    assert len(table(made["Findings"], "Findings")) == 2
    assert "the first 2 of 3" in made["Findings"]["B2"].value
    assert "the first 2 of 3" in made["Files"]["B2"].value


def test_the_same_files_give_the_same_bytes(bundle: Bundle, folder: Path) -> None:
    every = files(bundle, folder)
    assert report("xlsx", every, folder=folder) == report("xlsx", every, folder=folder)
