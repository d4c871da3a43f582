"""Random submissions as cells and as answers: what is typed, and what it means.

A cell holds what a person could leave in it: nothing, a valid value, or something invalid that
must count as not given in the workbook's formulas and in Python alike.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.fields import Field, input_fields, vocabulary
from pocgate_xl.core.responses import submission_from_answers
from pocgate_xl.core.submission import Submission
from pocgate_xl.core.template import Template
from pocgate_xl.workbook.outputs import FIRST_DAY

Typed = float | str | bool
Drawn = tuple[Typed | None, Any]
"""What stands in the cell, and the answer it gives; None for none."""

TEXTS = ("n/a", "3 pts", "TBD", "-", "*", "?", "1e5x", " ", "～")
DAMAGE: dict[str, Callable[[random.Random, Field], Typed]] = {
    "rating": lambda r, f: r.choice((_below(f), _above(f), 2.5, -1.0, True, *TEXTS)),
    "label": lambda r, f: r.choice(("D*", "?es", "unknown", 1.0, True, "~", "done.", "Y*")),
    "money": lambda r, f: r.choice((-1.0, -0.01, True, *TEXTS)),
    "number": lambda r, f: r.choice((True, *TEXTS)),
    "whole": lambda r, f: r.choice((0.0, 2.5, -3.0, 121.0, True, *TEXTS)),
    "date": lambda r, f: r.choice((0.0, 60.0, -5.0, 2958466.0, True, "soon", "n/a")),
    "text": lambda r, f: "",
}


def _below(item: Field) -> float:
    return float(item.minimum or 0) - 1


def _above(item: Field) -> float:
    return float(item.maximum or 0) + 2


@dataclass(slots=True)
class DrawnSubmission:
    cells: dict[str, Typed] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def submission(self, template: Template) -> Submission:
        return submission_from_answers(template, self.answers)


def draw(
    template: Template,
    catalog: Catalog,
    seed: int,
    *,
    blanks: float,
    faults: float,
    ready: float = 0,
    booleans: bool = True,
) -> DrawnSubmission:
    """Draw a submission; `blanks` and `faults` are shares of cells.

    `ready` is the share of items cleared and criteria rated best; `booleans` are left out for
    engines that take TRUE for the number 1.
    """
    source, drawn = random.Random(seed), DrawnSubmission()
    for item in input_fields(template):
        chance = source.random()
        if item.kind == "text" or chance < blanks:
            continue
        if chance < blanks + faults and item.kind != "text":
            damage = DAMAGE[item.kind](source, item)
            if booleans or not isinstance(damage, bool):
                drawn.cells[item.name] = damage
            continue
        good = source.random() < ready
        cell, answer = (best if good else valid)(template, catalog, item, source)
        drawn.cells[item.name], drawn.answers[item.name] = cell, answer
    return drawn


def best(template: Template, catalog: Catalog, item: Field, source: random.Random) -> tuple[Typed, Any]:
    if item.vocabulary in ("status", "item_status"):
        return catalog.label(item.vocabulary, "done"), "done"
    if item.kind == "rating":
        return float(template.scale.highest), template.scale.highest
    return valid(template, catalog, item, source)


def valid(template: Template, catalog: Catalog, item: Field, source: random.Random) -> tuple[Typed, Any]:
    if item.kind == "label":
        code = source.choice(vocabulary(template, item.vocabulary))
        return catalog.label(item.vocabulary, code), code
    if item.kind == "date":
        day = date(2024, 1, 31) + timedelta(days=source.randrange(1500))
        day = source.choice((day, date(2024, 2, 29), date(2025, 1, 31), day))
        return float((day - FIRST_DAY).days), day
    if item.kind == "rating":
        rating = source.choice(list(template.scale.ratings))
        return float(rating), rating
    if item.kind == "whole":
        number = source.randint(1, 12)
        return float(number), number
    number = _number(item, source)
    return float(number), Decimal(repr(float(number)))


def _number(item: Field, source: random.Random) -> Decimal:
    if item.name.endswith("poc_months"):
        return Decimal(source.choice(("1", "2", "1.5", "0.5", "6", "120")))
    if item.name.endswith("yen_per_unit"):
        return Decimal(source.choice(("150", "149.37", "0.11", "1", "163.005")))
    return Decimal(
        source.choice(
            (
                Decimal(0) if not item.above_minimum else Decimal(1),
                Decimal(source.randrange(1, 10**7)),
                Decimal(source.randrange(1, 10**9)) / 100,
                Decimal(source.randrange(1, 100)) * 10000,
                Decimal(source.randrange(1, 10)),
            )
        )
    )


def shares(index: int) -> Mapping[str, float]:
    """Return how blank and how faulty the index-th submission is: full ones, wild ones, all between."""
    kinds = (
        (0.0, 0.0, 0.0), (0.05, 0.0, 0.0), (0.3, 0.05, 0.0), (0.6, 0.2, 0.0), (0.02, 0.3, 0.5),
        (0.95, 0.0, 0.0), (0.0, 0.02, 0.0), (0.0, 0.0, 0.97), (0.0, 0.0, 1.0), (0.0, 0.0, 0.9),
        (0.0, 0.0, 0.99),
    )  # fmt: skip
    blanks, faults, ready = kinds[index % len(kinds)]
    return {"blanks": blanks, "faults": faults, "ready": ready}
