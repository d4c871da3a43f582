"""Planned charts to native ones, which follow their cells in any spreadsheet; part of the writer.

Colours come from the theme and differ in lightness too, so that a page printed in grey can be read.
A cell that shows an empty text counts as 0 in a chart; labels of 0 are not shown.
"""

from __future__ import annotations

from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumFmt, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from ....templates.theme import Colours, Theme
from ...layout.plan import Area, Chart, ChartTone, SheetPlan, WorkbookPlan
from ...layout.styles.cell_styles import NUMBER_FORMATS, between

POINT = 12_700
"""Drawing units of a point."""
TITLE_SIZE, TEXT_SIZE, WIDE_PAGE_SIZE = 11, 9, 10
"""Points; a page that is wider than others is made smaller on paper."""
SHORT = '[>=10000000]#,##0,,"{1}";[>=1000]#,##0,"{0}";""'
"""Amounts on an axis, short enough to stand level; an axis without data shows none."""
WHOLE_SCALE = 10
"""Up to this maximum an axis is marked at every whole number."""


def add_charts(sheet: Worksheet, plan: SheetPlan, workbook: WorkbookPlan, theme: Theme) -> None:
    """Place the charts of a sheet; each is sized in centimetres from its anchor on."""
    for chart in plan.charts:
        anchor: Any = _between(chart.anchor, chart.end) if chart.end else chart.anchor
        sheet.add_chart(_Drawing(chart, workbook, theme).chart(), anchor)


def _between(first: str, last: str) -> TwoCellAnchor:
    """Span whole cells: from the corner of the first to the far corner of the last."""
    row, column = coordinate_to_tuple(first)
    last_row, last_column = coordinate_to_tuple(last)
    start = AnchorMarker(row=row - 1, col=column - 1)
    return TwoCellAnchor(editAs="oneCell", _from=start, to=AnchorMarker(row=last_row, col=last_column))


