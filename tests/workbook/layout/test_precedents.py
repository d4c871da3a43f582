from __future__ import annotations

from dataclasses import replace

from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.precedents import resting_on, results_on
from pocgate_xl.workbook.submission.expected import ExpectedWorkbook, expected_of
from tests.core.strict_gate import first_release


def behind(expected: ExpectedWorkbook, output: str) -> set[str]:
    return {expected.name_at[node] for node in expected.inputs_of_outputs[output]}


def test_a_total_rests_on_all_ratings_and_nothing_else(bundle: Bundle) -> None:
    expected = expected_of(bundle, "en")
    ratings = {f"pg_rating_{id_}" for id_ in bundle.template.criterion_ids}
    assert behind(expected, "pg_out_total") == ratings


def test_a_decision_rests_on_ratings_statuses_evidence_and_knock_out_questions(bundle: Bundle) -> None:
    found = behind(expected_of(bundle, "en"), "pg_out_decision")
    items = {f"pg_{part}_{item.id}" for item in bundle.template.items for part in ("status", "evidence")}
    ratings = {f"pg_rating_{id_}" for id_ in bundle.template.criterion_ids}
    assert found == items | ratings | {f"pg_question_{id_}" for id_ in bundle.template.knock_out}


def test_in_the_first_release_it_rests_on_ratings_and_statuses(bundle: Bundle) -> None:
    released = replace(bundle, template=first_release(), digest="the first release planned anew")
    found = behind(expected_of(released, "en"), "pg_out_decision")
    statuses = {f"pg_status_{item.id}" for item in bundle.template.items}
    assert found == statuses | {f"pg_rating_{id_}" for id_ in bundle.template.criterion_ids}


def test_a_sum_of_costs_rests_on_amounts_plans_and_currency(bundle: Bundle) -> None:
    found = behind(expected_of(bundle, "en"), "pg_out_cost_initial_low")
    assert {"pg_poc_cost_development", "pg_planned_cost_training", "pg_engagement_yen_per_unit"} <= found
    assert "pg_poc_cost_infrastructure" not in found


def test_a_phase_rests_on_those_before_it(bundle: Bundle) -> None:
    found = behind(expected_of(bundle, "en"), "pg_out_phase_start_expanded")
    assert found == {"pg_start_date", "pg_phase_months_mvp", "pg_phase_months_improved"}


def test_every_result_rests_on_something(bundle: Bundle) -> None:
    expected = expected_of(bundle, "en")
    fixed = {name for name, inputs in expected.inputs_of_outputs.items() if not inputs}
    assert all(name.endswith("_items") or name == "pg_out_checklist_items" for name in fixed)


def test_results_on_an_input_are_those_that_rest_on_it(bundle: Bundle) -> None:
    expected = expected_of(bundle, "en")
    area = expected.names["pg_start_date"]
    found = results_on(expected.inputs_of_outputs, frozenset({(area.sheet, area.first)}))
    assert found
    assert all(name.startswith(("pg_out_phase_", "pg_out_break_even")) for name in found)


def test_what_rests_on_an_input_is_what_has_it_behind(bundle: Bundle) -> None:
    """Both ways through the formulas lead to the same results."""
    expected = expected_of(bundle, "en")
    for field in expected.fields.values():
        area = expected.names[field.name]
        node = area.sheet, area.first
        onwards = {expected.name_at.get(found, "") for found in resting_on(expected.users, {node})}
        backwards = results_on(expected.inputs_of_outputs, frozenset({node}))
        assert {name for name in onwards if name in expected.outputs} == backwards, field.name
