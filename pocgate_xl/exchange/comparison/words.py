"""Changes in words: what changed by its name, and its values by their labels, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from ...core.catalog import Catalog
from ...opc.safe_text import visible
from ...records import dataclass
from .changes import Incomparable, MovedValue, Plain

NOTHING = "–"
LONGEST = 160
"""How much of a text that somebody wrote is shown."""
MONEY = frozenset({"cost", "category", "benefit"})
PLACES = 1
"""Digits of months behind the point."""


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """The words of one engagement's changes; amounts are in its currency."""

    catalog: Catalog
    currency: str = ""

    def section(self, change: MovedValue) -> str:
        return self.catalog.text(f"compare.section.{change.section}")

    def name(self, change: MovedValue) -> str:
        """Return what changed, without its section."""
        named = visible(_NAMES[change.section](self.catalog, change), LONGEST)
        if change.section in ("must_meet", "finding") or change.part in ("", "status", "projection"):
            return named
        return self.catalog.text(f"compare.part.{change.part}", name=named)

    def then(self, change: MovedValue) -> str:
        return self._value(change, change.then)

    def now(self, change: MovedValue) -> str:
        return self._value(change, change.now)

    def lines(self, changes: Iterable[MovedValue]) -> Iterator[str]:
        """Yield changes of one section a line each; what changed of one item is one line."""
        for _, group in groupby(changes, key=_thing):
            first, *others = group
            if first.section == "item":
                parts = [self._part(change) for change in (first, *others)]
                named = visible(self.catalog.label("item", first.id), LONGEST)
                what = self.catalog.text("compare.and").join(parts)
                yield self.catalog.text("compare.line", name=named, what=what)
            else:
                yield from map(self.line, (first, *others))

    def _part(self, change: MovedValue) -> str:
        return self.catalog.text(f"compare.of.{change.part}", then=self.then(change), now=self.now(change))

    def line(self, change: MovedValue) -> str:
        """Return a change in one line, without its section."""
        if change.section == "finding":
            key = "compare.found" if change.then is None else "compare.gone"
            said = self.now(change) if change.then is None else self.then(change)
            return self.catalog.text(key, code=self.name(change), message=said)
        was, is_ = self.then(change), self.now(change)
        return self.catalog.text("compare.change", name=self.name(change), then=was, now=is_)

    def incomparable(self, each: Incomparable) -> str:
        """Say what is left out, and why."""
        vocabulary = {"criterion": "criterion", "item": "item", "category": "cost"}.get(each.what)
        if vocabulary is None:
            was, is_ = (visible(side) or NOTHING for side in (each.then, each.now))
            return self.catalog.text(f"compare.incomparable.{each.what}", then=was, now=is_)
        side = "then" if each.then else "now"
        named = visible(self.catalog.label(vocabulary, each.then or each.now), LONGEST)
        return self.catalog.text(f"compare.incomparable.only_{side}", name=named)

    def _value(self, change: MovedValue, value: Any) -> str:
        if value is None:
            return NOTHING
        if isinstance(value, bool):
            return self.catalog.text("compare.met" if value else "compare.unmet")
        if change.section in MONEY:
            return self._amount(change, value)
        vocabulary = _vocabulary(change, value)
        said = vocabulary(self.catalog, value) if vocabulary else str(value)
        return visible(said, LONGEST)

    def _amount(self, change: MovedValue, value: Any) -> str:
        if change.id == "payback_months":
            return visible(f"{value:.{PLACES}f}" if isinstance(value, float | int) else str(value))
        if change.id == "break_even":
            return visible(str(value))
        ends = [grouped(each) for each in (value if isinstance(value, list) else [value])]
        joined = self.catalog.text("text.range").join(dict.fromkeys(ends))
        return visible(f"{joined} {self.currency}".strip(), LONGEST)


def _thing(change: MovedValue) -> tuple[str, str]:
    return change.section, change.id


def words_of(plain: Plain, catalog: Catalog) -> ChangeWords:
    """Return the words of an engagement, whose amounts are in its own currency."""
    costs = plain["costs"] or {}
    return ChangeWords(catalog, visible(str(costs.get("currency") or "")))


def grouped(amount: object) -> str:
    """Return an amount as JSON has it with its thousands apart."""
    try:
        return f"{Decimal(str(amount)):,f}"
    except InvalidOperation:
        return str(amount)


def question_name(catalog: Catalog, id_: str) -> str:
    """Return a question in a few words where its gate has them."""
    return catalog.texts.get(f"question_short.{id_}") or catalog.label("question", id_)


def _key(catalog: Catalog, change: MovedValue) -> str:
    return catalog.text(f"compare.what.{change.id}")


_NAMES: Mapping[str, Callable[[Catalog, MovedValue], str]] = {
    "result": _key,
    "rating": lambda catalog, change: catalog.label("criterion", change.id),
    "item": lambda catalog, change: catalog.label("item", change.id),
    "question": lambda catalog, change: question_name(catalog, change.id),
    "must_meet": lambda catalog, change: (
        catalog.label("criterion", change.id) if change.part == "floor" else question_name(catalog, change.id)
    ),
    "cost": _key,
    "category": lambda catalog, change: catalog.label("cost", change.id),
    "benefit": _key,
    "committee": lambda catalog, change: catalog.text(f"field.committee_{change.id}"),
    "finding": lambda catalog, change: change.id,
}


def _vocabulary(change: MovedValue, value: Any) -> Callable[[Catalog, Any], str] | None:
    """Return what gives a code its label; a code of no version that is known stands for itself."""
    if (change.section, change.id) == ("result", "outcome"):
        return lambda catalog, code: catalog.texts.get(f"report.{code}", str(code))
    if change.section in ("result", "committee") and change.id == "decision":
        name = "decision" if change.section == "result" else "committee"
        return lambda catalog, code: catalog.label(name, str(code))
    if change.section == "item" and change.part == "status":
        return lambda catalog, code: catalog.label("item_status", str(code))
    if change.section == "question":
        return lambda catalog, code: catalog.label("answer", str(code))
    return None
