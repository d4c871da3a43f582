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
from .named_formula import Literal, NamedFormula, block, literal, row

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
    yield source.helper("TIMES", 'LAMBDA(amount, factors, IF(amount="", {"",""}, amount*factors))')
    yield source.helper(
        "PUBLISHED",
        "LAMBDA(plan, band, exchange,\n"
        '  IF(plan<>"", HSTACK(plan, plan), IF(exchange="", {"",""}, IF(exchange=0, band,\n'
        f"    MAP(band, LAMBDA(each, ROUND(each/exchange, {CENTS})))))))",
    )
    yield source.helper("PROJECTED", _projected(source))
    yield source.helper(
        "BUDGETED",
        "LAMBDA(costs, plans, exchange,\n"
        "  LET(projected, PG._PROJECTED(costs, plans, exchange),\n"
        '  IF(plans="", projected, HSTACK(plans, plans))))',
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
    count, spent = len(categories), [place for place, each in enumerate(categories) if each.kind != "share"]
    said = f"PG._AMOUNTS(costs, {count})"
    if len(spent) < count:
        short = f'VSTACK(PG._AMOUNTS(costs, {len(spent)}), "")'
        order = [spent.index(place) + 1 if place in spent else len(spent) + 1 for place in range(count)]
        if order != list(range(1, count + 1)):
            short = f"CHOOSEROWS({short}, {', '.join(map(str, order))})"
        said = f"IF(ROWS(costs)*COLUMNS(costs)={count}, {said},\n    {short})"
    cell = "each"
    for place, category in enumerate(categories, 1):
        if category.poc_blank_is_zero:
            cell = f'IF(place={place}, IF(each="", 0, each), {cell})'
    cells = f"MAP(said, SEQUENCE({count}), LAMBDA(each, place, {cell}))" if cell != "each" else "said"
    blank = [f'INDEX(said, {place})=""' for place in range(1, count + 1) if place - 1 not in spent]
    if blank:
        cells = f"IF(AND({', '.join(blank)}), {cells}, NA())"
    return f"LAMBDA(costs,\n  LET(said, {said},\n  {cells}))"


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
    rows = {each.id: f"line_{place}" for place, each in enumerate(categories, 1)}
    once = [rows[each.id] for each in categories if each.one_off]
    direct = [
        f"  {rows[each.id]}, {_direct(each, place)},\n"
        for place, each in enumerate(categories, 1)
        if each.kind != "share"
    ]
    shares = [
        f"  {rows[each.id]}, PG._TIMES(initial, {_factors(each)}),\n"
        for each in categories
        if each.kind == "share"
    ]
    if shares:
        direct.append(f"  initial, PG._SUMMED(VSTACK({', '.join(once)}), {row([1] * len(once))}),\n")
    return (
        "LAMBDA(costs, plans, exchange,\n"
        "  LET(spent, PG._SPENT(costs),\n"
        f"{''.join([*direct, *shares])}"
        f"  IF(ROWS(plans)={len(categories)}, VSTACK({', '.join(rows.values())}), NA())))"
    )


def _direct(category: CostCategory, place: int) -> str:
    """Return the row of a category that rests on no sum."""
    if category.kind == "reference":
        assert category.reference
        return f"PG._PUBLISHED(INDEX(plans, {place}), {row(_pair(category.reference))}, exchange)"
    return f"PG._TIMES(INDEX(spent, {place}), {_factors(category)})"


def _factors(category: CostCategory) -> str:
    assert category.factor
    return row(_pair(category.factor))


def _pair(span: Span) -> list[Literal]:
    return [plain(span.low), plain(span.high)]


def _length() -> str:
    return (
        "LAMBDA(months,\n"
        '  IF(PG._SAID(months)="", "", IF(ISNUMBER(months),\n'
        f"    IF((months>0)*(months<={LONGEST_MONTHS}), months, NA()), NA())))"
    )


def _invested(categories: tuple[CostCategory, ...]) -> str:
    """Write what the PoC cost in all: what recurs counts for its months."""
    times = {"once": "", "month": "*length", "year": f"*length/{MONTHS_A_YEAR}"}
    spent = [
        (f"INDEX(spent, {place})", each) for place, each in enumerate(categories, 1) if each.kind != "share"
    ]
    unknown = [f'{cell}=""' for cell, each in spent if not each.poc_blank_is_zero]
    if any(each.unit != "once" for _, each in spent):
        unknown.append('length=""')
    return (
        "LAMBDA(costs, months,\n"
        "  LET(spent, PG._SPENT(costs),\n"
        "  length, PG._LENGTH(months),\n"
        f'  IF(OR({", ".join(unknown or ["FALSE"])}), "",\n'
        f"    {'+'.join(cell + times[each.unit] for cell, each in spent)})))"
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
        f'  IF(OR(initial=""), {NOTHING}, IF(invested="", {NOTHING}, IF(invested=0, {NOTHING},\n'
        "  LET(middle, AVERAGE(initial),\n"
        f'  standing, IF(middle<{low}*invested, "below", IF(middle>{high}*invested, "above", "within")),\n'
        "  HSTACK(INDEX(initial, 1)/invested, middle/invested, INDEX(initial, 2)/invested,\n"
        f"    PG._WORD(standing, PG._STANDING(), {given('language')}))))))))"
    )
