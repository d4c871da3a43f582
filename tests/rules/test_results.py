"""Results in a workbook against the truth: what is compared and what is not."""

from __future__ import annotations

from datetime import date

from pocgate_xl.rules.results import differing_result, uncompared_results
from pocgate_xl.rules.shown import altered_decision
from pocgate_xl.templates.loader import Bundle
from tests.workbook.fake_workbooks import draft_of, mangle, show_results

RATED = {
    f"pg_rating_{id_}": 4
    for id_ in (
        "business_kpi", "user_acceptance", "data_quality", "integration", "cost_predictability",
        "executive_readiness",
    )
}  # fmt: skip


def test_true_results_agree_everywhere(bundle: Bundle) -> None:
    values = {
        **RATED, "pg_status_security": "Done", "pg_poc_cost_infrastructure": 33333.33,
        "pg_poc_cost_development": 1e6, "pg_poc_cost_data_preparation": 0.1,
        "pg_start_date": date(2026, 1, 31), "pg_phase_months_mvp": 1, "pg_phase_months_improved": 2,
    }  # fmt: skip
    case = draft_of(bundle, "en", values).case()
    assert list(differing_result(case)) == []
    assert list(uncompared_results(case)) == []


def test_only_results_that_rest_on_a_converted_answer_are_left_out(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", RATED)
    wrong = {name: {"formula": "=1", "value": 99} for name in ("pg_out_total", "pg_out_checklist_done")}
    mangle(draft, {"cells": {"pg_rating_integration": "４", **wrong}})
    differing = {occurrence.name for occurrence in differing_result(draft.case())}
    assert differing == {"pg_out_checklist_done"}
    (uncompared,) = uncompared_results(draft.case())
    assert 0 < int(str(uncompared.values["count"])) < int(str(uncompared.values["all"]))


def test_dates_count_in_the_workbooks_own_system(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", {"pg_start_date": 44000, "pg_phase_months_mvp": 2})
    draft.date1904 = True
    assert list(differing_result(draft.case())) == []
    of_the_other_system = {"formula": "=1", "value": 44000 + 1462}
    mangle(draft, {"cells": {"pg_out_phase_start_mvp": of_the_other_system}})
    assert {o.name for o in differing_result(draft.case())} == {"pg_out_phase_start_mvp"}


def test_a_truth_is_told_with_the_result(bundle: Bundle) -> None:
    draft = draft_of(bundle, "en", RATED)
    draft.store("pg_out_rule_of_thumb", "within")
    (occurrence,) = differing_result(draft.case())
    assert (occurrence.found, occurrence.values["planned"]) == ("within", "–")
    draft.store("pg_out_decision", "go")
    (occurrence,) = altered_decision(draft.case())
    assert (occurrence.found, occurrence.values["planned"]) == ("go", "clear_checklist")
    show_results(draft)
    assert list(differing_result(draft.case())) == []
