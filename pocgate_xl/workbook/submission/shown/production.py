"""What the sheets that plan for production must show beside results: costs, design, process, roadmap.

The decision paper shows money in one unit, and the roadmap, as bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ....core.money import currency_of
from ....core.roadmap import PhasePlan, add_months, month_number
from ....core.template import Phase
from .facts import BLANK, Facts, Truth

LEAST_IN_UNIT = 100
"""The largest amount on the decision paper is at least so many of its unit."""
UNITS = ((10**6, "million"), (10**3, "thousand"))
CENT = Decimal("0.01")


def band_low(facts: Facts, category: str) -> Decimal | None:
    band = facts.assessment.costs.categories[category].reference
    return None if band is None else band.low


def band_high(facts: Facts, category: str) -> Decimal | None:
    band = facts.assessment.costs.categories[category].reference
    return None if band is None else band.high


def poc_band(facts: Facts, category: str, end: str) -> Decimal | None:
    """Return what is usual in a PoC, in the engagement's currency."""
    costs = facts.template.costs
    usual = next(each.poc_reference for each in costs.categories if each.id == category)
    converted = currency_of(costs, facts.assessment.engagement).convert(usual)
    if converted is None:
        return None
    return converted.low if end == "low" else converted.high


def amounts_in_full(facts: Facts) -> str:
    return facts.text("amounts_in_full").replace("{currency}", currency(facts))


def in_currency(facts: Facts) -> str:
    return facts.text("in_currency").replace("{currency}", currency(facts))


def standing(facts: Facts, category: str) -> str | None:
    return facts.known("standing", facts.assessment.costs.categories[category].standing)


def planned_standing(facts: Facts, category: str) -> str | None:
    return facts.known("standing", facts.assessment.costs.categories[category].planned_standing)


def rule_of_thumb(facts: Facts) -> str | None:
    rule = facts.assessment.costs.rule_of_thumb
    return None if rule is None else facts.label("standing", rule.standing)


def currency(facts: Facts) -> str:
    return facts.assessment.costs.currency


def rate(facts: Facts) -> Decimal | None:
    """Return how much of the template's currency one unit of the engagement's is."""
    home = facts.assessment.costs.currency == facts.template.costs.currency
    return Decimal(1) if home else facts.assessment.engagement.yen_per_unit


def months(facts: Facts) -> Decimal | None:
    return facts.assessment.engagement.poc_months


def designed(facts: Facts, element: str) -> str | None:
    return facts.text("filled") if element in facts.submission.design else None


def unjudged(facts: Facts, row: str) -> str | None:
    """Return a warning where the AI acts and nobody judges, not even wrongly; rows count from 0."""
    alone = f"pg_process.{row}.ai" in facts.answered and facts.blank(f"pg_process.{row}.judgement")
    return facts.text("nobody_judges") if alone else None


def month(facts: Facts, number: str) -> date | None:
    """Return the first day of a month counted from that of the start, which is 0."""
    start = facts.assessment.roadmap.start
    return add_months(start and start.replace(day=1), int(number))


def gantt(facts: Facts, phase: str, number: str) -> int:
    """Return 1 where a phase touches the month, else 0."""
    planned, start = _planned(facts, phase), facts.assessment.roadmap.start
    if start is None or planned.start is None or planned.end is None:
        return 0
    shown = month_number(start) + int(number)
    return int(month_number(planned.start) <= shown <= month_number(planned.end))


def phase_standing(facts: Facts, phase: str) -> str | None:
    """Return where the months of a phase lie against the usual ones."""
    usual, months = _phase(facts, phase), _planned(facts, phase).months
    if months is None:
        return None
    if months < usual.min_months:
        return facts.text("phase_shorter")
    return facts.text("phase_longer" if months > usual.max_months else "phase_within")


def due(facts: Facts, horizon: str) -> date | None:
    return facts.assessment.roadmap.goals[horizon].due


def _phase(facts: Facts, id_: str) -> Phase:
    return next(phase for phase in facts.template.phases if phase.id == id_)


def _planned(facts: Facts, id_: str) -> PhasePlan:
    return facts.phases[id_]


def month_of(facts: Facts, day: date) -> str:
    """Return year and month as the decision paper writes them."""
    return f"{day.year}{facts.text('date_mark')}{day.month:02}"


