"""Submissions made by hand for the decision paper: names that it cuts, mixed steps, rounded figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.engines.hand import Change, Hand, benefit, money, serial
from tests.engines.random_submissions import inputs

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""What texts are made of: no two places hold the same letter."""


def long_texts(hand: Hand) -> Iterator[Change]:
    """Every text as long as one of the limits, and its neighbours by one letter longer."""
    keys = sorted(key for key, item in inputs(hand.template) if item.kind == "text")
    limits = sorted({hand.places.number(name) for name in hand.places.names if "_list_letters_" in name})
    for limit in limits:
        for odd in (0, 1):
            texts = {key: f"{k:03}{LETTERS}"[: limit + (k + odd) % 2] for k, key in enumerate(keys)}
            yield from ((texts, *state) for state in _asking(hand))


def _asking(hand: Hand) -> Iterator[Change]:
    """Every kind of step, so that whoever is asked is named."""
    best = hand.rated(5, 5, 5, 5, 5, 5)
    for numbers in hand.both_ends():
        yield best, hand.open(*numbers)
    yield hand.rated(1, 1, 1, 1, 1, 1), hand.open()
    yield best, hand.open(), dict.fromkeys(f"pg_question_{id_}" for id_ in hand.template.questions)


def mixed_steps(hand: Hand) -> Iterator[Change]:
    """A rating to raise, an item to clear and evidence to give at once; the last of each kind alone."""
    evidence = [f"pg_evidence_{item.id}" for item in hand.template.items]
    statuses = [f"pg_status_{item.id}" for item in hand.template.items]
    questions = [f"pg_question_{id_}" for id_ in hand.template.questions]
    for number in range(1, len(evidence) + 1):
        bare = {evidence[number % len(evidence)]: None}
        yield hand.rated(5, 4, 4, 4, 4, 1), hand.open(number), bare
        yield hand.rated(4, 4, 3, 3, 3, 3), hand.open(1), {evidence[number - 1]: None}
    best = hand.rated(5, 5, 5, 5, 5, 5)
    due = {f"pg_due_{item.id}": 46000.0 + k for k, item in enumerate(hand.template.items)}
    owners = sorted(f"pg_owner_{item.id}" for item in hand.template.items)
    for numbers in hand.both_ends():
        yield best, hand.open(), dict.fromkeys(evidence[number - 1] for number in numbers), due
        yield from ((best, hand.open(*numbers), dict.fromkeys(owners[odd::2])) for odd in (0, 1))
    yield best, hand.open(), dict.fromkeys(evidence[-2:])
    yield best, hand.open(), dict.fromkeys((evidence[-1], questions[0]))
    yield hand.rated(None, None, None, None, None, 3), hand.open(), dict.fromkeys(questions)
    yield (dict.fromkeys(statuses[:-1]),)


def near_halves(hand: Hand) -> Iterator[Change]:
    """Amounts and multiples rounded up only if they are rounded twice, a single yen, a thousand."""
    free = {**money(currency="JPY", rate=None, months=1.0), "pg_contingency": None, **benefit(None, None)}
    plan = money(p_dev=0.0, p_data=0.0, p_training=0.0, p_infra=0.0, p_ops=0.0)
    yield free, plan, money(p_ops=0.495)
    yield free, plan, money(p_dev=4.95), {"pg_contingency": 10.0}
    yield free, plan, money(p_dev=0.5)
    spent = money(infra=0.0, dev=1e8, data=0.0, training=None)
    yield free, plan, spent, money(p_dev=304999999.0)
    unplanned = dict.fromkeys(plan)
    for dev in (0.1, 0.12, 0.15):  # nothing at least, and one at most
        yield free, unplanned, spent, money(dev=dev, p_training=0.0)
        yield free, unplanned, spent, money(dev=0.0, infra=dev / 12, p_training=0.0, p_ops=0.0)
        yield free, unplanned, spent, money(dev=dev / 3, infra=dev / 36, p_training=0.0, p_ops=0.0)
    for amount in (2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0):
        yield free, unplanned, spent, money(dev=0.0, infra=amount, p_training=0.0, p_ops=0.0)
    yield free, unplanned, spent, money(dev=2500.0, p_training=0.0), {"pg_contingency": 10.0}
    started = {"pg_start_date": serial(date(2026, 12, 1))}
    sums = money(p_infra=100000.0, p_dev=6000000.0, p_data=1000000.0, p_training=800000.0, p_ops=1200000.0)
    for months in (12.0499999, 12.35467745, 12.3546774):
        annual = round(2400000 + 12 * 7800000 / months, 2)
        yield free, sums, started, benefit(annual, annual)
    yield free, plan, started, money(p_dev=0.5), benefit(12.0, 12.0, 6.0)
    yield free, plan, started, money(p_dev=8.0), benefit(12.0, 12.0, 12.0)
