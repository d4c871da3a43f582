"""Submissions made by hand for where formulas turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from pocgate_xl.spreadsheetml.formulas.calculate import CellError
from pocgate_xl.templates.loader import Bundle
from tests.engines.fault_edges import SPACES, blanks, odd, texts
from tests.engines.hand import Change, Hand, benefit, figures, lasting, money, serial
from tests.engines.paper_edges import long_texts, mixed_steps, near_halves
from tests.engines.random_submissions import DrawnSubmission, Typed

KPI, COST = "business_kpi", "cost_predictability"


def edges(bundle: Bundle, language: str) -> list[DrawnSubmission]:
    """Return submissions of the built-in gate that stand on a boundary, one each."""
    hand = Hand(bundle, language)
    parts = (odd, blanks, _plans, texts, _process, _ratings, _items, _days, _costs, _guides, _suggestions,
             _causes, _knock_outs, _evidence, _paybacks, _units, _people,
             long_texts, mixed_steps, near_halves)  # fmt: skip
    return [hand.cells(*change) for part in parts for change in part(hand)]


def _ratings(hand: Hand) -> Iterator[Change]:
    """Totals on and beside every threshold, ratings at the floor, every shape of water-filling."""
    shapes = (
        (4, 4, 4, 4, 4, 4), (5, 5, 5, 5, 3, 1), (5, 4, 4, 4, 4, 2), (4, 4, 4, 4, 4, 3), (3, 3, 3, 3, 3, 3),
        (3, 3, 3, 3, 3, 2), (1, 2, 3, 4, 5, 3), (2, 1, 2, 1, 2, 1), (1, 1, 1, 1, 1, 1), (5, 5, 5, 5, 5, 5),
        (5, 1, 1, 1, 5, 5), (1, 5, 5, 5, 1, 1), (2, 2, 5, 5, 2, 1), (5, 5, 2, 2, 2, 2), (3, 4, 3, 4, 3, 4),
        (2, 2, 2, 2, 2, 5), (1, 1, 1, 1, 5, 1), (1, 1, 1, 5, 5, 1), (1, 1, 5, 5, 5, 1), (1, 5, 5, 5, 5, 1),
        (4, 4, 4, 4, 5, 1),
    )  # fmt: skip
    for shape in shapes:
        yield (hand.rated(*shape),)
    for missing in range(6):
        yield (hand.rated(*(None if k == missing else 1 + (k + missing) % 5 for k in range(6))),)
    yield (hand.rated(None, 3, None, 3, None, 3),)
    yield (hand.rated(*(None,) * 6),)
    yield (hand.rated(2, 2, 2, 2, 2, None),)
    yield (hand.rated(5, 5, 4, 4, 4, None),)  # the least there can be ends a band


def _items(hand: Hand) -> Iterator[Change]:
    """None open, only what the meeting grants, exactly as many as are named, and one more."""
    best = hand.rated(5, 5, 5, 5, 5, 5)
    for numbers in ((), (13,), (13, 14), (1,), (5, 6), (1, 2, 3, 4, 5, 6), (9, 10, 11, 12, 13, 14, 15)):
        yield best, hand.open(*numbers)
    for first, step in ((1, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, 3), (1, 4), (2, 4)):
        yield best, hand.open(*range(first, 16, step))
    for before in range(6):
        yield best, hand.open(*range(1, before + 1), 15)
    for number in range(1, 16):
        bare = [
            f"pg_evidence_{item.id}" for n, _, item in hand.template.numbered_items() if n == number % 15 + 1
        ]
        yield hand.open(number), dict.fromkeys(bare)


def _days(hand: Hand) -> Iterator[Change]:
    """Due on the day of the assessment, a day before and after, and at some time of these days."""
    day = serial(date(2026, 4, 1))
    due = (day - 1, "soon", day, day + 0.5, day - 0.1, None, 61.0, 60.0, day + 1, 2958465.9, 2958466.0)
    for assessed in (day, day + 0.9, None, "2026-04-01", 60.0, 61.0, 2958465.9, 2958466.0):
        dates = {f"pg_due_{item.id}": due[k % len(due)] for k, item in enumerate(hand.template.items)}
        yield hand.open(*range(1, 16)), dates, {"pg_engagement_assessment_date": assessed}
    for turn in range(len(due)):
        dates = {
            f"pg_due_{item.id}": due[(k + turn) % len(due)] for k, item in enumerate(hand.template.items)
        }
        yield hand.open(*range(1, 16)), dates, {"pg_engagement_assessment_date": day}
        for numbers in hand.both_ends():
            asked = hand.open(*numbers)
            yield hand.rated(*(5,) * 6), asked, dates, {"pg_engagement_assessment_date": day}
    for start in (61.0, 62.0, day, serial(date(2025, 1, 31)), serial(date(2024, 2, 29)) + 0.5, 2958400.0):
        yield {"pg_start_date": start}, lasting(1, 2, 3)
    for start in (serial(date(9999, 1, 1)), serial(date(9998, 12, 15)), 2958465.0, 60.0, 2958466.0, None):
        yield {"pg_start_date": start}, lasting(2, 2, 6)
    for months in ((1, 1, 2), (3, 4, 7), (2, 3, 6), (120, 121, 1), (0, 1, 1), (1, None, 2), (None, 1, 2),
                   (1, 1, None), (1.5, 2, 3), (1, 119, 120)):  # fmt: skip
        yield {"pg_start_date": day}, lasting(*months)
    for first in range(1, 11):  # ends on the last or on the first of each month of the band
        yield {"pg_start_date": day}, lasting(first, 1, 1)
        yield {"pg_start_date": day + 1}, lasting(first, 1, 1)
        yield {"pg_start_date": day + 1}, lasting(first, 1, None)
    ends = (
        (date(2025, 12, 31), (1, 3, 5, 8, 10)),
        (date(2026, 1, 31), (2, 4, 7, 9)),
        (date(2026, 7, 31), (6,)),
    )
    for start_day, firsts in ends:  # the third phase starts earlier in its month than the second
        for first in firsts:
            yield {"pg_start_date": serial(start_day)}, lasting(first, 1, 1)


def _costs(hand: Hand) -> Iterator[Change]:
    """Ranges and plans on the edges of their bands, in yen and converted."""
    yen = money(currency="JPY", rate=None, months=3.0)
    plain = money(infra=20000.0, dev=1000000.0, data=200000.0, training=50000.0, p_training=None)
    for key, amounts in {
        "infra": (50000.0, 50000.01, 100000.0, 100000.01, 8333.33, 16666.67, 0.0, 16666.66),
        "dev": (400000.0, 399999.99, 2000000.0, 2000000.01, 3333333.33, 3333333.34, 666666.67, 666666.66),
        "data": (1000000.0, 1000000.01, 500000.0, 500000.01, 83333.33, 83333.34, 166666.66, 166666.67),
        "p_training": (500000.0, 499999.99, 2000000.0, 2000000.01, 0.0, 1000000.0),
        "p_infra": (60000.0, 59999.99, 120000.0, 120000.01, -1.0),
        "p_dev": (3000000.0, 2999999.99, 5000000.0, 5000000.01, -1.0),
        "p_data": (600000.0, 599999.99, 1200000.0, 1200000.01, -1.0),
        "p_ops": (820000.0, 819999.99, 2460000.0, 2460000.01, -1.0),
        "months": (120.0, 120.01, 0.0, 0.01, -1.0, None, 1.5),
        "training": (0.0, None, -1.0, 0.5, 12.5),
    }.items():
        for amount in amounts:
            yield yen, plain, money(**{key: amount})
    for key in ("infra", "dev", "data"):
        for lacking in (None, -0.01, "n/a"):
            yield yen, plain, money(**{key: lacking})
    dollars = {"currency": "USD", "months": 2.0}
    for rate in (149.37, 150.0, 1.0, 0.0, -1.0, None, "150", 0.003, 3.0, 4000000.0):
        yield plain, money(**dollars, rate=rate), money(infra=111.58, dev=4463.19, data=1115.8)
    yield plain, money(**dollars, rate=149.37), money(infra=55.79, dev=22315.95)
    yield plain, money(**dollars, rate=83.33), money(data=1000.04)
    yield plain, money(**dollars, rate=83.33), money(data=2000.08)
    yield plain, money(currency="JPY", rate=150.0)
    yield plain, money(currency="XYZ", rate=150.0)
    yield plain, money(currency=None, rate=150.0)
    yield plain, money(currency=" ", rate=0.5)
    yield yen, plain, money(infra=0.1, p_infra=0.3, dev=0.7, p_dev=2.1, data=1.1, p_data=3.3000000000000003)


def _guides(hand: Hand) -> Iterator[Change]:
    """The middle multiple on both ends of the guide, and nothing spent at all."""
    yen = money(currency="JPY", rate=None, months=1.0, data=0.0, training=None)
    yen |= {"pg_contingency": None, **money(p_infra=None, p_dev=None, p_data=None, p_ops=None)}
    yield yen, money(dev=3000000.0, p_training=0.0, infra=1000000.0)
    yield yen, money(dev=3000000.0, p_training=0.0, infra=1000001.0)
    yield yen, money(dev=3000000.0, p_training=0.0, infra=999999.0)
    yield yen, money(dev=3000000.0, p_training=3000000.0, infra=0.0)
    yield yen, money(dev=3000000.0, p_training=3000001.0, infra=0.0)
    yield yen, money(dev=3000000.0, p_training=2999999.0, infra=0.0)
    yield yen, money(dev=0.3, p_training=0.0, infra=0.1)
    yield yen, money(dev=1.1, p_training=1.1, infra=0.0)
    yield yen, money(dev=0.0, p_training=0.0, infra=0.0)
    yield yen, money(dev=0.0, p_training=0.0, infra=5.0)
    yield yen, money(dev=0.0, p_training=10.0, infra=0.0)


def _plans(hand: Hand) -> Iterator[Change]:
    """Only one section filled in, or all but one."""
    keys = list(hand.full)
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(key.split("_")[1].split(".")[0], []).append(key)
    for members in groups.values():
        yield (dict.fromkeys(set(keys) - set(members)),)
        yield (dict.fromkeys(members),)
    yield (dict.fromkeys(keys),)


def _suggestions(hand: Hand) -> Iterator[Change]:
    """Figures on every bound of the helpers and beside them."""
    lower, higher = (hand.label("direction", code) for code in ("lower", "higher"))
    for target, actual in ((10.0, 12.0), (10.0, 11.999999), (10.0, 8.0), (10.0, 10.0), (43.1, 51.72),
                           (-10.0, -8.0), (-10.0, -12.0), (0.0, 5.0), (3.0, 3.6), (3e7, 35999999.0),
                           (10.0, 10.0000001), (10.0, 9.9), ("10", 12.0), (10.0, "12"), (None, 1.0),
                           (1.0, None), (7.0, 5.6), (0.7, 0.84)):  # fmt: skip
        for direction in (lower, higher, None, "up"):
            yield (figures(KPI, target=target, actual=actual, direction=direction),)
    yes, no = (hand.label("answer", code) for code in ("yes", "no"))
    for estimate, actual in ((10.0, 11.0), (10.0, 9.0), (10.0, 12.0), (10.0, 8.0), (10.0, 13.0), (10.0, 7.0),
                             (10.0, 11.01), (10.0, 13.001), (3.0, 3.3), (3.0, 3.9), (0.0, 1.0), (-1.0, -1.0),
                             (10.0, None), (None, 10.0), (10.0, 10.0), (0.7, 0.91), (3e7, 33000001.0),
                             ("10", 11.0), (10.0, "11"), (0.01, 0.012)):  # fmt: skip
        for answer in (yes, no, None) if actual in (11.0, None) else (no,):
            yield (figures(COST, estimate=estimate, actual=actual, cannot_estimate=answer),)


def _process(hand: Hand) -> Iterator[Change]:
    """Steps that the AI takes and nobody judges, in all rows or some."""
    rows = range(hand.template.rows.process)
    ai, judge = ([f"pg_process.{row}.{part}" for row in rows] for part in ("ai", "judgement"))
    yield from ((dict.fromkeys(judge, space),) for space in SPACES)
    for start in (0, 1):
        yield (dict.fromkeys(judge[start::2]),)
        yield dict.fromkeys(judge), dict.fromkeys(ai[start::2])


def _causes(hand: Hand) -> Iterator[Change]:
    """Exposures of exactly the bounds, and drivers of equal strength."""
    no, yes = (
        {f"pg_question_{id_}": hand.label("answer", answer) for id_ in hand.template.questions}
        for answer in ("no", "yes")
    )
    for rating in (1, 2, 3, 4, 5):
        ratings = hand.rated(*(rating,) * 6)
        yield ratings, hand.open(), yes
        for numbers in ((), (9,), (9, 11), (1, 14), (13,), (6, 7), (2, 3, 12), (10,), (1,), (2,), (1, 2)):
            yield ratings, hand.open(*numbers)
            yield ratings, hand.open(*numbers), no
    for missing in range(6):
        yield hand.rated(*(None if k == missing else 5 for k in range(6))), hand.open(10), yes


def _knock_outs(hand: Hand) -> Iterator[Change]:
    """Each question answered no, or left blank, while nothing else is amiss, and together with what is."""
    best, names = hand.rated(5, 4, 4, 4, 4, 4), [f"pg_question_{id_}" for id_ in hand.template.questions]
    yes, no = (hand.label("answer", code) for code in ("yes", "no"))
    for answers in product((yes, no, None), repeat=len(names)):
        said = dict(zip(names, answers, strict=True))
        yield best, hand.open(), said
        yield best, hand.open(13), said
    for before in range(11):
        yield best, hand.open(*range(1, before + 1)), {names[-1]: None}
        yield best, hand.open(*range(1, before + 1)), {names[-1]: no}
    for name in names:
        yield best, hand.open(2, 13), {name: None}
        yield hand.rated(5, 5, 5, 5, 5, 1), hand.open(), {name: no}
        yield hand.rated(3, 3, 3, 3, 3, 3), hand.open(), {name: no}
        yield hand.rated(1, 2, 3, 1, 2, 3), hand.open(), {name: no}
        yield hand.rated(None, 3, 3, 3, 3, 3), hand.open(), {name: no}
    for low in range(6):
        yield hand.rated(*(1 if k == low else 5 for k in range(6))), hand.open()


def _evidence(hand: Hand) -> Iterator[Change]:
    """One item without evidence, two, all of a group, the granted one, and beside open ones."""
    best, names = hand.rated(5, 5, 5, 5, 5, 5), [f"pg_evidence_{item.id}" for item in hand.template.items]
    for number, name in enumerate(names, 1):
        yield best, hand.open(), {name: None}
        yield best, hand.open(number), {name: None}
        yield best, hand.open(1 + number % len(names)), {name: "　"}
        yield best, hand.open(13), {name: None}
        yield best, hand.open(), {name: CellError("#N/A")}
    for first, step in ((0, 1), (0, 2), (1, 2), (0, 3), (2, 3), (0, 5), (4, 5), (12, 3)):
        yield best, hand.open(), dict.fromkeys(names[first::step])
        yield best, hand.open(*range(1, 16, 4)), dict.fromkeys(names[first::step])
    for before in range(len(names)):
        yield best, hand.open(), dict.fromkeys(names[: before + 1])


def _paybacks(hand: Hand) -> Iterator[Change]:
    """Reached during the ramp, at its end, after it, at the last month that counts, and never.

    The budget is 7.8 million once and 0.2 million a month.
    """
    day = {"pg_start_date": serial(date(2026, 12, 1)), "pg_contingency": None}
    yen = money(currency="JPY", rate=None, months=2.0)
    plan = money(p_infra=100000.0, p_dev=6000000.0, p_data=1000000.0, p_training=800000.0, p_ops=1200000.0)
    sure = (yen, plan, day)
    for annual in (3180000.0, 3179999.0, 3180001.0, 2400000.0, 2399999.0, 2400001.0, 0.0, 1e9, 10200000.0):
        yield *sure, benefit(annual, annual)
        yield *sure, benefit(annual / 2, annual * 3 / 2, None)
        for ramp in (1.0, 6.0, 24.0):
            yield *sure, benefit(annual, annual, ramp)
    spent = money(infra=20000.0, dev=1000000.0, data=200000.0, training=None)
    for kept in (0.0, 10.0, 100.0):  # what is kept back is a range, as the projection is
        kept_back = {"pg_contingency": kept}
        yield yen, spent, dict.fromkeys(plan), day, kept_back, benefit(24000000.0, 36000000.0)
    # a hair before and after 120 and 12 months, which no rounding may hide
    for annual in (3179999.9987, 3180000.0013, 10199999.987, 10200000.013):
        yield *sure, benefit(annual, annual)
        yield *sure, benefit(annual, annual, 1.0)
    for annual in (20400000.0, 20399988.0, 20400012.0, 18000000.0, 40000000.0):  # earned as the ramp ends
        for ramp in (11.0, 12.0, 13.0, 12.5, -1.0, "12"):
            yield *sure, benefit(annual, annual, ramp)
    for months in (59.0, 60.0, 61.0, 119.0, 120.0, 121.0):
        yield *sure, benefit(6240000.0, 6240000.0, months)
        yield *sure, benefit(4680000.0, 5070000.0, months)
    for contingency in (0.0, 10.0, 12.5, 99.99, 100.0, 100.01, -0.01, "10", "　", CellError("#N/A"), True):
        yield *sure, {"pg_contingency": contingency}, benefit(9000000.0, 12000000.0, 3.0)
        yield yen, dict.fromkeys(money(p_infra=1, p_dev=1, p_data=1, p_training=1, p_ops=1)), day, {
            "pg_contingency": contingency
        }, benefit(24000000.0, 36000000.0, 6.0)  # fmt: skip
    for low, high in ((None, 9000000.0), (9000000.0, None), (-1.0, 9000000.0), (9000000.0, -1.0), ("9", 9.0)):
        yield *sure, benefit(low, high)
    for start in (
        None,
        60.0,
        61.0,
        2958465.0,
        2958400.0,
        serial(date(2026, 12, 31)),
        serial(date(2027, 1, 31)) + 0.5,
    ):
        yield *sure, {"pg_start_date": start}, benefit(9000000.0, 12000000.0, 3.0)
        yield *sure, {"pg_start_date": start}, benefit(20400000.0, 20400000.0, 12.0)
    free = money(p_dev=0.0, p_data=0.0, p_training=0.0, p_infra=0.0, p_ops=0.0)
    for annual in (0.0, 12.0, 2400000.0):
        yield *sure, free, benefit(annual, annual)
        yield *sure, free, benefit(annual, annual, 6.0)
        yield *sure, free, money(p_infra=200000.0), benefit(annual, annual)
        yield *sure, free, money(p_dev=12.0), benefit(annual, annual, 6.0)
    costs = money(infra=20000.0, dev=1000000.0, data=200000.0, training=None)
    for lacking in ("p_infra", "p_dev", "p_data", "p_training", "p_ops"):
        yield *sure, costs, money(**{lacking: None}), benefit(9000000.0, 12000000.0, 3.0)
        poc = lacking.removeprefix("p_")
        if poc in ("infra", "dev", "data"):
            yield *sure, costs, money(**{lacking: None, poc: None}), benefit(9000000.0, 12000000.0, 3.0)
    for key in ("p_infra", "p_dev", "p_data", "p_training", "p_ops"):
        yield yen, costs, dict.fromkeys(plan), day, money(**{key: 700000.0}), benefit(24000000.0, 36000000.0)


def _units(hand: Hand) -> Iterator[Change]:
    """The largest amount, of each kind, on and beside a hundred of a unit; a thousand of one; halves."""
    free = {**money(currency="JPY", rate=None), "pg_contingency": None, **benefit(None, None)}
    plan = money(p_dev=0.0, p_data=0.0, p_training=0.0, p_infra=0.0, p_ops=0.0)
    for edge in (1e3, 1e5, 1e8):
        for amount in (edge, edge - 1, edge + 1, edge - 0.006, edge / 2, edge * 1234.5):
            yield free, plan, benefit(amount, amount)
            yield free, plan, money(p_dev=amount), {"pg_contingency": 100.0}
            yield free, plan, money(p_ops=amount)
        yield free, plan, benefit(1.0, edge)
        yield free, plan, benefit(None, edge)
        yield free, plan, benefit(edge, None)
    spent = money(infra=None, dev=None, data=0.0, training=0.0)
    for edge in (1e5, 1e8):
        for share in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            unplanned = dict.fromkeys(money(p_infra=1, p_dev=1, p_data=1, p_training=1, p_ops=1))
            yield free, unplanned, spent, money(dev=edge * share, p_training=0.0)
            yield free, unplanned, spent, money(infra=edge * share / 12, p_ops=0.0)
            yield free, unplanned, spent, money(infra=edge * share / 36, dev=0.0, p_training=0.0)
    for half in (0.5, 1.5, 0.4949, 0.495, 0.4951, 2.4999):
        yield free, plan, money(p_dev=half, p_infra=half), benefit(half, half)
        yield free, plan, money(p_dev=half * 1e3, p_ops=half * 1e3), benefit(1e6, 1e6)


def _people(hand: Hand) -> Iterator[Change]:
    """Whoever is asked is blank, seemingly blank, an error or a number, wherever they are named."""
    best = hand.rated(5, 5, 5, 5, 5, 5)
    owners = [f"pg_owner_{item.id}" for item in hand.template.items]
    evidence = [f"pg_evidence_{item.id}" for item in hand.template.items]
    answers = dict.fromkeys(f"pg_question_{id_}" for id_ in hand.template.questions)
    for who in (None, *SPACES, CellError("#N/A"), 7.0, "Kim"):
        asked: dict[str, Typed | None] = {"pg_who_scorecard": who, "pg_who_design": "Lee"}
        for numbers in hand.both_ends():
            bare = dict.fromkeys(evidence[number - 1] for number in numbers)
            yield best, hand.open(*numbers), dict.fromkeys(owners, who)
            yield best, hand.open(), bare, dict.fromkeys(owners, who)
        yield hand.rated(1, 1, 1, 1, 1, 1), asked
        yield hand.rated(None, None, None, None, None, 3), asked
        yield best, hand.open(), answers, asked
