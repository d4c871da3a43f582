"""Calls with drawn arguments: well and badly filled, in rows, columns and blocks, with all options or few."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pocgate_xl.templates.loader import Bundle
from tests.engines.lambdas.sheet import Argument, Block, Call, Typed

BLANKS: tuple[Typed, ...] = (None, "", " ", "\u3000", "\u00a0 ", "\u200b", "\n")
AMOUNTS = (0.0, 1.0, 0.5, 30_000.0, 45_500.0, 120_000.0, 800_000.0, 1_234_567.0, 2_500_000.0, 1e9, 0.01)


@dataclass(frozen=True)
class Drawer:
    """Draws arguments for one template; `wrong` is how often a cell says what nobody can take."""

    bundle: Bundle
    chance: random.Random
    wrong: float = 0.03

    @property
    def template(self) -> Any:
        return self.bundle.template

    def call(self, noun: str) -> Call:
        return Call(noun, tuple(draw(self) for draw in ARGUMENTS[noun]))

    def blank(self) -> Typed:
        return self.chance.choice(BLANKS) if self.chance.random() < 0.4 else None

    def cell(self, right: Callable[[], Typed], blank: float, bad: Sequence[Typed]) -> Typed:
        if self.chance.random() < blank:
            return self.blank()
        return self.chance.choice(bad) if self.chance.random() < self.wrong else right()

    def cells(self, count: int, right: Callable[[], Typed], blank: float, bad: Sequence[Typed]) -> Argument:
        """Return so many cells in some shape, now and then one too many."""
        blank = self.chance.choice((0.0, blank, blank, 1.0)) if self.chance.random() < 0.6 else 0.0
        count += 1 if self.chance.random() < self.wrong / 2 else 0
        return Argument(self.shaped([self.cell(right, blank, bad) for _ in range(count)]))

    def shaped(self, values: list[Typed]) -> Block:
        widths = [width for width in (1, 2, 3, len(values)) if len(values) % width == 0]
        width = self.chance.choice(widths)
        return [values[at : at + width] for at in range(0, len(values), width)]

    def spelled(self, codes: Sequence[str], table: str) -> str:
        """Return a code, or its label in some language, in some case."""
        code = self.chance.choice(codes)
        tag = self.chance.choice((None, *self.template.languages))
        text = code if tag is None else self.bundle.catalogs[tag].texts.get(f"{table}.{code}", code)
        return self.chance.choice((text, text, text.upper(), f" {text} "))

    def option(self, argument: Callable[[], Argument], given: float = 0.6) -> Argument | None:
        return argument() if self.chance.random() < given else None

    def one(self, value: Typed) -> Argument:
        """Return one value, in a cell or typed into the call."""
        if value is None or isinstance(value, bool) or self.chance.random() < 0.5:
            return Argument([[value]])
        if isinstance(value, str):
            quoted = value.replace('"', '""')
            return Argument(constant=f'"{quoted}"')
        return Argument(constant=repr(value))


def _ratings(d: Drawer) -> Argument:
    scale = d.template.scale
    low = d.chance.choice((scale.lowest, scale.lowest, scale.highest - 1))

    def right() -> Typed:
        rating = d.chance.randint(low, scale.highest)
        return f" {rating} " if d.chance.random() < 0.05 else float(rating)

    bad = (float(scale.lowest - 1), float(scale.highest + 1), scale.lowest + 0.5, "good", True, "*")
    return d.cells(len(d.template.criteria), right, 0.2, bad)


def _statuses(d: Drawer) -> Argument:
    codes = ["done", "in_progress", "not_started"]
    if d.template.allows_not_applicable:
        codes.append("not_applicable")
    eager = d.chance.choice((0.3, 0.9, 1.0))

    def right() -> Typed:
        return d.spelled(["done"] if d.chance.random() < eager else codes, "status")

    return d.cells(len(d.template.items), right, 0.2, ("finished", 1.0, False, "D*"))


def _answers(d: Drawer) -> Argument | None:
    codes = ["yes"] * d.chance.choice((1, 5, 30)) + ["no"]
    return d.option(
        lambda: d.cells(len(d.template.questions), lambda: d.spelled(codes, "answer"), 0.3, ("maybe", 1.0)),
        0.85,
    )


def _evidence(d: Drawer) -> Argument | None:
    return d.option(
        lambda: d.cells(
            len(d.template.items), lambda: d.chance.choice(("report.pdf", 7.0, "見積書")), 0.2, ("x",)
        ),
        0.85,
    )


def _language(d: Drawer) -> Argument | None:
    tags = d.template.languages
    known = (*tags, *tags, "code", f"{tags[-1]}-JP", tags[0].upper(), "", None)
    return d.option(lambda: d.one("xx" if d.chance.random() < d.wrong else d.chance.choice(known)))


def _named(
    codes: Callable[[Any], Sequence[str]], table: str, given: float = 0.4
) -> Callable[[Drawer], Argument | None]:
    def draw(d: Drawer) -> Argument | None:
        return d.option(
            lambda: d.one(d.cell(lambda: d.spelled(codes(d.template), table), 0.1, ("nothing such", 1.0))),
            given,
        )

    return draw


def _costs(d: Drawer) -> Argument:
    categories = d.template.costs.categories
    spent = [each for each in categories if each.kind != "share"]
    blank = d.chance.choice((0.0, 0.0, 0.2))
    amounts = [d.cell(lambda: _amount(d), blank, (-1.0, "30000", True)) for _ in spent]
    if d.chance.random() < 0.3 and len(spent) < len(categories):
        rest = iter(amounts)
        none = "x" if d.chance.random() < d.wrong else d.blank()
        amounts = [none if each.kind == "share" else next(rest) for each in categories]
    return Argument(d.shaped(amounts))


def _amount(d: Drawer) -> float:
    return d.chance.choice(AMOUNTS) if d.chance.random() < 0.7 else round(d.chance.uniform(0, 5e6), 2)


def _planned(d: Drawer) -> Argument | None:
    count = len(d.template.costs.categories)
    return d.option(lambda: d.cells(count, lambda: _amount(d), 0.5, (-1.0, "x")))


def _currency(d: Drawer) -> Argument | None:
    home, others = d.template.costs.currency, d.template.costs.currencies
    return d.option(
        lambda: d.one(
            d.cell(lambda: d.chance.choice((home, *others[:3], others[1].lower())), 0.2, ("XXX", 3.0))
        )
    )


def _exchange(d: Drawer) -> Argument | None:
    return d.option(
        lambda: d.one(d.cell(lambda: d.chance.choice((150.0, 165.25, 0.5, 3.0)), 0.1, (0.0, -1.0, "1"))), 0.8
    )


def _months(d: Drawer) -> Argument | None:
    return d.option(
        lambda: d.one(d.cell(lambda: d.chance.choice((1.0, 2.5, 3.0, 12.0, 120.0)), 0.1, (0.0, 121.0, "3"))),
        0.85,
    )


def _contingency(d: Drawer) -> Argument | None:
    return d.option(
        lambda: d.one(d.cell(lambda: d.chance.choice((0.0, 10.0, 12.5, 100.0)), 0.1, (-1.0, 101.0, "1")))
    )


def _benefit(d: Drawer) -> Argument:
    return d.cells(2, lambda: d.chance.choice((0.0, 1e6, 9e6, 2.4e7, 5e7, 1.5e9)), 0.2, (-5.0, "1"))


def _ramp(d: Drawer) -> Argument | None:
    return d.option(
        lambda: d.one(d.cell(lambda: float(d.chance.choice((0, 1, 6, 24, 60))), 0.1, (-1.0, 1.5, "6"))), 0.7
    )


def _date(d: Drawer) -> Argument:
    return d.one(
        d.cell(lambda: d.chance.choice((61.0, 45000.0, 45688.0, 46053.75, 2958465.0)), 0.1, (60.0, 3e6, "1"))
    )


def _phase_months(d: Drawer) -> Argument:
    count = len(d.template.phases)
    return d.cells(
        count, lambda: float(d.chance.choice((1, 2, 3, 4, 6, 7, 120))), 0.3, (0.0, 121.0, 1.5, "2")
    )


def _figure(d: Drawer) -> Argument:
    values = (100.0, 120.0, 119.99, 100.000001, 80.0, 110.0, 90.0, 130.0, 130.01, -100.0, 0.0, 60.0)
    return d.one(d.cell(lambda: d.chance.choice(values), 0.1, ("100", True)))


def _rating(d: Drawer) -> Argument:
    scale = d.template.scale
    return d.one(
        d.cell(lambda: float(d.chance.randint(scale.lowest, scale.highest)), 0.05, (scale.highest + 1.0, "x"))
    )


SUMS = ("initial", "run_rate", "first_year", "three_year")


def _sum(*more: str) -> Callable[[Drawer], Argument | None]:
    def draw(d: Drawer) -> Argument | None:
        return d.option(
            lambda: d.one(d.cell(lambda: d.chance.choice((*SUMS, *more)), 0.1, ("sum", 2.0))), 0.4
        )

    return draw


_criterion = _named(lambda t: [*t.criterion_ids, *[c.id for c in t.criteria if c.helper] * 5], "criterion")
_any_criterion = _named(lambda t: t.criterion_ids, "criterion", 1.0)
_group = _named(lambda t: [group.id for group in t.groups], "group")
_category = _named(lambda t: [each.id for each in t.costs.categories], "cost")
_one_category = _named(lambda t: [each.id for each in t.costs.categories], "cost", 1.0)
_cause = _named(lambda t: [each.id for each in t.causes], "cause")
_direction = _named(lambda t: ("higher", "lower"), "direction", 0.9)
_cannot = _named(lambda t: ("yes", "no", "no"), "answer", 0.5)
_MONEY = (_planned, _currency, _exchange)


def _vocabulary(d: Drawer) -> Argument:
    return d.one("words" if d.chance.random() < d.wrong else "item")


def _codes(d: Drawer) -> Argument:
    codes = [item.id for item in d.template.items]
    cells = [d.cell(lambda: d.spelled(codes, "item"), 0.1, (1.0, "x")) for _ in range(d.chance.randint(1, 6))]
    return Argument([[cell] for cell in cells])


ARGUMENTS: Mapping[str, tuple[Callable[[Drawer], Argument | None], ...]] = {
    "TOTAL": (_ratings,),
    "RANGE": (_ratings,),
    "VERDICT": (_ratings, _language),
    "REACHABLE": (_ratings, _language),
    "CONCERNS": (_ratings, _language),
    "IMPROVEMENTS": (_ratings, _language),
    "COMPLETENESS": (_statuses, _group),
    "PROGRESS": (_statuses, _group, _language),
    "OPEN_ITEMS": (_statuses, _group, _language),
    "DECISION": (_ratings, _statuses, _language, _answers, _evidence),
    "MUST_MEETS": (_ratings, _answers, _language),
    "CAUSE": (_ratings, _statuses, _answers, _cause, _language, _evidence),
    "MULTIPLIER": (_one_category,),
    "COST": (_costs, _category, *_MONEY, _language),
    "COST_TOTAL": (_costs, _sum(), *_MONEY, _language),
    "BUDGET": (_costs, _sum("contingency"), *_MONEY, _contingency, _language),
    "POC_INVESTMENT": (_costs, _months),
    "RULE_OF_THUMB": (_costs, _months, *_MONEY, _language),
    "PAYBACK": (_costs, _benefit, _ramp, lambda d: d.option(lambda: _date(d)), _contingency, *_MONEY),
    "ROADMAP": (_date, _phase_months, _language),
    "KPI_RATING": (_figure, _figure, _direction, _criterion),
    "COST_RATING": (_figure, _figure, _cannot, _criterion),
    "ANCHOR": (_any_criterion, _rating, _language),
    "LABEL": (_vocabulary, _codes, _language),
}  # fmt: skip


def drawn(bundle: Bundle, noun: str, count: int, seed: int = 0) -> list[Call]:
    """Return so many calls of a function, the same ones each time."""
    drawer = Drawer(bundle, random.Random(f"{noun} {seed}"))
    return [drawer.call(noun) for _ in range(count)]
