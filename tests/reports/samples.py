"""Assessments that reports are made from, and the reports, without any workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pocgate_xl.batch import own_catalog
from pocgate_xl.core.assessment import Assessment, Finding, ReadableAssessment
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Engagement, Submission
from pocgate_xl.reports import FORMATS, ReportFormat, encoded
from pocgate_xl.reports.parts import part_of
from pocgate_xl.templates.loader import Bundle

ERROR = Finding(
    "PG201", "error", "Scorecard", "G7", "pg_rating_integration", "Rating: “7” is not a valid rating.",
    "7", "A whole number from 1 to 5.", "Choose a rating from the list.",
)  # fmt: skip
WARNING = Finding(
    "PG202", "warning", "Scorecard", "G5", "pg_rating_kpi", "The rating is missing.", hint="Rate it."
)
NOTE = Finding(
    "PG304", "note", "Checklist", "H8", message="The item was due on 2026-05-08.", found="2026-05-08"
)
HOSTILE = (
    "=1+1", "@SUM(1)", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- x",
    "[a](//x)", "@somebody #1 http://x.test", "| a | b |", "``` x", "\u202egnp.exe", "a\nb",
    "a\ud83d_xD800_b", "{label} %s $1",
)  # fmt: skip
"""What somebody may write wherever something can be written."""


def form_of(name: str) -> ReportFormat:
    return next(form for form in FORMATS if form.name == name)


def rated(bundle: Bundle, ratings: int = 4) -> Submission:
    """Return answers in which every criterion has the same rating."""
    criteria = bundle.template.criterion_ids
    whose = Engagement(id="ENG-1", organization="Acme", poc_name="Sorting", revision=2, language="en")
    return Submission(engagement=whose, ratings=dict.fromkeys(criteria, ratings))


@lru_cache(maxsize=4)
def _assessed(bundle: Bundle) -> ReadableAssessment:
    return assess(bundle.template, rated(bundle))


def found(bundle: Bundle, file: str = "in/a.xlsx", *findings: Finding, **changes: Any) -> Assessment:
    """Return the assessment of a file that was read."""
    errors = any(each.severity == "error" for each in findings)
    outcome = "findings" if errors else "incomplete"
    made = _assessed(bundle)
    return replace(
        made, **{"file": file, "outcome": outcome, "findings": findings, "language": "en", **changes}
    )


def hostile(bundle: Bundle) -> list[Assessment]:
    """Return a file for each hostile text, which stands in every field of it."""
    made = []
    for text in HOSTILE:
        finding = replace(
            ERROR, sheet=text, cell=text, field=text, message=text, found=f"{text}!", expected=text, hint=text
        )
        whose = Engagement(id=text, organization=text, poc_name=text)
        made.append(found(bundle, f"in/{text}.xlsx", finding, engagement=whose))
    return made


def report(name: str, assessments: Iterable[Assessment], language: str = "en", **setting: Any) -> bytes:
    """Return a report in one language."""
    form, catalog = form_of(name), own_catalog(language)
    if not setting:
        return b"".join(map(encoded, form.render(assessments, lambda _: catalog, catalog)))
    render = __import__(form.path, fromlist=["x"]).render_part
    parts = (part_of(render(each, catalog), each) for each in assessments)
    return b"".join(map(encoded, form.assembler(**setting)(parts, catalog)))
