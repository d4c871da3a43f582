"""The three PoCs of the source as workbooks: filled in, checked, and computed by their own formulas."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.core.assessment import Finding, ReadableAssessment
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.core import stories
from tests.engines.engine import IroncalcWorkbook

LANGUAGES = ("en", "ja")
HIGH = {
    "manufacturer": {"unclear_purpose"},
    "agency": {"no_process_integration"},
    "consulting": set(),
}  # fmt: skip
CONTRADICTIONS = {
    "manufacturer": ["manuals_without_process", "redesign_without_process"],
    "agency": ["manuals_without_process"],
    "consulting": [],
}  # fmt: skip


class Told(NamedTuple):
    """A story's file and what was found in it."""

    file: Path
    found: ReadableAssessment

    @property
    def findings(self) -> list[Finding]:
        return [finding for finding in self.found.findings if finding.severity != "note"]


def plain(value: object) -> object:
    """Return an answer as JSON writes it."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, Decimal) else value


def checked(bundle: Bundle, folder: Path, language: str, story: str, **changes: Any) -> Told:
    """Fill in a story's workbook through the command line and check it."""
    answers = stories.answers(bundle.template, story) | changes
    values = {name: plain(value) for name, value in answers.items() if value is not None}
    if story == "consulting":
        values["pg_process"] = stories.STEPS
    blank, given, out = folder / "blank.xlsx", folder / "values.json", folder / f"{story}.xlsx"
    blank.write_bytes(workbook_for(bundle, language, {"pg_engagement_id": story.upper()}))
    given.write_text(json.dumps(values), encoding="utf-8")
    assert main(["fill", str(blank), "--values", str(given), "--out", str(out), "--force"]) == 0
    found = check_file(out)
    assert isinstance(found, ReadableAssessment)
    assert (found.outcome, found.language) == ("accepted", language)
    return Told(out, found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", stories.NAMES)
def test_a_story_comes_out_as_the_source_tells_it(
    bundle: Bundle, story: str, language: str, tmp_path: Path
) -> None:
    found = checked(bundle, tmp_path, language, story).found
    assert found.scorecard.verdict == "production"
    assert found.decision == ("go" if story == "consulting" else "conditional")
    assert {id_ for id_, cause in found.causes.items() if cause.level == "high"} == HIGH[story]
    assert [each.id for each in found.contradictions] == CONTRADICTIONS[story]
    assert found.completeness.state == "complete"
    label = bundle.catalogs[language].label
    said = [finding.message for finding in found.findings if finding.code == "PG801"]
    assert sorted(said) == sorted(label("contradiction", id_) for id_ in CONTRADICTIONS[story])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", stories.NAMES)
def test_the_workbook_of_a_story_computes_the_same_by_itself(
    bundle: Bundle, story: str, language: str, tmp_path: Path
) -> None:
    file, found = checked(bundle, tmp_path, language, story)
    plan = plan_of(bundle, language)
    engine = IroncalcWorkbook(bundle, language, tmp_path, (plan, file.read_bytes()))
    truths = {"pg_out_decision": found.decision, "pg_out_verdict": found.scorecard.verdict}
    truths |= {f"pg_out_cause_{id_}": cause.level for id_, cause in found.causes.items()}
    nodes = {name: (plan.names[name].sheet, plan.names[name].first) for name in truths}
    shown = engine.shown(nodes.values())
    assert {name: shown[node] for name, node in nodes.items()} == truths


@pytest.mark.parametrize("language", LANGUAGES)
def test_ticks_without_evidence_clear_nothing(bundle: Bundle, language: str, tmp_path: Path) -> None:
    bare = {f"pg_evidence_{item.id}": None for item in bundle.template.items}
    found = checked(bundle, tmp_path, language, "consulting", **bare)
    assert (found.found.decision, found.found.checklist.with_evidence) == ("clear_checklist", 0)
    assert found.found.next_step.evidence == tuple(item.id for item in bundle.template.items)
    assert [finding.code for finding in found.findings] == ["PG301"] * len(bare)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_all_evidence_is_said(bundle: Bundle, language: str, tmp_path: Path) -> None:
    same = {f"pg_evidence_{item.id}": "ok" for item in bundle.template.items}
    found = checked(bundle, tmp_path, language, "consulting", **same)
    assert [each.id for each in found.found.contradictions] == ["same_evidence"]
    assert [finding.code for finding in found.findings] == ["PG801"]


@pytest.mark.parametrize("decision", ["rejected", "returned", "deferred"])
def test_an_approval_against_the_committee_is_said(bundle: Bundle, decision: str, tmp_path: Path) -> None:
    found = checked(bundle, tmp_path, "ja", "consulting", pg_committee_decision=decision)
    assert [each.id for each in found.found.contradictions] == ["approval_against_committee"]
    assert [(finding.code, finding.field) for finding in found.findings] == [
        ("PG801", "pg_status_executive_approval")
    ]


def test_a_committee_cannot_approve_the_manufacturer_without_a_word(bundle: Bundle, tmp_path: Path) -> None:
    found = checked(bundle, tmp_path, "en", "manufacturer", pg_committee_decision="approved").found
    assert "committee_against_decision" in [each.id for each in found.contradictions]
    worded = checked(
        bundle, tmp_path, "en", "manufacturer",
        pg_committee_decision="approved", pg_committee_conditions="A threshold agreed with the line first",
    ).found  # fmt: skip
    assert "committee_against_decision" not in [each.id for each in worded.contradictions]


@pytest.mark.parametrize("story", ["manufacturer", "agency"])
def test_what_is_answered_is_put_right_by_the_next_step(bundle: Bundle, story: str, tmp_path: Path) -> None:
    step = checked(bundle, tmp_path, "en", story).found.next_step
    assert step.target == "go"
    done = {f"pg_rating_{each.criterion}": each.needed for each in step.ratings}
    done |= {f"pg_question_{each.question}": "yes" for each in step.questions}
    assert checked(bundle, tmp_path, "en", story, **done).found.decision == "go"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", ["manufacturer", "agency"])
def test_each_step_says_where_in_the_file_it_stands(
    bundle: Bundle, language: str, story: str, tmp_path: Path
) -> None:
    found = checked(bundle, tmp_path, language, story).found
    titles = {sheet.id: sheet.title for sheet in plan_of(bundle, language).sheets}
    names = plan_of(bundle, language).names
    step = found.next_step
    asked = len(step.ratings) + len(step.items) + len(step.evidence) + len(step.questions)
    assert len(step.steps) == asked > 0
    for each in step.steps:
        area = names[each.field]
        assert (each.sheet, each.cell) == (titles[area.sheet], area.ref.replace("$", ""))
