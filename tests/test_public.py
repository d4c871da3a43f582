"""The public face: its names, and every example that the docs and docstrings print."""

from __future__ import annotations

import doctest
import inspect
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pytest

import pocgate_xl as pg
from pocgate_xl.errors import AnswerError, FillError, OutputError, PocgateError

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "how-to" / "python.md"
PAGES = [
    page for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")) if ">>> " in page.read_text("utf-8")
]
FLAGS = doctest.ELLIPSIS
PUBLIC = {
    "load_template",
    "check",
    "check_many",
    "score",
    "tally",
    "project_costs",
    "new",
    "fill",
    "to_frame",
}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def failures(text: str, name: str) -> list[str]:
    """Run the examples of a text; return what was not as printed."""
    lines: list[str] = []
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    assert test.examples
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=lines.append)
    return lines


def test_the_public_names_are_those_that_others_rely_on() -> None:
    assert set(pg.__all__) == PUBLIC
    assert list(pg.__all__) == sorted(pg.__all__)
    assert set(re.findall(r"^\| `pg\.(\w+)\(", PAGE.read_text("utf-8"), re.MULTILINE)) == PUBLIC


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_print_what_it_says(page: Path) -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert failures("\n".join(blocks), page.name) == []


def test_every_public_name_is_used_in_an_example() -> None:
    code = "".join(re.findall(r"^```pycon\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
    assert {name for name in PUBLIC if f"pg.{name}(" not in code} == set()


@pytest.mark.parametrize("name", ["new", "fill"])
def test_the_examples_of_a_docstring_print_what_it_says(name: str) -> None:
    assert failures(inspect.getdoc(getattr(pg, name)) or "", name) == []


def test_values_of_every_type_reach_the_workbook(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "id": "A/1", "poc_start": date(2026, 4, 1), "poc_months": numpy.float64(1.5),
        "employees": numpy.int64(40),
        "annual_benefit_low": Decimal("3E+7"), "annual_benefit_high": 4e7, "sponsor": None,
    }  # fmt: skip
    file = pg.new(given, tmp_path / "out")
    assert file == tmp_path / "out" / "A_1.xlsx"
    answers = pg.check(file).answers or {}
    assert {key: answers.get(f"pg_engagement_{key}") for key in given} == {
        "id": "A/1", "poc_start": date(2026, 4, 1), "poc_months": Decimal("1.5"), "employees": 40,
        "annual_benefit_low": 30_000_000, "annual_benefit_high": 40_000_000, "sponsor": None,
    }  # fmt: skip


@pytest.mark.parametrize(("more", "language"), [({}, "ja"), ({"language": "en"}, "en")])
def test_the_engagements_own_language_outranks_that_of_the_call(more: dict[str, str], language: str) -> None:
    assert pg.check(pg.new({"id": "E", **more}, ".", language="ja")).language == language


@pytest.mark.engine
def test_the_template_may_be_a_folder_and_the_edition_live(template_copy: Path) -> None:
    assert pg.new({"id": "E"}, ".", template=template_copy, live="office").name == "E.xlsx"


def test_functions_that_formulas_can_express_are_put_into_the_workbook_where_they_are_asked_for() -> None:
    plain, more = pg.new({"id": "E"}, "."), pg.new({"id": "L"}, ".", lambdas=True)
    assert more.stat().st_size > plain.stat().st_size + 5_000
    assert pg.check(more).findings == pg.check(plain).findings == ()


@pytest.mark.parametrize(
    ("engagement", "options", "message"),
    [
        ({"id": "E", "organisation": "x"}, {}, r"organisation. It has id, organization"),
        ({"id": "E", "poc_months": "two"}, {}, "poc_months: “two” cannot be read as a number"),
        ({"id": "E", "employees": True}, {}, "employees: True is not a value"),
        ({"organization": "x"}, {}, "the id of the engagement is missing"),
        ({"id": "E"}, {"language": "xx"}, "'xx'. It has en, ja"),
        ({"id": "E"}, {"live": "macro"}, "'macro'. There are none, classic, office"),
    ],
)
def test_what_cannot_be_taken_raises_with_what_can_and_writes_nothing(
    tmp_path: Path, engagement: dict[str, Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(AnswerError, match=message):
        pg.new(engagement, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_workbook_with_answers_is_never_replaced_and_a_blank_one_only_when_forced(tmp_path: Path) -> None:
    file = pg.new({"id": "E"}, tmp_path)
    with pytest.raises(OutputError, match="already exists"):
        pg.new({"id": "E"}, tmp_path)
    assert pg.new({"id": "E", "sponsor": "S"}, tmp_path, force=True) == file
    content = pg.fill(file, {"pg_rating_integration": 4}, tmp_path / "filled.xlsx").read_bytes()
    file.write_bytes(content)
    with pytest.raises(OutputError, match="contains answers"):
        pg.new({"id": "E"}, tmp_path, force=True)
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        ({"select": "PG3, PG202"}, {"PG202", "PG301", "PG302"}),
        ({"select": ["PG3"], "ignore": ["pg302"]}, {"PG301"}),
    ],
)
def test_a_check_reports_the_rules_that_are_asked_for(
    tmp_path: Path, policy: dict[str, Any], found: set[str]
) -> None:
    file = pg.fill(pg.new({"id": "E"}, tmp_path), {"pg_status_security": "done"}, tmp_path / "f.xlsx")
    assert {each.code for each in pg.check(file, **policy).findings} == found
    graver = pg.check(file, **policy, severity={"pg301": "error"})
    assert {each.severity for each in graver.findings if each.code == "PG301"} == {"error"}
    assert (pg.check(file, **policy).outcome, graver.outcome) == ("incomplete", "findings")


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"select": ["PG999"]}, "select: there is no rule 'PG999'"),
        ({"ignore": "PG117"}, "ignore: PG117 cannot be ignored"),
        ({"severity": {"PG301": "grave"}}, "severity: 'grave' is not a severity"),
    ],
)
def test_a_rule_that_cannot_be_asked_for_is_named_with_its_argument(policy: Any, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        pg.check("missing.xlsx", **policy)


def test_errors_speak_of_arguments_not_of_options(tmp_path: Path) -> None:
    blank = pg.new({"id": "E"}, tmp_path)
    filled = pg.fill(blank, {}, tmp_path / "f.xlsx")
    calls = (
        lambda: pg.new({"id": "E"}, tmp_path),
        lambda: pg.fill(blank, {}, blank),
        lambda: pg.fill(blank, {}, filled),
        lambda: pg.load_template("missing"),
        lambda: pg.check(blank, select="PG999"),
    )
    for call in calls:
        with pytest.raises(PocgateError) as raised:
            call()
        assert " --" not in str(raised.value)


def test_filling_takes_numbers_of_every_library(tmp_path: Path) -> None:
    values: dict[str, Any] = {
        "pg_rating_integration": numpy.int64(4), "pg_poc_cost_development": numpy.float64(2.5),
    }  # fmt: skip
    answers = pg.check(pg.fill(pg.new({"id": "E"}, tmp_path), values, tmp_path / "f.xlsx")).answers
    assert answers
    assert (answers["pg_rating_integration"], answers["pg_poc_cost_development"]) == (4, Decimal("2.5"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"pg_ratings_integration": 4},
            r"not an input of .*\(did you mean .*pg_rating_integration",
        ),
        ({"pg_rating_integration": 6}, "must be at most 5"),
        ({"pg_rating_integration": True}, "expected a number"),
        ({"pg_status_security": "Done"}, "expected one of .*done"),
    ],
)
def test_filling_names_what_was_wrong_and_writes_nothing(
    tmp_path: Path, values: dict[str, Any], message: str
) -> None:
    blank, out = pg.new({"id": "E"}, tmp_path), tmp_path / "f.xlsx"
    with pytest.raises(FillError, match=message):
        pg.fill(blank, values, out)
    assert not out.exists()
    with pytest.raises(OutputError):
        pg.fill(blank, {}, blank, force=True)
