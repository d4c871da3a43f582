"""What native formulas show is what Python computes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pocgate_xl.core.fields import DECISIONS
from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import blank_workbook, plan_of
from pocgate_xl.workbook.plan import Cell, WorkbookPlan
from pocgate_xl.workbook.recalculate import finish
from pocgate_xl.workbook.writer import write_plan
from tests.engines.drawn import DrawnSubmission, draw, shares
from tests.engines.engine import IroncalcWorkbook, differing, truth_of
from tests.engines.other_gate import other_bundle

SUBMISSIONS = 700


def _drawn(bundle: Bundle, language: str, count: int) -> list[DrawnSubmission]:
    catalog = bundle.catalogs[language]
    return [draw(bundle.template, catalog, seed, **shares(seed)) for seed in range(count)]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_output_equals_the_core_on_random_blank_invalid_and_edge_submissions(
    bundle: Bundle, language: str, tmp_path: Path
) -> None:
    engine = IroncalcWorkbook(blank_workbook(bundle, language), plan_of(bundle, language), tmp_path)
    drawn = _drawn(bundle, language, SUBMISSIONS)
    compared, found = differing(engine, bundle.template, drawn)
    assert found == []
    assert compared == SUBMISSIONS * len(truth_of(bundle.template, drawn[0]))


def test_every_output_equals_the_core_under_a_gate_that_differs_everywhere(
    bundle: Bundle, tmp_path: Path
) -> None:
    other = other_bundle(bundle)
    engine = IroncalcWorkbook(blank_workbook(other, "en"), plan_of(other, "en"), tmp_path)
    _, found = differing(engine, other.template, _drawn(other, "en", 400))
    assert found == []


def test_the_drawn_submissions_reach_every_verdict_decision_level_and_standing(bundle: Bundle) -> None:
    seen: dict[str, set[object]] = {}
    for drawn in _drawn(bundle, "en", SUBMISSIONS):
        for name, value in truth_of(bundle.template, drawn).items():
            seen.setdefault(name, set()).add(value)
    verdicts = {band.id for band in bundle.template.verdicts} | {"incomplete"}
    assert seen["pg_out_verdict"] == verdicts
    assert seen["pg_out_decision"] == set(DECISIONS)
    assert seen["pg_out_rule_of_thumb"] == {"within", "below", "above", None}


def _with_formula(plan: WorkbookPlan, name: str, old: str, new: str) -> WorkbookPlan:
    area = plan.names[name]
    sheet = plan.sheet(area.sheet)
    cell: Cell = sheet.cells[area.first]
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
    engine = IroncalcWorkbook(workbook, plan, tmp_path)
    _, found = differing(engine, bundle.template, _drawn(bundle, "en", 300))
    assert any(name in wrong for wrong in found)


def test_a_changed_rule_is_noticed(bundle: Bundle, tmp_path: Path) -> None:
    bands = (dataclasses.replace(bundle.template.verdicts[0], at_least=23), *bundle.template.verdicts[1:])
    changed = dataclasses.replace(bundle.template, verdicts=bands)
    engine = IroncalcWorkbook(blank_workbook(bundle, "en"), plan_of(bundle, "en"), tmp_path)
    _, found = differing(engine, changed, _drawn(bundle, "en", 300))
    assert any("pg_out_verdict" in wrong for wrong in found)
