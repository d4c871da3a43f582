"""The portfolio by whatever divides it: industry, organization, and the lists and texts that a gate adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from ..core.fields import DECISIONS
from ..core.money import EXACT
from ..core.template import Detail, Span, Template
from ..records import dataclass
from .entries import Entry
from .rollup import Sum

COMMON = ("organization", "industry")
"""What every engagement says of itself by which a portfolio can be divided."""
MOST = 40
"""Into how many groups at most; more would be no groups but a list."""
Said = Callable[[Entry], str | None]


@dataclass(frozen=True, slots=True)
class Slice:
    """What the engagements come to that say the same; `by` None is all of them, `choice` None says nothing.

    `ratings` are averages of those given.
    """

    by: str | None
    choice: str | None
    engagements: int
    ratings: Mapping[str, Fraction]
    decisions: Mapping[str, int]
    initial: Sum
    run_rate: Sum


def slices_of(entries: Sequence[Entry], template: Template) -> tuple[Slice, ...]:
    """Return all engagements, then each group of every division; an engagement stands in one of each."""
    cuts = (
        each for by, said, order in _divisions(template) for each in _cut(entries, template, by, said, order)
    )
    return (_slice(None, None, entries, template), *cuts)


def _divisions(template: Template) -> Iterator[tuple[str, Said, tuple[str, ...]]]:
    """Yield by what a portfolio is divided, what an engagement says of it, and what groups there are."""
    for name in COMMON:
        yield name, _common(name), ()
    for detail in template.details:
        if detail.kind in ("list", "text"):
            yield detail.id, _own(detail), detail.choices


def _common(name: str) -> Said:
    return lambda entry: getattr(entry.assessment.engagement, name)


def _own(detail: Detail) -> Said:
    def said(entry: Entry) -> str | None:
        value = entry.assessment.engagement.details.get(detail.id)
        return None if value is None else str(value)

    return said


def _cut(
    entries: Sequence[Entry], template: Template, by: str, said: Said, order: tuple[str, ...]
) -> Iterator[Slice]:
    """Yield the groups of a division that tells several apart; a list's choices first, in its order."""
    answers = [said(entry) for entry in entries]
    given = Counter(answer for answer in answers if answer is not None)
    groups = [*order, *sorted(given.keys() - set(order))]  # a choice of an older version is not dropped
    if not order and not 1 < len(given) <= min(MOST, sum(given.values()) - 1):
        return
    keys: list[str | None] = [*groups, *([None] if None in answers else [])]
    for key in keys:
        grouped = [entry for entry, answer in zip(entries, answers, strict=True) if answer == key]
        yield _slice(by, key, grouped, template)


def _slice(by: str | None, choice: str | None, entries: Sequence[Entry], template: Template) -> Slice:
    decided: Counter[str] = Counter(entry.assessment.decision for entry in entries)
    return Slice(
        by,
        choice,
        len(entries),
        dict(_averages(entries, template)),
        {code: decided[code] for code in DECISIONS},
        sum_of(entry.initial for entry in entries),
        sum_of(entry.run_rate for entry in entries),
    )


def _averages(entries: Sequence[Entry], template: Template) -> Iterator[tuple[str, Fraction]]:
    for id_ in template.criterion_ids:
        given = (entry.assessment.scorecard.ratings.get(id_) for entry in entries)
        if ratings := [rating for rating in given if rating is not None]:
            yield id_, Fraction(sum(ratings), len(ratings))


def sum_of(spans: Iterable[Span | None]) -> Sum:
    """Add up what is known of ranges."""
    known = [span for span in spans if span is not None]
    with localcontext(EXACT):
        low, high = (sum((getattr(span, end) for span in known), Decimal(0)) for end in ("low", "high"))
    return Sum(Span(low, high), len(known))
