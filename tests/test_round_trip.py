"""A submission says the same after another programme opened and saved it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.engines.engine import saved_by_libreoffice
from tests.engines.random_submissions import draw

OF_THE_FILE = ("file", "sha256")
ENGAGEMENTS = 4


def _full(bundle: Bundle, language: str, number: int) -> dict[str, Any]:
    """Answer every field validly; texts too, and rows of every table."""
    catalog = bundle.catalogs[language]
    drawn = draw(bundle.template, catalog, 300 + number, blanks=0.1 * number, faults=0)
    texts = {
        f.name: f"= {f.key} {number} “ä日本語” & <b>"
        for f in input_fields(bundle.template)
        if f.kind == "text"
    }
    rows = {
        block.name: [
            {field.part: f"{field.part} {k}" for field in block.columns if field.kind == "text"}
            for k in (1, 2)
        ]
        for block in blocks(bundle.template)
    }
    own = {"pg_engagement_id": f"RT-{number}", "pg_engagement_language": language}
    dates = {"pg_engagement_poc_start": "2024-01-05", "pg_engagement_assessment_date": "2024-01-20",
             "pg_start_date": "2024-02-29", "pg_committee_date": "2024-03-01",
             "pg_committee_next_review": "2024-06-01"}  # fmt: skip
    benefit = {"pg_engagement_annual_benefit_low": 10, "pg_engagement_annual_benefit_high": 20}
    figures = {
        f.name: 100 + number
        for f in input_fields(bundle.template)
        if f.group == "helper" and f.kind == "number"
    }
    return {**drawn.answers, **texts, **rows, **own, **dates, **benefit, **figures}


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_libreoffice_saves_a_submission_that_is_assessed_the_same(
    bundle: Bundle, language: str, tmp_path: Path
) -> None:
    files = []
    for number in range(ENGAGEMENTS):
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(workbook_for(bundle, language, _full(bundle, language, number)))
        files.append(file)
    for sent, saved in zip(files, saved_by_libreoffice(files, tmp_path), strict=True):
        before, after = (assessment_to_json(check_file(file)) for file in (sent, saved))
        complete = before["completeness"]["state"] == "complete"
        assert before["outcome"] == ("accepted" if complete else "incomplete"), before["findings"]
        assert _said(after) == _said(before)


def _said(assessment: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in assessment.items() if key not in OF_THE_FILE}
