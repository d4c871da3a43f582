"""What native formulas show is what Python computes: every visible cell, in every kind of submission."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.core.gate import assess
from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import plan_of
from pocgate_xl.workbook.outputs import outputs_of
from pocgate_xl.workbook.plan import WorkbookPlan
from pocgate_xl.workbook.recalculate import finish
from pocgate_xl.workbook.writer import write_plan
from tests.engines.drawn import DrawnSubmission, draw, shares
from tests.engines.edges import edges
from tests.engines.engine import IroncalcWorkbook, differing
from tests.engines.other_gate import other_bundle

SUBMISSIONS = 250


def _drawn(bundle: Bundle, language: str, count: int) -> list[DrawnSubmission]:
    catalog = bundle.catalogs[language]
    return [draw(bundle.template, catalog, seed, **shares(seed)) for seed in range(count)]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_visible_formula_shows_what_python_computes(
    bundle: Bundle, language: str, tmp_path: Path
) -> None:
    engine = IroncalcWorkbook(bundle, language, tmp_path)
    compared, found = differing(engine, _drawn(bundle, language, SUBMISSIONS))
    assert found == []
    assert compared > SUBMISSIONS * 400


def test_formulas_turn_where_python_turns(bundle: Bundle, tmp_path: Path) -> None:
    engine = IroncalcWorkbook(bundle, "en", tmp_path)
    assert differing(engine, edges(bundle, "en"))[1] == []


def test_every_visible_formula_is_right_under_a_gate_that_differs_everywhere(
    bundle: Bundle, tmp_path: Path
) -> None:
    other = other_bundle(bundle)
    engine = IroncalcWorkbook(other, "en", tmp_path)
    assert differing(engine, _drawn(other, "en", 200))[1] == []


def test_the_drawn_submissions_reach_every_verdict_decision_and_standing(bundle: Bundle) -> None:
    seen: dict[str, set[object]] = {}
    for drawn in _drawn(bundle, "en", 700):
        submission = drawn.submission(bundle.template)
        outputs = outputs_of(bundle.template, submission, assess(bundle.template, submission))
        for name, value in outputs.items():
            seen.setdefault(name, set()).add(value)
    assert seen["pg_out_verdict"] == {band.id for band in bundle.template.verdicts} | {"incomplete"}
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


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pg_out_verdict", "pg_list_band_minimum,1", "pg_list_band_minimum,0"),
        ("pg_out_total_max", "pg_list_highest", "pg_list_lowest"),
        ("pg_out_cost_initial_low", "SUM", "MAX"),
        ("pg_out_decision", "pg_calc_open=0", "pg_calc_open=1"),
    ],
)
def test_a_changed_formula_is_noticed(bundle: Bundle, tmp_path: Path, name: str, old: str, new: str) -> None:
    plan = _with_formula(plan_of(bundle, "en"), name, old, new)
    workbook = finish(write_plan(plan, bundle.theme, "changed"), plan)
    engine = IroncalcWorkbook(bundle, "en", tmp_path, (plan, workbook))
    _, found = differing(engine, _drawn(bundle, "en", 60))
    assert any(name in wrong for wrong in found)


def test_a_changed_rule_is_noticed(bundle: Bundle, tmp_path: Path) -> None:
    engine = IroncalcWorkbook(bundle, "en", tmp_path)
    first, *rest = bundle.template.verdicts
    bands = (dataclasses.replace(first, at_least=first.at_least - 1), *rest)
    changed = dataclasses.replace(bundle.template, verdicts=bands)
    engine.bundle = dataclasses.replace(bundle, template=changed)
    _, found = differing(engine, _drawn(bundle, "en", 150))
    assert any("pg_out_verdict" in wrong for wrong in found)
