"""Values as they are handed to Excel, which reads what it is given as if somebody had typed it."""

from __future__ import annotations

from decimal import Decimal

TYPED_BEFORE = ("=", "+", "-", "@", "'")
"""What makes a host read a text as something else, besides digits."""


def typed(value: object) -> object:
    """Return what to hand over so that a host takes texts as texts, whatever they look like."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str) and (value[:1] in TYPED_BEFORE or value[:1].isdigit()):
        return f"'{value}"
    return value
