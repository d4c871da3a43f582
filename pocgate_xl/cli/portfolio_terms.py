"""The operator's terms for a portfolio, as options of the command line."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ..core.template import Costs
from ..errors import PocgateError
from ..portfolio.quarters import Quarter
from ..portfolio.terms import HORIZON, Rate, Terms
from .options import day_of, there_of

if TYPE_CHECKING:
    from ..portfolio.what_if import TermChange

ORDERS = ("value", "decision")


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _add_limits(parser)
    _add_calendar(parser)
    parser.add_argument(
        "--order", choices=ORDERS, default=ORDERS[0],
        help="what comes first within a class: value is annual net benefit per unit of initial budget "
        "(default: %(default)s)",
    )  # fmt: skip
    add_rate_option(parser)
    _add_exceptions(parser)
    _add_beside(parser)


def _add_exceptions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pin", action="append", default=[], type=_pin, metavar="ID[=YYYY-Qn]",
        help="place this engagement after approved ones and before all others, in that quarter if one is "
        "given; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="ID",
        help="leave this engagement out of the plan; may be repeated",
    )  # fmt: skip


def _add_beside(parser: argparse.ArgumentParser) -> None:
    """Declare what the workbooks are held against: an earlier run, and the list of who was asked."""
    parser.add_argument(
        "--since", type=there_of, metavar="PREVIOUS.jsonl",
        help="show what moved since this earlier `pocgate check --format jsonl`",
    )  # fmt: skip
    parser.add_argument(
        "--what-if", action="append", type=_change, metavar="CHANGE",
        help="show which launches move under budget=+20%%, budget=40000000, slots=-1 or order=decision; may "
        "be repeated (default: the budget 20%% lower and higher, a slot less and more)",
    )  # fmt: skip
    parser.add_argument(
        "--list", dest="lists", type=there_of, action="append", default=[], metavar="FILE",
        help="show who has not answered of this list, as `pocgate new --from` reads it; may be repeated",
    )  # fmt: skip


def add_rate_option(parser: argparse.ArgumentParser) -> None:
    """Declare the rates, which may be settings, too."""
    parser.add_argument(
        "--rate", action="append", default=[], type=rate_of, metavar="CUR=N[@DATE]",
        help="what one unit of a currency is worth in the template's, and as of which day; may be repeated "
        "(default: each engagement's own rate, for itself alone)",
    )  # fmt: skip


def _add_limits(parser: argparse.ArgumentParser) -> None:
    budgets = parser.add_mutually_exclusive_group()
    budgets.add_argument(
        "--quarter-budget", type=_amount, metavar="N",
        help="what each quarter may spend on roadmaps and on running costs of what has been launched, in the "
        "template's currency (default: no limit)",
    )  # fmt: skip
    budgets.add_argument(
        "--year-budget", type=_amount, metavar="N", help="the same for each fiscal year, in place of quarters"
    )
    parser.add_argument(
        "--carry-over", action="store_true", help="what a quarter or year leaves may be spent later"
    )
    parser.add_argument(
        "--parallel", type=_whole, metavar="N",
        help="how many roadmaps may run at once (default: no limit)",
    )  # fmt: skip


def _add_calendar(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from-quarter", type=_quarter, metavar="YYYY-Qn",
        help="first quarter of the plan (default: that of the latest assessment)",
    )  # fmt: skip
    parser.add_argument(
        "--fiscal-start", type=_month, default=1, metavar="M",
        help="month with which fiscal years and their quarters begin, 4 for April (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--horizon", type=_whole, default=HORIZON, metavar="N",
        help="how many quarters the plan looks ahead (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--as-of", type=day_of, metavar="DATE",
        help="what was due before this day is overdue (default: the day of the latest assessment)",
    )  # fmt: skip


def terms_of(arguments: argparse.Namespace, costs: Costs) -> Terms:
    """Return the terms; PocgateError where something is said twice, or of no currency that there is."""
    _check_pins([id_ for id_, _ in arguments.pin], arguments.exclude)
    return Terms(
        first=arguments.from_quarter,
        budget=arguments.year_budget if arguments.quarter_budget is None else arguments.quarter_budget,
        period="quarter" if arguments.year_budget is None else "year",
        carry_over=arguments.carry_over,
        slots=arguments.parallel,
        fiscal_start=arguments.fiscal_start,
        horizon=arguments.horizon,
        order=arguments.order,
        rates=_rates(arguments.rate, costs, arguments.origins),
        pins=dict(arguments.pin),
        excluded=frozenset(arguments.exclude),
        as_of=arguments.as_of,
    )


def _check_pins(pinned: Sequence[str], excluded: Iterable[str]) -> None:
    """Refuse pins that contradict each other, or an exclusion."""
    twice = [id_ for id_, count in Counter((*dict.fromkeys(excluded), *pinned)).items() if count > 1]
    if twice:
        problem = f"--pin and --exclude say two things of {', '.join(twice)}."
        raise PocgateError(problem, "Pin an engagement once, or exclude it.")


def _rates(pairs: Iterable[tuple[str, Rate]], costs: Costs, origins: Mapping[str, str]) -> dict[str, Rate]:
    rates: dict[str, Rate] = {}
    for currency, rate in pairs:
        others = [code for code in costs.currencies if code != costs.currency]
        if currency not in others:
            known = ", ".join(others)
            where = origins.get(f"rates.{currency}", "--rate")
            raise PocgateError(f"{where} {currency}: no such currency to convert.", f"Choose from {known}.")
        if currency in rates:
            raise PocgateError(f"--rate {currency} is given twice.", "Give one rate for each currency.")
        rates[currency] = rate
    return rates


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not an amount; write for example 30000000")
    return amount


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 400")
    return int(text)


def _month(text: str) -> int:
    if text not in map(str, range(1, 13)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write 1 to 12")
    return int(text)


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def rate_of(text: str) -> tuple[str, Rate]:
    """Read a currency's rate, with or without the day that it is of."""
    currency, _, rest = text.partition("=")
    number, dated, day = rest.partition("@")
    try:
        rate = Rate(_amount(number), date.fromisoformat(day) if dated else None)
    except (argparse.ArgumentTypeError, ValueError):
        rate = Rate(Decimal(0))
    if not rate.value:
        raise argparse.ArgumentTypeError(f"{text!r} is not a rate; write for example EUR=165@2026-11-20")
    return currency.upper(), rate


def _pin(text: str) -> tuple[str, Quarter | None]:
    """Read an id with or without a quarter; an id may have an equals sign of its own."""
    id_, separator, quarter = text.rpartition("=")
    try:
        return (id_, Quarter.parse(quarter)) if separator else (text, None)
    except ValueError:
        return text, None


def _change(text: str) -> TermChange:
    from ..portfolio.what_if import parse_change

    try:
        return parse_change(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
