from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.completeness import needed_fields
from pocgate_xl.core.decision import NextStep, Step
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Committee, Engagement, Submission
from pocgate_xl.reports import FORMATS
from pocgate_xl.templates.loader import Bundle

ERROR = Finding("PG201", "error", "Scorecard", "G9", "pg_rating_integration", "Bad.", "9", "1 to 5", "Mend.")


def report(bundle: Bundle, *assessments: Assessment, language: str = "en") -> list[str]:
    catalog: Catalog = bundle.catalogs[language]
    return "".join(map(str, FORMATS[0].render(assessments, lambda _: catalog, catalog))).splitlines()


def readable(bundle: Bundle, submission: Submission = Submission()) -> Assessment:  # noqa: B008
    return replace(assess(bundle.template, submission), file="a.xlsx")


def test_a_decided_workbook_is_one_line(bundle: Bundle) -> None:
    ratings = dict.fromkeys(bundle.template.criterion_ids, 5)
    submission = Submission(engagement=Engagement(id="ENG-1"), ratings=ratings)
    head, *_ = report(bundle, readable(bundle, submission))
    template = f"{bundle.template.id} {bundle.template.version}"
    needed = len(needed_fields(bundle.template))
    said = f"30  Recommended for production  Clear the checklist  6 of {needed} needed answers given"
    assert head == f"Accepted  a.xlsx  {template}  ENG-1  {said}"


@pytest.mark.parametrize(("language", "said"), [("en", "Committee: Rejected"), ("ja", "審査会：否決")])
def test_what_the_committee_decided_stands_behind_the_gates_decision(
    bundle: Bundle, language: str, said: str
) -> None:
    found = readable(bundle, Submission(committee=Committee(decision="rejected")))
    head = report(bundle, found, language=language)[0].split("  ")
    assert head[head.index(bundle.catalogs[language].label("decision", "incomplete")) + 1] == said


def test_while_ratings_are_missing_the_total_is_a_range(bundle: Bundle) -> None:
    assert "6–30" in report(bundle, readable(bundle))[0].split("  ")


def test_each_finding_says_where_and_each_kind_once_what_to_do(bundle: Bundle) -> None:
    twice = replace(readable(bundle), outcome="findings", findings=(ERROR, replace(ERROR, cell="G10")))
    lines = report(bundle, twice)
    assert lines[1:7] == [
        "  PG201  error  Scorecard!G9  Bad.",
        "         Found: 9",
        "         Expected: 1 to 5",
        "         Mend.",
        "  PG201  error  Scorecard!G10  Bad.",
        "         Found: 9",
    ]


def test_what_the_message_says_is_not_said_again(bundle: Bundle) -> None:
    said = replace(ERROR, message="9 is not a rating from 1 to 5.")
    placed = replace(ERROR, message="9 is wrong.", expected="The name at Scorecard!G9.")
    kind = replace(ERROR, message="This is a web page.", found="a web page", expected="")
    for finding in (said, placed, kind):
        lines = report(bundle, replace(readable(bundle), findings=(finding,)))
        assert lines[2:-1] == ["         Mend."]
    abroad = replace(kind, message="このファイルはWebページです。")
    assert "a web page" not in "".join(
        report(bundle, replace(readable(bundle), findings=(abroad,)), language="ja")
    )


@pytest.mark.parametrize(("enforced", "key"), [(True, "report.unmet"), (False, "report.concerns")])
def test_what_a_total_hides_stands_beside_the_verdict(bundle: Bundle, enforced: bool, key: str) -> None:
    floors = replace(bundle.template.floors, enforce=enforced)
    gate = replace(bundle, template=replace(bundle.template, floors=floors))
    ratings = dict.fromkeys(gate.template.criterion_ids, 5)
    first = gate.template.criterion_ids[0]
    for language, catalog in gate.catalogs.items():
        found = readable(gate, Submission(ratings=ratings | {first: 1}))
        assert isinstance(found, ReadableAssessment)
        head = report(gate, found, language=language)[0].split("  ")
        at = head.index(catalog.label("verdict", found.scorecard.verdict))
        assert head[at + 1] == catalog.text(key, names=catalog.label("criterion", first))


def test_a_knock_out_question_answered_no_stands_beside_the_verdict(bundle: Bundle) -> None:
    question = bundle.template.questions[0]
    gate = replace(bundle, template=replace(bundle.template, knock_out=(question,)))
    ratings = dict.fromkeys(gate.template.criterion_ids, 5)
    found = readable(gate, Submission(ratings=ratings, questions={question: False}))
    catalog = gate.default_catalog
    names = catalog.label("question", question)
    assert catalog.text("report.unmet", names=names) in report(gate, found)[0].split("  ")


def test_what_nobody_has_begun_is_one_line(bundle: Bundle) -> None:
    blank = replace(readable(bundle), outcome="not_started")
    template = f"{bundle.template.id} {bundle.template.version}"
    needed = len(needed_fields(bundle.template))
    line = f"Not filled in  a.xlsx  {template}  0 of {needed} needed answers given"
    assert report(bundle, blank)[:-1] == [line]


def test_the_summary_counts_files_and_findings(bundle: Bundle) -> None:
    bad = Assessment.unreadable("b.xlsx", None, (ERROR,))
    last = report(bundle, readable(bundle), bad, bad)[-1]
    expected = (
        "Files 3: Accepted 1, Not filled in 0, Incomplete 0, To be corrected 0, Unreadable 2. "
        "Findings: error 2, warning 0, note 0."
    )
    assert last == expected


def test_no_text_of_a_file_steers_the_terminal_or_breaks_a_line(bundle: Bundle) -> None:
    hostile = "x\x1b]0;title\x07\n\u202e\ud800"
    finding = replace(ERROR, sheet=hostile, message=hostile, hint=hostile)
    submission = Submission(engagement=Engagement(id=hostile))
    assessment = replace(readable(bundle, submission), file=hostile, findings=(finding,))
    lines = report(bundle, assessment)
    assert len(lines) == 5
    assert all(line.isprintable() for line in lines)


def test_it_speaks_japanese(bundle: Bundle) -> None:
    lines = report(bundle, readable(bundle), language="ja")
    assert lines[0].startswith("受理  a.xlsx")
    assert lines[-1].startswith("ファイル 1件")


def test_below_a_decision_stands_what_leads_on_with_whoever_is_asked(bundle: Bundle) -> None:
    owned = Step(
        "clear", "fallback", "pg_status_fallback", "8 Fallback", "Clear 8 Fallback (in progress)",
        owner="Ops", due=date(2026, 9, 30), sheet="Checklist", cell="E13",
    )  # fmt: skip
    assessment = readable(bundle)
    assert isinstance(assessment, ReadableAssessment)
    step = replace(assessment.next_step, target="go", steps=(owned,) * 6)
    lines = report(bundle, replace(assessment, next_step=step))
    line = "           Clear 8 Fallback (in progress)  Ops  by 2026-09-30  Checklist!E13"
    assert lines[1:7] == ["         To reach “Go”:", *[line] * 4, "           and 2 more"]


def test_what_is_wrong_comes_before_what_leads_on(bundle: Bundle) -> None:
    step = Step("rate", "integration", "pg_rating_integration", "Integration", "Rate Integration")
    assessment = readable(bundle)
    assert isinstance(assessment, ReadableAssessment)
    faulty = replace(
        assessment, outcome="findings", findings=(ERROR,), next_step=NextStep(None, steps=(step,))
    )
    assert not any("Rate Integration" in line for line in report(bundle, faulty))
