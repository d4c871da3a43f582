"""What lies over results and answers, and charts that draw or say something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ....spreadsheetml.address import Corners, Position, area_of, names_area
from ....spreadsheetml.drawings.charts import DrawnChart, DrawnSeries
from ....spreadsheetml.drawings.shapes import Shape
from ....spreadsheetml.reader import RawSheet
from ....spreadsheetml.styles.number_formats import hides_or_replaces, words_of
from ....spreadsheetml.surroundings import Over
from ...layout.plan import Area as PlannedArea
from ...layout.plan import Chart
from ..grammar.folding import folded
from ..interpret import shown
from .alteration import Alteration
from .seen import Seen, within

SLACK = 1e-6
"""Share by which a remembered value may differ from its cell, as programs round what they keep."""

LEAST_SHARE = 0.2
"""Of its place that a chart still covers where a program moved or shrank it a little."""

Titles = tuple[tuple[str, str], ...]
"""Title in small letters and id of each sheet."""


class DrawnPage(NamedTuple):
    """One sheet of a file with what is drawn over it."""

    seen: Seen
    sheet: RawSheet
    over: Over
    sheets: Mapping[str, RawSheet]
    titles: Titles


def altered_drawings(page: DrawnPage) -> Iterator[Alteration]:
    """Yield what hides or replaces values, and what charts show otherwise."""
    for shape in page.over.shapes:
        yield from _over(page, _with_words(page, shape))
    if page.over.background:
        yield Alteration("background")
    for part in page.over.unread:
        yield Alteration("unread", (), part)
    for shape in page.over.shapes:
        chart = page.over.charts.get(shape.chart)
        if chart is not None:
            yield from _chart(page.seen, chart, shape.area, page.titles)
            if any(series.remembered or series.kept for series in chart.series):
                yield from _remembered(page, chart)
                yield from _labelled(page, chart)


def _over(page: DrawnPage, shape: Shape) -> Iterator[Alteration]:
    """Yield a thing over cells that say something; blank ones under a picture are told elsewhere."""
    covered = tuple(at for at in _under(page.seen, shape.area) if _says(page, at))
    kind = f"{shape.kind}_over"
    if covered:
        decides = bool(page.seen.decision.intersection(covered))
        yield Alteration(kind, covered, shape.words, "", shape.words, decides)
    elif texts := tuple(at for at in _texts_under(page.seen, shape) if _stands_there(page, at)):
        yield Alteration("text_covered", texts, shape.words, "", shape.words)
    elif shape.words:
        yield Alteration("shape_beside", (shape.area[0],), shape.words, "", shape.words)


def _texts_under(seen: Seen, shape: Shape) -> tuple[Position, ...]:
    """Return the fixed texts under a thing; charts are told elsewhere, and logos lie over titles."""
    return _fixed_under(seen, shape.area) if shape.kind != "chart" and not shape.hidden else ()


@lru_cache(maxsize=512)
def _fixed_under(seen: Seen, area: Corners) -> tuple[Position, ...]:
    signed = {at[0] for at, cell in seen.read.items() if cell.field and cell.field.group in SIGNED}
    texts = ((at, cell) for at, cell in seen.texts.items() if within(at, area) and at[0] not in signed)
    return tuple(sorted(at for at, cell in texts if cell.style not in TITLES))


def _stands_there(page: DrawnPage, at: Position) -> bool:
    cell = page.sheet.cells.get(at)
    return cell is not None and cell.value not in (None, "")


def starting_shapes(shapes: tuple[Shape, ...]) -> Iterator[Alteration]:
    """Yield shapes that start a program when somebody clicks on them."""
    for shape in shapes:
        if shape.macro.strip():
            yield Alteration("running_shape", (shape.area[0],), shape.macro)


def _with_words(page: DrawnPage, shape: Shape) -> Shape:
    """Return a shape with the words of the cell that it shows."""
    place = names_area(_absolute(shape.source.removeprefix("="))) if shape.source else None
    sheet = page.sheets.get(dict(page.titles).get(place[0].casefold(), "")) if place else None
    cell = sheet.cells.get(place[1]) if sheet and place else None
    text = shown(cell) if cell is not None else ""
    return shape._replace(words=f"{shape.words} {text}".strip()) if text else shape


@lru_cache(maxsize=512)
def _under(seen: Seen, area: Corners) -> tuple[Position, ...]:
    return tuple(sorted(at for at in seen.read if within(at, area)))


def _says(page: DrawnPage, at: Position) -> bool:
    """Say whether a cell shows something; a seal over a name that signs is usual."""
    cell, planned = page.sheet.cells.get(at), page.seen.plan.cells[at]
    signs = planned.field is not None and planned.field.group in SIGNED
    return cell is not None and cell.kind != "blank" and cell.value != "" and not signs


TITLES = frozenset({"title", "subtitle"})
"""Styles over which a company puts its logo."""
SIGNED = frozenset({"signoff"})
"""Groups of fields over which a seal is stamped."""


@lru_cache(maxsize=512)
def _chart(seen: Seen, chart: DrawnChart, area: Corners, titles: Titles) -> tuple[Alteration, ...]:
    """Compare a chart with the one planned that it resembles most; one of other people's is theirs."""
    planned = _planned(seen, chart, titles)
    if planned is not None:
        return tuple(_compared(chart, planned, titles))
    if any(within(place, area) for place in _places(seen)):
        return (Alteration("chart_cells", (), chart.title, "", chart.title),)
    return ()


