"""Several assessors of one engagement: where they differ, and the workbook in which they agree."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from pocgate_xl.errors import PocgateError
from pocgate_xl.exchange.comparison.agreed import agreed_merge, agreed_titles
from pocgate_xl.exchange.comparison.assessors import Assessors, assessors_of
from pocgate_xl.exchange.comparison.assessors_text import assessors_text
from pocgate_xl.exchange.comparison.consensus_book import ConsensusPage, consensus_book
from pocgate_xl.reports.layout import width_of
from pocgate_xl.reports.parts import Screen
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.lists.tables import Table, text_cell
from tests.exchange.exchanged import HOSTILE, answered, plain
from tests.portfolio.engagements import GATE, rated

FIRST, SECOND, THIRD = GATE.criterion_ids[:3]
ITEM, QUESTION = GATE.items[1].id, GATE.questions[0]


def judged(assessor: str, file: str = "a.xlsx", **answers: Any) -> dict[str, Any]:
    given = {f"pg_{name}": value for name, value in answers.items()}
    return plain(rated(4, id="A", assessor=assessor) | given, file)


@pytest.fixture
def assessors() -> Assessors:
    sato = judged("Sato", **{f"rating_{SECOND}": 2, f"note_{SECOND}": "two of ten use it"})
    tan = judged("Tan", **{f"rating_{SECOND}": 4, f"rating_{THIRD}": 5, f"status_{ITEM}": "in_progress"})
    return assessors_of([sato, tan, judged("Ito", **{f"question_{QUESTION}": "no"})], GATE)


def test_ratings_most_apart_come_first(assessors: Assessors) -> None:
    first, second, third = assessors.ratings[:3]
    assert (first.id, first.answers, first.spread) == (SECOND, (2, 4, 4), 2)
    assert first.notes == ("two of ten use it", "", "")
    assert (second.id, second.answers, second.spread) == (THIRD, (4, 5, 4), 1)
    assert (third.id, third.spread, third.differs, third.agreed) == (FIRST, 0, False, 4)


def test_items_and_questions_that_differ_come_first(assessors: Assessors) -> None:
    assert (assessors.items[0].id, assessors.items[0].answers) == (ITEM, ("done", "in_progress", "done"))
    assert [each.differs for each in assessors.items[1:]] == [False] * (len(GATE.items) - 1)
    assert (assessors.questions[0].id, assessors.questions[0].answers[-1]) == (QUESTION, "no")


def test_totals_are_a_range_and_decisions_are_counted(assessors: Assessors) -> None:
    """22 = 24 - 2, 25 = 24 + 1; the third one's no to a knock-out question outweighs 24 points."""
    assert [each.total for each in assessors.members] == [22, 25, 24]
    assert assessors.totals == (22, 25)
    assert sum(assessors.decisions.values()) == 3


def test_a_missing_rating_differs() -> None:
    blank = judged("Tan")
    del blank["answers"][f"pg_rating_{FIRST}"]
    found = assessors_of([judged("Sato"), blank], GATE)
    assert (found.ratings[0].id, found.ratings[0].answers, found.ratings[0].agreed) == (
        FIRST,
        (4, None),
        None,
    )


def test_assessors_without_a_name_are_called_by_their_files() -> None:
    found = assessors_of(
        [judged("", "x/one.xlsx"), judged("Tan", "two.xlsx"), judged("Tan", "three.xlsx")], GATE
    )
    assert [each.name for each in found.members] == ["one.xlsx", "Tan (two.xlsx)", "Tan (three.xlsx)"]


def test_workbooks_of_two_engagements_are_refused() -> None:
    with pytest.raises(PocgateError, match="different engagements: A, B"):
        assessors_of([judged("Sato"), plain(rated(id="B"))], GATE)


def test_the_text_names_what_to_talk_over_first(assessors: Assessors, bundle: Bundle) -> None:
    catalog = bundle.catalogs["en"]
    found = list(assessors_text(assessors, catalog))
    assert found[0] == "A"
    assert found[1].startswith("3 assessors · total 22 – 25 · ")
    at = found.index("Ratings that differ by two or more: 1")
    assert found[at + 1 : at + 5] == [
        f"  {catalog.label('criterion', SECOND)}",
        "    2  Sato  two of ten use it", "    4  Tan", "    4  Ito",
    ]  # fmt: skip
    assert found.index("Ratings that differ by one or are missing: 1") > at
    assert any(line.startswith("    In progress  Tan") for line in found)


def test_the_text_fits_a_terminal_and_is_inert(bundle: Bundle) -> None:
    found = assessors_of(
        [judged(HOSTILE * 3, **{f"rating_{FIRST}": 1, f"note_{FIRST}": HOSTILE * 9}), judged("伊藤" * 30)],
        GATE,
    )
    for language in ("en", "ja"):
        lines = list(assessors_text(found, bundle.catalogs[language], Screen(80)))
        assert max(map(width_of, lines)) <= 80
        assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_workbook_has_every_answer_and_a_drop_down_for_what_is_agreed(
    assessors: Assessors, bundle: Bundle, language: str
) -> None:
    catalog = bundle.catalogs[language]
    content = consensus_book(ConsensusPage(assessors, GATE, catalog), bundle)
    book = openpyxl.load_workbook(io.BytesIO(content))
    ratings, items = book.worksheets[:2]
    header = [cell.value for cell in ratings[4]][1:]
    assert header[1:4] == ["Sato", "Tan", "Ito"]
    assert [cell.value for cell in ratings[5]][1:7] == [catalog.label("criterion", SECOND), 2, 4, 4, 2, None]
    assert [rule.formula1 for rule in ratings.data_validations.dataValidation] == ["pg_list_rating"]
    assert items["F5"].value is None
    assert [str(rule.sqref).split()[0] for rule in items.data_validations.dataValidation] == ["F5"]
    assert {"pg_list_rating", "pg_list_status_choice", "pg_list_answer_choice"} <= set(book.defined_names)
    assert [cell.value for cell in book["pg_lists"]["A"]] == [5, 4, 3, 2, 1]
    for sheet in book.worksheets[:4]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert consensus_book(ConsensusPage(assessors, GATE, catalog), bundle) == content


def test_nine_assessors_still_have_room(bundle: Bundle) -> None:
    found = assessors_of([judged(f"Assessor {number}") for number in range(9)], GATE)
    content = consensus_book(ConsensusPage(found, GATE, bundle.catalogs["en"]), bundle)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[4]][2:11] == [f"Assessor {number}" for number in range(9)]


@pytest.mark.parametrize("name", ["Agreed", "合意", "PG_FIELD"])
def test_an_assessor_by_the_name_of_a_column_is_not_taken_for_it(bundle: Bundle, name: str) -> None:
    """What the meeting left blank stays blank, whatever the assessor called so has rated."""
    found = assessors_of([judged(name, **{f"rating_{FIRST}": 1}), judged("Tan")], GATE)
    catalogs = list(bundle.catalogs.values())
    page = ConsensusPage(found, GATE, bundle.catalogs["ja"], agreed_titles(catalogs))
    book = openpyxl.load_workbook(io.BytesIO(consensus_book(page, bundle)))
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=4, min_col=2)]
    assert lines[0][1] == f"{name} (評価者)"
    tables = [Table("評点", [(at, [_cell(each) for each in line]) for at, line in enumerate(lines)])]
    one = answered(rated(4, id="A"))
    assert agreed_merge(tables, catalogs, one, lambda _: bundle).edits == 0


def _cell(value: object) -> RawCell | None:
    if isinstance(value, int):
        return RawCell("number", float(value), None, str(value))
    return None if value is None else text_cell(value)
