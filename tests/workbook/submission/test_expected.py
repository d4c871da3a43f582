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


def test_what_is_compared_at_once_is_what_is_compared_cell_by_cell(bundle: Bundle) -> None:
    found = expected_of(bundle, "en")
    for id_, (positions, contents) in found.formula_contents.items():
        assert tuple(zip(positions, contents, strict=True)) == found.formulas[id_]
    for id_, (positions, contents) in found.literal_contents.items():
        values = tuple((position, value) for position, (_, value, _) in zip(positions, contents, strict=True))  # type: ignore[misc]
        assert values == found.literals.get(id_, ())
