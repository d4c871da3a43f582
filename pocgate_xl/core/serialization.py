"""Dataclasses to plain JSON values and back: what is published, what is compiled, what a journal keeps."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
PLAIN = frozenset({"str", "int", "float", "bool", "str | None", "int | None"})
"""Annotations of fields that JSON holds as they are."""
Build = Callable[[Any], Any]


def from_plain(kind: type[T], value: Any) -> T:
    """Build a dataclass from what `json.loads` gives; the value must fit, it is not checked."""
    build = builder_of(typing.cast(Any, kind))
    return typing.cast(T, value if build is None else build(value))


@cache
def builder_of(kind: Any) -> Build | None:
    """Return what makes a value of a type from its plain form; None where JSON holds it as it is."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind):
        return _dataclass_builder(kind)
    if origin in (typing.Union, types.UnionType):  # only ever with None
        return _or_none(builder_of(arguments[0]))
    if origin is tuple:
        return _tuple_builder(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_builder(builder_of(arguments[1]))
    return date.fromisoformat if kind is date else kind if kind in (Decimal, Fraction) else None


def _dataclass_builder(kind: Any) -> Build:
    hints = typing.get_type_hints(_others(kind), vars(sys.modules[kind.__module__]))
    builds = {name: build for name, hint in hints.items() if (build := builder_of(hint))}
    return lambda plain: kind(
        **{name: builds[name](item) if name in builds else item for name, item in plain.items()}
    )


def _others(kind: Any) -> types.SimpleNamespace:
    """Return the annotations of a record but those that JSON plainly holds, which are most."""
    said = {each.name: each.type for each in fields(kind)}
    return types.SimpleNamespace(__annotations__={k: v for k, v in said.items() if v not in PLAIN})


def _or_none(build: Build | None) -> Build | None:
    return build and (lambda plain: None if plain is None else build(plain))


def _mapping_builder(build: Build | None) -> Build | None:
    return build and (lambda plain: {key: build(item) for key, item in plain.items()})


def _tuple_builder(kinds: tuple[Any, ...]) -> Build:
    builds = [builder_of(kind) or _itself for kind in kinds]
    if kinds[-1] is not ...:
        return lambda plain: tuple([build(item) for build, item in zip(builds, plain, strict=True)])
    build = builder_of(kinds[0])
    return tuple if build is None else lambda plain: tuple([build(item) for item in plain])


def _itself(plain: Any) -> Any:
    return plain


def money_to_plain(amount: Decimal) -> int | str:
    """Return an amount as JSON shows it: a number when whole, else an exact decimal string."""
    whole = amount.to_integral_value()
    return int(whole) if whole == amount else f"{amount:f}".rstrip("0")


def to_plain(value: Any) -> Any:
    """Return plain JSON values of a dataclass, recursively; dates become ISO texts."""
    return _plain(value, lambda amount: money_to_plain(amount) if isinstance(amount, Decimal) else amount)


def to_exact(value: Any) -> Any:
    """Return what `to_plain` does, with every amount as a text from which `from_plain` makes an equal one."""
    return _plain(value, str)


def _plain(value: Any, amount: Build) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name), amount) for f in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(item, amount) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, amount) for item in value]
    if isinstance(value, Decimal | Fraction):
        return amount(value)
    return value.isoformat() if isinstance(value, date) else value
