"""Texts as HTML: nothing that anybody wrote is markup, and what is hidden in it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ...opc.safe_text import visible

LONGEST = 400


def text(said: str, longest: int = LONGEST) -> str:
    """Return a text as the content of an element, or of an attribute in double quotes."""
    return escape(visible(said, longest))


def line(words: Iterable[str]) -> str:
    """Return texts that belong together, those that are blank left out."""
    return " · ".join(text(word) for word in words if word)
