"""The kinds of workbooks that report on many, and how each is known again: by the name of its title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

ReportKind: TypeAlias = Literal["portfolio", "issued", "status", "findings", "actions", "comparison"]

MARKS: Mapping[ReportKind, str] = {
    "portfolio": "pg_portfolio",
    "issued": "pg_report_issued",
    "status": "pg_report_status",
    "findings": "pg_report_findings",
    "actions": "pg_report_actions",
    "comparison": "pg_report_comparison",
}
"""The defined names of their titles; spreadsheet programs keep them."""
