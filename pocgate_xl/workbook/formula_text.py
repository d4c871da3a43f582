"""Formulas that say the same although another program wrote them."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKENS = re.compile(r'"(?:[^"]|"")*"?|\'(?:[^\']|\'\')*\'?|\s+|[A-Za-z_][\w.]*(?:\(\))?|.', re.DOTALL)
_PREFIX = re.compile(r"^(?:_XL(?:FN|WS|UDF)\.)+")
_CONSTANTS = {"TRUE()": "TRUE", "FALSE()": "FALSE"}


def same_formula(found: str, planned: str) -> bool:
    """Say whether two formulas differ in nothing but case, spaces and how constants are written."""
    return found == planned or canonical(found) == canonical(planned)


@lru_cache(maxsize=4096)
def canonical(formula: str) -> str:
    """Return the one spelling of a formula; quoted texts and sheet names stay as they are."""
    return "".join(_token(match[0]) for match in _TOKENS.finditer(formula))


def _token(token: str) -> str:
    if token[0] in "\"'":
        return token
    if token.isspace():
        return ""
    word = _PREFIX.sub("", token.upper())
    return _CONSTANTS.get(word, word)
