"""Submissions made by hand for gates whose numbers differ from the built-in one's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pocgate_xl.templates.loader import Bundle
from tests.engines.edges import COST, KPI
from tests.engines.hand import Change, Hand, figures, lasting, money, serial
from tests.engines.random_submissions import DrawnSubmission


def shifted_edges(bundle: Bundle, language: str) -> list[DrawnSubmission]:
    """Return submissions of the shifted gate, or the steep one, on its own boundaries."""
    hand = Hand(bundle, language)
    home = money(currency="EUR", rate=None, months=2.0)
    changes: list[Change] = [(home, hand.rated(*shape), hand.open()) for shape in SHAPES]
    changes += [(home, hand.rated(*(None, *shape[1:]))) for shape in SHAPES[:3]]
    plain = {**home, **money(infra=1000.0, dev=20000.0, training=1.0, p_training=None)}
    changes += [(plain, money(data=amount)) for amount in (148149.2, 74074.6)]
    changes += list(_other_plans(hand)) + list(_other_suggestions(hand))
    yen = money(currency="JPY", rate=0.0065)
    changes += [(yen, hand.rated(*shape), hand.open(13)) for shape in SHAPES[:3]]
    return [hand.cells(*change) for change in changes]


def steep_edges(bundle: Bundle, language: str) -> list[DrawnSubmission]:
    """Return submissions for gates that differ from the shifted one in ratings and thresholds alone."""
    hand, lower = Hand(bundle, language), 2 - bundle.template.scale.lowest
    shapes = ([rating - lower for rating in shape] for shape in SHAPES)
    rated = [hand.rated(*shape) for shape in shapes]
    incomplete = [{**each, next(iter(each)): None} for each in rated]
    return [hand.cells(each, hand.open()) for each in (*rated, *incomplete)]


def hilly_edges(bundle: Bundle, language: str) -> list[DrawnSubmission]:
    """Return ratings around the floor of each criterion, under totals that lead on and that do not."""
    hand = Hand(bundle, language)
    shapes = [
        [others if k != low else rating for k in range(len(bundle.template.criteria))]
        for low in range(len(bundle.template.criteria))
        for others in (5, 4, 3)
        for rating in bundle.template.scale.ratings
    ]
    return [hand.cells(hand.rated(*shape), hand.open()) for shape in shapes]


def _other_plans(hand: Hand) -> Iterator[Change]:
    """Phases on and beside what is usual in the shifted gate."""
    for months in ((1, 5, 1), (2, 4, 2), (3, 1, 4), (4, 1, 5)):
        yield {"pg_start_date": serial(date(2026, 4, 1))}, lasting(*months)


def _other_suggestions(hand: Hand) -> Iterator[Change]:
    """Figures on and beside the bounds of the shifted gate's helpers."""
    higher, no = hand.label("direction", "higher"), hand.label("answer", "no")
    for reached, spent in (
        (15.0, 10.5),
        (14.9, 10.6),
        (13.0, 11.5),
        (12.9, 11.6),
        (11.0, 14.5),
        (10.9, 14.6),
    ):
        yield (
            figures(KPI, target=10.0, actual=reached, direction=higher),
            figures(COST, estimate=10.0, actual=spent, cannot_estimate=no),
        )


SHAPES = (
    (6, 6, 6, 6, 3, 3), (5, 5, 5, 5, 5, 4), (5, 5, 5, 5, 5, 3), (4, 4, 4, 4, 3, 2), (4, 4, 4, 3, 3, 2),
    (6, 6, 6, 6, 6, 2), (6, 6, 6, 6, 6, 6), (2, 2, 2, 2, 2, 2), (2, 6, 6, 6, 6, 3), (3, 3, 6, 6, 6, 6),
    (6, 6, 6, 6, 6, 5), (6, 6, 6, 6, 6, 4), (6, 6, 6, 6, 2, 2), (2, 6, 6, 6, 6, 6), (4, 4, 4, 3, 3, 3),
    (2, 2, 2, 6, 6, 3), (3, 2, 2, 6, 4, 3), (5, 5, 5, 5, 5, 5), (5, 4, 6, 6, 6, 3), (2, 3, 4, 5, 6, 6),
    (6, 6, 3, 6, 6, 6), (6, 6, 6, 3, 6, 6), (2, 2, 5, 5, 5, 5), (5, 2, 5, 5, 5, 2),
)  # fmt: skip
"""Ratings on and beside the thresholds, level and lopsided."""
