"""What native formulas show is what Python computes, in every cell that people see."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.layout.plan import WorkbookPlan
from pocgate_xl.workbook.rendering.cached_values import finish
from pocgate_xl.workbook.rendering.openpyxl_writer import write_plan
from pocgate_xl.workbook.submission.outputs import Output, outputs_of
from tests.engines.case import Case
from tests.engines.edges import edges
from tests.engines.engine import IroncalcWorkbook, differing
from tests.engines.expected import expected
from tests.engines.fault_edges import lone_faults
from tests.engines.gate_edges import hilly_edges, shifted_edges, steep_edges
from tests.engines.gates import hilly, lenient, rugged, shifted, steep, summit, uneven
from tests.engines.hand import Hand
from tests.engines.other_gate import other_bundle
from tests.engines.places import Places
from tests.engines.random_submissions import DrawnSubmission, draw, shares

SUBMISSIONS = int(os.environ.get("POCGATE_SUBMISSIONS", "100"))
"""How many submissions are drawn in each language, and half as many for each other gate."""
EVERY = {"en": (0, 4), "ja": (2, 4)}
"""Which edges are tried here; all of them are right before any formula is changed by `mutation.py`."""


def _drawn(bundle: Bundle, language: str, count: int) -> list[DrawnSubmission]:
    catalog = bundle.catalogs[language]
    return [draw(bundle.template, catalog, seed, **shares(seed)) for seed in range(count)]


def _cases(bundle: Bundle, language: str, drawn: list[DrawnSubmission]) -> list[Case]:
    places = Places(plan_of(bundle, language))
    return [Case(bundle, language, places, submission.cells) for submission in drawn]


def test_there_is_a_truth_for_every_formula_that_people_see(bundle: Bundle) -> None:
    for gate in (bundle, other_bundle(bundle)):
        for language in gate.template.languages:
            places = Places(plan_of(gate, language))
            truth = expected(Case(gate, language, places, {}))
            assert places.visible - truth.keys() == set()
            assert truth.keys() - places.formulas == set()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_cell_shows_the_truth_on_random_blank_and_invalid_submissions(
    bundle: Bundle, language: str, tmp_path: Path
) -> None:
    engine = IroncalcWorkbook(bundle, language, tmp_path)
    compared, found = differing(engine, _drawn(bundle, language, SUBMISSIONS))
    assert found == []
    assert compared == SUBMISSIONS * len(engine.places.visible)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_cell_shows_the_truth_on_every_boundary(bundle: Bundle, language: str, tmp_path: Path) -> None:
    engine = IroncalcWorkbook(bundle, language, tmp_path)
    first, step = EVERY[language]
    hand_made = edges(bundle, language)[first::step]
    hand_made += lone_faults(bundle, language)[::4]
    assert differing(engine, hand_made)[1] == []


@pytest.mark.parametrize("changed", [shifted, steep, summit, hilly, rugged, lenient, uneven, other_bundle])
def test_every_cell_shows_the_truth_under_gates_that_differ(
    bundle: Bundle, changed: Callable[[Bundle], Bundle], tmp_path: Path
) -> None:
    gate = changed(bundle)
    engine = IroncalcWorkbook(gate, "en", tmp_path)
    by_hand = {
        shifted: shifted_edges,
        steep: steep_edges,
        summit: steep_edges,
        hilly: hilly_edges,
        rugged: hilly_edges,
    }
    hand_made = by_hand[changed](gate, "en") if changed in by_hand else []
    assert differing(engine, [*_drawn(gate, "en", SUBMISSIONS // 2), *hand_made])[1] == []


def test_a_reading_finds_the_answers_that_were_meant(bundle: Bundle) -> None:
    drawn = _drawn(bundle, "ja", 60)
    for case, meant in zip(_cases(bundle, "ja", drawn), drawn, strict=True):
        named = {key: value for key, value in case.answers.items() if "." not in key}
        assert named == meant.answers
        assert named.keys().isdisjoint(case.faulty)


def test_the_submissions_reach_every_verdict_decision_level_and_standing(bundle: Bundle) -> None:
    seen: dict[str, set[Output]] = {}
    for case in _cases(bundle, "en", _drawn(bundle, "en", 2 * SUBMISSIONS)):
        for name, value in outputs_of(case.template, case.submission, case.assessment).items():
            seen.setdefault(name, set()).add(value)
    verdicts = {band.id for band in bundle.template.verdicts} | {"incomplete"}
    assert seen["pg_out_verdict"] == verdicts
    assert seen["pg_out_decision"] == set(DECISIONS)
    assert seen["pg_out_rule_of_thumb"] == {"within", "below", "above", None}


def _with_formula(plan: WorkbookPlan, name: str, old: str, new: str) -> WorkbookPlan:
    area = plan.names[name]
    sheet = plan.sheet(area.sheet)
    cell = sheet.cells[area.first]
    assert old in cell.formula
    changed = dataclasses.replace(cell, formula=cell.formula.replace(old, new, 1))
    cells = {**sheet.cells, area.first: changed}
    sheets = tuple(dataclasses.replace(s, cells=cells) if s is sheet else s for s in plan.sheets)
    return dataclasses.replace(plan, sheets=sheets)


def test_a_changed_formula_is_noticed(bundle: Bundle, tmp_path: Path) -> None:
    plan = _with_formula(plan_of(bundle, "en"), "pg_out_decision", "pg_calc_waiting=0", "pg_calc_waiting=1")
    workbook = finish(write_plan(plan, bundle.theme, "changed"), plan)
    engine = IroncalcWorkbook(bundle, "en", tmp_path, (plan, workbook))
    _, found = differing(engine, _drawn(bundle, "en", 40))
    assert any("pg_out_decision" in wrong for wrong in found)


def test_a_changed_rule_is_noticed(bundle: Bundle, tmp_path: Path) -> None:
    bands = (dataclasses.replace(bundle.template.verdicts[0], at_least=23), *bundle.template.verdicts[1:])
    changed = dataclasses.replace(bundle.template, verdicts=bands)
    engine = IroncalcWorkbook(bundle, "en", tmp_path)
    engine.bundle = dataclasses.replace(bundle, template=changed)
    hand = Hand(bundle, "en")
    _, found = differing(engine, [hand.cells(hand.rated(4, 4, 4, 4, 4, 3))])
    assert any("pg_out_verdict" in wrong for wrong in found)