def _compared(chart: DrawnChart, planned: Chart, titles: Titles) -> Iterator[Alteration]:
    title = chart.title
    if title and folded(title) != folded(planned.title):
        yield Alteration("chart_title", (), title, planned.title, title)
    if not _draws(chart, planned, titles):
        refs = ", ".join(series.values or "–" for series in chart.series)
        yield Alteration("chart_cells", (), refs, planned.title)
    if len(chart.series) < len(planned.series) or not any(series.labels for series in chart.series):
        drawn = ", ".join(series.name for series in chart.series)
        yield Alteration("chart_less", (), drawn or "–", planned.title)
    names = {folded(name) for name, _, _ in planned.series}
    others = [s.name for s in chart.series if s.name and folded(s.name) not in names]
    counted = [words_of(code) for code in chart.formats if hides_or_replaces(code).effect == "replaces"]
    words = " ".join((*others[:1], *chart.words, *counted[:1]))
    if words:
        yield Alteration("chart_words", (), words, planned.title, words)
    shown = {folded(name) for name, _, tone in planned.series if tone != "hidden"}
    unseen = [series.name for series in chart.series if series.unseen and folded(series.name) in shown]
    if unseen:
        yield Alteration("chart_unseen", (), ", ".join(unseen), planned.title)
    if chart.pictured:
        yield Alteration("chart_drawing", (), planned.title, planned.title)
    yield from _scale(chart, planned)


def lost_charts(page: DrawnPage) -> int:
    """Count the planned charts that are gone, or hardly cover the place where they stood."""
    found: set[str] = set()
    for shape in page.over.shapes:
        chart = page.over.charts.get(shape.chart)
        planned = _planned(page.seen, chart, page.titles) if chart else None
        if planned and not shape.hidden and _stands(shape.area, planned):
            found.add(planned.anchor)
    return 0 if page.over.unread else len({chart.anchor for chart in page.seen.plan.charts} - found)


def _stands(area: Corners, planned: Chart) -> bool:
    """Say whether an area covers a good part of where a chart was planned."""
    place = area_of(f"{planned.anchor}:{planned.end or planned.anchor}") or area
    (top, left), (bottom, right) = (
        (max(area[0][0], place[0][0]), max(area[0][1], place[0][1])),
        (min(area[1][0], place[1][0]), min(area[1][1], place[1][1])),
    )
    covered = max(0, bottom - top + 1) * max(0, right - left + 1)
    whole = (place[1][0] - place[0][0] + 1) * (place[1][1] - place[0][1] + 1)
    return covered >= LEAST_SHARE * whole


def _draws(chart: DrawnChart, planned: Chart, titles: Titles) -> bool:
    """Say whether a chart draws planned cells only, each series its own."""
    drawn = [_cells(series, titles) for series in chart.series]
    own = {folded(name): _corners(area) for name, area, _ in planned.series}
    named = zip(map(folded, (series.name for series in chart.series)), drawn, strict=True)
    right = all(own.get(name, values) == values for name, (_, _, values) in named)
    return right and len(set(drawn)) == len(drawn) and set(drawn) <= _expected(planned)


