"""What a formula of constants gives: exact, bounded, and nothing else is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from .text import Postfix, understood

Constant = Decimal | str

_EXACT = Context(prec=60, Emax=9_999, Emin=-9_999, traps=[InvalidOperation])
_SHOWN = Context(prec=15)
LONGEST_TEXT, MOST_STEPS = 32_767, 2_000
LARGEST_EXPONENT = 300
MOST_DIGITS = 15
"""How many digits a spreadsheet shows of a number that becomes a text."""
DIVIDED_BY_ZERO = "#DIV/0!"
CLOSE = Decimal("1E-12")
"""Doubles of the same result differ by less than this part of it."""


class _NoConstant(Exception):
    """That a formula rests on more than constants, or on what is not computed here."""


def constant_of(formula: str) -> Constant | None:
    """Return what a formula gives whose operands are all written in it; None for any other.

    Numbers and texts with `+ - * / % &`, parentheses, SUM and ROUND.
    """
    steps = understood(formula)
    if steps is None or len(steps) > MOST_STEPS:
        return None
    try:
        return _computed(steps)
    except ZeroDivisionError:
        return DIVIDED_BY_ZERO
    except (_NoConstant, InvalidOperation):
        return None


def gives(constant: Constant, stored: object) -> bool:
    """Say whether a stored value is what a constant formula gives, of the same type."""
    if isinstance(constant, str):
        return stored == constant
    if isinstance(stored, bool) or not isinstance(stored, float):
        return False
    return abs(Decimal(stored) - constant) <= CLOSE * abs(constant)


def _computed(steps: Postfix) -> Constant:
    stack: list[Constant] = []
    for step in steps:
        kind, text = step[0], step[1:]
        if kind == "d":
            stack.append(_bounded(Decimal(text)))
        elif kind == "t":
            stack.append(text[1:-1].replace('""', '"'))
        elif kind in "ous":
            _operate(stack, step)
        elif kind == "f":
            _call(stack, text)
        else:
            raise _NoConstant
    if len(stack) != 1:
        raise _NoConstant
    return stack[0]


def _operate(stack: list[Constant], step: str) -> None:
    if step == "o&":
        right, left = _text(stack.pop()), _text(stack.pop())
        if len(left) + len(right) > LONGEST_TEXT:
            raise _NoConstant
        stack.append(left + right)
    elif step in _BINARY:
        right_number, left_number = _number(stack.pop()), _number(stack.pop())
        stack.append(_bounded(_BINARY[step](left_number, right_number)))
    elif step in _UNARY:
        stack.append(_bounded(_UNARY[step](_number(stack.pop()))))
    else:
        raise _NoConstant


def _divided(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise ZeroDivisionError
    return _EXACT.divide(left, right)


_BINARY: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "o+": _EXACT.add, "o-": _EXACT.subtract, "o*": _EXACT.multiply, "o/": _divided,
}  # fmt: skip
_UNARY: Mapping[str, Callable[[Decimal], Decimal]] = {
    "u-": _EXACT.minus, "u+": _EXACT.plus, "s%": lambda number: _EXACT.divide(number, Decimal(100)),
}  # fmt: skip


def _call(stack: list[Constant], text: str) -> None:
    name, _, digits = text.rpartition("/")
    count = int(digits)
    arguments = [_number(value) for value in stack[len(stack) - count :]]
    del stack[len(stack) - count :]
    if name == "SUM" and count:
        total = Decimal(0)
        for number in arguments:
            total = _EXACT.add(total, number)
        stack.append(_bounded(total))
    elif name == "ROUND" and count == 2 and abs(arguments[1]) <= MOST_DIGITS:
        stack.append(_rounded(arguments[0], int(arguments[1])))
    else:
        raise _NoConstant


def _rounded(number: Decimal, digits: int) -> Decimal:
    if number.adjusted() > MOST_DIGITS:
        raise _NoConstant
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)


def _number(value: Constant) -> Decimal:
    if isinstance(value, str):
        raise _NoConstant
    return value


def _bounded(number: Decimal) -> Decimal:
    """Return a number that a double holds, too."""
    if not number.is_finite() or (number and abs(number.adjusted()) > LARGEST_EXPONENT):
        raise _NoConstant
    return number


def constant_text(constant: Constant) -> str:
    """Return a constant as a person reads it."""
    return constant if isinstance(constant, str) else f"{_SHOWN.plus(constant).normalize() + 0:f}"


def _text(value: Constant) -> str:
    """Return what a number reads as in a text; only for those that every program writes alike."""
    if isinstance(value, str):
        return value
    if len(value.as_tuple().digits) > MOST_DIGITS or abs(value.adjusted()) >= MOST_DIGITS:
        raise _NoConstant
    return constant_text(value)
