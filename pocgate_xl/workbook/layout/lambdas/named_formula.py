"""A formula with a name, in the three forms in which it is read: typed, stored in a file, as a module.

Source: the forms in which Excel keeps them are those of files that it saved: `_xlfn.` before functions that
came after the file format, `_xlpm.` before names that LET and LAMBDA bind, `_xlop.` where a parameter that
may be left out is declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from ....records import dataclass
from ....spreadsheetml.formulas.tokens import Token, tokens_of
from ..plan import LIBRARY

LONGEST = 8192
"""Characters of a formula that Excel takes."""
LONGEST_TEXT = 255
"""Characters of a text within a formula."""
LATER = frozenset(
    (
        "CHOOSECOLS", "CHOOSEROWS", "DROP", "FILTER", "HSTACK", "ISOMITTED", "LAMBDA", "LET", "MAP", "REDUCE",
        "SCAN", "SEQUENCE", "SORTBY", "TOCOL", "UNICHAR", "VSTACK", "XMATCH",
    )
)  # fmt: skip
"""The functions in use that came after the file format and are marked in files."""
ON_SHEETS = frozenset({"FILTER"})
"""Those of them that files mark twice."""

Literal = str | int | Decimal


@dataclass(frozen=True)
class NamedFormula:
    """A name without its prefix, its formula as people type it (without `=`), and what it says of itself."""

    noun: str
    typed: str
    help: str = ""

    @property
    def name(self) -> str:
        return LIBRARY + self.noun

    @property
    def public(self) -> bool:
        """Say whether people call it, not only others of the library."""
        return not self.noun.startswith("_")

    @cached_property
    def stored(self) -> str:
        """Return the formula as a file has it."""
        return stored_form(self.typed)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Return what it takes, in square brackets what may be left out; nothing for a table of words."""
        return tuple(_parameters(tokens_of(self.typed)))


def stored_form(typed: str) -> str:
    """Return a formula as files have it, without the blanks that only people need."""
    tokens = [token for token in tokens_of(typed) if token.kind != "blank"]
    bound = bound_names(tokens)
    return "".join(_stored(token, bound) for token in tokens)


def _stored(token: Token, bound: frozenset[str]) -> str:
    kind, text = token
    if kind == "bracket":
        return f"_xlop.{text[1:-1]}"
    if kind in ("name", "function") and text in bound:
        return f"_xlpm.{text}"
    if kind == "function" and text in LATER:
        return f"_xlfn._xlws.{text}" if text in ON_SHEETS else f"_xlfn.{text}"
    return text


def bound_names(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the names that LET and LAMBDA bind: every argument that is a name alone, but for the last."""
    said = [token for token in tokens if token.kind != "blank"]
    places = [place for place, token in enumerate(said) if token.text in ("LET", "LAMBDA")]
    return frozenset(name for place in places for name in _names_of(said, place + 2))


def _names_of(tokens: Sequence[Token], first: int) -> Iterator[str]:
    depth, begins = 0, True
    for token, following in pairwise(tokens[first:]):
        if depth == 0 and begins and following.kind == "comma":
            if token.kind == "name":
                yield token.text
            elif token.kind == "bracket":
                yield token.text[1:-1]
        begins = token.kind == "comma"
        depth += (token.kind in ("open", "open_array")) - (token.kind in ("close", "close_array"))
        if depth < 0:
            return


def _parameters(tokens: Sequence[Token]) -> Iterator[str]:
    if tokens[0].text != "LAMBDA":
        return
    found = [token for token in tokens if token.kind != "blank"][2:]
    for token, following in pairwise(found):
        if token.kind in ("name", "bracket") and following.kind == "comma":
            yield token.text
        elif token.kind != "comma":
            return


def literal(value: Literal) -> str:
    """Return a constant as a formula has it."""
    if isinstance(value, str):
        quoted = value.replace('"', '""')
        return f'"{quoted}"'
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def row(values: Sequence[Literal]) -> str:
    """Return constants side by side."""
    return f"{{{','.join(map(literal, values))}}}"


def column(values: Sequence[Literal]) -> str:
    """Return constants one below the other."""
    return f"{{{';'.join(map(literal, values))}}}"


def block(rows: Sequence[Sequence[Literal]]) -> str:
    """Return rows of constants."""
    return f"{{{';'.join(','.join(map(literal, each)) for each in rows)}}}"
