import dataclasses
import json
import tomllib
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from pocgate_xl.core import template
from pocgate_xl.core.serialization import from_plain
from pocgate_xl.templates import models
from pocgate_xl.templates.files import SCHEMA, TEMPLATE, builtin_home, builtin_names
from pocgate_xl.templates.models import TemplateModel, dump, template_schema
from pocgate_xl.templates.releases import FROZEN, releases_of
from tests.core.strict_gate import first_release, strict, strict_source

RELEASED_TEMPLATE = next(
    (release.folder / FROZEN for release in releases_of(builtin_home() / builtin_names()[0])),
)
LATER = (
    ("", "evidence"), ("", "knock_out"), ("", "contradictions"), ("costs", "contingency"),
    ("costs", "rule_of_thumb"), ("levels", "granted_at_gate"), ("", "source"),
)  # fmt: skip
SOURCE = (builtin_home() / builtin_names()[0] / TEMPLATE).read_text(encoding="utf-8")


def tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: tuples(item) for key, item in value.items()}
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def tree(**changes: Any) -> dict[str, Any]:
    return tuples(tomllib.loads(SOURCE, parse_float=Decimal) | changes)


def test_every_dataclass_has_a_model_with_the_same_fields() -> None:
    parts = [kind for kind in vars(template).values() if dataclasses.is_dataclass(kind)]
    assert len(parts) > 15
    for part in parts:
        model = getattr(models, f"{typing.cast(type, part).__name__}Model")
        assert set(model.model_fields) == {field.name for field in dataclasses.fields(part)}


def test_defaults_of_models_and_dataclasses_agree() -> None:
    model = TemplateModel.model_validate(tree())
    assert from_plain(template.Template, dump(model)).criteria[1].helper is None
    for part in (kind for kind in vars(template).values() if dataclasses.is_dataclass(kind)):
        fields = getattr(models, f"{typing.cast(type, part).__name__}Model").model_fields
        for field in dataclasses.fields(part):
            if field.default is not dataclasses.MISSING:
                assert fields[field.name].default == field.default


def test_what_came_later_is_not_dumped_where_it_is_not_used() -> None:
    """So that what a template meant before keeps its digest, with which its workbooks are stamped."""
    frozen = json.loads(RELEASED_TEMPLATE.read_text(encoding="utf-8"), parse_float=Decimal)["template"]
    without = tree(version=frozen["version"])
    for part, name in LATER:
        del (without[part] if part else without)[name]
    del without["costs"]["categories"][-1]["poc_reference"]
    without["floors"]["enforce"] = frozen["floors"]["enforce"]
    plain = dump(TemplateModel.model_validate(without))
    assert from_plain(template.Template, plain) == first_release()
    assert set(_keys(plain)) == set(_keys(frozen))


def _keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield f"{path}.{key}"
            yield from _keys(part, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _keys(part, path)


def test_what_came_later_is_dumped_where_it_is_used() -> None:
    used = tuples(tomllib.loads(strict_source(), parse_float=Decimal))
    used["criteria"][0]["floor"] = 3
    used["groups"][0]["items"][0]["evidence"] = "optional"
    plain = json.loads(json.dumps(dump(TemplateModel.model_validate(used))))
    found = from_plain(template.Template, plain)
    assert (found.evidence, found.knock_out) == ("required", found.questions)
    assert (found.criteria[0].floor, found.criteria[1].floor) == (3, None)
    assert (found.items[0].evidence, found.items[1].evidence) == ("optional", None)
    assert (found.costs.contingency, found.costs.rule_of_thumb) == ("percent", "budget")
    assert found.levels.granted_at_gate is False
    assert found.contradictions == strict().contradictions
    assert plain["contradictions"][0]["conditions"][1]["at_most"] == "2"


def test_numbers_stay_exact_through_the_compiled_form() -> None:
    changed = tree(levels={"high": Decimal("0.3000000000000000000001"), "medium": 0})
    plain = json.loads(json.dumps(dump(TemplateModel.model_validate(changed))))
    loaded = from_plain(template.Template, plain)
    assert loaded.levels == template.Levels(Decimal("0.3000000000000000000001"), Decimal(0))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": "Gate One"}, ("id",)),
        ({"version": "1.0"}, ("version",)),
        ({"scale": {"lowest": "1", "highest": 5}}, ("scale", "lowest")),
        ({"scale": {"lowest": True, "highest": 5}}, ("scale", "lowest")),
        ({"scale": {"lowest": Decimal("1.0"), "highest": 5}}, ("scale", "lowest")),
        ({"levels": {"high": "0.5", "medium": 0}}, ("levels", "high")),
        ({"levels": {"high": True, "medium": 0}}, ("levels", "high")),
        ({"levels": {"high": Decimal("inf"), "medium": 0}}, ("levels", "high")),
        ({"levels": {"high": Decimal("1.1"), "medium": 0}}, ("levels", "high")),
        ({"levels": {"high": Decimal("-0.1"), "medium": 0}}, ("levels", "high")),
        ({"floors": {"rating": 2, "enforced": True}}, ("floors", "enforced")),
        ({"languages": ()}, ("languages",)),
        ({"languages": ("../en",)}, ("languages", 0)),
        ({"questions": ("a b",)}, ("questions", 0)),
        ({"evidence": "maybe"}, ("evidence",)),
        ({"knock_out": (True,)}, ("knock_out", 0)),
        ({"contradictions": ({"id": "a", "severity": "fatal"},)}, ("contradictions", 0, "severity")),
        ({"contradictions": ({"id": "a", "severity": "note"},)}, ("contradictions", 0, "conditions")),
    ],
)
def test_a_wrong_value_is_named_by_its_path(changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        TemplateModel.model_validate(tree(**changes))
    assert path in [error["loc"] for error in caught.value.errors()]


def test_the_committed_schema_is_the_one_of_the_models() -> None:
    committed = (Path(__file__).parents[2] / "workbook_templates" / SCHEMA).read_text(encoding="utf-8")
    assert json.loads(committed) == template_schema()


def test_the_schema_accepts_the_built_in_template_and_refuses_an_unknown_key() -> None:
    validator = jsonschema.Draft202012Validator(template_schema())
    plain = tomllib.loads(SOURCE)
    assert list(validator.iter_errors(plain)) == []
    plain["costs"]["categories"][0]["multiplier"] = 3
    assert "multiplier" in next(validator.iter_errors(plain)).message
