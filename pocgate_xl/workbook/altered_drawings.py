"""What lies over results and answers, and charts that draw or say something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .alteration import Alteration
from .cell_values import Area, area_of, names_area
from .drawn_charts import DrawnChart, DrawnSeries
from .folding import folded
from .plan import Chart, Position
from .plan import Area as PlannedArea
from .seen import Seen, within
from .shapes import Shape
from .sheet_xml import SheetFacts
from .surroundings import Over

SLACK = 1e-6
"""Share by which a remembered value may differ from its cell, as programs round what they keep."""

Titles = Mapping[str, str]
"""Sheet ids by title in small letters."""


class Page(NamedTuple):
    """Hold one sheet of a file with what is drawn over it."""

    seen: Seen
    sheet: SheetFacts
    over: Over
    sheets: Mapping[str, SheetFacts]
    titles: Titles


def altered_drawings(page: Page) -> Iterator[Alteration]:
    """Yield what hides or replaces values, and what charts show otherwise."""
    for shape in page.over.shapes:
        yield from _over(page, shape)
    if page.over.background:
        yield Alteration("background")
    if page.over.header_picture:
        yield Alteration("header_picture")
    for part in page.over.unread:
        yield Alteration("unread", (), part)
    for shape in page.over.shapes:
        chart = page.over.charts.get(shape.chart)
        if chart is not None:
            yield from _chart(page, chart, shape)


def _over(page: Page, shape: Shape) -> Iterator[Alteration]:
    """Yield a thing over cells that say something; blank ones under a picture are told elsewhere."""
    covered = tuple(sorted(at for at in page.seen.read if within(at, shape.area) and _says(page, at)))
    kind = f"{shape.kind}_over"
    if covered:
        decides = bool(page.seen.decision.intersection(covered))
        yield Alteration(kind, covered, shape.words, "", shape.words, decides)
    elif shape.words:
        yield Alteration("shape_beside", (shape.area[0],), shape.words, "", shape.words)


def _says(page: Page, at: Position) -> bool:
    """Say whether a cell shows something; a seal over a name that signs is usual."""
    cell, planned = page.sheet.cells.get(at), page.seen.plan.cells[at]
    signs = planned.field is not None and planned.field.group in SIGNED
    return cell is not None and cell.kind != "blank" and cell.value != "" and not signs


SIGNED = frozenset({"signoff"})
"""Groups of fields over which a seal is stamped."""


def _chart(page: Page, chart: DrawnChart, shape: Shape) -> Iterator[Alteration]:
    """Compare a chart with the one planned that it resembles most; one of other people's is theirs."""
    planned = _planned(page, chart)
    if planned is None:
        if any(within(place, shape.area) for place in _places(page)):
            yield Alteration("chart_cells", (), chart.title, "", chart.title)
        return
    title = chart.title
    if title and folded(title) != folded(planned.title):
        yield Alteration("chart_title", (), title, planned.title, title)
    if not _drawn(page, chart) <= _expected(planned):
        refs = ", ".join(series.values or "–" for series in chart.series)
        yield Alteration("chart_cells", (), refs, planned.title)
    names = {folded(name) for name, _, _ in planned.series}
    others = [s.name for s in chart.series if s.name and folded(s.name) not in names]
    if others:
        yield Alteration("chart_words", (), others[0], planned.title, others[0])
    yield from _scale(chart, planned)
    yield from _remembered(page, chart, planned)
    yield from _words(chart)


def _planned(page: Page, chart: DrawnChart) -> Chart | None:
    drawn, title = _drawn(page, chart), folded(chart.title)
    score = {
        index: 2 * len(drawn & _expected(each)) + 3 * (folded(each.title) == title)
        for index, each in enumerate(page.seen.plan.charts)
    }
    best = max(score, key=lambda index: score[index], default=None)
    return page.seen.plan.charts[best] if best is not None and score[best] else None


def _places(page: Page) -> Iterator[Position]:
    """Yield a cell in the middle of each planned chart."""
    for chart in page.seen.plan.charts:
        area = area_of(f"{chart.anchor}:{chart.end or chart.anchor}")
        if area:
            yield (area[0][0] + area[1][0]) // 2, (area[0][1] + area[1][1]) // 2


Drawn = frozenset[tuple[str, Area | None, Area | None]]


def _expected(chart: Chart) -> Drawn:
    labels = _corners(chart.labels)
    pairs = ((area.sheet, labels, _corners(area)) for _, area, _ in chart.series)
    return frozenset([*pairs, *((area.sheet, None, _corners(area)) for _, area, _ in chart.series)])


def _drawn(page: Page, chart: DrawnChart) -> Drawn:
    return frozenset(_cells(page, series) for series in chart.series)


def _cells(page: Page, series: DrawnSeries) -> tuple[str, Area | None, Area | None]:
    values, labels = names_area(_absolute(series.values)), names_area(_absolute(series.labels))
    sheet = page.titles.get(values[0].casefold(), values[0]) if values else ""
    return sheet, (labels[1:] if labels else None), (values[1:] if values else None)


def _absolute(ref: str) -> str:
    """Return a reference with its dollars, which some programs leave out."""
    title, mark, cells = ref.rpartition("!")
    area = area_of(cells.replace("$", "").upper())
    return f"{title}{mark}{PlannedArea('', *area).ref}" if mark and area else ref


def _corners(area: PlannedArea) -> Area:
    return area.first, area.last


def _scale(chart: DrawnChart, planned: Chart) -> Iterator[Alteration]:
    """Yield an axis that begins above zero or ends elsewhere; without bounds programs choose from zero."""
    for low, high, _turned in chart.axes:
        lifted = low is not None and low > 0
        ended = high is not None and planned.maximum is not None and high != planned.maximum
        capped = high is not None and planned.maximum is None
        if lifted or ended or capped:
            bounds = "–".join("" if bound is None else f"{bound:g}" for bound in (low, high))
            yield Alteration("chart_scale", (), bounds, planned.title)
            return


def _remembered(page: Page, chart: DrawnChart, planned: Chart) -> Iterator[Alteration]:
    """Yield a chart that keeps other values than its cells: viewers show them as they are kept."""
    for series in chart.series:
        sheet, _, area = _cells(page, series)
        cells = page.sheets[sheet].cells if sheet in page.sheets and area else {}
        for place, value in series.remembered if area else ():
            cell = cells.get(_nth(area, place))
            if cell is not None and isinstance(cell.value, float) and _apart(cell.value, value):
                yield Alteration("chart_values", (), f"{value:g}", planned.title)
                return


def _nth(area: Area, place: int) -> Position:
    """Return a cell of an area, counted row by row."""
    width = area[1][1] - area[0][1] + 1
    return area[0][0] + place // width, area[0][1] + place % width


def _apart(cell: float, kept: float) -> bool:
    return abs(cell - kept) > SLACK * max(1.0, abs(cell))


def _words(chart: DrawnChart) -> Iterator[Alteration]:
    """Yield what is written into a chart beside its title."""
    if chart.words:
        words = " ".join(chart.words)
        yield Alteration("chart_words", (), words, "", words)
