"""Dataclasses and named tuples that cost a tenth to declare, made without `dataclasses` (and its `inspect`).

`dataclasses` compiles every method of every class by itself, `typing.NamedTuple` every annotation: half of
the time in which a command started. Here an `__init__` is compiled once for each shape of parameters, and
named anew for each class; what fields mean for equality, hashes and texts is said by functions that all
classes share. What is declared, and how it behaves, is as with `dataclasses.dataclass`; the functions of
`dataclasses` take our records too.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
    from typing import NamedTuple
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, slots=False, kw_only=False):
        """Make a class a record, as `dataclasses.dataclass` does with these arguments."""

        def made(declared):
            return _record(declared, frozen, eq, slots, kw_only)

        return made if cls is None else made(cls)

    def field(**said):
        """Say more of a field than its type and default, as `dataclasses.field` does."""
        return _Said(said)

    def replace(record, /, **changes):
        """Return a record that differs in some fields."""
        kind = type(record)
        return kind(**{each.name: getattr(record, each.name) for each in fields(kind)} | changes)

    class _Named(type):
        def __new__(cls, name, bases, own):
            if not bases:
                return super().__new__(cls, name, bases, own)
            return _named(name, own)

    class NamedTuple(metaclass=_Named):
        """What makes a class that derives from it a named tuple, as `typing.NamedTuple` does."""


__all__ = ["NamedTuple", "RecordField", "dataclass", "field", "fields", "is_record", "replace"]

MISSING: Any = type("MISSING", (), {"__slots__": ()})()
"""Stands for a default where there is none."""
_FACTORY = object()
"""Stands for a value that is made for each object."""
_set = object.__setattr__
SET, SET_BY_NAME, SET_BY_SLOT = "self._{0} = {1}", "_set(self, '_{0}', {1})", "_set_{0}(self, {1})"
"""How a field is set: by a statement, or past a class that lets nobody set one."""


class _Said(dict[str, Any]):
    """What a class says of one of its fields."""


class RecordField:
    """A field of a record: its name, its default, and what it is for."""

    __slots__ = ("annotation", "compare", "default", "default_factory", "kw_only", "name", "repr")

    def __init__(self, name: str, annotation: Any, said: Mapping[str, Any], kw_only: bool) -> None:
        self.name, self.annotation, self.kw_only = name, annotation, kw_only
        self.default = said.get("default", MISSING)
        self.default_factory: Callable[[], Any] | Any = said.get("default_factory", MISSING)
        self.repr, self.compare = said.get("repr", True), said.get("compare", True)

    @property
    def is_needed(self) -> bool:
        return self.default is MISSING and self.default_factory is MISSING

    def made_default(self) -> Any:
        """Return what an object has where nothing is said; MISSING where something must be."""
        return self.default if self.default_factory is MISSING else self.default_factory()


def is_record(thing: object) -> bool:
    """Tell whether it is a record or a class of records."""
    return hasattr(thing, "__record_fields__")


def fields(record: Any) -> tuple[RecordField, ...]:
    """Return the fields of a record or of a class of records."""
    found: tuple[RecordField, ...] = record.__record_fields__
    return found


def _record(cls: type, frozen: bool, eq: bool, slots: bool, kw_only: bool) -> type:
    own = dict(cls.__dict__)
    declared = _declared(own, kw_only)
    inherited = {
        each.name: each for base in cls.__mro__[:0:-1] for each in getattr(base, "__record_fields__", ())
    }
    every = tuple((inherited | declared).values())
    given = {each.name: each.default for each in declared.values() if isinstance(own.get(each.name), _Said)}
    methods = _methods(cls, own, every, frozen, eq, slots)
    about = {"__record_fields__": every, "__dataclass_fields__": _AsDataclass(cls, every)}
    about["__match_args__"] = tuple(each.name for each in every if not each.kw_only)
    if slots:
        made = _slotted(cls, own | methods | about, declared)
        methods["__init__"].__globals__.update(_setters(made, every))
        return made
    for name, value in (methods | about | given).items():
        if value is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, value)
    return cls


def _declared(own: Mapping[str, Any], kw_only: bool) -> dict[str, RecordField]:
    found = {}
    for name, annotation in own.get("__annotations__", {}).items():
        if not str(annotation).startswith(("ClassVar", "typing.ClassVar")):
            value = own.get(name, MISSING)
            found[name] = RecordField(
                name, annotation, value if isinstance(value, _Said) else {"default": value}, kw_only
            )
    return found


def _slotted(cls: type, own: dict[str, Any], declared: Iterable[str]) -> type:
    """Return the class anew, as slots cannot be added to one."""
    there = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
    own["__slots__"] = tuple(name for name in declared if name not in there)
    for name in (*declared, "__dict__", "__weakref__"):
        own.pop(name, None)
    made = type(cls)(cls.__name__, cls.__bases__, own)
    made.__qualname__ = cls.__qualname__
    return made


def _setters(cls: type, every: Iterable[RecordField]) -> dict[str, Any]:
    """Return what sets each field where a class lets nobody set one, by its name in the code of a shape."""
    return {f"_set_{number}": getattr(cls, each.name).__set__ for number, each in enumerate(_in_order(every))}


def _in_order(every: Iterable[RecordField]) -> list[RecordField]:
    """Return fields in the order of parameters: those that are given by name only come last."""
    return sorted(every, key=lambda each: each.kw_only)


def _methods(
    cls: type, own: Mapping[str, Any], every: Sequence[RecordField], frozen: bool, eq: bool, slots: bool
) -> dict[str, Any]:
    methods: dict[str, Any] = {"__init__": _init_of(cls, every, frozen, slots)}
    if "__repr__" not in own:
        methods["__repr__"] = _repr_of([each.name for each in every if each.repr])
    if frozen:
        methods |= {"__setattr__": __setattr__, "__delattr__": __delattr__}
        methods |= {"__getstate__": __getstate__, "__setstate__": __setstate__} if slots else {}
    hashed = own.get("__hash__") is not None
    if eq:
        equal, hash_ = _comparing([each.name for each in every if each.compare])
        methods |= {"__eq__": equal} if "__eq__" not in own else {}
        methods |= {} if hashed else {"__hash__": hash_ if frozen else None}
    return methods


def _init_of(cls: type, every: Sequence[RecordField], frozen: bool, slots: bool) -> FunctionType:
    """Return what sets the fields of a new object: code of its shape with the names of its fields."""
    ordered = _in_order(every)
    placed = [each for each in ordered if not each.kw_only]
    named = ordered[len(placed) :]
    factories = tuple([each.default_factory is not MISSING for each in ordered])
    setting = SET_BY_NAME if frozen and not slots else SET_BY_SLOT if frozen else SET
    shape = _shape(len(placed), factories, setting, hasattr(cls, "__post_init__"))
    names = {f"_{number}": each.name for number, each in enumerate(ordered)}
    made = {f"_made{number}": each.default_factory for number, each in enumerate(ordered)}
    defaults = tuple([_given(each) for each in placed if not each.is_needed])
    known = {"_set": _set, "_FACTORY": _FACTORY} | made
    init = FunctionType(_renamed(shape, names), known, "__init__", defaults)
    init.__kwdefaults__ = {each.name: _given(each) for each in named if not each.is_needed}
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return init


def _given(field: RecordField) -> Any:
    return _FACTORY if field.default is MISSING else field.default


@cache
def _shape(placed: int, factories: tuple[bool, ...], setting: str, after: bool) -> CodeType:
    """Compile an `__init__` whose fields are called _0, _1 and so on."""
    names = [f"_{number}" for number in range(len(factories))]
    parameters = ["self", *names[:placed], *(["*"] if names[placed:] else []), *names[placed:]]
    body = [_setting(number, made, setting) for number, made in enumerate(factories)]
    body += ["self.__post_init__()"] if after else []
    known: dict[str, Any] = {}
    exec("\n ".join([f"def __init__({', '.join(parameters)}):", *(body or ["pass"])]), known)
    code: CodeType = known["__init__"].__code__
    return code


def _setting(number: int, made: bool, setting: str) -> str:
    value = f"_made{number}() if _{number} is _FACTORY else _{number}" if made else f"_{number}"
    return setting.format(number, value)


def _renamed(code: CodeType, names: Mapping[str, str]) -> CodeType:
    return code.replace(
        co_varnames=tuple([names.get(name, name) for name in code.co_varnames]),
        co_names=tuple([names.get(name, name) for name in code.co_names]),
        co_consts=tuple([names.get(each, each) for each in code.co_consts]),
    )


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
    raise _frozen_error()(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise _frozen_error()(f"cannot delete field {name!r}")


def _frozen_error() -> type[AttributeError]:
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError


def __getstate__(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in self.__record_fields__]


def __setstate__(self: Any, state: Sequence[Any]) -> None:
    for each, value in zip(self.__record_fields__, state, strict=True):
        _set(self, each.name, value)


class _AsDataclass:
    """What the functions of `dataclasses` ask of a record, made when they do."""

    __slots__ = ("cls", "every")

    def __init__(self, cls: type, every: Iterable[RecordField]) -> None:
        self.cls, self.every = cls, every

    def __get__(self, record: object, kind: object = None) -> Any:
        import dataclasses

        own: dict[str, Any] = {"__annotations__": {each.name: each.annotation for each in self.every}}
        own |= {each.name: _as_field(each) for each in self.every}
        bare: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(type(self.cls.__name__, (), own))
        return bare.__dict__["__dataclass_fields__"]


def _as_field(each: RecordField) -> Any:
    import dataclasses

    said = {
        key: value for key in ("default", "default_factory") if (value := getattr(each, key)) is not MISSING
    }
    return dataclasses.field(repr=each.repr, compare=each.compare, kw_only=each.kw_only, **said)


def _named(name: str, own: dict[str, Any]) -> type:
    known = own.get("__annotations__", {})
    defaults = [own.pop(each) for each in known if each in own]
    make: Callable[..., type] = namedtuple
    made = make(name, known, defaults=defaults, module=own["__module__"])
    for key in own.keys() - {"__classcell__"}:
        setattr(made, key, own[key])
    return made
