"""Dataclasses that cost a third to declare: one method is compiled for each of them instead of six.

Before Python 3.13 `dataclasses` compiles every method of every class by itself: half of the time in which a
command started. Here it finds the fields; what they mean for equality, hashes and texts is said by functions
that all classes share. What is declared, and how it behaves, is as with `dataclasses.dataclass`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, slots=False, kw_only=False):
        """Make a class a dataclass, as `dataclasses.dataclass` does with these arguments."""

        def made(declared):
            bare = dataclasses.dataclass(
                declared, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
            )
            return _with_methods(bare, frozen, eq, slots)

        return made if cls is None else made(cls)


__all__ = ["dataclass"]

_FACTORY = object()
"""Stands for a value that is made for each object."""


def _with_methods(cls: type, frozen: bool, eq: bool, slots: bool) -> type:
    every, own = dataclasses.fields(cls), cls.__dict__
    methods: list[Callable[..., Any]] = [_init_of(cls, every, frozen)]
    if "__repr__" not in own:
        methods.append(_repr_of([each.name for each in every if each.repr]))
    if frozen:
        methods += [__setattr__, __delattr__]
        methods += [__getstate__, __setstate__] if slots else []
    hashed = own.get("__hash__") is not None
    if eq:
        equal, hash_ = _comparing([each.name for each in every if each.compare])
        methods += [equal] if "__eq__" not in own else []
        methods += [hash_] if frozen and not hashed else []
    for method in methods:
        setattr(cls, method.__name__, method)
    if eq and not frozen and not hashed:
        cls.__hash__ = None  # type: ignore[assignment]
    return cls


def _init_of(cls: type, every: Sequence[dataclasses.Field[Any]], frozen: bool) -> Callable[..., Any]:
    """Return what sets the fields of a new object, compiled for its class: it runs for each object."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_FACTORY": _FACTORY}
    placed = [_parameter(each, known) for each in every if each.init and not each.kw_only]
    named = [_parameter(each, known) for each in every if each.init and each.kw_only]
    parameters = ", ".join(["self", *placed, *(["*", *named] if named else [])])
    body = [line for each in every if (line := _setting(each, frozen))]
    body += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    text = "\n ".join([f"def __init__({parameters}):", *(body or ["pass"])])
    exec(text, known)
    init: Callable[..., Any] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _parameter(field: dataclasses.Field[Any], known: dict[str, Any]) -> str:
    if field.default is not dataclasses.MISSING:
        known[f"_default_{field.name}"] = field.default
        return f"{field.name}=_default_{field.name}"
    if field.default_factory is not dataclasses.MISSING:
        known[f"_made_{field.name}"] = field.default_factory
        return f"{field.name}=_FACTORY"
    return field.name


def _setting(field: dataclasses.Field[Any], frozen: bool) -> str:
    name = field.name
    value, made = name, f"_made_{name}()"
    if field.default_factory is not dataclasses.MISSING:
        value = f"{made} if {name} is _FACTORY else {name}" if field.init else made
    elif not field.init:
        return ""
    return f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}"


def _repr_of(names: Iterable[str]) -> Callable[..., Any]:
    def __repr__(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _comparing(names: Sequence[str]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    values = _values(names)

    def __eq__(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return __eq__, __hash__


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of some fields of an object."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda each: tuple(getattr(each, name) for name in names)


def __setattr__(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def __getstate__(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def __setstate__(self: Any, state: Sequence[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