def decimal_of(facts: Facts, value: Fraction | Decimal) -> str:
    tenths = int(Fraction(value) * 10 + Fraction(1, 2))
    return f"{tenths // 10}{facts.text('decimal_mark')}{tenths % 10}"


def unit_line(facts: Facts) -> str:
    currency = facts.assessment.costs.currency
    word = facts.words.texts.get(f"money_word.{currency}", currency)
    unit = _unit(facts)
    words = {size: facts.sentence(name, word) for size, name in UNITS}
    return facts.sentence("amounts_in", words.get(unit, word))


def _unit(facts: Facts) -> int:
    """Return the largest unit of which the largest amount is a hundred."""
    return next((size for size, _ in UNITS if facts.largest >= LEAST_IN_UNIT * size), 1)


def _scaled(facts: Facts, amount: Decimal) -> int:
    return int(_half_up(amount, CENT).__truediv__(_unit(facts)).quantize(Decimal(1), ROUND_HALF_UP))


def _half_up(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, ROUND_HALF_UP)


def _ends(facts: Facts, key: str) -> tuple[int, int] | None:
    span = facts.spans[key]
    return None if span is None else (_scaled(facts, span.low), _scaled(facts, span.high))


def amount(facts: Facts, key: str) -> str:
    """Return a range in the unit, one amount where its ends look the same."""
    ends = _ends(facts, key)
    if ends is None:
        return BLANK
    return facts.text("range").join(dict.fromkeys(_grouped(facts, end) for end in ends))


def _grouped(facts: Facts, number: int) -> str:
    thousands, rest = divmod(number, 1000)
    return f"{thousands}{facts.text('thousands_mark')}{rest:03}" if thousands else str(number)


def envelope(facts: Facts) -> str:
    ends = _ends(facts, "contingency")
    kept = facts.sentence("on_top", amount(facts, "contingency")) if ends and ends[1] else ""
    return facts.text("envelope") + kept


def _bar(facts: Facts, key: str) -> tuple[int, int]:
    """Return the ends of a bar; what is not known is 0 here, and only here."""
    return _ends(facts, key) or (0, 0)


def bar_low(facts: Facts, key: str) -> int:
    return _bar(facts, key)[0]


def bar_spent(facts: Facts, key: str) -> Decimal:
    return Decimal(0) if key == "benefit" else _length(facts, key)


def bar_earned(facts: Facts, key: str) -> Decimal:
    return _length(facts, key) if key == "benefit" else Decimal(0)


def _length(facts: Facts, key: str) -> Decimal:
    """Return how long a bar is: where its ends are the same, still a hundredth of the largest amount."""
    low, high = _bar(facts, key)
    shortest = facts.largest / _unit(facts) / LEAST_IN_UNIT
    return max(Decimal(high - low), shortest) if high else Decimal(0)


def phase_begins(facts: Facts, phase: str) -> str:
    start = facts.phases[phase].start
    return facts.label("phase", phase) + ("" if start is None else f" · {month_of(facts, start)}")


def _lasting(facts: Facts) -> Iterator[tuple[str, int, int]]:
    """Yield each phase with the months before it and its own, as far as its end is known."""
    before = 0
    for planned in facts.assessment.roadmap.phases:
        months = planned.months or 0 if planned.end else 0
        yield planned.phase, before, months
        before += months


def phase_after(facts: Facts, phase: str) -> int:
    return next(before for id_, before, _ in _lasting(facts) if id_ == phase)


def phase_lasts(facts: Facts, phase: str) -> int:
    return next(months for id_, _, months in _lasting(facts) if id_ == phase)


TRUTHS: Mapping[str, Truth] = {
    "band_low": band_low, "band_high": band_high, "standing": standing,
    "planned_standing": planned_standing, "rule_of_thumb": rule_of_thumb, "currency": currency,
    "poc_band": poc_band, "amounts_in_full": amounts_in_full, "in_currency": in_currency, "rate": rate,
    "months": months,
    "designed": designed, "unjudged": unjudged, "month": month, "gantt": gantt,
    "phase_standing": phase_standing, "due": due,
    "unit_line": unit_line, "amount": amount, "envelope": envelope,
    "bar_low": bar_low, "bar_spent": bar_spent, "bar_earned": bar_earned,
    "phase_begins": phase_begins, "phase_after": phase_after, "phase_lasts": phase_lasts,
}  # fmt: skip
