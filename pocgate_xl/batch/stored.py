"""Assessments as plain JSON values and back, without loss: unlike the published form, for the journal."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from ..core.assessment import Assessment, ReadableAssessment


def to_stored(assessment: Assessment) -> dict[str, Any]:
    """Return plain values from which `from_stored` makes an equal assessment."""
    plain: dict[str, Any] = _plain(assessment)
    return plain


def from_stored(plain: Mapping[str, Any]) -> Assessment:
    """Return the assessment; LookupError, TypeError or ValueError when it does not fit."""
    kind = Assessment if plain["template"] is None else ReadableAssessment
    assessment: Assessment = _built(kind, plain)
    return assessment


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal | Fraction | date) else value


def _built(kind: Any, plain: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):  # only ever with None
        return None if plain is None else _built(arguments[0], plain)
    if origin is tuple:
        kinds = arguments if arguments[-1] is not Ellipsis else arguments[:1] * len(plain)
        return tuple(_built(each, item) for each, item in zip(kinds, plain, strict=True))
    if origin is not None and issubclass(_class(origin), Mapping):
        return {key: _built(arguments[1], item) for key, item in plain.items()}
    if is_dataclass(kind):
        build = typing.cast(Any, kind)
        return build(**{name: _built(hint, plain[name]) for name, hint in _hints(build)})
    if kind is date:
        return date.fromisoformat(plain)
    return kind(plain) if kind in (Decimal, Fraction) else plain


def _class(origin: Any) -> type[Any]:
    return origin if isinstance(origin, type) else object


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