@lru_cache(maxsize=512)
def _planned(seen: Seen, chart: DrawnChart, titles: Titles) -> Chart | None:
    drawn, title = _drawn(chart, titles), folded(chart.title)
    charts = seen.plan.charts
    score = [2 * len(drawn & _expected(each)) + 3 * (folded(each.title) == title) for each in charts]
    best = max(score, default=0)
    return charts[score.index(best)] if best else None


def _places(seen: Seen) -> Iterator[Position]:
    """Yield a cell in the middle of each planned chart."""
    for chart in seen.plan.charts:
        area = area_of(f"{chart.anchor}:{chart.end or chart.anchor}")
        if area:
            yield (area[0][0] + area[1][0]) // 2, (area[0][1] + area[1][1]) // 2


Drawn = frozenset[tuple[str, Corners | None, Corners | None]]


def _expected(chart: Chart) -> Drawn:
    labels = _corners(chart.labels)
    pairs = ((area.sheet, labels, _corners(area)) for _, area, _ in chart.series)
    return frozenset([*pairs, *((area.sheet, None, _corners(area)) for _, area, _ in chart.series)])


def _drawn(chart: DrawnChart, titles: Titles) -> Drawn:
    return frozenset(_cells(series, titles) for series in chart.series)


@lru_cache(maxsize=512)
def _cells(series: DrawnSeries, titles: Titles) -> tuple[str, Corners | None, Corners | None]:
    values, labels = names_area(_absolute(series.values)), names_area(_absolute(series.labels))
    sheet = dict(titles).get(values[0].casefold(), values[0]) if values else ""
    return sheet, (labels[1:] if labels else None), (values[1:] if values else None)


def _absolute(ref: str) -> str:
    """Return a reference with its dollars, which some programs leave out."""
    title, mark, cells = ref.rpartition("!")
    area = area_of(cells.replace("$", "").upper())
    return f"{title}{mark}{PlannedArea('', *area).ref}" if mark and area else ref


def _corners(area: PlannedArea) -> Corners:
    return area.first, area.last


def _scale(chart: DrawnChart, planned: Chart) -> Iterator[Alteration]:
    """Yield an axis that begins above zero, ends elsewhere or runs backwards; programs choose from zero."""
    for low, high, turned in chart.axes:
        lifted = low is not None and low > 0
        ended = high is not None and planned.maximum is not None and high != planned.maximum
        capped = high is not None and planned.maximum is None
        if lifted or ended or capped or turned:
            bounds = "–".join("" if bound is None else f"{bound:g}" for bound in (low, high))
            yield Alteration("chart_scale", (), bounds, planned.title)
            return


def _remembered(page: DrawnPage, chart: DrawnChart) -> Iterator[Alteration]:
    """Yield a chart that keeps other values than its cells: viewers show them as they are kept."""
    for series in chart.series:
        sheet, _, area = _cells(series, page.titles)
        if area is None or sheet not in page.sheets:
            continue
        cells = page.sheets[sheet].cells
        for place, value in series.remembered:
            cell = cells.get(_nth(area, place))
            if cell is not None and isinstance(cell.value, float) and _apart(cell.value, value):
                yield Alteration("chart_values", (), f"{value:g}", chart.title)
                return


def _labelled(page: DrawnPage, chart: DrawnChart) -> Iterator[Alteration]:
    """Yield a chart that keeps other labels than its cells have."""
    for series in chart.series:
        sheet, area, _ = _cells(series, page.titles)
        cells = page.sheets[sheet].cells if sheet in page.sheets else {}
        for place, label in series.kept if area else ():
            cell = cells.get(_nth(area, place))  # type: ignore[arg-type]
            if cell is not None and isinstance(cell.value, str) and folded(cell.value) != folded(label):
                yield Alteration("chart_labels", (), label, chart.title, label)
                return


def _nth(area: Corners, place: int) -> Position:
    """Return a cell of an area, counted row by row."""
    width = area[1][1] - area[0][1] + 1
    return area[0][0] + place // width, area[0][1] + place % width


def _apart(cell: float, kept: float) -> bool:
    return abs(cell - kept) > SLACK * max(1.0, abs(cell))
