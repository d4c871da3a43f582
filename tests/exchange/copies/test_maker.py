"""Everything that was answered is in the copy, whatever was done to the workbook; what is left is marked."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from pocgate_xl.batch.check import Options, assess_content
from pocgate_xl.core.fields import input_fields
from pocgate_xl.exchange.copies.maker import MadeCopy, merged_copy
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.editing.cell_writer import NewValue
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.lambdas import with_lambdas
from pocgate_xl.workbook.layout.lambdas import formulas_of
from pocgate_xl.workbook.layout.plan import LIBRARY
from tests.engines.engine import saved_by_libreoffice
from tests.exchange.copies.copying import checked, content_of, copy_of, said, typed
from tests.hostile import honest, tampering
from tests.hostile.case import Case
from tests.hostile.edits import raw, sheet_added, small_sheet, typing
from tests.hostile.submission import bundle, submission
from tests.hostile.tampering import rows_moved

DAMAGES = [
    case
    for case in (*tampering.CASES, *honest.CASES)
    if case.outcome != "unreadable" and case.row not in (honest.NUMBERS, honest.DATES)
]
"""What is done to a workbook, not to a single answer."""
RATING, COST, DAY = "pg_rating_integration", "pg_poc_cost_development", "pg_engagement_assessment_date"
SCORECARD = frozenset(field.name for field in input_fields(bundle().template) if field.section == "scorecard")
GONE = {
    "sheet removed": SCORECARD,
    "rows deleted": frozenset({"pg_rating_data_quality", "pg_note_data_quality"}),
    "row deleted": frozenset(f"pg_{part}_performance" for part in ("status", "evidence", "owner", "due")),
    "cell dragged over another": frozenset({RATING}),
}
"""What is no longer in the file: nobody can have it again."""
HOSTILE = '=HYPERLINK("http://evil.example","x")\x1b[31m<script>alert(1)</script>'


@pytest.mark.engine
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda case: case.name)
def test_a_copy_keeps_every_answer_that_is_still_in_the_file(damage: Case, tmp_path: Path) -> None:
    copy = checked(copy_of(damage.make(submission()), tmp_path))
    kept, changed = said(copy), damage.answers.keys()
    lost = {name for name, value in typed().items() if kept.get(name) != value} - changed
    assert lost <= GONE.get(damage.name, frozenset()), lost
    invented = kept.keys() - typed().keys() - changed
    assert not invented


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_copy_of_a_faultless_submission_says_the_same_and_is_accepted(
    language: str, tmp_path: Path
) -> None:
    made = copy_of(submission(language), tmp_path)
    copy = checked(made)
    assert said(copy) == typed()
    assert (copy.outcome, copy.language, copy.findings) == ("accepted", language, ())
    assert copy.engagement is not None
    assert copy.engagement.revision == 3
    assert (made.corrections, made.missing) == (0, 0)
    reasons = {entry.reason for entry in made.ledger if entry.kind != "carried"}
    assert reasons == ({"revision"} if language == "en" else {"revision", "language"})


def test_the_same_submission_gives_the_same_bytes(tmp_path: Path) -> None:
    first, again = (content_of(copy_of(submission(), tmp_path / name)) for name in ("a", "b"))
    assert first == again


@pytest.mark.parametrize(("sent", "wanted"), [("en", "ja"), ("ja", "en")])
def test_answers_go_into_a_workbook_of_another_language(sent: str, wanted: str, tmp_path: Path) -> None:
    made = copy_of(submission(sent), tmp_path, "migrate", wanted)
    copy = checked(made)
    assert said(copy) == typed()
    assert (copy.outcome, copy.language) == ("accepted", wanted)
    assert copy.engagement is not None
    assert copy.engagement.language == wanted


def test_what_is_current_needs_no_migration(tmp_path: Path) -> None:
    made = copy_of(submission(), tmp_path, "migrate")
    assert (made.content, made.was) == (None, made.now)


FAULTS = {RATING: 7, COST: "about 3 million", DAY: "soon"}


@pytest.mark.parametrize(
    ("language", "findings", "carried"), [("en", "Findings", "Carried over"), ("ja", "指摘事項", "引き継ぎ")]
)
def test_a_finding_is_a_note_a_frame_and_a_line_with_a_link(
    language: str, findings: str, carried: str, tmp_path: Path
) -> None:
    made = copy_of(typing(FAULTS, language)(submission(language)), tmp_path)
    assert (made.corrections, made.missing) == (3, 0)
    book = openpyxl.load_workbook(io.BytesIO(content_of(made)))
    listed, page = book[findings], checked(made)
    assert book.sheetnames[-1] == carried
    for finding in (each for each in page.findings if each.severity == "error"):
        cell = book[finding.sheet][finding.cell]
        assert cell.comment is not None
        assert finding.message in cell.comment.text
        assert cell.border.left.style == "medium"
        row = next(row for row in listed.iter_rows(min_row=5) if row[3].value == finding.cell)
        assert row[3].hyperlink.location == f"'{finding.sheet}'!{finding.cell}"
        assert finding.found in str(row[5].value)
    typed_again = {book[each.sheet][each.cell].value for each in page.findings if each.severity == "error"}
    assert typed_again == set(FAULTS.values())


def test_the_first_sheet_says_in_three_lines_what_to_do(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content_of(copy_of(typing(FAULTS)(submission()), tmp_path))))
    lines = str(book["Start"]["E1"].value).split("\n")
    assert len(lines) == 3
    assert "To correct: 3" in lines[0]
    assert "missing: 0" in lines[0]
    assert "“Findings”" in lines[1]


def test_what_was_mended_in_the_copy_passes(tmp_path: Path) -> None:
    made = copy_of(typing(FAULTS)(submission()), tmp_path)
    right = {RATING: 4, COST: 1_200_000, DAY: "2026-09-30"}
    mended = assess_content(fill_workbook(content_of(made), bundle(), "en", right), Options())
    assert (mended.outcome, mended.findings) == ("accepted", ())
    assert said(mended) == typed()


@pytest.mark.needs("soffice")
def test_a_copy_that_libreoffice_saved_is_found_the_same(tmp_path: Path) -> None:
    file = tmp_path / "copy.xlsx"
    made = copy_of(typing(FAULTS)(submission()), tmp_path / "sent")
    file.write_bytes(content_of(made))
    (saved,) = saved_by_libreoffice([file], tmp_path)
    before, after = checked(made), assess_content(saved.read_bytes(), Options())
    codes = [[(each.code, each.cell) for each in found.findings] for found in (before, after)]
    assert codes[0] == codes[1]
    assert said(before) == said(after)


@pytest.mark.engine
def test_notes_print_nowhere_and_the_parts_are_as_the_standard_says(tmp_path: Path) -> None:
    content = content_of(copy_of(typing(FAULTS)(submission()), tmp_path))
    package = Package.from_bytes(content)
    sheets = [package.read(name) for name in package.names if name.startswith("xl/worksheets/sheet")]
    assert not any(b"cellComments" in sheet for sheet in sheets)
    assert sum(b"<legacyDrawing " in sheet for sheet in sheets) == 3
    file = tmp_path / "copy.xlsx"
    file.write_bytes(content)
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(submission())
    assert _faults(file) <= _faults(plain)


def _faults(file: Path) -> set[str]:
    result = OpenXmlValidator(FileFormat.OFFICE_2019).validate(file)
    return {f"{error.description}" for error in result.errors}


def test_hostile_texts_are_texts_in_a_copy(tmp_path: Path) -> None:
    made = copy_of(typing({COST: HOSTILE, "pg_note_integration": HOSTILE})(submission()), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(content_of(made)))
    cells = [cell for row in book["Findings"].iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" for cell in cells)
    assert not any("\x1b" in str(cell.value) for cell in cells)
    cost = next(each for each in checked(made).findings if each.field == COST)
    assert book[cost.sheet][cost.cell].data_type == "s"


def test_what_was_written_elsewhere_is_left_over_in_this_copy_and_in_the_next(tmp_path: Path) -> None:
    own = sheet_added(
        "Ours", small_sheet('<row r="2"><c r="C2" t="inlineStr"><is><t>Budget 9M</t></is></c></row>')
    )
    first = copy_of(own(submission()), tmp_path)
    assert [(each.reason, each.content) for each in first.ledger if each.kind == "left_over"] == [
        ("own_sheet", "Budget 9M")
    ]
    second = copy_of(content_of(first), tmp_path / "again")
    kept = [each for each in second.ledger if each.kind == "left_over"]
    assert [(each.reason, each.title, each.cell, each.content) for each in kept] == [
        ("earlier", "Ours", "C2", "Budget 9M")
    ]
    book = openpyxl.load_workbook(io.BytesIO(content_of(second)))
    assert book["Carried over"]["F5"].value == "Budget 9M"


@pytest.mark.engine
def test_notes_sheet_and_notes_at_cells_are_carried_too(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(submission()))
    book["Notes"]["B9"] = "Ask Sato about the API"
    book["Scorecard"]["G7"].comment = openpyxl.comments.Comment("Is this a 4?", "Mori")
    stream = io.BytesIO()
    book.save(stream)
    made = copy_of(stream.getvalue(), tmp_path)
    copy = openpyxl.load_workbook(io.BytesIO(content_of(made)))
    assert copy["Notes"]["B9"].value == "Ask Sato about the API"
    left = [(each.reason, each.cell, each.content) for each in made.ledger if each.kind == "left_over"]
    assert ("note", "G7", "Is this a 4?") in left


def test_an_answer_that_was_moved_is_marked_to_be_looked_at(tmp_path: Path) -> None:
    moved = rows_moved("checklist", 5, 1)
    made = copy_of(moved(submission()), tmp_path)
    assert said(checked(made)) == typed()
    changed = [each for each in made.ledger if each.reason == "moved"]
    assert changed
    book = openpyxl.load_workbook(io.BytesIO(content_of(made)))
    notes = [cell.comment.text for row in book["Checklist"].iter_rows() for cell in row if cell.comment]
    assert len(notes) == len(changed)
    assert all("Checklist!" in note for note in notes)


def test_a_formula_as_an_answer_becomes_the_value_that_it_showed(tmp_path: Path) -> None:
    formula = raw(RATING, "4").__call__  # keeps the value; the formula is added beside it
    content = formula(submission())
    content = typing({RATING: NewValue(4)})(content)
    made = copy_of(content, tmp_path)
    assert said(checked(made)) == typed()


def test_partial_copies_of_one_engagement_are_put_together_and_contradictions_named(tmp_path: Path) -> None:
    left = typing({RATING: 2, COST: None})(submission())
    right = typing({"pg_note_integration": None})(submission())
    files = []
    for name, content in (("left", left), ("right", right)):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(content)
        files.append(str(file))
    made = merged_copy(files, Options(), None)
    assert said(checked(made)) == {**typed(), RATING: 2}
    refused = [each for each in made.ledger if each.reason == "other_copy"]
    assert [(each.source, each.field, each.content) for each in refused] == [("right.xlsx", RATING, "4")]


def test_a_stamp_of_another_engagement_stays_until_somebody_mends_it(tmp_path: Path) -> None:
    stamped = tampering.stamp("engagement", "ENG-2025-001")
    copy = checked(copy_of(stamped(submission()), tmp_path))
    assert "PG602" in [finding.code for finding in copy.findings]


def test_notes_beside_the_decision_say_only_where_to_read_on(tmp_path: Path) -> None:
    """Words about a decision in a note there are what a check warns of."""
    against = {"pg_committee_decision": "Approved", "pg_committee_conditions": None, RATING: 2}
    made = copy_of(typing(against)(submission()), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(content_of(made)))
    finding = next(each for each in checked(made).findings if each.code == "PG801")
    note = book[finding.sheet][finding.cell].comment
    assert note is not None
    assert note.text == "pocgate: See the sheet “Findings”.\n――"


def test_a_note_has_a_line_for_each_thing_that_it_says(tmp_path: Path) -> None:
    made = copy_of(typing(FAULTS)(submission()), tmp_path)
    finding = next(each for each in checked(made).findings if each.field == RATING)
    note = openpyxl.load_workbook(io.BytesIO(content_of(made)))[finding.sheet][finding.cell].comment
    assert note is not None
    assert len(note.text.split("\n")) == 4  # the last one ends it
    assert "\\n" not in note.text


def edited(content: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def left_in(made: MadeCopy) -> set[str]:
    return {each.content for each in made.ledger if each.kind == "left_over"}


@pytest.mark.engine
def test_what_people_reply_on_the_sheets_of_a_copy_is_kept(tmp_path: Path) -> None:
    first = copy_of(typing(FAULTS)(submission()), tmp_path)

    def reply(book: openpyxl.Workbook) -> None:
        book["Findings"]["J5"] = "beside"
        book["Findings"]["C20"] = "below"
        book["Carried over"]["B30"] = "further below"
        book["Start"]["E1"] = "over what to do"
        note = book["Scorecard"]["G7"].comment
        book["Scorecard"]["G7"].comment = openpyxl.comments.Comment(f"{note.text}\nWhy not 7?", "Mori")

    second = copy_of(edited(content_of(first), reply), tmp_path / "again")
    assert {"beside", "below", "further below", "over what to do", "Why not 7?"} <= left_in(second)


def test_a_sheet_of_the_submitters_with_the_title_of_one_of_ours_is_theirs(tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("Findings")["B2"] = "our own findings"
        book["Start"]["E1"] = "a remark"

    made = copy_of(edited(submission(), add), tmp_path)
    assert {"our own findings", "a remark"} <= left_in(made)


@pytest.mark.engine
def test_a_long_sheet_of_the_submitters_is_kept_as_far_as_promised(tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Ours")
        for row in range(1, 1901):
            sheet.cell(row, 1, f"line {row}")

    made = copy_of(edited(submission(), add), tmp_path)
    assert {f"line {row}" for row in range(1, 1901)} <= left_in(made)
    again = copy_of(content_of(made), tmp_path / "again")
    assert {f"line {row}" for row in range(1, 1901)} <= left_in(again)


def test_what_the_copy_has_put_right_is_not_asked_for_again(tmp_path: Path) -> None:
    made = copy_of(tampering.renamed("scorecard", "My scores")(submission()), tmp_path)
    assert (made.corrections, made.checks, made.missing) == (0, 0, 0)
    start = openpyxl.load_workbook(io.BytesIO(content_of(made)))["Start"]
    assert str(start["E1"].value).startswith("Put right in this copy")


@pytest.mark.engine
def test_notes_of_both_are_kept_where_copies_are_put_together(tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):

        def write(book: openpyxl.Workbook, name: str = name) -> None:
            book["Notes"]["B9"] = f"note of {name}"

        (tmp_path / f"{name}.xlsx").write_bytes(edited(submission(), write))
        files.append(str(tmp_path / f"{name}.xlsx"))
    made = merged_copy(files, Options(), None)
    assert openpyxl.load_workbook(io.BytesIO(content_of(made)))["Notes"]["B9"].value == "note of a"
    assert "note of b" in left_in(made)


@pytest.mark.engine
def test_what_a_leftover_was_is_still_said_in_the_next_copy(tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("Ours")["A1"] = "Budget 9M"

    first = copy_of(edited(submission(), add), tmp_path)
    second = copy_of(content_of(first), tmp_path / "again")
    rows = [openpyxl.load_workbook(io.BytesIO(content_of(each)))["Carried over"] for each in (first, second)]
    assert [str(sheet["G5"].value) for sheet in rows] == ["It stood on a sheet of your own."] * 2


@pytest.mark.engine
@pytest.mark.parametrize("edition", ["classic", "office", "nobody knows"])
def test_a_copy_calls_no_macro_whatever_edition_it_was_made_from(edition: str, tmp_path: Path) -> None:
    made = copy_of(tampering.stamp("edition", edition)(submission()), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(content_of(made)))
    formulas = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert not any(formula.startswith("=POCGATE_") for formula in formulas)


@pytest.mark.engine
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_copy_has_the_library_of_functions_that_its_workbook_had(language: str, tmp_path: Path) -> None:
    """As it is made today, and once: in a copy of a copy as well."""
    content = with_lambdas(submission(), bundle(), "en")
    wanted = {each.name: each.stored for each in formulas_of(bundle(), language)}
    for _ in range(2):
        made = copy_of(content, tmp_path, language=language)
        content = content_of(made)
        assert library(content) == wanted
        assert said(checked(made)) == typed()
    assert library(content_of(copy_of(submission(), tmp_path))) == {}


def test_copies_put_together_have_the_library_where_one_of_them_had_it(tmp_path: Path) -> None:
    files = {"plain": submission(), "lambda": with_lambdas(submission(), bundle(), "en")}
    for name, content in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    made = merged_copy([str(tmp_path / f"{name}.xlsx") for name in files], Options(), None)
    assert library(content_of(made)).keys() == {each.name for each in formulas_of(bundle(), "en")}


def library(content: bytes) -> dict[str, str]:
    names = openpyxl.load_workbook(io.BytesIO(content)).defined_names
    return {name: str(found.value) for name, found in names.items() if name.startswith(LIBRARY)}
