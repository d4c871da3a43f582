"""What a function is to every host: its name, its arguments and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, TypeAlias

from ..core.catalog import Catalog
from ..records import dataclass

LONGEST_HELP = 255
"""Characters that Excel's function wizard shows."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Stand for a cell that holds an error, such as #N/A."""

    text: str


Cell: TypeAlias = "float | int | str | bool | date | CellProblem | None"
"""What a host hands over for one cell; None is a blank one."""

Table: TypeAlias = "list[list[Cell]]"
Value: TypeAlias = "float | int | str | bool | date | None"
"""What a cell is to show; None leaves it empty."""

Row: TypeAlias = "list[Value]"
Result: TypeAlias = "Value | list[Row]"


class FunctionProblem(Exception):
    """What is wrong with the arguments, in one short line."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; `help` is the key of its text, `codes` names its vocabulary.

    `shared` is the key of a text that several arguments have. What `may_be_blank` cannot be left out, as
    others stand behind it, but its cell may be empty.
    """

    name: str
    kind: Literal["cells", "value", "code"]
    codes: str = ""
    optional: bool = False
    shared: str = ""
    may_be_blank: bool = False

    @property
    def help(self) -> str:
        return f"function.argument.{self.shared or self.name}"

    def help_text(self, catalog: Catalog) -> str:
        return catalog.text(self.help)


LANGUAGE = Argument("language", "code", "language", optional=True)
TEMPLATE = Argument("template", "code", "template", optional=True)
LAST_ARGUMENTS = (LANGUAGE, TEMPLATE)


@dataclass(frozen=True, slots=True)
class Function:
    """One function as it is declared.

    `compute` takes a `Gate`, then the normalised arguments by name (language and template are in the
    gate). A table has at least one row, and all its rows are equally long. A function that `explains` gives
    text wherever others give an error.
    """

    noun: str
    compute: Callable[..., Any]
    own_arguments: tuple[Argument, ...]
    result: Literal["value", "table"] = "value"
    later: tuple[Argument, ...] = ()
    """Arguments that came later: behind all others, so that calls in workbooks stay what they were."""
    last: tuple[Argument, ...] = LAST_ARGUMENTS
    explains: bool = False

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Return all arguments; language and template stand behind those that a function always had."""
        return (*self.own_arguments, *self.last, *self.later)

    @property
    def help(self) -> str:
        return f"function.{self.noun}.help"

    def help_text(self, catalog: Catalog) -> str:
        return catalog.text(self.help)
