"""What production costs: the projection of each category, its sums, the rule of thumb.

Amounts stand in columns of one row a category, low and high side by side; "" is what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....core.budget import LONG_RUN_YEARS, PER_YEAR
from ....core.roadmap import MONTHS_A_YEAR
from ....core.template import CostCategory, Span
from ....core.validity import LONGEST_MONTHS
from .formula_source import FormulaSource, blanks, given, plain
from .named_formula import Literal, NamedFormula, block, column, literal, row

CENTS = 2
"""Digits of the one rounding, of references in another currency."""
MONEY = "[planned], [currency_code], [exchange_rate]"
NOTHING = row(["", "", "", ""])


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield projections and sums."""
    categories = source.template.costs.categories
    yield source.helper(
        "AMOUNTS",
        "LAMBDA(cells, many,\n"
        "  MAP(PG._CELLS(cells, many), LAMBDA(each,\n"
        '  IF(each="", "", IF(ISNUMBER(each), IF(each>=0, each, NA()), NA())))))',
    )
    yield source.helper("SPENT", _spent(source))
    yield source.helper("RATE", _rate(source))
    yield source.helper(
        "SUMMED",
        "LAMBDA(amounts, weights,\n"
        '  IF(MMULT(IF(weights=0, 0, 1), IF(amounts="", 1, 0))>0, "",\n'
        '    MMULT(weights, IF(amounts="", 0, amounts))))',
    )
    yield source.helper("PROJECTED", _projected(source))
    yield source.helper(
        "BUDGETED",
        "LAMBDA(costs, plans, exchange,\n"
        '  LET(projected, PG._PROJECTED(costs, plans, exchange), IF(plans="", projected, plans)))',
    )
    yield source.helper("LENGTH", _length())
    yield source.helper("INVESTED", _invested(categories))
    yield source.function("MULTIPLIER", _multiplier(source))
    yield source.function("COST", _cost(source))
    yield source.function("COST_TOTAL", _cost_total(source))
    yield source.function(
        "POC_INVESTMENT", f"LAMBDA(costs, [months], PG._INVESTED(costs, {given('months')}))"
    )
    yield source.function("RULE_OF_THUMB", _rule_of_thumb(source))


def plans(source: FormulaSource) -> str:
    """Return the planned amounts, all blank where none are given."""
    count = len(source.template.costs.categories)
    return f"IF(ISOMITTED(planned), {blanks(count)}, PG._AMOUNTS(planned, {count}))"


def rate() -> str:
    """Return the rate of the currency that a call names."""
    return f"PG._RATE({given('currency_code')}, {given('exchange_rate')})"


def sums_of(categories: tuple[CostCategory, ...]) -> list[list[int]]:
    """Return how often each category counts in each sum, in the order of the list of sums."""
    initial = [int(category.one_off) for category in categories]
    yearly = [0 if category.one_off else PER_YEAR[category.unit] for category in categories]
    sums = [(1, 0), (0, 1), (1, 1), (1, LONG_RUN_YEARS)]
    return [[once * i + years * y for i, y in zip(initial, yearly, strict=True)] for once, years in sums]


def _spent(source: FormulaSource) -> str:
    """Write what the PoC cost; a cell for a category that it has not may be left out, or is blank."""
    categories = source.template.costs.categories
    count = len(categories)
    shares = [int(category.kind == "share") for category in categories]
    zeros = column([int(category.poc_blank_is_zero) for category in categories])
    given_ = [place for place, share in enumerate(shares) if not share]
    if len(given_) == count:
        return (
            f'LAMBDA(costs, LET(said, PG._AMOUNTS(costs, {count}), IF(IF(said="", {zeros}, 0)=1, 0, said)))'
        )
    order = [given_.index(place) + 1 if place in given_ else len(given_) + 1 for place in range(count)]
    return (
        "LAMBDA(costs,\n"
        f"  LET(said, IF(ROWS(costs)*COLUMNS(costs)={count}, PG._AMOUNTS(costs, {count}),\n"
        f'    CHOOSEROWS(VSTACK(PG._AMOUNTS(costs, {len(given_)}), ""), {", ".join(map(str, order))})),\n'
        f'  IF({column(shares)}=1, IF(said="", "", NA()), IF(IF(said="", {zeros}, 0)=1, 0, said))))'
    )


def _rate(source: FormulaSource) -> str:
    """Write the template's currency per unit of another; 0 for its own, "" where it is not known."""
    home = literal(source.template.costs.currency)
    return (
        "LAMBDA(currency, exchange,\n"
        f"  LET(meant, PG._CODE(currency, PG._CURRENCY()),\n"
        f'  IF(meant="", 0, IF(meant={home}, 0, IF(PG._SAID(exchange)="", "",\n'
        "    IF(ISNUMBER(exchange), IF(exchange>0, exchange, NA()), NA()))))))"
    )


