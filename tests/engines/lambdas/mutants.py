"""Small mistakes in the library's formulas, one at a time: what calls must notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pocgate_xl.spreadsheetml.formulas.tokens import Token, tokens_of
from pocgate_xl.workbook.layout.lambdas import NamedFormula
from pocgate_xl.workbook.layout.lambdas.named_formula import bound_names

OPERATORS: Mapping[str, tuple[str, ...]] = {
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "&": ("+",), "^": ("*",), "=": ("<>",),
    "<>": ("=",), "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
}  # fmt: skip
FUNCTIONS = {
    "MIN": "MAX", "MAX": "MIN", "SUM": "COUNT", "OR": "AND", "ROWS": "COLUMNS", "COLUMNS": "ROWS",
    "AVERAGE": "MAX", "ISNUMBER": "ISTEXT", "ISERROR": "ISNUMBER", "INT": "ABS", "HSTACK": "VSTACK",
    "VSTACK": "HSTACK", "CHOOSECOLS": "CHOOSEROWS", "CHOOSEROWS": "CHOOSECOLS", "EDATE": "EOMONTH",
    "TRIM": "LOWER", "CLEAN": "TRIM", "ROUND": "MAX", "ABS": "INT", "SQRT": "ABS", "N": "SUM",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A named formula with one mistake; `marked` shows it as «old → new» in its place."""

    formula: NamedFormula
    kind: str
    marked: str

    @property
    def name(self) -> str:
        return self.formula.name


def mutants_of(library: Sequence[NamedFormula], each: NamedFormula) -> Iterator[Mutant]:
    """Yield every formula with one operator, number, text, reference or function changed."""
    tokens = list(tokens_of(each.typed.replace("\n", " ")))
    bound = sorted(bound_names(tokens))
    seen = {each.stored}
    for place, token in enumerate(tokens):
        for kind, text in _changes(library, each, tokens, place, bound):
            typed = _with(tokens, place, text)
            changed = replace(each, typed=typed)
            if changed.stored not in seen:
                seen.add(changed.stored)
                marked = re.sub(" +", " ", _with(tokens, place, f"«{token.text} → {text}»"))
                yield Mutant(changed, kind, marked)


def _with(tokens: Sequence[Token], place: int, text: str) -> str:
    return "".join(text if number == place else token.text for number, token in enumerate(tokens))


def _changes(
    library: Sequence[NamedFormula],
    own: NamedFormula,
    tokens: Sequence[Token],
    place: int,
    bound: Sequence[str],
) -> Iterator[tuple[str, str]]:
    kind, text = tokens[place]
    if kind == "operator":
        yield from (("operator", other) for other in OPERATORS.get(text, ()))
    elif kind == "number":
        step = 1 if text.isdigit() else 0.01
        yield from (("number", f"{float(text) + by:.12g}") for by in (step, -step))
    elif kind == "text":
        yield "text", '"x"' if text == '""' else '""'
    elif kind == "name" and text in ("TRUE", "FALSE"):
        yield "constant", "FALSE" if text == "TRUE" else "TRUE"
    elif kind == "name" and text in bound and not _binds(tokens, place):
        at = bound.index(text)
        yield from (("reference", other) for other in (*bound[at + 1 : at + 2], *bound[:at][-1:]))
    elif kind == "function" and text in FUNCTIONS:
        yield "function", FUNCTIONS[text]
    elif kind == "function" and text.startswith("PG."):
        yield from (("formula", other) for other in _alike(library, own, text))


def _binds(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a name is bound here; to call it otherwise would be another kind of mistake."""
    return place in _binding(tokens)


def _binding(tokens: Sequence[Token]) -> frozenset[int]:
    found: set[int] = set()
    stack: list[tuple[str, int]] = []
    before = ""
    for place, token in enumerate(tokens):
        if token.kind == "open":
            stack.append((before, 0))
        elif token.kind == "close":
            stack.pop()
        elif token.kind == "comma" and stack:
            stack[-1] = (stack[-1][0], stack[-1][1] + 1)
        elif token.kind == "name" and stack:
            function, argument = stack[-1]
            begins = next(t for t in reversed(tokens[:place]) if t.kind != "blank").kind in ("open", "comma")
            alone = next(t for t in tokens[place + 1 :] if t.kind != "blank").kind == "comma"
            lambda_ = function == "LAMBDA"
            if begins and alone and (lambda_ or (function == "LET" and argument % 2 == 0)):
                found.add(place)
        if token.kind != "blank":
            before = token.text
    return frozenset(found)


def _alike(library: Sequence[NamedFormula], own: NamedFormula, name: str) -> Iterator[str]:
    """Yield the next formula that takes as much: what somebody might have called in its place.

    None that rests on the formula itself, which would call itself without end.
    """
    called = next(each for each in library if each.name == name)
    same = [
        each.name
        for each in library
        if len(each.parameters) == len(called.parameters)
        and not each.public
        and own.name not in behind(library)[each.name]
    ]
    if name in same and len(same) > 1:
        yield same[(same.index(name) + 1) % len(same)]


def users(library: Sequence[NamedFormula], name: str) -> list[str]:
    """Return the functions that rest on a formula, however far behind it."""
    rests_on = behind(library)
    return [each.noun for each in library if each.public and name in rests_on[each.name]]


@lru_cache(maxsize=16)
def _rests_on(library: tuple[NamedFormula, ...]) -> Mapping[str, frozenset[str]]:
    found = {each.name: frozenset({each.name, *_called(each)}) for each in library}
    for _ in library:
        found = {
            name: others.union(*(found[other] for other in others if other in found))
            for name, others in found.items()
        }
    return found


def behind(library: Sequence[NamedFormula]) -> Mapping[str, frozenset[str]]:
    """Return the formulas that each one rests on, itself among them."""
    return _rests_on(tuple(library))


def _called(each: NamedFormula) -> set[str]:
    return {token.text for token in tokens_of(each.typed) if token.text.startswith("PG.")}
