"""What was found, as a spreadsheet opens it: a row a finding, and one for each file without any.

Outcomes and severities are codes, as in JSON; texts are in the language of the report, else in each workbook's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..core.assessment import Assessment, Finding
from ..core.catalog import Catalog
from .csv_cells import MARK, csv_line
from .parts import ReportPart

FILE = ("file", "outcome", "template", "version", "language", "engagement", "organization")
"""Columns that say which file it is, and whose."""
FINDING = ("code", "severity", "sheet", "cell", "field", "message", "found", "expected", "hint")
"""Columns of a finding, blank in the row of a file that has none."""


def render_part(assessment: Assessment, _catalog: Catalog) -> str:
    """Return the rows of one file."""
    whose = _whose(assessment)
    return "".join(csv_line([*whose, *_told(each)]) for each in assessment.findings or (None,))


def assemble(parts: Iterable[ReportPart], _own: Catalog) -> Iterator[str]:
    """Yield the header, then every row."""
    yield MARK + csv_line((*FILE, *FINDING))
    yield from (each.text for each in parts)


def _whose(assessment: Assessment) -> list[Any]:
    template, engagement = assessment.template, assessment.engagement
    return [
        assessment.file, assessment.outcome, template and template.id, template and template.version,
        assessment.language, engagement and engagement.id, engagement and engagement.organization,
    ]  # fmt: skip


def _told(finding: Finding | None) -> list[str]:
    return [getattr(finding, name, "") for name in FINDING]


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do."""
    return head.startswith((MARK + ",".join((*FILE, *FINDING))).encode())


def surely(head: bytes, _tail: bytes) -> bool:
    """Say whether a file is such a report: nobody else begins with these columns."""
    return begins(head)