def _projected(source: FormulaSource) -> str:
    """Write low and high of each category: multiples, references that plans replace, shares of the sum."""
    categories = source.template.costs.categories
    factors = block([_pair(category.factor) for category in categories])
    kinds = [category.kind for category in categories]
    pieces, direct = [], '""'
    if "multiplied" in kinds:
        direct = f'IF(spent="", "", spent*{factors})'
    if "reference" in kinds:
        bands = block([_pair(c.reference if c.kind == "reference" else None) for c in categories])
        pieces.append(
            f'  bands, IF(exchange=0, {bands}, IF(exchange="", "",\n'
            f"    MAP({bands}, LAMBDA(each, ROUND(each/exchange, {CENTS}))))),\n"
        )
        referenced = column([int(kind == "reference") for kind in kinds])
        direct = f'IF({referenced}=1, IF(plans="", bands, plans), {direct})'
    projected = "direct"
    if "share" in kinds:
        initial = row(sums_of(categories)[0])
        pieces.append(f"  direct, {direct},\n  initial, PG._SUMMED(direct, {initial}),\n")
        shares = column([int(kind == "share") for kind in kinds])
        projected = f'IF({shares}=1, IF(initial="", "", initial*{factors}), direct)'
    else:
        projected = direct
    return (
        "LAMBDA(costs, plans, exchange,\n"
        "  LET(spent, PG._SPENT(costs),\n"
        f"{''.join(pieces)}"
        f"  IF(ROWS(plans)={len(categories)}, {projected}, NA())))"
    )


def _pair(span: Span | None) -> list[Literal]:
    return [0, 0] if span is None else [plain(span.low), plain(span.high)]


def _length() -> str:
    return (
        "LAMBDA(months,\n"
        '  IF(PG._SAID(months)="", "", IF(ISNUMBER(months),\n'
        f"    IF((months>0)*(months<={LONGEST_MONTHS}), months, NA()), NA())))"
    )


def _invested(categories: tuple[CostCategory, ...]) -> str:
    """Write what the PoC cost in all: what recurs counts for its months."""
    spent = [category for category in categories if category.kind != "share"]
    counted = column([int(category in spent) for category in categories])
    once = column([int(category in spent and category.unit == "once") for category in categories])
    known, times = [f'SUM(IF(spent="", {counted}, 0))>0'], once
    for unit, divisor in (("month", ""), ("year", f"/{MONTHS_A_YEAR}")):
        if any(category.unit == unit for category in spent):
            lasting = column([int(category in spent and category.unit == unit) for category in categories])
            times += f"+{lasting}*N(length){divisor}"
    if any(category.unit != "once" for category in spent):
        known.append('length=""')
    unknown = f"OR({', '.join(known)})" if known[1:] else known[0]
    return (
        "LAMBDA(costs, months,\n"
        "  LET(spent, PG._SPENT(costs),\n"
        "  length, PG._LENGTH(months),\n"
        f'  IF({unknown}, "", SUM(IF(spent="", 0, spent)*({times})))))'
    )


def _multiplier(source: FormulaSource) -> str:
    factors: list[list[Literal]] = [
        [plain(each.factor.low), plain(each.factor.high)] if each.factor else ["", ""]
        for each in source.template.costs.categories
    ]
    return (
        "LAMBDA(category,\n"
        f"  CHOOSEROWS({block(factors)},"
        " XMATCH(PG._CODE(category, PG._COST()), CHOOSECOLS(PG._COST(), 1))))"
    )


def _cost(source: FormulaSource) -> str:
    return (
        f"LAMBDA(costs, [category], {MONEY}, [language],\n"
        f"  LET(found, PG._PROJECTED(costs, {plans(source)}, {rate()}),\n"
        f"  asked, PG._CODE({given('category')}, PG._COST()),\n"
        f'  IF(asked="", HSTACK(PG._NAMES(PG._COST(), {given("language")}), found),\n'
        "    CHOOSEROWS(found, XMATCH(asked, CHOOSECOLS(PG._COST(), 1))))))"
    )


def _cost_total(source: FormulaSource) -> str:
    sums = block(sums_of(source.template.costs.categories))
    return (
        f"LAMBDA(costs, [sum_of], {MONEY}, [language],\n"
        f"  LET(found, PG._SUMMED(PG._PROJECTED(costs, {plans(source)}, {rate()}), {sums}),\n"
        f"  asked, PG._CODE({given('sum_of')}, PG._SUM()),\n"
        f'  IF(asked="", HSTACK(DROP(PG._NAMES(PG._SUM(), {given("language")}), -1), found),\n'
        "    CHOOSEROWS(found, XMATCH(asked, CHOOSECOLS(PG._SUM(), 1))))))"
    )


def _rule_of_thumb(source: FormulaSource) -> str:
    """Write the initial investment as multiples of the PoC's, and where the middle stands."""
    costs = source.template.costs
    kind = "PG._BUDGETED" if costs.rule_of_thumb == "budget" else "PG._PROJECTED"
    initial = row(sums_of(costs.categories)[0])
    low, high = (literal(plain(each)) for each in (costs.guide.low, costs.guide.high))
    return (
        f"LAMBDA(costs, [months], {MONEY}, [language],\n"
        f"  LET(invested, PG._INVESTED(costs, {given('months')}),\n"
        f"  initial, PG._SUMMED({kind}(costs, {plans(source)}, {rate()}), {initial}),\n"
        f'  IF(OR(invested="", initial=""), {NOTHING}, IF(invested=0, {NOTHING},\n'
        "  LET(middle, AVERAGE(initial),\n"
        f'  standing, IF(middle<{low}*invested, "below", IF(middle>{high}*invested, "above", "within")),\n'
        "  HSTACK(INDEX(initial, 1)/invested, middle/invested, INDEX(initial, 2)/invested,\n"
        f"    PG._WORD(standing, PG._STANDING(), {given('language')})))))))"
    )
