"""Every engagement in the order in which the portfolio would fund it, to be filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ...core.assessment import ReadableAssessment
from ...core.budget import middle
from ...core.must_meets import VOCABULARIES, reservations
from ...core.template import Detail, Span
from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import (
    file_name,
    money,
    number,
    on_day,
    own,
    percent,
    said,
    shown,
    whole,
)
from ...workbook.layout.reports.table import Column, Tests, Tones, endless_table
from ..entries import OUT, Entry
from ..order import why_there
from .page import PortfolioPage, ends, months, named

DETAIL_WIDTH = 18
SPANS: Mapping[str, Callable[[Entry], Span | None]] = {
    "sum_initial": lambda entry: entry.initial,
    "sum_run_rate": lambda entry: entry.run_rate,
}


def plan_ranking(page: PortfolioPage) -> SheetPlan:
    """Plan the ranked list, one row an engagement; its first columns are printed."""
    ranking = page.portfolio.ranking
    rule = "ranking_by_decision" if ranking.order == "decision" else "ranking_by_value"
    subtitle = page.text(rule, currency=page.template.costs.currency)
    columns, printed = tuple(columns_of(page)), len(tuple(printed_columns(page)))
    return endless_table(page, "ranking", subtitle, columns, ranking.entries, printed=printed, header=46)


def columns_of(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield every column: those that are printed, those to filter by, and what the gate itself asks for."""
    yield from printed_columns(page)
    yield from _ratings(page)
    yield from _others(page)
    yield from _sources(page)
    for detail in page.template.details:
        title = page.catalog.detail(detail.id, None)[0]
        yield Column(title, DETAIL_WIDTH, partial(_detail, page, detail))


def printed_columns(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield the columns by which a committee argues."""
    yield from _place(page)
    yield from _amounts(page)


def _place(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield which engagement it is, where it stands and why."""
    field, places = page.catalog.text, page.places
    yield Column(page.text("rank"), 7, lambda entry: whole(places.get(id(entry))))
    yield Column(field("field.id"), 13, lambda entry: named(entry, 0))
    yield Column(field("field.organization"), 22, lambda entry: named(entry, 1))
    yield Column(field("field.poc_name"), 26, lambda entry: named(entry, 2))
    yield Column(page.shared("decision"), 22, page.decision, Tones(page.decision_tests))
    yield Column(page.text("why_there"), 34, lambda entry: said(why(page, entry)))
    yield Column(page.shared("total"), 9, lambda entry: whole(entry.assessment.scorecard.total))
    yield Column(page.label("sheet", "checklist"), 12, _cleared)


def _amounts(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield what it takes at most, and what comes of it."""
    yield _end_column(page, "sum_initial", "high")
    yield _end_column(page, "sum_run_rate", "high")
    yield Column(page.text("value"), 12, lambda entry: months(entry.value))
    yield Column(page.text("payback"), 12, lambda entry: months(entry.payback))


def _end_column(page: PortfolioPage, key: str, end: str) -> Column[Entry]:
    title = f"{page.shared(key)}: {page.shared(end)}"
    return Column(title, 15, partial(_end, SPANS[key], ("low", "high").index(end)))


def _ratings(page: PortfolioPage) -> Iterator[Column[Entry]]:
    low = Tones(partial(_low_tests, page))
    for id_ in page.template.criterion_ids:
        yield Column(page.label("criterion", id_), 13, partial(_rating, id_), low)


def _others(page: PortfolioPage) -> Iterator[Column[Entry]]:
    field = page.catalog.text
    yield Column(page.text("committee"), 15, lambda entry: said(page.committee(entry)))
    yield _end_column(page, "sum_initial", "low")
    yield _end_column(page, "sum_run_rate", "low")
    yield Column(page.text("benefit"), 15, lambda entry: money(_middle(entry.benefit)))
    yield Column(page.text("net"), 15, lambda entry: money(entry.net))
    yield Column(field("field.industry"), 18, lambda entry: _said(entry, "industry"))
    yield Column(field("field.sponsor"), 20, lambda entry: _said(entry, "sponsor"))


def _middle(span: Span | None) -> Fraction | None:
    return None if span is None else middle(span)


def _said(entry: Entry, key: str) -> Cell:
    return said(own(getattr(entry.assessment.engagement, key)))


def _sources(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield what the total hides, and which file says all this."""
    field = page.catalog.text
    yield Column(page.text("concerns"), 60, partial(_concerns, page), Tones(_named_tests))
    yield Column(field("field.assessment_date"), 13, _assessed)
    yield Column(field("field.revision"), 10, lambda entry: whole(entry.assessment.engagement.revision))
    yield Column(page.text("file"), 30, lambda entry: said(file_name(entry.assessment.file), style="cell"))


def _rating(id_: str, entry: Entry) -> Cell:
    return whole(entry.assessment.scorecard.ratings.get(id_))


def _cleared(entry: Entry) -> Cell:
    return percent(entry.assessment.checklist.completeness)


def _end(span: Callable[[Entry], Span | None], index: int, entry: Entry) -> Cell:
    return money(ends(span(entry))[index])


def _concerns(page: PortfolioPage, entry: Entry) -> Cell:
    return said(page.shared("separator").join(_reserved(page, entry.assessment)))


def _assessed(entry: Entry) -> Cell:
    return on_day(entry.assessment.engagement.assessment_date)


def _low_tests(page: PortfolioPage, cell: str) -> Tests:
    """Mark the ratings that are concerns."""
    yield f'AND({cell}<>"",{cell}<{page.template.floors.rating})', "bad"


def _named_tests(cell: str) -> Tests:
    """Mark concerns where they are named."""
    yield f'{cell}<>""', "bad"


def why(page: PortfolioPage, entry: Entry) -> str:
    """Say in words why an entry stands where it stands."""
    reason = OUT.get(entry.grade)
    if reason is not None:
        return page.text(f"reason.{reason}")
    code = why_there(entry, page.portfolio.ranking.order)
    because = page.text(
        f"why.{code}", value=shown(entry.value), currency=entry.assessment.costs.currency
    )  # fmt: skip
    return page.text("why_ranked", grade=page.text(f"grade.{entry.grade}"), why=because)


def _detail(page: PortfolioPage, detail: Detail, entry: Entry) -> Cell:
    """Return what an engagement says of a gate's own field, as a filter finds it."""
    value = entry.assessment.engagement.details.get(detail.id)
    if isinstance(value, int | Decimal):
        return number(Decimal(value))
    if isinstance(value, date):
        return on_day(value)
    return said("" if value is None else own(page.catalog.detail(detail.id, value)[1]))


def _reserved(page: PortfolioPage, found: ReadableAssessment) -> list[str]:
    """Name what the total hides; an older version's criterion has its id for a label."""
    hidden = reservations(found.must_meets, found.scorecard.concerns)
    return [page.label(VOCABULARIES[kind], id_) for kind, id_ in hidden]
