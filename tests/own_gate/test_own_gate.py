"""The whole path works for a gate that nobody wrote Python for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.core.assessment import Assessment, ReadableAssessment
from pocgate_xl.templates.loader import Bundle, load_bundle
from tests.engines.engine import IroncalcWorkbook, differing
from tests.engines.random_submissions import draw, shares
from tests.own_gate.changed_gate import NEW_LANGUAGE, own_gate


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_gate(tmp_path_factory.mktemp("gates"))


@pytest.fixture(scope="module")
def own(gate: Path) -> Bundle:
    return load_bundle(gate)


def _all_done(own: Bundle, rating: int) -> dict[str, object]:
    """Answer everything that the decision rests on."""
    template = own.template
    values: dict[str, object] = {f"pg_rating_{id_}": rating for id_ in template.criterion_ids}
    for item in template.items:
        values |= {f"pg_status_{item.id}": "done", f"pg_evidence_{item.id}": f"report {item.id}"}
    values |= {"pg_poc_cost_licences": 100000, "pg_engagement_poc_months": 6}
    values |= {f"pg_question_{id_}": "yes" for id_ in own.template.questions}
    return values


@pytest.fixture(scope="module")
def submitted(gate: Path, own: Bundle, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workbooks in the three languages, filled through the command line."""
    folder = tmp_path_factory.mktemp("submitted")
    files = {}
    for language, rating in (("en", 5), ("ja", 4), (NEW_LANGUAGE, 3)):
        values = _all_done(own, rating)
        if language == "en":
            values["pg_rating_regulatory_fit"] = 2
        asked = ["--template", str(gate), "--lang", language, "--quiet"]
        blank = [
            "new",
            "--out",
            str(folder),
            "--engagement",
            f"id=OWN-{language}",
            "assessment_date=2026-06-30",
        ]
        assert main([*blank, *asked]) == 0
        given = folder / f"{language}.json"
        given.write_text(json.dumps(values), encoding="utf-8")
        filled = folder / "filled" / f"{language}.xlsx"
        filled.parent.mkdir(exist_ok=True)
        fill = ["fill", str(folder / f"OWN-{language}.xlsx"), "--values", str(given), "--out", str(filled)]
        assert main([*fill, "--template", str(gate)]) == 0
        files[language] = filled
    return files


def _checked(file: Path, gate: Path) -> ReadableAssessment:
    assessment: Assessment = check_file(file, (gate,))
    assert isinstance(assessment, ReadableAssessment)
    assert [finding for finding in assessment.findings if finding.severity == "error"] == []
    return assessment


def test_a_filled_workbook_is_accepted_in_every_language(submitted: dict[str, Path], gate: Path) -> None:
    for language, file in submitted.items():
        assessment = _checked(file, gate)
        assert (assessment.outcome, assessment.language) == ("accepted", language)
        assert assessment.checklist.done == 22


def test_an_enforced_floor_and_other_thresholds_decide(submitted: dict[str, Path], gate: Path) -> None:
    assessed = {language: _checked(file, gate) for language, file in submitted.items()}
    english = assessed["en"]
    assert (english.scorecard.total, english.scorecard.verdict) == (32, "production")
    assert (english.scorecard.concerns, english.decision) == (("regulatory_fit",), "conditional")
    assert [(step.criterion, step.needed) for step in english.next_step.ratings] == [("regulatory_fit", 3)]
    assert (assessed["ja"].scorecard.total, assessed["ja"].decision) == (28, "conditional")
    assert (assessed[NEW_LANGUAGE].scorecard.total, assessed[NEW_LANGUAGE].decision) == (21, "conditional")


def test_added_costs_and_causes_are_computed(submitted: dict[str, Path], gate: Path) -> None:
    assessment = _checked(submitted["ja"], gate)
    licences = assessment.costs.categories["licences"]
    assert licences.projection is not None
    assert (licences.projection.low, licences.projection.high) == (150000, 250000)
    assert assessment.causes["unmanaged_risk"].level == "low"


@pytest.mark.parametrize("language", ["en", "ja", NEW_LANGUAGE])
def test_native_formulas_compute_what_python_computes(own: Bundle, language: str, tmp_path: Path) -> None:
    engine = IroncalcWorkbook(own, language, tmp_path)
    drawn = [draw(own.template, own.catalogs[language], 9000 + k, **shares(k)) for k in range(100)]
    assert differing(engine, drawn)[1] == []


def test_a_workbook_of_an_unknown_gate_says_so(submitted: dict[str, Path]) -> None:
    assessment = check_file(submitted["en"])
    assert assessment.outcome == "unreadable"
    assert [finding.code for finding in assessment.findings] == ["PG003"]


def test_the_portfolio_ranks_engagements_of_an_own_gate(
    submitted: dict[str, Path], gate: Path, tmp_path: Path
) -> None:
    report = tmp_path / "portfolio.xlsx"
    files = [str(file) for file in submitted.values()]
    assert main(["portfolio", *files, "--output", str(report), "--template", str(gate), "--quiet"]) == 0
    assert report.stat().st_size > 5000
