"""Random submissions as cells and as answers: what is typed, and what it means.

A cell holds what a person could leave in it: nothing, a valid value, or something invalid that
must count as not given in the workbook's formulas and in Python alike. Cells of tables are keyed
`name.row.part`, rows from 0.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.fields import Field, blocks, input_fields, vocabulary
from pocgate_xl.core.submission import Submission
from pocgate_xl.core.template import Template
from pocgate_xl.spreadsheetml.formulas.calculate import CellError
from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO

Typed = float | str | bool | CellError
Drawn = tuple[Typed, Any]
"""What stands in the cell, and the answer it gives."""

BLANKS = (" ", "   ", "　", " 　 ")
NO_NUMBERS = ("n/a", "3 pts", "TBD", "-", "*", "?", "1e5x", "～", "3", "３", "¥100", *BLANKS)
NO_LABELS = ("D*", "?es", "unknown", 1.0, True, "~", "done.", "Y*", "Done ", "done", "DONE", "はい ", *BLANKS)
NO_DAYS = (0.0, 60.0, 60.9, -5.0, 2958466.0, True, "soon", "n/a", "2026-01-31", "令和7年1月31日", *BLANKS)
ERRORS = (CellError("#N/A"), CellError("#DIV/0!"))
DAMAGE: dict[str, Callable[[random.Random, Field], Typed]] = {
    "rating": lambda r, f: r.choice((_below(f), _above(f), 2.5, -1.0, True, *NO_NUMBERS)),
    "label": lambda r, f: r.choice(NO_LABELS),
    "money": lambda r, f: r.choice((-1.0, -0.01, True, *NO_NUMBERS)),
    "number": lambda r, f: r.choice((True, *NO_NUMBERS, *_beside(f))),
    "whole": lambda r, f: r.choice((2.5, -3.0, 1.000001, True, *NO_NUMBERS)),
    "date": lambda r, f: r.choice(NO_DAYS),
    "text": lambda r, f: r.choice(BLANKS),
}
TEXTS = ("Acme", "三菱", "a, b & <c>", "https://example.com/?a=1", "- none", "0", 'x "y"', "=", "'quoted'")
DAYS = (date(2026, 3, 31), date(2026, 4, 1), date(2024, 2, 29), date(2025, 1, 31))
"""Days that are drawn often, so that some are the same."""


def _below(item: Field) -> float:
    return float(item.minimum or 0) - 1


def _above(item: Field) -> float:
    return float(item.maximum or 0) + 2


def _beside(item: Field) -> Iterator[float]:
    """Yield numbers that are out of a field's bounds."""
    if item.minimum is not None:
        yield -1.0
    if item.above_minimum:
        yield 0.0
    if item.maximum is not None:
        yield float(item.maximum) + 0.01


@dataclass(slots=True)
class DrawnSubmission:
    """What is typed and, for named cells, the answers that it gives."""

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

    `ready` is the share of items cleared, questions answered yes and criteria rated best; `booleans` and
    errors are left out for engines that take TRUE for the number 1.
    """
    source, drawn = random.Random(seed), DrawnSubmission()
    for key, item in inputs(template):
        chance = source.random()
        if chance < blanks:
            continue
        if chance < blanks + faults:
            damage = _damage(source, item)
            if booleans or not isinstance(damage, bool | CellError):
                drawn.cells[key] = damage
            continue
        good = source.random() < ready
        cell, answer = (best if good else valid)(template, catalog, item, source)
        drawn.cells[key] = cell
        if key == item.name:
            drawn.answers[key] = answer
    return drawn


def inputs(template: Template) -> Iterator[tuple[str, Field]]:
    """Yield the key and the field of every input cell."""
    for item in input_fields(template):
        yield item.name, item
    for block in blocks(template):
        for row in range(block.rows):
            for column in block.columns:
                yield f"{block.name}.{row}.{column.part}", column


def _damage(source: random.Random, item: Field) -> Typed:
    return source.choice(ERRORS) if source.random() < 0.1 else DAMAGE[item.kind](source, item)


def best(template: Template, catalog: Catalog, item: Field, source: random.Random) -> Drawn:
    if item.vocabulary in ("status", "item_status"):
        return catalog.label(item.vocabulary, "done"), "done"
    if item.group == "question":
        return catalog.label("answer", "yes"), "yes"
    if item.kind == "rating":
        return float(template.scale.highest), template.scale.highest
    return valid(template, catalog, item, source)


def valid(template: Template, catalog: Catalog, item: Field, source: random.Random) -> Drawn:
    if item.kind == "label":
        code = source.choice(vocabulary(template, item.vocabulary))
        return catalog.label(item.vocabulary, code), code
    if item.kind == "date":
        return _day(source)
    if item.kind == "rating":
        rating = source.choice(list(template.scale.ratings))
        return float(rating), rating
    if item.kind == "whole":
        number = source.randint(1, 12)
        return float(number), number
    if item.kind == "text":
        text = source.choice((*TEXTS, source.randrange(1, 10**9)))
        return (text, text) if isinstance(text, str) else (float(text), str(text))
    number = _number(item, source)
    return float(number), Decimal(repr(float(number)))


def _day(source: random.Random) -> Drawn:
    """Return a day, sometimes with a time of day, which says nothing."""
    day = date(2024, 1, 31) + timedelta(days=source.randrange(1500))
    day = source.choice((day, day, *DAYS))
    return (day - DAY_ZERO).days + source.choice((0.0, 0.0, 0.25, 0.75)), day


def _number(item: Field, source: random.Random) -> Decimal:
    if item.name.endswith("poc_months"):
        return Decimal(source.choice(("1", "2", "1.5", "0.5", "6", "120")))
    if item.name.endswith("yen_per_unit"):
        return Decimal(source.choice(("150", "149.37", "0.11", "1", "163.005")))
    if item.maximum is not None:
        return Decimal(source.choice(("0", "5", "12.5", "33.33", str(item.maximum))))
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
