from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.core.template import Criterion, Scale, Template
from pocgate_xl.templates.inspection import template_doubts
from pocgate_xl.templates.warnings import template_warnings
from tests.conftest import Edit
from tests.core.strict_gate import first_release, strict

GATE, STRICT = first_release(), strict()


def warned(template: Template, reference: Template = GATE) -> dict[str, str]:
    return dict(template_warnings(template, reference))


def wider(template: Template) -> Template:
    return replace(template, criteria=(*template.criteria, Criterion("safety", (5, 1))))


def longer(template: Template) -> Template:
    return replace(template, scale=Scale(1, 10))


@pytest.mark.parametrize("template", [GATE, STRICT])
def test_what_fits_is_not_warned_of(template: Template) -> None:
    assert template_warnings(template, template) == []
    assert template_warnings(template, GATE) == []


def test_a_criterion_more_leaves_the_thresholds_behind() -> None:
    found = warned(wider(GATE))
    assert "24 was set for totals up to 30" in found["verdicts.0.at_least"]
    assert "28 would be" in found["verdicts.0.at_least"]
    assert "21 would be" in found["verdicts.1.at_least"]
    assert found["causes"] == "none is linked to 'safety'"
    assert "verdicts.2.at_least" not in found


def test_thresholds_that_were_set_anew_are_meant() -> None:
    changed = wider(GATE)
    bands = tuple(replace(b, at_least=n) for b, n in zip(changed.verdicts, (28, 21, 0), strict=True))
    assert [path for path in warned(replace(changed, verdicts=bands)) if path.startswith("verdicts")] == []


def test_another_scale_leaves_thresholds_floors_anchors_helpers_and_bounds_behind() -> None:
    found = warned(longer(STRICT), STRICT)
    assert "48 would be" in found["verdicts.0.at_least"]
    assert found["floors.rating"] == "2 was set for ratings from 1 to 5"
    assert found["criteria.0.anchors"] == "10, an end of the scale, has no anchor"
    assert found["criteria.0.helper.bands"] == "never suggest the highest rating, 10"
    bounds = [path for path in found if path.startswith("contradictions")]
    rated = [
        f"contradictions.{row}.conditions.{column}"
        for row, each in enumerate(STRICT.contradictions)
        for column, condition in enumerate(each.conditions)
        if (condition.answer or "").startswith("rating")
    ]
    assert len(rated) == 5
    assert bounds == rated


def test_a_verdict_that_no_total_can_get_is_named() -> None:
    found = warned(replace(GATE, scale=Scale(3, 5)))
    assert found["verdicts.2.at_least"] == "no total is below 18: the lowest is 18"
    assert "verdicts.1.at_least" in found
    assert "no total" not in found["verdicts.1.at_least"]


def test_a_floor_that_nothing_is_below_is_named() -> None:
    lowest = replace(STRICT, floors=replace(STRICT.floors, rating=1))
    own = replace(STRICT, criteria=(replace(STRICT.criteria[0], floor=1), *STRICT.criteria[1:]))
    assert warned(lowest) == {"floors.rating": "no rating can be below it"}
    assert warned(own) == {"criteria.0.floor": "no rating can be below it"}


def test_a_text_that_must_stand_in_more_answers_than_there_are_is_named() -> None:
    same = next(each for each in STRICT.contradictions if each.conditions[0].repeated)
    for times, found in (
        (15, {}),
        (16, {"contradictions.0.conditions.0.times": "16 can never be reached: 'evidence' has 15 answers"}),
    ):
        raised = replace(same, conditions=(replace(same.conditions[0], times=times),))
        assert warned(replace(STRICT, contradictions=(raised,)), STRICT) == found


def test_the_check_of_a_folder_warns_with_file_and_path(template_copy: Path, edit: Edit) -> None:
    edit("template.toml", "rating = 2 ", "rating = 1 ")
    (doubt,) = template_doubts(template_copy)
    assert (Path(doubt.file).name, doubt.path) == ("template.toml", "floors.rating")
    lines = (template_copy / "template.toml").read_text(encoding="utf-8").splitlines()
    assert lines[doubt.line - 1].startswith("rating = 1 ")
    assert "warning: no rating can be below it" in str(doubt)
