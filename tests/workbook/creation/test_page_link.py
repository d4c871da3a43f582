"""The line that names the page: beside every plan, read as nobody's, gone where it would mislead."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.batch.check import Options, check_file
from pocgate_xl.batch.reissue import reason_to_keep
from pocgate_xl.exchange.copies.maker import CopyMaker, MadeCopy
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.page_link import (
    LINK_STYLE_AT,
    LINKS_PART,
    START_PART,
    with_page_link,
)
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.page_link import PAGE_AT, START
from pocgate_xl.workbook.layout.plan import LIVE_EDITIONS, PLAIN
from pocgate_xl.workbook.layout.plans import plan_of
from pocgate_xl.workbook.layout.sheets.start import LABEL, STEP_ROW
from tests.functions.open_book import answered, workbook

PAGE, EVIL = "https://gate.example/check/", "https://evil.example/check/"
ID = {"pg_engagement_id": "ENG-1"}
EVERY = frozenset({"accepted", "incomplete", "not_started", "findings"})


def sent_back(bundle: Bundle, file: Path, *changes: tuple[str, str]) -> Path:
    """Write a half-filled workbook that names the page, with texts in its parts replaced."""
    linked = with_page_link(workbook(bundle, **answered(bundle)), bundle, "en", PAGE)
    package = Package.from_bytes(linked)
    parts = {name: package.read(name) for name in (START_PART, LINKS_PART)}
    for part, (old, new) in zip((LINKS_PART, START_PART), changes, strict=False):
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())
    file.write_bytes(replace_parts(package, parts))
    return file


def start_of(content: bytes) -> tuple[object, bytes]:
    """Return what stands in the cell of the page, and where the links of the first sheet lead."""
    package = Package.from_bytes(content)
    cell = read_workbook(package).sheets[0].cells.get(PAGE_AT)
    listed = package.read(LINKS_PART) if LINKS_PART in package.names else b""
    return cell and cell.value, listed


def copied(file: Path, page: str, language: str | None = None) -> MadeCopy:
    maker = CopyMaker("migrate" if language else "return", EVERY, Options(), language, page)
    made = maker(check_file(file))
    assert made.content is not None, made.problem
    return made


@pytest.mark.parametrize("edition", [PLAIN, *LIVE_EDITIONS])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_plan_has_anything_where_the_page_is_named(bundle: Bundle, language: str, edition: str) -> None:
    start = plan_of(bundle, language, edition).sheets[0]
    assert (start.id, start.check) == (START, LINK_STYLE_AT)
    assert (STEP_ROW, LABEL) == PAGE_AT
    assert PAGE_AT not in start.cells
    assert (PAGE_AT[0], PAGE_AT[1] + 1) not in start.cells  # into which its text runs on


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_workbook_that_names_a_page_is_read_as_one_that_does_not(
    bundle: Bundle, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "ENG-1.xlsx"
    file.write_bytes(with_page_link(workbook_for(bundle, language, ID), bundle, language, PAGE))
    text, listed = start_of(file.read_bytes())
    assert str(text).endswith(PAGE)
    assert f'Target="{PAGE}"'.encode() in listed
    found = check_file(file)
    assert (found.outcome, found.findings) == ("not_started", ())
    assert reason_to_keep(file, ID) == ""


@pytest.mark.parametrize("page", ["", "javascript:alert(1)", "file:///etc/passwd", "//evil.example/"])
def test_without_an_address_of_the_web_a_workbook_stays_byte_by_byte(bundle: Bundle, page: str) -> None:
    made = workbook_for(bundle, "en", ID)
    assert with_page_link(made, bundle, "en", page) == made


def test_where_something_stands_already_nothing_is_written_over_it(bundle: Bundle) -> None:
    package = Package.from_bytes(workbook_for(bundle, "en", ID))
    changed = {START_PART: replace_cells(package.read(START_PART), {PAGE_AT: NewValue("planned")})}
    taken = replace_parts(package, changed)
    assert with_page_link(taken, bundle, "en", PAGE) == taken


def test_an_address_with_signs_of_markup_is_a_link_to_just_that(bundle: Bundle, tmp_path: Path) -> None:
    file, page = tmp_path / "ENG-1.xlsx", "https://gate.example/a&b'c/?x=1&y=2"
    file.write_bytes(with_page_link(workbook_for(bundle, "en", ID), bundle, "en", page))
    text, listed = start_of(file.read_bytes())
    assert str(text).endswith(page)
    assert b"a&amp;b'c/?x=1&amp;y=2" in listed
    assert check_file(file).findings == ()


@pytest.mark.parametrize(
    "target",
    [EVIL, "file://evil.example/x.exe", "mailto:a@evil.example", "https://gate.example@evil.example/"],
)
def test_a_line_that_leads_elsewhere_than_it_says_is_a_finding(
    bundle: Bundle, tmp_path: Path, target: str
) -> None:
    honest = check_file(sent_back(bundle, tmp_path / "honest.xlsx"))
    found = check_file(sent_back(bundle, tmp_path / "evil.xlsx", (PAGE, target)))
    new = set(found.findings) - set(honest.findings)
    assert ("Start", "J3") in {(each.sheet, each.cell) for each in new if "link" in each.message}


def test_the_page_of_a_submission_goes_into_no_copy_and_ones_own_does(bundle: Bundle, tmp_path: Path) -> None:
    file = sent_back(bundle, tmp_path / "evil.xlsx", (PAGE, EVIL), (PAGE, EVIL))
    for language, page in ((None, ""), ("ja", PAGE)):
        made = copied(file, page, language)
        assert made.content is not None
        text, listed = start_of(made.content)
        assert (str(text or "").endswith(PAGE), PAGE.encode() in listed) == (bool(page), bool(page))
        assert b"evil" not in Package.from_bytes(made.content).read(START_PART) + listed
        assert made.counts["left_over"] == 0


def test_what_somebody_wrote_there_instead_is_kept_as_theirs(bundle: Bundle, tmp_path: Path) -> None:
    file = sent_back(bundle, tmp_path / "note.xlsx")
    package = Package.from_bytes(file.read_bytes())
    changed = replace_cells(package.read(START_PART), {PAGE_AT: NewValue("ask Sato about this")})
    file.write_bytes(replace_parts(package, {START_PART: changed}))
    assert copied(file, PAGE).counts["left_over"] == 1
