"""Records behave as dataclasses do, in everything that ours are asked for."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import types
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

import pocgate_xl
from pocgate_xl import records

Declared = Callable[[Callable[..., Any]], Any]


def plain(dataclass: Callable[..., Any]) -> Any:
    @dataclass(slots=True)
    class Made:
        first: int
        second: list[int] = field(default_factory=list)
        third: str = "x"
        kind: ClassVar[str] = "kind"

    return Made


def frozen(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True, slots=True)
    class Made:
        first: int
        second: tuple[int, ...] = ()
        third: str = field(default="x", repr=False)
        fourth: int = field(default=0, compare=False)

    return Made


def named(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Made:
        second: int = 2
        first: int

    return Made


def one(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True)
    class Made:
        first: int

    return Made


def unequal(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True, slots=True, eq=False)
    class Made:
        first: int

    return Made


def with_own_methods(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True)
    class Made:
        first: int

        def __post_init__(self) -> None:
            object.__setattr__(self, "first", self.first + 1)

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    return Made


def with_own_hash(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True, slots=True)
    class Made:
        first: int

        def __hash__(self) -> int:
            return 7

    return Made


def with_own_equality(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True, slots=True)
    class Made:
        first: int

        def __eq__(self, other: object) -> bool:
            return True

    return Made


def derived(dataclass: Callable[..., Any]) -> Any:
    @dataclass(frozen=True)
    class Base:
        first: int
        second: int = 3

    @dataclass(frozen=True)
    class Made(Base):
        second: int = 4
        third: int = 5

    return Made


KINDS: list[Declared] = [
    plain,
    frozen,
    named,
    one,
    unequal,
    with_own_methods,
    with_own_hash,
    with_own_equality,
    derived,
]


def told(of: Callable[[], object]) -> object:
    try:
        return of()
    except Exception as error:
        return type(error)


def said_of(made: Any) -> dict[str, object]:
    """Return all that can be asked of objects of a class, errors by their kind."""
    a, b, c = made(first=1), made(first=1), made(first=2)
    return {
        "repr": repr(a).rpartition(".")[2],
        "equal": (a == b, a == c, a == 1, a != b),
        "hash": told(lambda: (hash(a) == hash(b), hash(a) == 7)),
        "fields": [(each.name, each.init, each.kw_only) for each in dataclasses.fields(a)],
        "replaced": repr(dataclasses.replace(a, first=9)).rpartition(".")[2],
        "plain": dataclasses.asdict(a),
        "match": made.__match_args__,
        "copied": [each == a for each in (copy.copy(a), copy.deepcopy(a))],
        "set": told(lambda: setattr(a, "first", 5)),
        "deleted": told(lambda: delattr(c, "first")),
        "missing": told(made),
        "unknown": told(lambda: made(first=1, no_such=1)),
        "by place": told(lambda: made(1).first),
        "parameters": [
            (each.name, each.kind, each.default is each.empty)
            for each in inspect.signature(made).parameters.values()
        ],
        "slots": hasattr(a, "__dict__"),
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_record_is_as_a_dataclass(kind: Declared) -> None:
    assert said_of(kind(records.dataclass)) == said_of(kind(dataclasses.dataclass))


def test_what_is_made_for_each_object_is_its_own() -> None:
    made = plain(records.dataclass)
    a, b = made(1), made(1)
    a.second.append(1)
    assert (a.second, b.second) == ([1], [])


@records.dataclass(frozen=True, slots=True)
class Sent:
    first: int
    second: str = "x"


def test_a_frozen_record_passes_between_processes() -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Sent(3, "y"), protocol)) == Sent(3, "y")


def test_a_frozen_record_says_so() -> None:
    with pytest.raises(FrozenInstanceError, match="'first'"):
        Sent(1).first = 2  # type: ignore[misc]


def modules() -> Iterator[types.ModuleType]:
    for found in pkgutil.walk_packages(pocgate_xl.__path__, "pocgate_xl."):
        if found.name.startswith(("pocgate_xl.core.", "pocgate_xl.workbook.", "pocgate_xl.spreadsheetml.")):
            yield importlib.import_module(found.name)


def test_every_record_of_the_package_takes_what_it_declares() -> None:
    every = {
        each
        for module in modules()
        for each in vars(module).values()
        if isinstance(each, type) and dataclasses.is_dataclass(each)
    }
    assert len(every) > 100
    for each in every:
        taken = [name for name in inspect.signature(each).parameters if name != "self"]
        assert sorted(taken) == sorted(known.name for known in dataclasses.fields(each) if known.init), each
