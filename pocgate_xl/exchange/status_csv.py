"""The status as separated values: a line an engagement, then a line for each file that counts for none.

Codes, numbers and ISO dates, the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..core.submission import Engagement
from ..reports.csv_cells import MARK, csv_line

if TYPE_CHECKING:  # a folder is looked through for such tables, too
    from .status import BesideFile, Status, StatusRow

COLUMNS = (
    "asked", "state", "id", "organization", "poc_name", "contact", "email", "due", "days_overdue", "given",
    "needed", "errors", "decision", "committee", "revision", "next", "file", "instead",
)  # fmt: skip


def status_csv(status: Status) -> Iterator[str]:
    """Yield the mark and the header, then the lines."""
    yield MARK + csv_line(COLUMNS)
    for row in status.rows:
        yield _line(_asked(row))
    for beside in status.beside:
        yield _line(_unasked(beside))


def _line(values: dict[str, Any]) -> str:
    return csv_line(values.get(name) for name in COLUMNS)


def _asked(row: StatusRow) -> dict[str, Any]:
    done, decided = row.completeness, row.decided
    return {
        "asked": "yes", "state": row.state, "id": row.id, **_whose(row.engagement),
        "contact": row.contact or None, "email": row.email, "due": row.due and row.due.isoformat(),
        "days_overdue": row.days, "given": done and done.given, "needed": done and done.needed,
        "errors": row.errors if row.assessment else None, "decision": decided and decided.decision,
        "committee": decided and decided.committee.decision,
        "revision": decided and decided.engagement.revision, "next": row.do, "file": row.file or None,
    }  # fmt: skip


def _whose(engagement: Engagement) -> dict[str, Any]:
    return {"organization": engagement.organization, "poc_name": engagement.poc_name}


def _unasked(beside: BesideFile) -> dict[str, Any]:
    engagement = beside.assessment.engagement or Engagement()
    return {
        "asked": "no" if beside.reason == "stranger" else None,
        "state": beside.reason, "id": beside.id or None, **_whose(engagement),
        "revision": engagement.revision, "file": beside.assessment.file,
        "instead": beside.instead or None,
    }  # fmt: skip


def begins(head: bytes) -> bool:
    """Say whether a file begins as these tables do: nobody else's has these columns."""
    return head.startswith((MARK + ",".join(COLUMNS)).encode())