class _Drawing:
    """Draw one chart in the looks of one workbook."""

    def __init__(self, plan: Chart, workbook: WorkbookPlan, theme: Theme) -> None:
        self.plan, self.workbook = plan, workbook
        self.colours: Colours = theme.colours
        self.font = theme.font(workbook.language)
        self.size = WIDE_PAGE_SIZE if plan.kind == "piled" else TEXT_SIZE

    def chart(self) -> Any:
        """Return the chart; a threshold beside bars makes them columns, over which it is a line."""
        if self.plan.kind == "range":
            return self._ranges()
        chart = self._bars()
        chart.title = self._title()
        chart.width, chart.height = self.plan.width, self.plan.height
        chart.roundedCorners = False
        chart.visible_cells_only = False  # the numbers may stand on a hidden sheet
        chart.graphical_properties = GraphicalProperties(
            solidFill=_rgb(self.colours.paper), ln=self._edge(self.colours.line, 0.75)
        )
        self._legend(chart)
        return chart

    def _ranges(self) -> Any:
        """Return bars and nothing else, as many as rows lie below: no text that could be too small."""
        bars: Any = BarChart()
        bars.type, bars.grouping, bars.overlap, bars.gapWidth = "bar", "stacked", 100, 70
        for title, area, tone in self.plan.series:
            series = self._bar(title, area, tone)
            series.graphicalProperties.line = LineProperties(noFill=True)  # of nothing, a line would be left
            bars.series.append(series)
        bars.x_axis.delete = bars.y_axis.delete = True
        bars.x_axis.scaling.orientation = "maxMin"
        bars.y_axis.scaling.min = 0
        bars.y_axis.majorGridlines = bars.legend = bars.title = None
        bars.auto_title_deleted = True
        whole = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0, y=0, w=1, h=1)
        bars.layout = Layout(manualLayout=whole)
        bars.roundedCorners = bars.visible_cells_only = False
        nothing = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        bars.graphical_properties = nothing
        return bars

    def _legend(self, chart: Any) -> None:
        tones = [tone for _, _, tone in self.plan.series]
        hidden = [index for index, tone in enumerate(tones) if tone == "hidden"]
        if len(tones) - len(hidden) < 2:
            chart.legend = None
            return
        chart.legend.position = "b"
        chart.legend.txPr = self._text(self.size)
        chart.legend.legendEntry = [LegendEntry(idx=index, delete=True) for index in hidden]

    def _bars(self) -> Any:
        across = self.plan.kind not in ("column", "piled") and not self._of("line")
        bars: Any = BarChart()
        bars.type = "bar" if across else "col"
        if self.plan.kind in ("stacked", "piled"):
            bars.grouping, bars.overlap = "stacked", 100
        bars.gapWidth = 60
        for title, area, tone in self._but("line"):
            bars.series.append(self._bar(title, area, tone))
        self._axes(bars, across)
        if not across:
            bars += self._line()
        return bars

    def _of(self, *tones: ChartTone) -> list[tuple[str, Area, ChartTone]]:
        return [series for series in self.plan.series if series[2] in tones]

    def _but(self, tone: ChartTone) -> list[tuple[str, Area, ChartTone]]:
        return [series for series in self.plan.series if series[2] != tone]

    def _bar(self, title: str, area: Area, tone: ChartTone) -> Any:
        series = self._series(title, area)
        if tone == "hidden":
            series.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
            return series
        series.graphicalProperties = GraphicalProperties(
            solidFill=_rgb(self._colour(tone)), ln=self._edge(self.colours.muted, 0.5)
        )
        if self.plan.kind not in ("stacked", "piled", "range"):
            series.dLbls = self._labels()
        return series

    def _line(self) -> Any:
        chart: Any = LineChart()
        for title, area, _ in self._of("line"):
            series = self._series(title, area)
            series.graphicalProperties = GraphicalProperties(ln=self._edge(self.colours.bad, 2, "dash"))
            series.marker = Marker(symbol="none")
            series.smooth = False
            chart.series.append(series)
        return chart

    def _series(self, title: str, area: Area) -> Any:
        values = NumDataSource(numRef=NumRef(f=self._ref(area)))
        labels = AxDataSource(strRef=StrRef(f=self._ref(self.plan.labels)))
        return Series(tx=SeriesLabel(v=title), cat=labels, val=values)

    def _ref(self, area: Area) -> str:
        title = self.workbook.sheet(area.sheet).title.replace("'", "''")
        return f"'{title}'!{area.ref}"

    def _axes(self, chart: Any, across: bool) -> None:
        self._scale(chart)
        for axis in (chart.x_axis, chart.y_axis):
            axis.delete = False
            axis.title = None
            axis.txPr = self._text(self.size)
            axis.majorTickMark = axis.minorTickMark = "none"
            axis.graphicalProperties = GraphicalProperties(ln=self._edge(self.colours.line, 0.75))
        chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=self._edge(self.colours.line, 0.5))
        if across:  # the first label stands at the top, the scale stays at the bottom
            chart.x_axis.scaling.orientation = "maxMin"
            chart.y_axis.crosses = "max"

    def _scale(self, chart: Any) -> None:
        axis, maximum = chart.y_axis, self.plan.maximum
        axis.scaling.min, axis.scaling.max = 0, maximum
        shown = NUMBER_FORMATS[self.plan.format]
        if any(self.plan.units):
            shown = SHORT.format(*(unit.replace('"', "") for unit in self.plan.units))
        axis.numFmt = NumFmt(formatCode=shown, sourceLinked=False)
        if maximum is not None and maximum <= WHOLE_SCALE:
            axis.majorUnit = 1

    def _labels(self) -> Any:
        labels: Any = DataLabelList()
        labels.showVal = True
        labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
        shown = NUMBER_FORMATS[self.plan.format].split(";")[0]
        labels.numFmt = f"{shown};-{shown};"
        labels.position = "outEnd"
        labels.txPr = self._text(TEXT_SIZE)
        return labels

    def _title(self) -> Title:
        run = RegularTextRun(rPr=self._characters(TITLE_SIZE, bold=True), t=self.plan.title)
        rich = RichText(bodyPr=RichTextProperties(), p=[Paragraph(r=[run])])
        return Title(tx=Text(rich=rich), overlay=False)

    def _text(self, size: float) -> RichText:
        properties = ParagraphProperties(defRPr=self._characters(size))
        paragraph = Paragraph(pPr=properties, r=[], endParaRPr=CharacterProperties())
        level = RichTextProperties(rot=0, vert="horz")  # wrapped rather than turned
        return RichText(bodyPr=level, p=[paragraph])

    def _characters(self, size: float, bold: bool = False) -> CharacterProperties:
        face = Font(typeface=self.font)
        return CharacterProperties(
            sz=int(size * 100), b=bold, solidFill=_rgb(self.colours.ink), latin=face, ea=face
        )

    def _edge(self, colour: str, points: float, dash: Literal["solid", "dash"] = "solid") -> LineProperties:
        return LineProperties(solidFill=_rgb(colour), w=int(points * POINT), prstDash=dash)

    def _colour(self, tone: ChartTone) -> str:
        c = self.colours
        own: dict[ChartTone, str] = {
            "accent": c.accent_mark, "good": c.good, "good_light": between(c.good, c.paper),
            "attention": c.attention, "attention_light": c.attention_soft, "bad": c.bad_soft,
        }  # fmt: skip
        return own.get(tone, c.line)


def _rgb(colour: str) -> str:
    return colour.lstrip("#")
