"""Every engagement in the order in which the portfolio would fund it, to be filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from ...core.assessment import ReadableAssessment
from ...core.must_meets import VOCABULARIES, reservations
from ...core.template import Detail, Span
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ...workbook.layout.text_metrics import is_wide
from ..entries import OUT, Entry
from ..order import why_there
from .columns import Column, Tests, Tones, highlights_of, widths_of, write_table
from .page import (
    LEFT,
    TITLE_HEIGHT,
    TOP,
    PortfolioPage,
    ends,
    file_name,
    money,
    months,
    named,
    number,
    own,
    shown,
    whole,
)

WHY_LETTERS = 26
"""About how many letters stand on a line of the reason; wide ones count twice."""
LINE, TALLEST = 14, 400
"""Points of a line of text, and of the tallest row; Excel allows little more."""
DETAIL_WIDTH = 18
CONCERN_LETTERS = 30
"""About how many letters stand on a line of the concerns."""


def plan_ranking(page: PortfolioPage) -> SheetPlan:
    """Plan the ranked list, one row an engagement."""
    columns = tuple(columns_of(page))
    ranking = page.portfolio.ranking
    rule = "ranking_by_decision" if ranking.order == "decision" else "ranking_by_value"
    subtitle = page.text(rule, currency=page.template.costs.currency)
    builder = page.start("ranking", subtitle)
    rows = write_table(builder, TOP, columns, ranking.entries)
    bottom, right = max(rows.stop - 1, TOP), LEFT + len(columns) - 1
    printed = a1((bottom, right - len(page.template.details)))  # what a gate adds is there to filter by
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths_of(columns),
        heights={**TITLE_HEIGHT, TOP: 60} | {row: _height(page, row - TOP) for row in rows},
        freeze=a1((TOP + 1, LEFT + 2)),
        highlights=tuple(highlights_of(columns, rows)),
        print=Print("landscape", f"A1:{printed}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{a1((bottom, right))}",
    )  # fmt: skip


def columns_of(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield every column; what the gate itself asks for stands last."""
    yield from _standing(page)
    yield from _scores(page)
    yield from _amounts(page)
    yield from _sources(page)
    for detail in page.template.details:
        title = page.catalog.detail(detail.id, None)[0]
        yield Column(title, DETAIL_WIDTH, partial(_detail, page, detail))


def _standing(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield which engagement it is, where it stands and why."""
    field, places = page.catalog.text, page.places
    yield Column(page.text("rank"), 7, lambda entry: whole(places.get(id(entry))))
    yield Column(field("field.id"), 15, lambda entry: named(entry)[0])
    yield Column(field("field.organization"), 24, lambda entry: named(entry)[1])
    yield Column(field("field.poc_name"), 28, lambda entry: named(entry)[2])
    yield Column(page.shared("decision"), 24, page.decision, Tones(page.decision_tests))
    yield Column(page.text("why_there"), 34, lambda entry: Cell(why(page, entry), style="check"))


def _scores(page: PortfolioPage) -> Iterator[Column[Entry]]:
    yield Column(page.shared("total"), 9, lambda entry: whole(entry.assessment.scorecard.total))
    low = Tones(partial(_low_tests, page))
    for id_ in page.template.criterion_ids:
        yield Column(page.label("criterion", id_), 12.5, partial(_rating, id_), low)
    yield Column(page.label("sheet", "checklist"), 12, _cleared)


def _amounts(page: PortfolioPage) -> Iterator[Column[Entry]]:
    spans: Mapping[str, Callable[[Entry], Span | None]] = {
        "sum_initial": lambda entry: entry.initial,
        "sum_run_rate": lambda entry: entry.run_rate,
    }
    for key, span in spans.items():
        for index, end in enumerate(("low", "high")):
            title = f"{page.shared(key)}: {page.shared(end)}"
            yield Column(title, 14, partial(_end, span, index))
    yield Column(page.text("net"), 15, lambda entry: money(entry.net))
    yield Column(page.text("value"), 12, lambda entry: months(entry.value))
    yield Column(page.text("payback"), 12, lambda entry: months(entry.payback))


def _sources(page: PortfolioPage) -> Iterator[Column[Entry]]:
    """Yield what the total hides, and which file says all this."""
    field = page.catalog.text
    yield Column(page.text("concerns"), 30, partial(_concerns, page), Tones(_named_tests))
    yield Column(field("field.assessment_date"), 13, _assessed)
    yield Column(field("field.revision"), 10, lambda entry: whole(entry.assessment.engagement.revision))
    yield Column(
        page.text("file"), 24, lambda entry: Cell(file_name(entry.assessment.file), style="muted")
    )  # fmt: skip


def _rating(id_: str, entry: Entry) -> Cell:
    return whole(entry.assessment.scorecard.ratings.get(id_))


def _cleared(entry: Entry) -> Cell:
    return Cell(shown(entry.assessment.checklist.completeness), format="percent", align="center")


def _end(span: Callable[[Entry], Span | None], index: int, entry: Entry) -> Cell:
    return money(ends(span(entry))[index])


def _concerns(page: PortfolioPage, entry: Entry) -> Cell:
    return Cell(page.shared("separator").join(_reserved(page, entry.assessment)), style="check")


def _assessed(entry: Entry) -> Cell:
    return Cell(entry.assessment.engagement.assessment_date, format="date", align="center")


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
    told = page.text(
        f"why.{code}", value=shown(entry.value), currency=entry.assessment.costs.currency
    )  # fmt: skip
    return page.text("why_ranked", grade=page.text(f"grade.{entry.grade}"), why=told)


def _detail(page: PortfolioPage, detail: Detail, entry: Entry) -> Cell:
    """Return what an engagement says of a gate's own field, as a filter finds it."""
    value = entry.assessment.engagement.details.get(detail.id)
    if isinstance(value, int | Decimal):
        return number(Decimal(value))
    if isinstance(value, date):
        return Cell(value, format="date", align="center")
    return Cell("" if value is None else own(page.catalog.detail(detail.id, value)[1]))


def _height(page: PortfolioPage, place: int) -> float:
    """Leave two lines for names, and for the reason and each concern as many as it takes."""
    entry = page.portfolio.ranking.entries[place - 1]
    lines = sum(-(-len(name) // CONCERN_LETTERS) for name in _reserved(page, entry.assessment))
    reason = -(-sum(1 + is_wide(letter) for letter in why(page, entry)) // WHY_LETTERS)
    return min(4 + LINE * max(2, lines, reason), TALLEST)


def _reserved(page: PortfolioPage, found: ReadableAssessment) -> list[str]:
    """Name what the total hides; an older version's criterion has its id for a label."""
    hidden = reservations(found.must_meets, found.scorecard.concerns)
    return [page.label(VOCABULARIES[kind], id_) for kind, id_ in hidden]
