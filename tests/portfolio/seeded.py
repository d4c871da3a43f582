"""Portfolios drawn from a seed, of any size: the same seed gives the same engagements everywhere."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from pocgate_xl.core.assessment import ReadableAssessment
from tests.portfolio.engagements import GATE, assessment, costing, earning, phases, rated


def seeded(seed: int, size: int) -> list[ReadableAssessment]:
    """Return engagements of which most can be launched, with annual benefits of about one to five budgets."""
    chance = random.Random(seed)
    return [assessment(_answers(chance, f"S-{number:04d}"), f"{number}.xlsx") for number in range(size)]


def _answers(chance: random.Random, id_: str) -> dict[str, Any]:
    development = chance.randrange(2, 30) * 100_000
    benefit = 1_000_000 + round(development * chance.uniform(4, 25), -5)
    return (
        rated(chance.choice([3, 4, 4, 5, 5]), chance.randrange(12, 16), id=id_)
        | costing(chance.randrange(1, 6) * 10_000, development, chance.randrange(1, 6) * 100_000)
        | earning(int(benefit), ramp=chance.choice([0, 3, 6]))
        | phases(chance.randrange(1, 3), chance.randrange(2, 4), chance.randrange(3, 7))
        | {f"pg_due_{GATE.items[-1].id}": date(2026, chance.randrange(1, 13), 15)}
    )
