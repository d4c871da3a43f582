"""Assessments as plain JSON values and back, without loss: unlike the published form, for the journal."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from ..core.assessment import Assessment, ReadableAssessment

Build = Callable[[Any], Any]
TAGS: Mapping[str, tuple[type, Build]] = {"#decimal": (Decimal, Decimal), "#date": (date, date.fromisoformat)}
"""Marks of answers, which no defined name and no part of a table is."""


def to_stored(assessment: Assessment) -> dict[str, Any]:
    """Return plain values from which `from_stored` makes an equal assessment."""
    plain: dict[str, Any] = _plain(replace(assessment, answers=None))
    return plain | {"answers": _tagged(assessment.answers)}


def from_stored(plain: Mapping[str, Any]) -> Assessment:
    """Return the assessment; LookupError, TypeError or ValueError when it does not fit."""
    kind = Assessment if plain["template"] is None else ReadableAssessment
    assessment: Assessment = _builder(kind)({**plain, "answers": None})
    return replace(assessment, answers=_untagged(plain["answers"]))


def _tagged(answer: Any) -> Any:
    """Return answers with the kind of those that JSON has no word for: their fields may be of any."""
    if isinstance(answer, Mapping):
        return {key: _tagged(item) for key, item in answer.items()}
    if isinstance(answer, tuple | list):
        return [_tagged(item) for item in answer]
    tag = next((tag for tag, (kind, _) in TAGS.items() if isinstance(answer, kind)), None)
    return answer if tag is None else {tag: str(answer)}


def _untagged(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(map(_untagged, stored))
    if not isinstance(stored, dict):
        return stored
    tag = next(iter(stored), "")
    return (
        TAGS[tag][1](stored[tag]) if tag in TAGS else {key: _untagged(each) for key, each in stored.items()}
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal | Fraction | date) else value


@cache
def _builder(kind: Any) -> Build:
    """Return what makes a value of a kind from its plain form."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):  # only ever with None
        build = _builder(arguments[0])
        return lambda plain: None if plain is None else build(plain)
    if origin is tuple:
        return _tuple_builder(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        build = _builder(arguments[1])
        return lambda plain: {key: build(item) for key, item in plain.items()}
    if is_dataclass(kind):
        return _dataclass_builder(kind)
    if kind is date:
        return date.fromisoformat
    return kind if kind in (Decimal, Fraction) else _itself


def _tuple_builder(kinds: tuple[Any, ...]) -> Build:
    if kinds[-1] is Ellipsis:
        build = _builder(kinds[0])
        return lambda plain: tuple([build(item) for item in plain])
    builds = [_builder(kind) for kind in kinds]
    return lambda plain: tuple([build(item) for build, item in zip(builds, plain, strict=True)])


def _dataclass_builder(kind: Any) -> Build:
    hints = typing.get_type_hints(kind)
    builds = [(field.name, _builder(hints[field.name])) for field in fields(kind)]
    return lambda plain: kind(**{name: build(plain[name]) for name, build in builds})


def _itself(plain: Any) -> Any:
    return plain
