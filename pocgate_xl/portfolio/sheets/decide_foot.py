"""Below the board's table: the funding of the quarters, and what goes back to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...core.assessment import Assessment
from ...opc.safe_text import visible
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Style
from ...workbook.layout.reports.cells import LONGEST, file_name, own
from ...workbook.layout.reports.table import LEFT
from ...workbook.layout.reports.tiles import columns_at
from ...workbook.layout.sheet_builder import SheetBuilder
from ...workbook.layout.styles.text_metrics import Lettering, on_one_line
from ..ranking import SUPERSEDED, Apart
from .funding import funding_chart
from .page import PortfolioPage

FOOT_ROWS = 10
"""Rows of the chart, and of the list beside it with its heading."""
LISTED = FOOT_ROWS - 1
LIST_SHARES = (0.56, 0.65, 0.76, 0.92)
"""Where the columns of the list begin, in shares of the page's width; the chart ends before it."""


def write_foot(builder: SheetBuilder, page: PortfolioPage, widths: Mapping[int, float], top: int) -> None:
    """Write both side by side, from a row on."""
    columns = columns_at(widths, LIST_SHARES)
    builder.put(top, LEFT, Cell(page.text("funding_title", unit=page.unit[1]), style="heading"))
    corners = a1((top + 1, LEFT)), a1((top + FOOT_ROWS, columns[0] - 2))
    if chart := funding_chart(page, corners):
        builder.charts.append(chart)
    apart = [each for each in page.portfolio.ranking.apart if each.reason not in SUPERSEDED]
    builder.put(top, columns[0], Cell(page.text("send_back", count=len(apart)), style="heading"))
    ends = (*columns[1:], max(widths) + 1)
    rooms = [sum(widths[each] for each in range(*span)) for span in zip(columns, ends, strict=True)]
    for row, line in enumerate(_lines(page, apart), top + 1):
        for column, room, text in zip(columns, rooms, line, strict=True):
            style: Style = "strong" if column == columns[0] else "span"
            written = Lettering(page.catalog.language, bold=style == "strong", indent=0)
            builder.put(row, column, Cell(on_one_line(text, room, written), style=style))


def _lines(page: PortfolioPage, apart: list[Apart]) -> Iterator[tuple[str, str, str, str]]:
    """Yield which engagement or file, where, what is wrong and who is asked."""
    most = LISTED if len(apart) <= LISTED else LISTED - 1
    for each in apart[:most]:
        yield (*_what(page, each), _who(each.assessment))
    if len(apart) > most:
        yield "", "", page.text("more_apart", count=len(apart) - most, sheet=page.text("sheet.apart")), ""


def _what(page: PortfolioPage, apart: Apart) -> tuple[str, str, str]:
    found = apart.assessment
    id_ = own(found.engagement.id) if found.engagement else ""
    first = next(iter(apart.errors), None)
    place = "" if first is None else "!".join(part for part in (first.sheet, first.cell) if part)
    wrong = page.text(f"apart_short.{apart.reason}") if first is None else first.message
    name = id_ or file_name(found.file)
    return name, own(place), visible(wrong, LONGEST)


def _who(found: Assessment) -> str:
    engagement = found.engagement
    named = "" if engagement is None else engagement.sponsor or engagement.assessor or ""
    return own(named)
