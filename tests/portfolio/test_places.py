"""Where fields stand: in the portfolio's template, in earlier versions, in either language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pocgate_xl.core.assessment import Assessment, TemplateRef
from pocgate_xl.portfolio.places import FieldPlaces
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.loader import Bundle, find_bundle
from pocgate_xl.workbook.layout.plans import plan_of
from tests.portfolio.engagements import GATE, assessment, rated, refused

FIELD = f"pg_status_{GATE.items[3].id}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_field_stands_where_the_layout_of_its_language_has_it(bundle: Bundle, language: str) -> None:
    found = replace(assessment(rated(5)), language=language)
    plan = plan_of(bundle, language)
    area = plan.names[FIELD]
    assert FieldPlaces(bundle).of(found, FIELD) == (plan.sheet(area.sheet).title, a1(area.first))


def test_an_earlier_version_has_its_own_places(bundle: Bundle) -> None:
    earlier = find_bundle(GATE.id, "1.0.0")
    assert earlier is not None
    found = replace(assessment(rated(5)), template=TemplateRef(GATE.id, "1.0.0"))
    area = plan_of(earlier, "en").names[FIELD]
    assert FieldPlaces(bundle).of(found, FIELD)[1] == a1(area.first)


def nobody() -> list[Assessment]:
    known = assessment(rated(5))
    return [
        refused("x.xlsx"),
        replace(known, template=TemplateRef(GATE.id, "9.9.9")),
        replace(known, language="fr"),
        replace(known, language=None),
    ]


@pytest.mark.parametrize("found", nobody())
def test_what_has_no_layout_at_hand_stands_nowhere(bundle: Bundle, found: Assessment) -> None:
    assert FieldPlaces(bundle).of(found, FIELD) == ("", "")


def test_an_unknown_field_stands_nowhere(bundle: Bundle) -> None:
    assert FieldPlaces(bundle).of(assessment(rated(5)), "pg_nothing") == ("", "")
