"""Who was asked, who has answered, and what came back that nobody asked for; who is silent stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import get_args

from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import file_name, on_day, own, quoted, said
from ...workbook.layout.reports.table import Column, Tests, Tones, endless_table
from ..issued import Issued, IssuedState
from .page import PortfolioPage

ORDER: tuple[IssuedState, ...] = get_args(IssuedState)
"""In which order states are listed: who must be chased first."""


def plan_issued(page: PortfolioPage) -> SheetPlan:
    """Plan a row for everybody who was asked or has answered."""
    issued = page.portfolio.issued or ()
    counts = Counter(each.state for each in issued)
    subtitle = page.text(
        "issued_rule", asked=sum(each.asked for each in issued), silent=counts["not_answered"],
        apart=counts["apart"], answered=counts["answered"], unasked=counts["not_asked"],
    )  # fmt: skip
    rows = sorted(issued, key=lambda each: ORDER.index(each.state))
    return endless_table(page, "issued", subtitle, tuple(columns_of(page)), rows)


def columns_of(page: PortfolioPage) -> Iterator[Column[Issued]]:
    """Yield whether there is an answer, whose it is, whom to ask, until when, and what came back."""
    field = page.catalog.text
    tones = Tones(partial(_silent, page))
    yield Column(page.text("answer_state"), 16, partial(_state, page), tones)
    yield Column(field("field.id"), 14, lambda each: said(own(each.id), style="cell_strong"))
    for key, width in (("organization", 24), ("poc_name", 28), ("sponsor", 20), ("assessor", 20)):
        yield Column(field(f"field.{key}"), width, partial(_said, key))
    yield Column(page.text("email"), 28, lambda each: said(own(each.email)))
    yield Column(page.text("reply_due"), 11, _due)
    yield Column(page.text("reason_title"), 22, partial(_reason, page))
    yield Column(page.text("file"), 30, _files)


def _state(page: PortfolioPage, each: Issued) -> Cell:
    return said(page.text(f"issued.{each.state}"), style="cell_strong")


def _silent(page: PortfolioPage, cell: str) -> Tests:
    """Mark who has not answered, and whose answer does not count."""
    yield f"{cell}={quoted(page.text('issued.not_answered'))}", "bad"
    yield f"{cell}={quoted(page.text('issued.apart'))}", "attention"


def _said(key: str, each: Issued) -> Cell:
    return said(own(getattr(each.engagement, key)))


def _due(each: Issued) -> Cell:
    return on_day(each.due)


def _files(each: Issued) -> Cell:
    return said(", ".join(map(file_name, each.files)))


def _reason(page: PortfolioPage, each: Issued) -> Cell:
    reasons = (page.text(f"apart_short.{reason}") for reason in each.reasons)
    return said(page.shared("separator").join(reasons))
