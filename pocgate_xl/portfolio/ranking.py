"""Which engagement comes first: one entry each, and every file that does not count, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias, TypeGuard

from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..records import dataclass
from .entries import Entry, entry_of
from .order import order_key
from .terms import Order, Terms

SupersededReason = Literal["older_revision", "conflict", "copy"]
"""Why a file does not count beside another one of its engagement."""
ApartReason = Literal["unreadable", "findings", "not_started", "other_template", SupersededReason]

COUNTED = frozenset({"accepted", "incomplete"})
"""Outcomes with which an engagement is ranked."""

SUPERSEDED: frozenset[ApartReason] = frozenset({"older_revision", "copy"})
"""Why a file is set aside that nobody needs to put right: another one stands for its engagement."""

USUAL = Terms()
SHOWN_ERRORS = 3
"""How many errors of a file that does not count are kept."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A file that does not count; `instead` is the file that stands for its engagement."""

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
    """All engagements, those ranked for launch first and in their order, and the files apart."""

    entries: tuple[Entry, ...]
    apart: tuple[Apart, ...]
    order: Order = "value"

    @property
    def ranked(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.ranked)


def prevailing_template(assessments: Iterable[Assessment]) -> str | None:
    """Return the id of the template that most files without errors are made with."""
    return most_used(found.template.id for found in assessments if _counts(found))


def most_used(ids: Iterable[str]) -> str | None:
    """Return the id that stands there most often, of several the first in the alphabet."""
    counts = Counter(ids)
    return min(counts, key=lambda id_: (-counts[id_], id_), default=None)


def rank(assessments: Iterable[Assessment], template: str, currency: str, terms: Terms = USUAL) -> Ranking:
    """Rank the engagements without errors of one template, whose currency is that of the portfolio.

    Of several files of an engagement the highest revision counts, then the newest assessment; an
    engagement without an id is one by itself.
    """
    given = list(assessments)
    countable = [found for found in given if _counts(found)]
    ours = sorted((found for found in countable if found.template.id == template), key=_same)
    groups = [sorted(group, key=newest_first) for _, group in groupby(ours, key=_same)]
    entries = [entry_of(group[0], currency, terms) for group in groups]
    apart = [
        *(Apart(found, _refusal(found)) for found in given if not _counts(found)),
        *(Apart(found, "other_template") for found in countable if found.template.id != template),
        *(superseded for group in groups for superseded in _superseded(group)),
    ]
    return Ranking(
        tuple(sorted(entries, key=lambda entry: order_key(entry, terms.order))),
        tuple(sorted(apart, key=lambda each: (each.assessment.file, each.assessment.sha256 or ""))),
        terms.order,
    )


def unknown_ids(ranking: Ranking, terms: Terms) -> tuple[str, ...]:
    """Return what the operator named and no engagement is called."""
    return tuple(sorted(terms.named - {entry.id for entry in ranking.entries}))


def _counts(assessment: Assessment) -> TypeGuard[ReadableAssessment]:
    return assessment.outcome in COUNTED and isinstance(assessment, ReadableAssessment)


def _refusal(assessment: Assessment) -> ApartReason:
    outcome = assessment.outcome
    return outcome if outcome == "unreadable" or outcome == "not_started" else "findings"


def _same(assessment: ReadableAssessment) -> tuple[str, str]:
    """Return what files of one engagement share; a file without an id shares with none."""
    id_ = assessment.engagement.id or ""
    return (id_, "" if id_ else assessment.sha256 or assessment.file)


def newest_first(assessment: ReadableAssessment) -> tuple[int, int, str, int, str]:
    """Order by revision and date; digest and name settle the rest: copies have the longer names."""
    engagement, file = assessment.engagement, assessment.file
    return (
        *precedence(engagement.revision, engagement.assessment_date),
        assessment.sha256 or "",
        len(file),
        file,
    )


def precedence(revision: int | None, day: date | None) -> tuple[int, int]:
    """Return what sorts files of one engagement, the one that counts first."""
    return (-(revision or 0), -(day or date.min).toordinal())


def _superseded(group: Sequence[ReadableAssessment]) -> Iterator[Apart]:
    used = group[0]
    for other in group[1:]:
        yield Apart(other, against(used, other), used.file)


def against(used: ReadableAssessment, other: ReadableAssessment) -> SupersededReason:
    """Say why one file of an engagement counts and another does not."""
    return set_aside(
        (used.responses_digest, used.engagement.revision), (other.responses_digest, other.engagement.revision)
    )


Version: TypeAlias = tuple[str | None, int | None]
"""The digest of the answers of a file, and its revision."""


def set_aside(used: Version, other: Version) -> SupersededReason:
    """Say why one version of an engagement counts and another does not."""
    if used[0] is not None and used[0] == other[0]:
        return "copy"
    return "conflict" if used[1] == other[1] else "older_revision"
