"""The list against what came back: of each engagement where it stands, how late it is and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, get_args

from ..core.assessment import Assessment, ReadableAssessment
from ..core.completeness import Completeness
from ..core.submission import Engagement
from ..core.template import Template
from ..portfolio.issued import Issued, issued_of
from ..portfolio.ranking import Apart, Ranking, precedence, rank
from ..records import dataclass
from ..workbook.creation.lists.engagements import ListedEngagement

State = Literal["outstanding", "not_started", "incomplete", "findings", "unreadable", "accepted"]
"""Where an engagement stands: nothing came back, or what the file came to that counts for it."""
STATES: tuple[State, ...] = get_args(State)
NextAct = Literal["remind", "return", "ask_again", "settle", "wait", "nothing"]
BesideReason = Literal[
    "conflict",
    "newer_findings",
    "findings",
    "unreadable",
    "not_started",
    "older_revision",
    "copy",
    "stranger",
]
"""Why a file counts for no engagement of the list: another one does, or nobody asked for it."""
REASONS: tuple[BesideReason, ...] = get_args(BesideReason)


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One engagement of the list; `days` are those since it was due, below 0 those that are left.

    `assessment` is that of the file that counts for it, or of the one that would if it could.
    """

    listed: ListedEngagement
    engagement: Engagement
    state: State
    do: NextAct
    due: date | None = None
    email: str | None = None
    days: int | None = None
    assessment: Assessment | None = None

    @property
    def id(self) -> str:
        return self.listed.id

    @property
    def file(self) -> str:
        return self.assessment.file if self.assessment else ""

    @property
    def open(self) -> bool:
        return self.state != "accepted"

    @property
    def overdue(self) -> bool:
        return self.open and self.days is not None and self.days > 0

    @property
    def contact(self) -> str:
        """Return who answers, else who is responsible; "" where nobody is named."""
        return self.engagement.assessor or self.engagement.sponsor or ""

    @property
    def completeness(self) -> Completeness | None:
        return self.assessment.completeness if self.assessment else None

    @property
    def errors(self) -> int:
        return errors_of(self.assessment)

    @property
    def decided(self) -> ReadableAssessment | None:
        """Return the assessment whose decision counts; None while there is none."""
        return self.assessment if decides(self.assessment) else None  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class BesideFile:
    """A file that counts for no engagement of the list; `instead` is the one that does."""

    assessment: Assessment
    reason: BesideReason
    id: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that was asked, those first who are most overdue, and what else came back."""

    rows: tuple[StatusRow, ...]
    beside: tuple[BesideFile, ...]
    as_of: date
    files: int

    @property
    def counts(self) -> Mapping[State, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    @property
    def overdue(self) -> tuple[StatusRow, ...]:
        return tuple(row for row in self.rows if row.overdue)


def errors_of(assessment: Assessment | None) -> int:
    """Return how many errors must be put right in a file."""
    return sum(found.severity == "error" for found in assessment.findings) if assessment else 0


def decides(assessment: Assessment | None) -> bool:
    """Say whether a file counts: it has no error, and something is answered."""
    return assessment is not None and assessment.outcome in ("accepted", "incomplete")


def status_of(
    listed: Sequence[ListedEngagement], assessments: Iterable[Assessment], template: Template, as_of: date
) -> Status:
    """Return where each engagement of a list stands, by everything that came back."""
    found = list(assessments)
    ranking = _ranking(found, template.costs.currency)
    by_file = {each.file: each for each in found}
    apart = {each.assessment.file: each for each in ranking.apart}
    issued = issued_of(listed, ranking, template)
    beside = list(_beside(issued, by_file, apart))
    unsettled = {each.id for each in beside if each.reason == "conflict"}
    rows = [
        _row(row, each, by_file, as_of, row.id in unsettled)
        for row, each in zip(listed, issued, strict=False)
    ]  # fmt: skip
    return Status(tuple(sorted(rows, key=_urgency)), tuple(sorted(beside, key=_place)), as_of, len(found))


def _ranking(assessments: Iterable[Assessment], currency: str) -> Ranking:
    """Rank the files of each template by themselves: here all of them count."""
    parts = [
        rank(list(group), id_, currency)
        for id_, group in groupby(sorted(assessments, key=_template), key=_template)
    ]
    entries = (entry for part in parts for entry in part.entries)
    return Ranking(tuple(entries), tuple(each for part in parts for each in part.apart))


def _template(assessment: Assessment) -> str:
    return assessment.template.id if assessment.template else ""


def _leading(issued: Issued, by_file: Mapping[str, Assessment]) -> Assessment | None:
    """Return the file that stands for an engagement: the one that counts, else the newest readable one."""
    found = [by_file[file] for file in issued.files]
    if issued.reasons or not issued.asked:
        found.sort(key=_newest_first)
    return found[0] if found else None


def _newest_first(assessment: Assessment) -> tuple[bool, bool, int, int]:
    """Order what counts before what does not, by revision and day; what cannot be read comes last."""
    whose = assessment.engagement or Engagement()
    order = precedence(whose.revision, whose.assessment_date)
    return not decides(assessment), assessment.engagement is None, *order


def _row(
    listed: ListedEngagement, issued: Issued, by_file: Mapping[str, Assessment], as_of: date, unsettled: bool
) -> StatusRow:
    leading = _leading(issued, by_file)
    state: State = leading.outcome if leading else "outstanding"
    days = None if issued.due is None or state == "accepted" else (as_of - issued.due).days
    do = "settle" if unsettled and state in ("accepted", "incomplete") else _next(state, days)
    return StatusRow(listed, issued.engagement, state, do, issued.due, issued.email, days, leading)


def _next(state: State, days: int | None) -> NextAct:
    """Return what to do about an engagement; who still has time is waited for."""
    if state in ("outstanding", "not_started", "incomplete"):
        return "remind" if days is None or days >= 0 else "wait"
    acts: Mapping[State, NextAct] = {"findings": "return", "unreadable": "ask_again"}
    return acts.get(state, "nothing")


def _urgency(row: StatusRow) -> tuple[bool, bool, int, int]:
    """Order what is open first: the most overdue, then what is due next, then what is due on no day."""
    return not row.open, row.days is None, -(row.days or 0), STATES.index(row.state)


def _beside(
    issued: Sequence[Issued], by_file: Mapping[str, Assessment], apart: Mapping[str, Apart]
) -> Iterator[BesideFile]:
    for each in issued:
        leading = _leading(each, by_file)
        for found in (by_file[file] for file in each.files):
            if found is leading and not each.asked:
                yield BesideFile(found, "stranger", each.id)
            elif found is not leading and leading is not None:
                reason = _against(leading, found, apart.get(found.file))
                yield BesideFile(found, reason, each.id, leading.file)
    named = {file for each in issued for file in each.files}
    yield from (BesideFile(found, "unreadable") for file, found in by_file.items() if file not in named)


def _against(leading: Assessment, other: Assessment, apart: Apart | None) -> BesideReason:
    """Return why a file does not count beside the one that stands for its engagement."""
    if other.engagement is None or leading.engagement is None:
        return "unreadable"
    if other.responses_digest is not None and other.responses_digest == leading.responses_digest:
        return "copy"
    revisions = other.engagement.revision or 0, leading.engagement.revision or 0
    if other.outcome == "findings":
        return "newer_findings" if revisions[0] > revisions[1] else "findings"
    if other.outcome == "not_started":
        return "not_started"
    if apart is not None and apart.reason in ("older_revision", "conflict"):
        return "older_revision" if apart.reason == "older_revision" else "conflict"
    return "older_revision" if revisions[0] < revisions[1] else "conflict"


def _place(beside: BesideFile) -> tuple[int, str, str]:
    return REASONS.index(beside.reason), beside.id, beside.assessment.file
