"""Workbooks on many files that the page's worker makes in Python: findings and portfolio, by openpyxl.

What these need is taken along apart, and loaded when somebody asks for one.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

from ..batch.check import own_catalog
from ..batch.journal_format import from_stored
from ..portfolio.overview import overview
from ..portfolio.prevailing import counting_bundle
from ..portfolio.terms import Terms
from ..portfolio.workbook import portfolio_workbook
from ..reports import xlsx
from ..templates.loader import most_spoken
from .checking import own_templates, parts_of


class PlanLimits(TypedDict):
    """The operator's limits as they were typed, "" for none."""

    budget: str
    slots: str
    fiscal_start: str


def findings_book(parts: str, language: str, out: str) -> None:
    """Write the workbook of findings: its parts are the same lines of facts as those of the page."""
    Path(out).write_bytes(b"".join(xlsx.assemble(parts_of(parts), own_catalog(language))))


def portfolio_book(stored: str, limits: str, out: str) -> str:
    """Write the portfolio of assessments, a JSON list of lines; return, as JSON, what it comes to."""
    assessments = [from_stored(json.loads(line)) for line in json.loads(stored)]
    bundle = counting_bundle(assessments, own_templates())
    portfolio = overview(assessments, bundle.template, _terms(json.loads(limits)))
    language = most_spoken((each.language for each in assessments), bundle)
    Path(out).write_bytes(portfolio_workbook(portfolio, bundle, language))
    plan = portfolio.plan
    return json.dumps({
        "count": len(portfolio.ranking.entries), "placed": len(plan.placed), "later": len(plan.later),
        "unplaced": len(plan.unplaced), "apart": len(portfolio.ranking.apart),
    })  # fmt: skip


def _terms(limits: PlanLimits) -> Terms:
    return Terms(
        budget=Decimal(limits["budget"]) if limits["budget"] else None,
        slots=int(limits["slots"]) if limits["slots"] else None,
        fiscal_start=int(limits["fiscal_start"] or 1),
    )
