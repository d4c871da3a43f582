"""Which engagement comes first: one entry each, and every file that does not count, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, TypeGuard

from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.fields import DECISIONS
from ..core.money import EXACT, scaled
from ..core.template import Span

ApartReason = Literal[
    "unreadable", "findings", "not_started", "other_template", "older_revision", "conflict", "copy"
]  # fmt: skip

COUNTED = frozenset({"accepted", "incomplete"})
"""Outcomes with which an engagement is ranked."""

MONTHS_A_YEAR = 12
SHOWN_ERRORS = 3
"""How many errors of a file that does not count are kept."""


@dataclass(frozen=True, slots=True)
class NetBenefit:
    """Hold what is left of the benefit each month, in the portfolio's currency."""

    worst: Fraction
    middle: Fraction
    best: Fraction


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one engagement with its money in the portfolio's currency; what is unknown is None.

    `payback` counts months.
    """

    assessment: ReadableAssessment
    initial: Span | None
    run_rate: Span | None
    benefit: Span | None
    net: NetBenefit | None
    payback: Fraction | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Hold a file that does not count; `instead` is the file that stands for its engagement."""

    assessment: Assessment
    reason: ApartReason
    instead: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the first errors, which say what must be put right."""
        found = [finding for finding in self.assessment.findings if finding.severity == "error"]
        return tuple(found[:SHOWN_ERRORS])


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold the engagements from the first to be funded on, and the files apart by name."""

    entries: tuple[Entry, ...]
    apart: tuple[Apart, ...]


def prevailing_template(assessments: Iterable[Assessment]) -> str | None:
    """Return the id of the template that most files without errors are made with."""
    counts = Counter(found.template.id for found in assessments if _counts(found))
    return min(counts, key=lambda id_: (-counts[id_], id_), default=None)


def rank(assessments: Iterable[Assessment], template: str, currency: str) -> Ranking:
    """Rank the engagements without errors of one template, whose currency is that of the portfolio.

    Of several files of an engagement the highest revision counts, then the newest assessment; an
    engagement without an id is one by itself.
    """
    given = list(assessments)
    countable = [found for found in given if _counts(found)]
    ours = sorted((found for found in countable if found.template.id == template), key=_same)
    groups = [sorted(group, key=_newest_first) for _, group in groupby(ours, key=_same)]
    entries = [_entry(group[0], currency) for group in groups]
    apart = [
        *(Apart(found, _refusal(found)) for found in given if not _counts(found)),
        *(Apart(found, "other_template") for found in countable if found.template.id != template),
        *(superseded for group in groups for superseded in _superseded(group)),
    ]
    return Ranking(
        tuple(sorted(entries, key=_order)),
        tuple(sorted(apart, key=lambda each: (each.assessment.file, each.assessment.sha256 or ""))),
    )


def _counts(assessment: Assessment) -> TypeGuard[ReadableAssessment]:
    return assessment.outcome in COUNTED and isinstance(assessment, ReadableAssessment)


def _refusal(assessment: Assessment) -> ApartReason:
    outcome = assessment.outcome
    return outcome if outcome == "unreadable" or outcome == "not_started" else "findings"


def _same(assessment: ReadableAssessment) -> tuple[str, str]:
    """Return what files of one engagement share; a file without an id shares with none."""
    id_ = assessment.engagement.id or ""
    return (id_, "" if id_ else assessment.sha256 or assessment.file)


def _newest_first(assessment: ReadableAssessment) -> tuple[int, int, str, int, str]:
    """Order by revision and date; digest and name settle the rest: copies have the longer names."""
    day = assessment.engagement.assessment_date or date.min
    revision = assessment.engagement.revision or 0
    return (-revision, -day.toordinal(), assessment.sha256 or "", len(assessment.file), assessment.file)


def _superseded(group: Sequence[ReadableAssessment]) -> Iterator[Apart]:
    used = group[0]
    for other in group[1:]:
        yield Apart(other, _against(used, other), used.file)


def _against(used: ReadableAssessment, other: ReadableAssessment) -> ApartReason:
    if used.responses_digest is not None and used.responses_digest == other.responses_digest:
        return "copy"
    same_revision = used.engagement.revision == other.engagement.revision
    return "conflict" if same_revision else "older_revision"


def _entry(assessment: ReadableAssessment, currency: str) -> Entry:
    rate = _rate(assessment, currency)
    costs = assessment.costs
    initial, run_rate, benefit = (
        _converted(span, rate) for span in (costs.initial, costs.run_rate, costs.benefit)
    )
    net = _net(benefit, run_rate)
    return Entry(assessment, initial, run_rate, benefit, net, _payback(initial, net))


def _rate(assessment: ReadableAssessment, currency: str) -> Decimal | None:
    """Return what one unit of the engagement's money is worth; None while nobody says."""
    home = assessment.costs.currency == currency
    return Decimal(1) if home else assessment.engagement.yen_per_unit


def _converted(span: Span | None, rate: Decimal | None) -> Span | None:
    if rate is None:
        return None
    with localcontext(EXACT):
        return scaled(span, Span(rate, rate))


def _net(benefit: Span | None, run_rate: Span | None) -> NetBenefit | None:
    if benefit is None or run_rate is None:
        return None
    worst = Fraction(benefit.low) - Fraction(run_rate.high)
    best = Fraction(benefit.high) - Fraction(run_rate.low)
    middle = (worst + best) / 2
    return NetBenefit(worst / MONTHS_A_YEAR, middle / MONTHS_A_YEAR, best / MONTHS_A_YEAR)


def _payback(initial: Span | None, net: NetBenefit | None) -> Fraction | None:
    """Return the months until the middle investment is earned back; None unless positive."""
    if initial is None or net is None or net.middle <= 0:
        return None
    return (Fraction(initial.low) + Fraction(initial.high)) / 2 / net.middle or None


def _order(entry: Entry) -> tuple[Any, ...]:
    assessment, payback = entry.assessment, entry.payback
    return (
        DECISIONS.index(assessment.decision),
        -assessment.scorecard.total,
        -assessment.checklist.completeness,
        (payback is None, payback or Fraction(0)),
        *_same(assessment),
    )
