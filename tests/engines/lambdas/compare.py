"""Hold what engines show against what calls must show."""

from __future__ import annotations

from collections.abc import Sequence

from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.lambdas import NamedFormula
from tests.engines.lambdas.sheet import ENGINES, Call, Error, Shown, shown
from tests.engines.lambdas.truth import Oracle, differs

Difference = tuple[Call, Shown, Shown | Error]
AT_ONCE = 100
"""Calls on one sheet: engines become slow on sheets of many rows."""


def differences(
    engine: str, bundle: Bundle, language: str, names: Sequence[NamedFormula], calls: Sequence[Call]
) -> list[Difference]:
    """Return the calls that show anything else than they must, with both."""
    oracle, found = Oracle(bundle, language), []
    for first in range(0, len(calls), AT_ONCE):
        some = calls[first : first + AT_ONCE]
        for call, rows in zip(some, shown(ENGINES[engine](names), some), strict=True):
            truth = oracle.shows(call)
            if differs(rows, truth):
                found.append((call, rows, truth))
    return found
