"""Dataclasses to plain JSON values and back: the compiled form of a template."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def from_plain(kind: type[T], value: Any) -> T:
    """Build a dataclass from what `json.loads` gives; the value must fit, it is not checked."""
    return typing.cast(T, _build(kind, value))


@cache
def _made_of(kind: Any) -> dict[str, Any]:
    """Return the types of those attributes that JSON does not hold as they are."""
    return {name: hint for name, hint in typing.get_type_hints(kind).items() if _differs(hint)}


def _differs(kind: Any) -> bool:
    """Say whether values of a type, or what is in them, are other than those that JSON has."""
    if dataclasses.is_dataclass(kind) or kind is Decimal or typing.get_origin(kind) is tuple:
        return True
    return any(map(_differs, typing.get_args(kind)))


def _build(kind: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        hints = _made_of(typing.cast(Any, kind))
        made = {name: _build(hints[name], item) if name in hints else item for name, item in value.items()}
        return kind(**made)  # type: ignore[operator]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _build(arguments[0], value)
    if origin is tuple:
        kinds = arguments if arguments[-1] is not ... else arguments[:1] * len(value)
        return tuple(map(_build, kinds, value))
    return Decimal(value) if kind is Decimal else value


def money_to_plain(amount: Decimal) -> int | str:
    """Return an amount as JSON shows it: a number when whole, else an exact decimal string."""
    whole = amount.to_integral_value()
    return int(whole) if whole == amount else f"{amount:f}".rstrip("0")


def to_plain(value: Any) -> Any:
    """Return plain JSON values of a dataclass, recursively; dates become ISO texts."""
    if dataclasses.is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Decimal):
        return money_to_plain(value)
    return value.isoformat() if isinstance(value, date) else value
