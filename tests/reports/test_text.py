from __future__ import annotations

from dataclasses import replace

from pocgate_xl.core.assessment import Assessment, Finding
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.gate import assess
from pocgate_xl.core.loading import Bundle
from pocgate_xl.core.submission import Engagement, Submission
from pocgate_xl.reports.text import render

ERROR = Finding("PG201", "error", "Scorecard", "G9", "pg_rating_integration", "Bad.", "9", "1 to 5", "Mend.")


def told(bundle: Bundle, *assessments: Assessment, language: str = "en") -> list[str]:
    catalog: Catalog = bundle.catalogs[language]
    return "".join(map(str, render(assessments, lambda _: catalog, catalog))).splitlines()


def readable(bundle: Bundle, submission: Submission = Submission()) -> Assessment:  # noqa: B008
    return replace(assess(bundle.template, submission), file="a.xlsx")


def test_a_decided_workbook_is_one_line(bundle: Bundle) -> None:
    ratings = dict.fromkeys(bundle.template.criterion_ids, 5)
    submission = Submission(engagement=Engagement(id="ENG-1"), ratings=ratings)
    head, *_ = told(bundle, readable(bundle, submission))
    template = f"{bundle.template.id} {bundle.template.version}"
    assert head == f"accepted  a.xlsx  {template}  ENG-1  30  Recommended for production  Clear the checklist"


def test_while_ratings_are_missing_the_total_is_a_range(bundle: Bundle) -> None:
    assert "6–30" in told(bundle, readable(bundle))[0].split("  ")


def test_each_finding_says_where_and_each_kind_once_what_to_do(bundle: Bundle) -> None:
    twice = replace(readable(bundle), outcome="findings", findings=(ERROR, replace(ERROR, cell="G10")))
    lines = told(bundle, twice)
    assert lines[1:4] == [
        "  PG201  error  Scorecard!G9  Bad.",
        "         Mend.",
        "  PG201  error  Scorecard!G10  Bad.",
    ]


def test_the_summary_counts_files_and_findings(bundle: Bundle) -> None:
    bad = Assessment.unreadable("b.xlsx", None, (ERROR,))
    last = told(bundle, readable(bundle), bad, bad)[-1]
    expected = "Files 3: accepted 1, findings 0, unreadable 2. Findings: error 2, warning 0, note 0."
    assert last == expected


def test_no_text_of_a_file_steers_the_terminal_or_breaks_a_line(bundle: Bundle) -> None:
    hostile = "x\x1b]0;title\x07\n\u202e\ud800"
    finding = replace(ERROR, sheet=hostile, message=hostile, hint=hostile)
    submission = Submission(engagement=Engagement(id=hostile))
    assessment = replace(readable(bundle, submission), file=hostile, findings=(finding,))
    lines = told(bundle, assessment)
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)


def test_it_speaks_japanese(bundle: Bundle) -> None:
    lines = told(bundle, readable(bundle), language="ja")
    assert lines[0].startswith("合格  a.xlsx")
    assert lines[-1].startswith("ファイル 1件")
