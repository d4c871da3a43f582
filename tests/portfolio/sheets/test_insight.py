"""Where a portfolio is weak: causes counted by level, and what blocks most."""

from __future__ import annotations

import pytest

from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.terms import Terms
from pocgate_xl.portfolio.workbook import plan_portfolio
from pocgate_xl.spreadsheetml.address import area_of
from pocgate_xl.templates.loader import Bundle
from tests.portfolio.engagements import GATE, assessment, rated


@pytest.mark.parametrize("language", ["en", "ja"])
def test_causes_are_counted_by_level_over_all_engagements(bundle: Bundle, language: str) -> None:
    found = [
        assessment(rated(5, id="A"), "a.xlsx"),
        assessment(rated(1, 0, id="B"), "b.xlsx"),
        assessment(rated(1, 0, id="C"), "c.xlsx"),
        assessment({"pg_engagement_id": "D"}, "d.xlsx"),
    ]
    catalog = bundle.catalogs[language]
    plan = plan_portfolio(overview(found, GATE, Terms()), bundle, language)
    (sheet,) = (each for each in plan.sheets if each.id == "insight")
    (causes,) = (each for each in sheet.tables if each.name == "Causes")
    (top, left), _ = area_of(causes.area)
    titles = [sheet.cells[top, left + place].value for place in range(2, 6)]
    assert titles == [catalog.label("level", level) for level in ("high", "medium", "low", "unknown")]
    for row, cause in enumerate(GATE.causes, top + 1):
        assert sheet.cells[row, left].value == catalog.label("cause", cause.id)
        counts = [sheet.cells[row, left + place].value for place in range(2, 6)]
        # B and C: every rating and item speaks for the cause, no question does; D says nothing.
        assert counts == [2, None, 1, 1]
