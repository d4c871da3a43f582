"""Two spreadsheet engines that know LAMBDA: cells go in, what a call shows comes out.

ironcalc takes the formulas as files have them. formulon 0.18 does not know `_xlop.`, by which files mark a
parameter that may be left out, so it is given them as people type them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import formulon
import ironcalc

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.workbook.layout.lambdas import NamedFormula

Typed: TypeAlias = float | str | bool | None
Block: TypeAlias = Sequence[Sequence[Typed]]
"""Cells as they stand: rows of typed values, None for a blank one."""
Shown: TypeAlias = list[list[object]]
"""What a call shows, from its own cell on, as far as anything is shown."""

GAP, DEEPEST, WIDEST = 2, 26, 8
"""Columns between blocks; rows and columns that are looked at, more than any call fills."""


@dataclass(frozen=True)
class Error:
    """An error value, whichever; `unless` is what may be shown where nothing rests on what was wrong."""

    unless: Shown | None = None


ERROR = Error()


@dataclass(frozen=True)
class Argument:
    """What a call hands over: cells, or a constant as it is typed; nothing at all where it is None."""

    block: Block | None = None
    constant: str = ""


@dataclass(frozen=True)
class Call:
    """A call of a function with everything that it is given."""

    noun: str
    arguments: tuple[Argument | None, ...]


class Engine(Protocol):
    """One open workbook of an engine."""

    def put(self, row: int, column: int, value: Typed) -> None: ...
    def formula(self, row: int, column: int, text: str) -> None: ...
    def value(self, row: int, column: int) -> object: ...
    def calculate(self) -> None: ...


class Ironcalc:
    """ironcalc, with the formulas as they are stored."""

    def __init__(self, names: Sequence[NamedFormula]) -> None:
        self.model = ironcalc.create("lambdas", "en", "UTC", "en")
        for each in names:
            self.model.new_defined_name(each.name, None, each.stored)

    def put(self, row: int, column: int, value: Typed) -> None:
        if isinstance(value, bool):
            self.model.update_cell_with_bool(0, row, column, value)
        elif isinstance(value, str):
            self.model.update_cell_with_text(0, row, column, value)
        elif value is not None:
            self.model.update_cell_with_number(0, row, column, value)

    def formula(self, row: int, column: int, text: str) -> None:
        self.model.update_cell_with_formula(0, row, column, text)

    def value(self, row: int, column: int) -> object:
        if self.model.get_cell_type(0, row, column) == ironcalc.CellType.ErrorValue:
            return ERROR
        return self.model.get_cell_value(0, row, column)

    def calculate(self) -> None:
        self.model.evaluate()


class Formulon:
    """formulon, with the formulas as they are typed."""

    def __init__(self, names: Sequence[NamedFormula]) -> None:
        self.model = formulon.Workbook.create_default()
        for each in names:
            self.model.set_defined_name(each.name, each.typed.replace("\n", " "))

    def put(self, row: int, column: int, value: Typed) -> None:
        if isinstance(value, bool):
            self.model.set_bool(0, row - 1, column - 1, value)
        elif isinstance(value, str):
            self.model.set_text(0, row - 1, column - 1, value)
        elif value is not None:
            self.model.set_number(0, row - 1, column - 1, value)

    def formula(self, row: int, column: int, text: str) -> None:
        self.model.set_formula(0, row - 1, column - 1, text)

    def value(self, row: int, column: int) -> object:
        found = self.model.get_value(0, row - 1, column - 1)
        return ERROR if found.kind.name == "ERROR" else found.to_python()

    def calculate(self) -> None:
        self.model.recalc()


ENGINES: Mapping[str, type[Ironcalc] | type[Formulon]] = {"ironcalc": Ironcalc, "formulon": Formulon}


def shown(engine: Engine, calls: Sequence[Call]) -> list[Shown]:
    """Return what each call shows, one below the other on one sheet."""
    places = written(engine, calls)
    engine.calculate()
    return [looked_at(engine, *place) for place in places]


def written(engine: Engine, calls: Sequence[Call]) -> list[tuple[int, int]]:
    """Write calls one below the other; return their cells."""
    places = []
    for number, call in enumerate(calls):
        top = 1 + number * DEEPEST
        arguments, column = [], 1
        for argument in call.arguments:
            said, width = _given(engine, argument, top, column)
            arguments.append(said)
            column += width
        while arguments and not arguments[-1]:
            arguments.pop()
        engine.formula(top, column, f"=PG.{call.noun}({','.join(arguments)})")
        places.append((top, column))
    return places


def _given(engine: Engine, argument: Argument | None, top: int, column: int) -> tuple[str, int]:
    """Write an argument; return how the call names it, and how many columns it takes."""
    if argument is None or argument.block is None:
        return (argument.constant if argument else ""), 0
    width = len(argument.block[0])
    for down, row in enumerate(argument.block):
        for right, value in enumerate(row):
            engine.put(top + down, column + right, value)
    last = a1((top + len(argument.block) - 1, column + width - 1))
    first = a1((top, column))
    return (first if first == last else f"{first}:{last}"), width + GAP


def looked_at(engine: Engine, top: int, left: int) -> Shown:
    """Return what a call in this cell shows."""
    rows: Shown = []
    for row in range(top, top + DEEPEST - 1):
        cells = [engine.value(row, column) for column in range(left, left + WIDEST)]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            break
        rows.append(cells)
    return rows
