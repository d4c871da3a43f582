"""Values as they are handed to Excel, which reads what it is given as if somebody had typed it."""

from __future__ import annotations

from decimal import Decimal

LONGEST_CONVERTED = 20
"""Letters of a text with a digit in it that Excel may take for a day, a time or an amount, such as May 5."""
TRUTHS = ("TRUE", "FALSE")


def typed(value: object) -> object:
    """Return what to hand over so that a host takes texts as texts, whatever they look like."""
    if isinstance(value, Decimal):
        return float(value)
    return f"'{value}" if isinstance(value, str) and _is_converted(value) else value


def _is_converted(text: str) -> bool:
    """Say whether Excel may read a text as a formula, a number, a day or a truth: an apostrophe stops it."""
    short = len(text) <= LONGEST_CONVERTED and any(letter.isdigit() for letter in text)
    return bool(text) and (not text[0].isalpha() or short or text.upper() in TRUTHS)
