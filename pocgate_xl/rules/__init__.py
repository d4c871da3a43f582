"""What can be wrong: every rule by its code. A new rule is a function and a line in its family's `RULES`."""

from __future__ import annotations

from typing import Any

from . import (
    appearance,
    checklist,
    contents,
    contradictions,
    costs,
    engagement,
    file,
    formulas,
    identity,
    production,
    results,
    scorecard,
    shown,
    structure,
    values,
)
from .base import Case, FileProblem, Rule

FILE_RULES: tuple[Rule[FileProblem], ...] = file.RULES
"""Rules for files that cannot be examined."""

CASE_RULES: tuple[Rule[Case], ...] = (
    *structure.RULES,
    *results.RULES,
    *shown.RULES,
    *contents.RULES,
    *formulas.RULES,
    *identity.RULES,
    *appearance.RULES,
    *scorecard.RULES,
    *checklist.RULES,
    *costs.RULES,
    *production.RULES,
    *engagement.RULES,
    *values.RULES,
    *contradictions.RULES,
)
"""Rules for workbooks that were read."""

RULES: tuple[Rule[Any], ...] = (*FILE_RULES, *CASE_RULES)


def asking_codes() -> frozenset[str]:
    """Return the codes of the rules that miss answers alone."""
    return frozenset(rule.code for rule in RULES if rule.asks)
