"""Regular expressions that are compiled when they are first used: most runs need few of a module's.

One that every run uses, for every row or cell, is better compiled where it stands, by `re.compile`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class _Pattern:
        """Stands for a pattern, and has its methods once it was asked for the first."""

        def __init__(self, text, flags):
            self._said = text, flags

        def __getattr__(self, name):
            made = re.compile(*self._said)
            for each in WHAT_IS_ASKED:
                setattr(self, each, getattr(made, each))
            return getattr(made, name)

    def pattern(text, flags=0):
        """Return what `re.compile` does, made when it is first used."""
        return _Pattern(text, flags)


__all__ = ["pattern"]

WHAT_IS_ASKED = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn", "pattern")
