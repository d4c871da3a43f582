"""Formulas that say the same although another program wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ...patterns import pattern
from .functions import LATER
from .tokens import Token, folded_word, tokens_of

Postfix = tuple[str, ...]
"""Operands, operators and calls in the order in which they are computed, each after a mark of its kind.

What parentheses say is in the order; those that change nothing leave no trace.
"""

_BINARY = {
    "!": 12, ":": 11, " ": 10, ",": 9, "^": 6, "*": 5, "/": 5, "+": 4, "-": 4, "&": 3,
    "=": 2, "<": 2, ">": 2, "<=": 2, ">=": 2, "<>": 2,
}  # fmt: skip
_PREFIXES = {"-": 8, "+": 8, "@": 8}
_SUFFIXES = {"%": 7, "#": 10}
_OPERANDS = {
    "text": "t", "reference": "r", "line": "l", "number": "d", "name": "n", "error": "e", "bracket": "k",
    "quoted": "q",
}  # fmt: skip
_BEGIN = frozenset({*_OPERANDS, "function", "open", "open_array"})
_END = frozenset({*_OPERANDS, "close", "close_array"})
_TRUTHS = {"TRUE": "bTRUE", "FALSE": "bFALSE"}
_GROUP, _CALL = "(", "f"
LONGEST_REMEMBERED = 1000
LONGER = 20
"""No program needs so many times the characters to say the same."""
LARGEST_EXPONENT = 400
_LATER_PREFIX = pattern(r"(?:_XL(?:FN|WS)\.)+")
LONGEST_NUMBER = 20
"""Longer ones stand for themselves: engines do not agree on what they round to."""


class _NotUnderstood(Exception):
    """That a formula is nothing that this grammar knows; it equals itself alone."""


def same_formula(found: str, planned: str) -> bool:
    """Say whether two formulas differ in nothing but how a program spells the same.

    That is: the case of ASCII letters, blanks that are no operator, parentheses that change nothing,
    `TRUE()`, a range of one cell, and the prefix of a later function.
    """
    if found == planned or len(found) > LONGER * len(planned) + LONGER:
        return found == planned
    return canonical(found) == canonical(planned)


def canonical(formula: str) -> Postfix:
    """Return what a formula computes, step by step, whoever spelled it."""
    return _canonical(formula) if len(formula) <= LONGEST_REMEMBERED else _canonical.__wrapped__(formula)


@lru_cache(maxsize=4096)
def _canonical(formula: str) -> Postfix:
    try:
        return postfix(formula)
    except _NotUnderstood:
        return "?", formula


def understood(formula: str) -> Postfix | None:
    """Return the steps of a formula; None for what this grammar does not know."""
    steps = canonical(formula)
    return None if steps[:1] == ("?",) else steps


def postfix(formula: str) -> Postfix:
    array = formula.startswith("{=") and formula.endswith("}")
    body = formula[2:-1] if array else formula[1:]
    if not array and not formula.startswith("="):
        raise _NotUnderstood
    steps = _Yard().run(_significant(tokens_of(body)))
    return ("{", *steps) if array else steps


def _significant(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Yield what counts: of blanks only those between two operands, where they are an operator."""
    before = ""
    for index, token in enumerate(tokens):
        if token.kind != "blank":
            before = "close" if token.text in _SUFFIXES else token.kind
            yield token
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else Token("other", "")
        if "bang" in (before, after.kind):
            raise _NotUnderstood
        if before in _END and (after.kind in _BEGIN or after.text == "@"):
            yield Token("operator", " ")


