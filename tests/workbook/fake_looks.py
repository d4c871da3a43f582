"""What stands around the cells of a draft: nothing altered, until a case says so."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.xml_parser import SHEET_NAMESPACES
from pocgate_xl.spreadsheetml.address import Position, a1, area_of
from pocgate_xl.spreadsheetml.drawings.charts import DrawnChart, DrawnSeries
from pocgate_xl.spreadsheetml.drawings.shapes import Shape
from pocgate_xl.spreadsheetml.reader import RawSheet
from pocgate_xl.spreadsheetml.styles.cell_looks import CellLook, Looks
from pocgate_xl.spreadsheetml.styles.colours import OFFICE
from pocgate_xl.spreadsheetml.styles.rich_text import Runs, runs_of
from pocgate_xl.spreadsheetml.styles.sheet_looks import SheetLook, row_look, sheet_look
from pocgate_xl.spreadsheetml.surroundings import Over
from pocgate_xl.workbook.layout.plan import Area, Chart, SheetPlan
from pocgate_xl.workbook.submission.altered.seen import seen_on
from pocgate_xl.workbook.submission.expected import ExpectedWorkbook


@dataclass
class Around:
    """What a case changes around the cells of one sheet."""

    looks: dict[Position, CellLook] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    xml: str = ""
    protected: bool = True
    lit: bool = True
    drawn: bool = True
    shapes: list[Shape] = field(default_factory=list)
    notes: list[tuple[Position, str]] = field(default_factory=list)


@lru_cache(maxsize=64)
def _looks(cells: tuple[CellLook, ...]) -> Looks:
    """Return one object for equal tables, as a reader does: what was judged once is not judged again."""
    return Looks(cells, ())


@lru_cache(maxsize=256)
def _around(xml: bytes, last: int, part: str) -> SheetLook:
    return sheet_look(xml, last, DEFAULT, part)


class DraftSurroundings:
    """Tell what stands around the cells of a draft, as a package would."""

    def __init__(
        self, expected: ExpectedWorkbook, sheets: Mapping[str, Around], settings: Mapping[str, str]
    ) -> None:
        self.expected, self.sheets, self.settings = expected, sheets, settings
        found = {look: None for around in sheets.values() for look in around.looks.values()}
        self.looks = _looks((CellLook(), *(look for look in found if look.code != "beyond")))

    def look(self, sheet: RawSheet, last: int) -> SheetLook:
        around = self._of(sheet)
        rows: dict[int, list[tuple[int, int]]] = {}
        for row, column in sheet.cells:
            look = around.looks.get((row, column))
            rows.setdefault(row, []).append((column, self._number(look) if look else 0))
        listed = tuple(row_look(n, around.heights.get(n), tuple(sorted(cells))) for n, cells in rows.items())
        return _around(self._xml(sheet, around), last, sheet.part)._replace(rows=(listed,))

    def _number(self, look: CellLook) -> int:
        return len(self.looks.cells) if look.code == "beyond" else self.looks.cells.index(look)

    @property
    def macro_names(self) -> tuple[str, ...]:
        return tuple(self.settings.get("macro_names", "").split())

    @property
    def runs(self) -> Runs:
        return {}

    def runs_on(self, sheet: RawSheet) -> Runs:
        return runs_of(self._xml(sheet, self._of(sheet)), OFFICE, DEFAULT, sheet.part)

    def places(self, sheet: RawSheet, among: AbstractSet[int]) -> Mapping[Position, int]:
        return {}

    def _xml(self, sheet: RawSheet, around: Around) -> bytes:
        ids = {title: id_ for id_, title in self.expected.titles.items()}
        lists = seen_on(self.expected, ids[sheet.title]).lists if sheet.title in ids else {}
        rules = "".join(
            f'<dataValidation type="list" sqref="{a1(at)}"><formula1>{formula}</formula1></dataValidation>'
            for at, formula in lists.items()
        )
        safe = f'<sheetProtection sheet="1"/><dataValidations>{rules}</dataValidations>'
        spaces = sorted(SHEET_NAMESPACES)
        lights = "".join(
            f'<conditionalFormatting sqref="{each.area}"><cfRule type="expression" priority="1">'
            f"<formula>{escape(each.formula)}</formula></cfRule></conditionalFormatting>"
            for each in (self._plan(sheet).highlights if around.lit and sheet.title in ids else ())
        )
        return (
            f'<worksheet xmlns="{spaces[1]}"><sheetData/>{safe if around.protected else ""}{lights}'
            f"{around.xml}<drawing/></worksheet>"
        ).encode()

    def _plan(self, sheet: RawSheet) -> SheetPlan:
        ids = {title: id_ for id_, title in self.expected.titles.items()}
        return self.expected.plan.sheet(ids[sheet.title])

    def over(self, sheet: RawSheet) -> Over:
        around = self._of(sheet)
        known = sheet.title in self.expected.titles.values()
        charts = self._plan(sheet).charts if known and around.drawn else ()
        places = [area_of(f"{chart.anchor}:{chart.end}") for chart in charts]
        shapes = [Shape("chart", place, "", f"chart{n}") for n, place in enumerate(places) if place]
        drawn = {f"chart{n}": self._drawn(chart) for n, chart in enumerate(charts)}
        return Over((*shapes, *around.shapes), drawn, notes=tuple(around.notes))

    def _drawn(self, chart: Chart) -> DrawnChart:
        def ref(area: Area) -> str:
            return f"'{self.expected.titles[area.sheet]}'!{area.ref}"

        series = (DrawnSeries(name, ref(chart.labels), ref(area)) for name, area, _ in chart.series)
        return DrawnChart(chart.title, tuple(series), (), (), ())

    def link(self, sheet: RawSheet, id_: str) -> str:
        return ""

    def _of(self, sheet: RawSheet) -> Around:
        return self.sheets.get(sheet.title, Around())


def cell_look(attributes: Mapping[str, Any]) -> CellLook:
    return CellLook(**attributes)
