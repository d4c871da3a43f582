"""The sheet Review of live editions: what it shows once functions answer, and while nobody does."""

from __future__ import annotations

import pytest

from pocgate_xl.batch.check import Options, assess_content
from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from pocgate_xl.spreadsheetml.formulas.calculate import Values
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plans import plan_of
from pocgate_xl.workbook.layout.sheets.live.review import STEPS, TOP
from pocgate_xl.workbook.layout.sheets.live.review_columns import (
    CHANGE,
    MET,
    TRY,
    UNTIL,
    WHAT,
    WHERE,
    WHO,
)  # fmt: skip
from pocgate_xl.workbook.rendering.data_validation import Validation, validations
from tests.core.stories import answers
from tests.functions.live_book import LiveBook

LANGUAGES = ("en", pytest.param("ja", marks=pytest.mark.engine))
Reviewed = tuple[LiveBook, Values, str]
Texts = list[tuple[object, ...]]


def book_of(bundle: Bundle, language: str, story: str, **trials: RawCell) -> LiveBook:
    workbook = workbook_for(bundle, language, answers(bundle.template, story), "office")
    return LiveBook(plan_of(bundle, language, "office"), workbook, trials)


def lines(book: LiveBook, values: Values, first: int, columns: tuple[int, ...]) -> Texts:
    """Return what stands in these columns from a row on, as far down as the first of them says something."""
    found: Texts = []
    for row in range(first, first + 40):
        line = tuple(book.shown(values, "review", row, column) for column in columns)
        if not line[0]:
            break
        found.append(line)
    return found


def row_of(book: LiveBook, text: str) -> int:
    """Return the row of a heading."""
    cells = book.plan.sheet("review").cells
    return next(row for (row, column), cell in cells.items() if column == WHAT and cell.value == text)


def assessed(bundle: Bundle, language: str, story: str) -> ReadableAssessment:
    workbook = workbook_for(bundle, language, answers(bundle.template, story))
    found = assess_content(workbook, Options(language=language))
    assert isinstance(found, ReadableAssessment)
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
def manufacturer(request: pytest.FixtureRequest, bundle: Bundle) -> Reviewed:
    book = book_of(bundle, request.param, "manufacturer")
    return book, book.answered(), request.param


def test_steps_are_those_of_the_assessment(bundle: Bundle, manufacturer: Reviewed) -> None:
    book, values, language = manufacturer
    shown = lines(book, values, TOP + 2, (WHAT, CHANGE, WHERE))
    steps = assessed(bundle, language, "manufacturer").next_step.steps
    assert 0 < len(steps) <= STEPS
    assert [line[2] for line in shown] == [step.cell for step in steps]
    assert all(line[1] for line in shown)


def test_what_must_be_reached_stands_beside_what_to_raise(bundle: Bundle, manufacturer: Reviewed) -> None:
    """The front line rejects it: from 1 to the floor, which no anchor of its own describes."""
    book, values, language = manufacturer
    catalog = bundle.catalogs[language]
    top = row_of(book, catalog.text("review.improvements")) + 2
    ((criterion, change, anchor),) = lines(book, values, top, (WHAT, CHANGE, WHO))
    assert criterion == catalog.label("criterion", "user_acceptance")
    assert change == f"1{catalog.text('text.arrow')}2"
    assert catalog.text("anchor.user_acceptance.1") in str(anchor)
    assert catalog.text("anchor.user_acceptance.3") in str(anchor)


def test_findings_are_those_of_a_check_with_links_to_their_cells(
    bundle: Bundle, manufacturer: Reviewed
) -> None:
    book, values, language = manufacturer
    top = row_of(book, bundle.catalogs[language].text("review.findings")) + 2
    shown = lines(book, values, top, (WHAT, UNTIL, WHERE, TRY))
    found = assessed(bundle, language, "manufacturer").findings
    assert len(found) >= 2
    assert [(line[0], str(line[1]).split()[-1], line[2], line[3]) for line in shown] == [
        (each.message, each.code, f"{each.sheet}!{each.cell}", each.hint) for each in found
    ]


