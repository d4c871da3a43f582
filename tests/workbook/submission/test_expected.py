from __future__ import annotations

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import PLAIN, WorkbookPlan
from pocgate_xl.workbook.layout.plans import plan_of
from pocgate_xl.workbook.submission import expected
from pocgate_xl.workbook.submission.expected import expected_of, language_of


def test_one_check_plans_one_workbook(
    bundle: Bundle, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planning is dear: neither twice, nor in a language that the file does not speak."""
    planned: list[str] = []

    def plan(*arguments: object) -> WorkbookPlan:
        made = plan_of(*arguments)  # type: ignore[arg-type]
        planned.append(made.language)
        return made

    file = tmp_path_factory.mktemp("one") / "one.xlsx"
    file.write_bytes(workbook_for(bundle, "ja", {"pg_engagement_id": "ENG-1"}))
    monkeypatch.setattr(expected, "plan_of", plan)
    expected._made.cache_clear()
    assert check_file(file).outcome == "not_started"
    assert planned == ["ja"]


def test_what_is_expected_is_the_same_whether_its_edition_is_named_or_not(bundle: Bundle) -> None:
    assert expected_of(bundle, "en") is expected_of(bundle, "en", PLAIN)


def test_each_language_is_known_by_the_titles_that_people_see(bundle: Bundle) -> None:
    for language in bundle.template.languages:
        sheets = expected_of(bundle, language).plan.sheets
        titles = frozenset(sheet.title for sheet in sheets if not sheet.hidden)
        assert language_of(bundle, "", titles) == language


def test_what_is_compared_row_by_row_is_what_is_compared_cell_by_cell(bundle: Bundle) -> None:
    found = expected_of(bundle, "en")
    for id_, planned in found.rows.items():
        formulas = {at: formula for row in planned.rows.values() for at, formula in row.formulas.items()}
        literals = {at: literal for row in planned.rows.values() for at, literal in row.literals}
        assert formulas == dict(found.formulas[id_])
        assert literals == dict(found.literals.get(id_, ()))
        assert planned.computing == sum(row.computes for row in planned.rows.values())
        assert all(row.computes == bool(row.formulas) for row in planned.rows.values())
