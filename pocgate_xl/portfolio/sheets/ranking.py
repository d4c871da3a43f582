"""Every engagement in the order in which the portfolio would fund it, to be filtered and sorted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...core.assessment import ReadableAssessment
from ...core.must_meets import VOCABULARIES, reservations
from ...core.submission import Value
from ...core.template import Detail
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Highlight, Print, SheetPlan
from ...workbook.layout.text_metrics import is_wide
from ..entries import OUT, Entry
from ..order import why_there
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
    table,
    whole,
)

DECISION_AT, RATINGS_AT = LEFT + 4, LEFT + 7
"""Columns of the decision and of the first rating."""
WHY_LETTERS = 26
"""About how many letters stand on a line of the reason; wide ones count twice."""
LINE, TALLEST = 14, 400
"""Points of a line of text, and of the tallest row; Excel allows little more."""
DETAIL_WIDTH = 18
CONCERN_LETTERS = 30
"""About how many letters stand on a line of the concerns."""
CONCERNS_AFTER = 8
"""Columns between the last rating and the concerns."""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float


def plan_ranking(page: PortfolioPage) -> SheetPlan:
    """Plan the ranked list, one row an engagement."""
    columns = tuple(_columns(page))
    ranking = page.portfolio.ranking
    rule = "ranking_by_decision" if ranking.order == "decision" else "ranking_by_value"
    subtitle = page.text(rule, currency=page.template.costs.currency)
    builder = page.start("ranking", subtitle)
    places = page.places
    lines = (_row(page, places.get(id(entry)), entry) for entry in ranking.entries)
    rows = table(builder, TOP, [column.title for column in columns], lines)
    bottom, right = max(rows.stop - 1, TOP), LEFT + len(columns) - 1
    printed = a1((bottom, right - len(page.template.details)))  # what a gate adds is there to filter by
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2} | {at: column.width for at, column in enumerate(columns, LEFT)},
        heights={**TITLE_HEIGHT, TOP: 60} | {row: _height(page, row - TOP) for row in rows},
        freeze=a1((TOP + 1, LEFT + 2)),
        highlights=(*page.decision_tones(DECISION_AT, rows), *_low_ratings(page, rows)),
        print=Print("landscape", f"A1:{printed}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{a1((bottom, right))}",
    )  # fmt: skip


def _columns(page: PortfolioPage) -> Iterator[Column]:
    field = page.catalog.text
    yield Column(page.text("rank"), 7)
    yield Column(field("field.id"), 15)
    yield Column(field("field.organization"), 24)
    yield Column(field("field.poc_name"), 28)
    yield Column(page.shared("decision"), 24)
    yield Column(page.text("why_there"), 34)
    yield Column(page.shared("total"), 9)
    for id_ in page.template.criterion_ids:
        yield Column(page.label("criterion", id_), 12.5)
    yield Column(page.label("sheet", "checklist"), 12)
    for key in ("sum_initial", "sum_run_rate"):
        for end in ("low", "high"):
            yield Column(f"{page.shared(key)}: {page.shared(end)}", 14)
    yield Column(page.text("net"), 15)
    yield Column(page.text("value"), 12)
    yield Column(page.text("payback"), 12)
    yield Column(page.text("concerns"), 30)
    yield Column(field("field.assessment_date"), 13)
    yield Column(field("field.revision"), 10)
    yield Column(page.text("file"), 24)
    for detail in page.template.details:
        yield Column(page.catalog.detail(detail.id, None)[0], DETAIL_WIDTH)


def _row(page: PortfolioPage, place: int | None, entry: Entry) -> tuple[Cell, ...]:
    found = entry.assessment
    return (
        whole(place),
        *named(entry),
        Cell(page.label("decision", found.decision), style="check", align="center"),
        Cell(why(page, entry), style="check"),
        whole(found.scorecard.total),
        *(whole(found.scorecard.ratings.get(id_)) for id_ in page.template.criterion_ids),
        Cell(shown(found.checklist.completeness), format="percent", align="center"),
        *(money(amount) for span in (entry.initial, entry.run_rate) for amount in ends(span)),
        money(entry.net),
        months(entry.value),
        months(entry.payback),
        Cell(page.shared("separator").join(_reserved(page, found)), style="check"),
        Cell(found.engagement.assessment_date, format="date", align="center"),
        whole(found.engagement.revision),
        Cell(file_name(found.file), style="muted"),
        *(_detail(page, detail, found.engagement.details.get(detail.id)) for detail in page.template.details),
    )


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


def _detail(page: PortfolioPage, detail: Detail, value: Value | None) -> Cell:
    """Return what an engagement says of a gate's own field, as a filter finds it."""
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


def _low_ratings(page: PortfolioPage, rows: range) -> tuple[Highlight, ...]:
    """Mark the ratings that are concerns, where they stand and where they are named."""
    if not rows:
        return ()
    columns = len(page.template.criteria)
    first, last = a1((rows[0], RATINGS_AT)), a1((rows[-1], RATINGS_AT + columns - 1))
    floor = page.template.floors.rating
    named_at = RATINGS_AT + columns + CONCERNS_AFTER
    named_first, named_last = a1((rows[0], named_at)), a1((rows[-1], named_at))
    return (
        Highlight(f"{first}:{last}", f'AND({first}<>"",{first}<{floor})', "bad"),
        Highlight(f"{named_first}:{named_last}", f'{named_first}<>""', "bad"),
    )