class _Yard:
    """Sort tokens by what binds stronger, without recursion: formulas come from anybody."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.waiting: list[tuple[int, str]] = []
        """Binding strength and mark of operators; open parentheses bind nothing."""
        self.counts: list[int] = []
        """How many arguments came before, for each open parenthesis; -1 where it is no call."""
        self.operand = True
        """Whether an operand must come next."""
        self.call = False
        """Whether a parenthesis must come next, that of a function's arguments."""

    def run(self, tokens: Iterator[Token]) -> Postfix:
        for token in tokens:
            if token.kind == "open_array":
                self._need(True)
                self._put("a" + "".join(_array(tokens)))
            else:
                getattr(self, f"_{token.kind}", self._plain)(token)
        self._need(False)
        self._release(0)
        if self.waiting:
            raise _NotUnderstood
        return tuple(self.out)

    def _need(self, operand: bool) -> None:
        if self.operand != operand:
            raise _NotUnderstood

    def _put(self, step: str) -> None:
        self.out.append(step)
        self.operand = False

    def _plain(self, token: Token) -> None:
        if token.kind not in _OPERANDS:
            raise _NotUnderstood
        self._need(True)
        self._put(_operand(token))

    def _bracket(self, token: Token) -> None:
        """A bracket behind a name says which part of a table."""
        self._put(("k" if self.operand else "K") + token.text)

    def _bang(self, token: Token) -> None:
        """Bind a sheet to what stands on it; quotes around its title say nothing."""
        self._need(False)
        if self.out[-1][0] not in "qn":
            raise _NotUnderstood
        title = self.out[-1][1:]
        self.out[-1] = "q" + title
        self._binary("!")

    def _operator(self, token: Token) -> None:
        text = token.text
        if self.operand:
            if text not in _PREFIXES:
                raise _NotUnderstood
            self.waiting.append((_PREFIXES[text], f"u{text}"))
        elif text in _SUFFIXES:
            self._release(_SUFFIXES[text])
            self.out.append(f"s{text}")
        elif text in _BINARY:
            self._binary(text)
        else:
            raise _NotUnderstood

    def _binary(self, text: str) -> None:
        strength = _BINARY[text]
        self._release(strength)
        self.waiting.append((strength, f"o{text}"))
        self.operand = True

    def _release(self, strength: int) -> None:
        """Compute what binds at least as strongly."""
        while self.waiting and self.waiting[-1][0] >= max(strength, 1):
            step = self.waiting.pop()[1]
            if step == "o:" and self._one_cell():
                self.out.pop()
            else:
                self.out.append(step)

    def _one_cell(self) -> bool:
        """Say whether a range begins and ends at the same cell, on whichever sheet."""
        first = self.out[-3 if self.out[-2] == "o!" else -2]
        return self.out[-1][0] == "r" and first == self.out[-1]

    def _function(self, token: Token) -> None:
        self._need(True)
        self.waiting.append((0, _CALL + _function_name(token.text)))
        self.call = True

    def _open(self, token: Token) -> None:
        self._need(True)
        if not self.call:
            self.waiting.append((0, _GROUP))
        self.counts.append(0 if self.call else -1)
        self.call = False

    def _comma(self, token: Token) -> None:
        if not self.counts or self.counts[-1] < 0:
            self._need(False)
            self._binary(",")
            return
        self._end_argument()
        self.operand = True

    def _end_argument(self) -> None:
        if self.operand:
            if self.waiting[-1][0]:
                raise _NotUnderstood
            self._put("m")
        self._release(0)
        self.counts[-1] += 1

    def _close(self, token: Token) -> None:
        if not self.counts:
            raise _NotUnderstood
        if self.counts[-1] < 0:
            self._need(False)
            self._release(0)
            self.waiting.pop()
        elif self.operand and not self.counts[-1] and not self.waiting[-1][0]:
            self._put(_call(self.waiting.pop()[1], 0))
        else:
            self._end_argument()
            self._put(_call(self.waiting.pop()[1], self.counts[-1]))
        self.counts.pop()


def _array(tokens: Iterator[Token]) -> Iterator[str]:
    """Yield what an array of constants holds; a second one inside is nothing that files hold."""
    for token in tokens:
        if token.kind == "close_array":
            return
        if token.kind in ("number", "text", "name", "error"):
            yield _operand(token)
        elif token.kind in ("comma", "semicolon") or token.text in "+-":
            yield token.text
        else:
            break
    raise _NotUnderstood


def _operand(token: Token) -> str:
    kind, text = token
    if kind in ("text", "quoted") and text.count(text[0]) % 2:
        raise _NotUnderstood
    if kind == "quoted":
        return "q" + folded_word(text[1:-1].replace("''", "'"))
    if kind == "number":
        return f"d{_number(text)}"
    if kind in ("text", "bracket"):
        return _OPERANDS[kind] + text
    word = folded_word(text)
    return _TRUTHS.get(word, _OPERANDS[kind] + word)


def _number(text: str) -> str:
    """Return the one spelling of a number: 0.50 and 5E-1 are the same."""
    number = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    usual = number is not None and abs(number.adjusted()) <= LARGEST_EXPONENT
    return str(number.normalize()) if number is not None and usual else text


def _function_name(text: str) -> str:
    """Return a function's name; before one that is not of a later version a prefix makes it unknown."""
    name = folded_word(text)
    bare = _LATER_PREFIX.sub("", name, count=1)
    return bare if bare in LATER else name


def _call(step: str, count: int) -> str:
    name = step.removeprefix(_CALL)
    return _TRUTHS[name] if not count and name in _TRUTHS else f"{step}/{count}"
