"""The functions that formulas can express, as named LAMBDAs: a template's numbers and words, no Python.

One subject a module; a new one is a line in `SUBJECTS`. What is needed by several is named too, with an
underscore behind the prefix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from ....core.catalog import Catalog
from ....core.template import Template
from ....errors import PocgateError
from ....templates.loader import Bundle
from . import budget, causes, checklist, costs, decision, rating_helpers, roadmap, scorecard, words
from .formula_source import FormulaSource
from .named_formula import LONGEST, NamedFormula

__all__ = ["NamedFormula", "formulas_of", "named_formulas"]

SUBJECTS: tuple[Callable[[FormulaSource], Iterator[NamedFormula]], ...] = (
    words.formulas,
    scorecard.formulas,
    checklist.formulas,
    decision.formulas,
    causes.formulas,
    costs.formulas,
    budget.formulas,
    roadmap.formulas,
    rating_helpers.formulas,
)


def named_formulas(
    template: Template, catalogs: Mapping[str, Catalog], language: str
) -> tuple[NamedFormula, ...]:
    """Return the library of a template; words and help are in a language unless a call asks for another.

    PocgateError where a text of the template makes one too long for Excel.
    """
    source = FormulaSource(template, catalogs, language)
    found = tuple(each for subject in SUBJECTS for each in subject(source))
    long = [each.name for each in found if len(each.stored) > LONGEST]
    if long:
        raise PocgateError(
            f"The words of {template.id} are too long for a LAMBDA: {', '.join(long)}.",
            f"Excel takes {LONGEST:,} characters each; shorten the labels or anchors.",
        )
    return found


@lru_cache(maxsize=32)
def formulas_of(bundle: Bundle, language: str) -> tuple[NamedFormula, ...]:
    """Return the library of a template in one of its languages, as it is made today."""
    return named_formulas(bundle.template, bundle.catalogs, language)
