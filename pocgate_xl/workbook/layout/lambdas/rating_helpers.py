"""Rating helpers: the rating that figures suggest, which nobody has to follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ....core.helper_kinds import helper_form
from ....core.template import Criterion, Helper, HelperKind
from .causes import DIGITS
from .formula_source import FormulaSource, given, plain
from .named_formula import NamedFormula, literal

KINDS: tuple[HelperKind, ...] = ("improvement", "deviation")


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield a function for each kind of helper that the template has."""
    yield source.helper("FIGURE", 'LAMBDA(said, IF(PG._SAID(said)="", "", IF(ISNUMBER(said), said, NA())))')
    for kind in KINDS:
        helped = [each for each in source.template.criteria if each.helper and each.helper.kind == kind]
        if helped:
            yield _function(source, kind, helped)


def _function(source: FormulaSource, kind: HelperKind, helped: list[Criterion]) -> NamedFormula:
    match kind:
        case "improvement":
            return source.function("KPI_RATING", _kpi_rating(helped))
        case "deviation":
            return source.function("COST_RATING", _cost_rating(helped))
        case unknown:
            assert_never(unknown)


def _kpi_rating(helped: list[Criterion]) -> str:
    gain = 'IF(sense="lower", aim-reached, reached-aim)'
    return (
        "LAMBDA(target, actual, [direction], [criterion],\n"
        "  LET(aim, PG._FIGURE(target), reached, PG._FIGURE(actual),\n"
        f"  sense, PG._CODE({given('direction')}, PG._DIRECTION()),\n"
        f"  about, PG._CODE({given('criterion')}, PG._CRITERION()),\n"
        '  IF(OR(aim="", reached=""), "",\n'
        f"  LET(share, ROUND({gain}/ABS(aim), {DIGITS}),\n"
        f"  {_by_criterion(helped)}))))"
    )


def _cost_rating(helped: list[Criterion]) -> str:
    return (
        "LAMBDA(estimate, actual, [cannot_estimate], [criterion],\n"
        "  LET(guess, PG._FIGURE(estimate), reached, PG._FIGURE(actual),\n"
        f"  unknown, PG._CODE({given('cannot_estimate')}, PG._ANSWER()),\n"
        f"  about, PG._CODE({given('criterion')}, PG._CRITERION()),\n"
        f'  IF(unknown="yes", {_by_criterion(helped, unknown=True)},\n'
        '  IF(OR(guess="", reached=""), "", IF(guess<=0, NA(),\n'
        f"  LET(share, ROUND(ABS(reached-guess)/guess, {DIGITS}),\n"
        f"  {_by_criterion(helped)}))))))"
    )


def _by_criterion(helped: list[Criterion], *, unknown: bool = False) -> str:
    """Write the rating by the helper of the criterion that is meant, the first when none is named."""
    formula = "NA()"
    for each in reversed(helped):
        assert each.helper
        rating = _unknown(each.helper) if unknown else _bands(each.helper)
        named = f"about={literal(each.id)}"
        test = f'OR(about="", {named})' if each is helped[0] else named
        formula = f"IF({test}, {rating}, {formula})"
    return formula


def _unknown(helper: Helper) -> str:
    return literal("" if helper.unknown_rating is None else helper.unknown_rating)


def _bands(helper: Helper) -> str:
    """Write nested tests, one a band; the last band takes the rest."""
    rising = helper_form(helper.kind).rising
    formula = str(helper.bands[-1].rating)
    for band in reversed(helper.bands[:-1]):
        assert band.bound is not None
        sign = (">" if rising else "<") + ("=" if band.inclusive else "")
        formula = f"IF(share{sign}{literal(plain(band.bound))}, {band.rating}, {formula})"
    return formula
