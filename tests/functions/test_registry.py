"""Every function against the core, and every kind of odd input against its defined answer."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl import __version__
from pocgate_xl.core.scorecard import score
from pocgate_xl.functions import call_context, registry
from pocgate_xl.functions.registry import FUNCTIONS, CellProblem, Function, FunctionProblem, call
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.text_checks import template_ids
from tests.core.strategies import built_in, ratings

NOUNS: Mapping[str, Function] = {function.noun: function for function in FUNCTIONS}
WANTED = {
    "TOTAL", "RANGE", "VERDICT", "IMPROVEMENTS", "CONCERNS", "COMPLETENESS", "OPEN_ITEMS", "DECISION",
    "NEXT_STEP", "MULTIPLIER", "COST", "COST_TOTAL", "RULE_OF_THUMB", "CAUSE", "ROADMAP", "KPI_RATING",
    "COST_RATING", "SCORES", "VERSION",
}  # fmt: skip
GOOD = [5, 5, 5, 5, 5, 3]
DONE = ["done"] * 15


def asked(noun: str, **arguments: object) -> Any:
    """Return what a call gives, in codes unless it asks for a language."""
    return call(NOUNS[noun], {"language": "code", **arguments})


def beside(noun: str, **arguments: object) -> Any:
    """Return what a call gives as live sheets ask, whose own formulas stand beside."""
    return call(NOUNS[noun], {"template": f"{built_in().id} {built_in().version}", **arguments})


def problem(noun: str, **arguments: object) -> str:
    with pytest.raises(FunctionProblem) as raised:
        asked(noun, **arguments)
    return str(raised.value)


def in_order(given: Mapping[str, int | None]) -> list[int | None]:
    return [given[id_] for id_ in built_in().criterion_ids]


def test_every_wanted_function_is_there_once() -> None:
    assert set(NOUNS) >= WANTED
    assert len(NOUNS) == len(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_help_fits_the_function_wizard_in_every_language(bundle: Bundle, function: Function) -> None:
    for catalog in bundle.catalogs.values():
        texts = [function.help_text(catalog), *(each.help_text(catalog) for each in function.arguments)]
        assert all(0 < len(text) <= 255 for text in texts)


def test_no_help_belongs_to_nothing(bundle: Bundle) -> None:
    keys = {key for key in bundle.default_catalog.texts if key.startswith("function.argument.")}
    assert keys == {argument.help for function in FUNCTIONS for argument in function.arguments}
    helps = {key for key in bundle.default_catalog.texts if re.fullmatch(r"function\.[A-Z_]+\.help", key)}
    assert helps == {function.help for function in FUNCTIONS}


@given(ratings(built_in()))
def test_ratings_give_what_the_core_gives(given: dict[str, int | None]) -> None:
    card, cells = score(built_in(), given), [in_order(given)]
    assert asked("TOTAL", ratings=cells) == card.total
    assert asked("RANGE", ratings=cells) == [list(card.range)]
    assert asked("VERDICT", ratings=cells) == card.verdict
    assert asked("CONCERNS", ratings=cells) == (", ".join(card.concerns) or None)
    rows = [[row.criterion, row.rating, row.needed] for row in card.improvements]
    assert beside("IMPROVEMENTS", ratings=cells) == (rows or [[None, None, None]])
    row = [card.total, *card.range, card.verdict, ", ".join(card.concerns) or None]
    assert beside("SCORES", ratings=cells) == [row]


@given(st.lists(ratings(built_in()), min_size=1, max_size=30))
def test_a_table_is_scored_row_by_row(engagements: list[dict[str, int | None]]) -> None:
    table = [[None if each is None else float(each) for each in in_order(row)] for row in engagements]
    assert asked("SCORES", ratings=table) == [asked("SCORES", ratings=row)[0] for row in table]


def test_a_bad_row_spoils_no_other() -> None:
    rows = asked("SCORES", ratings=[GOOD, [9, 1, 1, 1, 1, 1], GOOD])
    assert rows[0] == rows[2] == [28, 28, 28, "production", None]
    assert rows[1] == ["Business KPI improvement: 9 is not a rating from 1 to 5", None, None, None, None]


SHAPES = {
    "a row": GOOD,
    "a row of a block": [GOOD],
    "a column": [[cell] for cell in GOOD],
    "a block": [GOOD[:3], GOOD[3:]],
    "tuples": tuple((cell,) for cell in GOOD),
    "floats": [float(cell) for cell in GOOD],
    "texts": [str(cell) for cell in GOOD],
    "full-width digits": ["５", "５", "５", "５", "５", "３"],
    "spaces around": [" 5 ", "5\u3000", "5", "5", "5", "3"],
}


@pytest.mark.parametrize("cells", SHAPES.values(), ids=SHAPES)
def test_shapes_and_spellings_that_mean_the_same(cells: object) -> None:
    assert asked("TOTAL", ratings=cells) == 28


BLANKS = {"None": None, "empty text": "", "spaces": "  ", "hidden characters": "\u200b"}


@pytest.mark.parametrize("cell", BLANKS.values(), ids=BLANKS)
def test_blank_cells_are_not_given(cell: object) -> None:
    assert asked("TOTAL", ratings=[*GOOD[:5], cell]) == 25
    assert asked("VERDICT", ratings=[*GOOD[:5], cell]) == "incomplete"


ODD = {
    "TRUE": (True, "TRUE cannot be read as a number"),
    "a word": ("five", "five cannot be read as a number"),
    "a percentage": ("5%", "5% cannot be read as a number"),
    "a thousand or a fraction": ("1.234", "1.234 cannot be read as a number"),
    "zero": (0, "0 is not a rating from 1 to 5"),
    "six": (6, "6 is not a rating from 1 to 5"),
    "a half": (3.5, "3.5 is not a rating from 1 to 5"),
    "negative": (-1, "-1 is not a rating from 1 to 5"),
    "a date": (date(2026, 4, 1), "2026-04-01 cannot be read as a number"),
    "a moment": (datetime(2026, 4, 1, 12), "2026-04-01 cannot be read as a number"),
    "an error": (CellProblem("#DIV/0!"), "the cell contains the error #DIV/0!"),
    "the text of an error": ("#N/A", "the cell contains the error #N/A"),
    "not a number": (math.nan, "the cell contains the error #NUM!"),
    "infinite": (math.inf, "the cell contains the error #NUM!"),
    "beyond any cell": (10**400, "the cell contains the error #NUM!"),
    "an object": (object(), "the cell contains the error #VALUE!"),
}


@pytest.mark.parametrize(("cell", "message"), ODD.values(), ids=ODD)
def test_a_cell_that_is_no_rating_is_told_with_its_criterion(cell: object, message: str) -> None:
    assert problem("TOTAL", ratings=[*GOOD[:5], cell]) == f"Executive investment readiness: {message}"


def total_or_problem(row: list[Any]) -> object:
    try:
        return asked("TOTAL", ratings=row)
    except FunctionProblem as raised:
        return str(raised)


def test_a_table_tells_what_is_no_rating_as_one_row_does() -> None:
    """Rows of plain numbers go a shorter way, and no row may be taken for another."""
    for cell in (1, 1.0, True, "1", "１", None, "", 0, 6.0, 2.5, 1e308, math.nan, 10**400):
        row = [*GOOD[:5], cell]
        assert asked("SCORES", ratings=[GOOD, row])[1][0] == total_or_problem(row)


def test_a_wrong_number_of_cells_is_told() -> None:
    assert problem("TOTAL", ratings=[1, 2]) == "ratings: 6 cells are needed, not 2"
    assert problem("TOTAL") == "ratings: 6 cells are needed, not 1"
    assert problem("SCORES", ratings=[[1, 2], [3, 4]]) == "ratings: 6 columns are needed, not 2"
    assert problem("COST", costs=[1]) == "costs: 4 / 5 cells are needed, not 1"


def test_one_cell_is_one_cell() -> None:
    assert problem("VERDICT", ratings=GOOD, language=["en", "ja"]) == "language: one cell is needed"
    assert asked("VERDICT", ratings=GOOD, language=[["en"]]) == "Recommended for production"
    assert problem("MULTIPLIER", category=None) == "category is missing"


@pytest.mark.parametrize("number", [1, 1.0])
def test_a_number_is_told_alike_whatever_its_kind(number: float) -> None:
    assert problem("VERDICT", ratings=GOOD, language=number) == "language: 1 is not one of en / ja / code"
    assert problem("VERSION", template=number) == "Template 1 is not available"


def test_hidden_characters_and_long_texts_are_quoted_harmlessly() -> None:
    message = problem("TOTAL", ratings=[*GOOD[:5], "\u202e" + "x" * 1000])
    assert "\\u202e" in message
    assert len(message) <= 255


STATUSES = {"codes": "done", "labels": "Done", "another language": "完了", "spelled otherwise": "ｄｏｎｅ "}


@pytest.mark.parametrize("status", STATUSES.values(), ids=STATUSES)
def test_statuses_are_codes_or_labels_of_any_language(status: str) -> None:
    assert asked("COMPLETENESS", statuses=[status] * 15) == 1.0


def test_completeness_is_of_all_or_of_one_group() -> None:
    cells = ["done"] * 4 + [None] * 6 + ["in_progress"] * 5
    assert asked("COMPLETENESS", statuses=cells) == pytest.approx(4 / 15)
    assert asked("COMPLETENESS", statuses=cells, group="Technical") == 0.8
    assert asked("PROGRESS", statuses=cells, group="operations") == [[0, 5]]
    assert asked("PROGRESS", statuses=cells, language="en")[:2] == [["All items", 4, 15], ["Technical", 4, 5]]
    assert asked("OPEN_ITEMS", statuses=cells, group="技術")[0][0] == 5
    assert asked("OPEN_ITEMS", statuses=DONE) == [[None, None]]
    assert problem("COMPLETENESS", statuses=["later", *DONE[1:]]).endswith("Done / In progress / Not started")


def test_the_next_step_is_said_in_words(bundle: Bundle) -> None:
    low = [3, 3, 3, 3, 3, 1]
    assert asked("DECISION", ratings=low, statuses=DONE) == "hold"
    assert asked("NEXT_STEP", ratings=low, statuses=DONE) == (
        "Raise Executive investment readiness from 1 to 3"
    )
    shown = {"answers": ["yes"] * 3, "evidence": ["wiki"] * 15}
    nothing = asked("NEXT_STEP", ratings=GOOD, statuses=DONE, **shown)
    assert nothing == "Nothing is open: proceed to production."
    some = ["done"] * 3 + [None] + ["done"] * 11
    assert asked("NEXT_STEP", ratings=GOOD, statuses=some, **shown) == "Clear items 4"
    japanese = bundle.catalogs["ja"]
    first = japanese.label("criterion", bundle.template.criterion_ids[0])
    said = asked("NEXT_STEP", ratings=[None, *GOOD[1:]], statuses=some, language="ja")
    assert said == japanese.text("function.step.rate", criterion=first)


def test_money_is_exact_and_may_be_typed_as_people_do() -> None:
    cells = ["30,000", "￥1,000,000", "２０００００", None]
    assert asked("COST", costs=cells, category="開発費") == [[3_000_000, 5_000_000]]
    assert asked("COST", costs=[0.1, 0, 0, 0], category="infrastructure") == [[0.3, 0.6]]
    assert asked("COST", costs=[*cells, ""], category="operations") == [[820_000, 2_460_000]]
    assert asked("COST", costs=cells)[4] == ["operations", 820_000, 2_460_000]
    assert beside("COST_TOTAL", costs=[None, 1, 1, None], sum_of="run_rate") == [[None, None]]
    assert (
        problem("COST_TOTAL", costs=[None, 1, 1, None], sum_of="run_rate") == "Needed as well: Infrastructure"
    )
    assert problem("COST", costs=[*cells, 5]) == "Operations has no PoC cost"
    assert problem("COST", costs=[-1, 1, 1, 1]) == "Infrastructure: -1 is less than 0"
    assert problem("COST", costs=["$5", 1, 1, 1]) == "Infrastructure: $5 cannot be read as a number"


def test_another_currency_needs_its_rate() -> None:
    costs = [300, 10_000, 2_000, None]
    missing = problem("COST", costs=costs, category="training", currency_code="USD")
    assert missing == "Needed as well: exchange_rate"
    converted = asked("COST", costs=costs, category="training", currency_code="USD", exchange_rate=160)
    assert converted == [[3125, 12500]]
    assert "not one of JPY" in problem("COST", costs=costs, currency_code="XXX")


def test_a_planned_amount_replaces_a_reference() -> None:
    plans = [None, None, None, 700_000, None]
    assert asked("COST", costs=[1, 1, 1, None], category="training", planned=plans) == [[700_000, 700_000]]


def test_the_rule_of_thumb_needs_the_months_of_the_poc() -> None:
    costs = [30_000, 1_000_000, 200_000, 0]
    assert problem("RULE_OF_THUMB", costs=costs) == "Needed as well: months"
    assert problem("POC_INVESTMENT", costs=[30_000, None, 1, None]) == "Needed as well: Development, months"
    assert asked("RULE_OF_THUMB", costs=[None] * 4) == beside("RULE_OF_THUMB", costs=costs) == [[None] * 4]
    assert asked("RULE_OF_THUMB", costs=costs, months="3")[0][3] == "within"
    assert asked("POC_INVESTMENT", costs=costs, months=3) == 1_290_000
    assert problem("RULE_OF_THUMB", costs=costs, months=0) == "PoC length (months): 0 is out of range"


def test_multipliers_are_those_of_the_template() -> None:
    assert asked("MULTIPLIER", category="operations") == [[0.2, 0.3]]
    assert asked("MULTIPLIER", category="Infrastructure") == [[3, 6]]
    assert asked("MULTIPLIER", category="training") == [[None, None]]


def test_causes_are_diagnosed_one_or_all() -> None:
    every = asked("CAUSE", ratings=GOOD, statuses=DONE, answers=["Yes", "はい", "yes"])
    assert [row[0] for row in every] == [cause.id for cause in built_in().causes]
    asked_for = {"ratings": GOOD, "statuses": DONE, "cause": "missing_operations"}
    assert asked("CAUSE", **asked_for, evidence=["wiki"] * 15) == [["low", 0.0]]
    assert asked("CAUSE", **asked_for) == [["high", pytest.approx(4 / 6)]]  # done, as nothing shows
    no = ["yes", "yes", "no"]
    assert asked("CAUSE", ratings=[5] * 6, statuses=DONE, answers=no, cause="weak_commitment") == [
        ["high", 0.5]
    ]
    assert asked("CAUSE", ratings=[None] * 6, statuses=DONE, cause="weak_commitment") == [["unknown", None]]


DAYS = {
    "a date": date(2026, 4, 1), "a moment": datetime(2026, 4, 1, 9), "a serial": 46113, "ISO": "2026-04-01",
    "an era": "令和8年4月1日", "slashes": "2026/4/1",
}  # fmt: skip


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_dates_are_read_in_every_form(day: object) -> None:
    first = asked("ROADMAP", start=day, phase_months=[2, 2, 3])[0]
    assert first == ["mvp", date(2026, 4, 1), date(2026, 5, 31), True]


def test_doubtful_dates_are_told() -> None:
    assert (
        problem("ROADMAP", start="3/4/26", phase_months=[1, 2, 3]) == "start: 3/4/26 cannot be read as a date"
    )
    assert problem("ROADMAP", start=True, phase_months=[1, 2, 3]) == "start: TRUE cannot be read as a number"


def test_suggested_ratings() -> None:
    assert asked("KPI_RATING", target=100, actual=120, direction="higher") == 5
    assert asked("KPI_RATING", target=100, actual=120, direction="lower") == 1
    assert asked("KPI_RATING", target=100, actual=120) == 5  # higher is better unless said otherwise
    assert beside("KPI_RATING", target=100, actual=120) is None  # as the workbook's own formula has it
    assert problem("KPI_RATING", actual=120, direction="higher") == "Needed as well: target"
    assert asked("KPI_RATING") is asked("COST_RATING") is None
    assert problem("KPI_RATING", target=0, actual=120, direction="higher") == "The target must not be 0"
    assert asked("COST_RATING", estimate=100, actual=115) == 4
    assert asked("COST_RATING", cannot_estimate="はい") == 1
    assert problem("COST_RATING", estimate=-1, actual=1) == "The estimate must be above 0"
    wrong = problem("KPI_RATING", target=1, actual=1, criterion="data_quality")
    assert wrong == "Data quality stability has no rating helper of this kind"


def test_language_turns_codes_into_words_and_messages(bundle: Bundle) -> None:
    assert asked("VERDICT", ratings=GOOD) == "production"
    japanese = bundle.catalogs["ja"]
    assert asked("VERDICT", ratings=GOOD, language="日本語") == japanese.label("verdict", "production")
    message = problem("TOTAL", ratings=[9, *GOOD[1:]], language="ja")
    label = japanese.label("criterion", bundle.template.criterion_ids[0])
    assert message == japanese.text("function.problem.no_rating", label=label, found=9, low=1, high=5)
    assert problem("TOTAL", ratings=GOOD, language="fr") == "language: fr is not one of en / ja / code"


def test_words_are_the_hosts_where_a_call_asks_for_none(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(host: str = "", **asked: object) -> Any:
        return call(NOUNS["VERDICT"], {"ratings": GOOD, **asked}, host)

    english, japanese = (bundle.catalogs[tag].label("verdict", "production") for tag in ("en", "ja"))
    assert said() == said("en") == said("fr") == said("ja", language="en") == english
    assert (
        said("ja")
        == said(language="ja-JP")
        == said(language="JA")
        == said(language="ja_JP.UTF-8")
        == japanese
    )
    monkeypatch.setenv(call_context.LANGUAGE_VARIABLE, "ja")
    assert said() == japanese
    assert said("en") == english


def test_codes_are_given_to_who_asks_for_them_or_names_a_version() -> None:
    """Live sheets of earlier releases ask without a language and compare codes."""
    exact = f"{built_in().id} {built_in().version}"
    for asked_for in (
        {"language": "code"},
        {"language": "CODE"},
        {"language": "コード"},
        {"template": exact},
    ):
        assert call(NOUNS["VERDICT"], {"ratings": GOOD, **asked_for}, "ja") == "production"
    named = {"ratings": GOOD, "template": built_in().id}
    assert call(NOUNS["VERDICT"], named) == "Recommended for production"
    told = {"ratings": [9, *GOOD[1:]], "template": exact}
    with pytest.raises(FunctionProblem, match="は1～5の評点ではありません"):
        call(NOUNS["TOTAL"], told, "ja")


def test_template_is_named_by_id_and_version() -> None:
    version = built_in().version
    assert asked("VERSION", template=f"{built_in().id} {version}").startswith(f"pocgate {__version__}")
    assert problem("VERSION", template="poc_gate 9.9.9") == "Template poc_gate 9.9.9 is not available"
    assert problem("VERSION", template=CellProblem("#REF!")) == "template: the cell contains the error #REF!"


def test_templates_of_ones_own_are_named_by_the_operator_never_by_a_cell(
    template_copy: Path, edit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("template.toml", f'version = "{built_in().version}"', 'version = "9.7.0"')
    assert problem("VERSION", template=str(template_copy)).startswith("Template ")
    monkeypatch.setenv(call_context.TEMPLATES_VARIABLE, str(template_copy))
    assert asked("VERSION", template="poc_gate 9.7.0").endswith("poc_gate 9.7.0")


def test_a_fault_of_ours_is_one_short_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("secret")

    broken = Function("BROKEN", fail, ())
    with pytest.raises(FunctionProblem, match="A fault in pocgate: ZeroDivisionError"):
        call(broken, {})


def test_the_catalogue_needs_the_standard_library_alone() -> None:
    heavy = ("xlwings", "openpyxl", "pandas", "numpy", "ironcalc", "pyopenvba")
    code = f"import sys, {registry.__name__}; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_no_argument_has_the_name_of_something_in_the_template(bundle: Bundle) -> None:
    names = {argument.name for function in FUNCTIONS for argument in function.arguments}
    assert names.isdisjoint(template_ids(bundle.template))


def test_rules_are_loaded_by_the_functions_that_need_them_alone() -> None:
    """Every host imports the declarations before its first answer."""
    code = (
        "import sys; import pocgate_xl.functions.registry; "
        "sys.exit(any(name.startswith('pocgate_xl.rules.review') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