def test_must_meets_that_fail_are_marked(bundle: Bundle, manufacturer: Reviewed) -> None:
    """By hand: the front line's rating is below its floor, and nobody had agreed a threshold."""
    book, values, _ = manufacturer
    cells = book.plan.sheet("review").cells
    names = [name for name in book.plan.names if name.startswith("pg_live_trial_")]
    marks = {name: book.shown(values, "review", book.plan.names[name].first[0], MET) for name in names}
    failing = {name.removeprefix("pg_live_trial_") for name, mark in marks.items() if mark == "✗"}
    assert failing == {"rating_user_acceptance", "question_acceptance_threshold"}
    assert sum(mark == "✓" for mark in marks.values()) == 7
    assert cells[book.plan.names[names[0]].first].free


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_tried_changes_the_decision_and_nothing_else(bundle: Bundle, language: str) -> None:
    """By hand: 5+4+5+5+4+4 = 27 with a yes and everything else in place is go."""
    catalog = bundle.catalogs[language]
    trials = {
        "rating_user_acceptance": RawCell("number", 4.0, None, "4"),
        "question_acceptance_threshold": RawCell("text", catalog.label("answer", "yes"), None, ""),
    }
    book = book_of(bundle, language, "manufacturer", **trials)
    values = book.answered()

    def side(result: str, when: str) -> object:
        return book.shown(values, "review", *book.plan.names[f"pg_live_{when}_{result}"].first)

    assert (side("total", "now"), side("total", "then")) == (24, 27)
    decisions = [side("decision", when) for when in ("now", "then")]
    assert decisions == [catalog.label("decision", code) for code in ("conditional", "go")]
    assert side("budget_high", "now") == side("budget_high", "then") != ""
    decided = book.plan.names["pg_out_decision"]
    assert book.shown(values, decided.sheet, *decided.first) == "conditional"


def test_without_functions_the_workbooks_own_lines_stay(bundle: Bundle) -> None:
    book = book_of(bundle, "en", "manufacturer")
    assert lines(book, book.first, TOP + 2, (WHAT,))
    for name, area in book.plan.names.items():
        if name.startswith("pg_live_then_"):
            assert book.shown(book.first, area.sheet, *area.first) == "", name
    top = row_of(book, bundle.catalogs["en"].text("review.findings")) + 2
    ((alone,),) = lines(book, book.first, top, (WHAT,))
    assert str(alone).startswith("The workbook alone.")
    by = book.plan.names["pg_live_by"]
    assert str(book.shown(book.first, by.sheet, *by.first)).startswith("The workbook alone.")


@pytest.mark.parametrize("tried", [NewValue("4"), NewValue(4), NewValue("a note of mine")])
def test_what_is_tried_is_no_answer_and_no_fault(bundle: Bundle, tried: NewValue) -> None:
    workbook = workbook_for(bundle, "en", answers(bundle.template, "consulting"), "office")
    plan = plan_of(bundle, "en", "office")
    package = Package.from_bytes(workbook)
    place = plan.names["pg_live_trial_rating_integration"].first
    part = next(s.part for s in read_workbook(package).sheets if s.title == plan.sheet("review").title)
    changed = replace_parts(package, {part: replace_cells(package.read(part), {place: tried})})
    before, after = (assess_content(each, Options()) for each in (workbook, changed))
    assert isinstance(before, ReadableAssessment)
    assert isinstance(after, ReadableAssessment)
    assert (before.answers, before.findings) == (after.answers, after.findings)
    assert after.outcome == "accepted"


def test_what_cannot_be_tried_is_said_and_the_present_stays(bundle: Bundle) -> None:
    book = book_of(bundle, "en", "manufacturer", rating_integration=RawCell("number", 9.0, None, "9"))
    values = book.answered()

    def shown(name: str) -> object:
        return book.shown(values, "review", *book.plan.names[name].first)

    assert (shown("pg_live_now_total"), shown("pg_live_then_total")) == (24, "")
    row, column = book.plan.names["pg_live_now_payback"].first
    assert "9 is not a rating" in str(book.shown(values, "review", row + 1, column - 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_tried_has_the_limits_of_the_answer(bundle: Bundle, language: str) -> None:
    plan = plan_of(bundle, language, "office")
    rules = {cell: rule for rule in validations(plan.sheet("review")) for cell in rule.cells}

    def rule(name: str) -> Validation:
        return rules[a1(plan.names[f"pg_live_trial_{name}"].first)]

    assert rule("rating_integration").formula1 == "pg_list_rating"
    assert rule("question_acceptance_threshold").formula1 == "pg_list_answer_choice"
    assert (rule("planned_cost_training").type, rule("planned_cost_training").formula1) == ("decimal", "0")
    assert all(each.error for each in rules.values())
    assert len(rules) == 14
