from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.fields import input_fields
from pocgate_xl.core.template import Template
from pocgate_xl.templates.checks import template_problems
from tests.core import strategies


def test_the_made_up_template_keeps_the_rules_of_templates() -> None:
    assert template_problems(strategies.OTHER) == []


@given(st.data(), strategies.templates())
def test_drawn_answers_lie_within_the_bounds_of_their_fields(data: st.DataObject, template: Template) -> None:
    fields = {field.name: field for field in input_fields(template)}
    answers: dict[str, Any] = data.draw(strategies.answers(template))
    for name, value in answers.items():
        field = fields[name]
        assert field.minimum is None or value >= field.minimum
        assert field.maximum is None or value <= field.maximum
        assert value != field.minimum or not field.above_minimum
