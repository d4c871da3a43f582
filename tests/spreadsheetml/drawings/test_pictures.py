"""Pictures are found where they lie; charts and shapes are none."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

from pocgate_xl.opc.package import Package, Refused
from pocgate_xl.opc.zip_writer import write_container
from pocgate_xl.spreadsheetml.drawings.pictures import picture_areas
from tests.workbook.raw_packages import ONE_CELL, RELATIONS, relationships, sheet_of, workbook_parts

SHEET = "xl/worksheets/sheet1.xml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
LINK = relationships(f'<Relationship Id="d" Type="{RELATIONS}/drawing" Target="../drawings/drawing1.xml"/>')


def corner(name: str, row: object, column: object) -> str:
    return f"<{name}><col>{column}</col><colOff>0</colOff><row>{row}</row><rowOff>0</rowOff></{name}>"


def package_with(anchors: str) -> Package:
    drawing = f'<wsDr xmlns="{DRAWING}">{anchors}</wsDr>'
    more = {
        "xl/drawings/drawing1.xml": drawing.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": LINK.encode(),
    }
    return Package.from_bytes(write_container(workbook_parts(sheet_of(ONE_CELL), more=more)))


def test_pictures_tell_the_cells_under_them() -> None:
    anchors = (
        f"<twoCellAnchor>{corner('from', 7, 3)}{corner('to', 13, 5)}<pic/></twoCellAnchor>"
        f"<twoCellAnchor>{corner('from', 0, 0)}{corner('to', 2, 2)}<graphicFrame/></twoCellAnchor>"
        "<absoluteAnchor><pic/></absoluteAnchor>"
        f"<oneCellAnchor>{corner('from', 20, 1)}<ext/><pic/></oneCellAnchor>"
    )
    areas = picture_areas(package_with(anchors), SHEET)
    assert areas == (((8, 4), (14, 6)), ((21, 2), (21, 2)))


@pytest.mark.parametrize("row", ["-1", "", "x", "١"])
def test_pictures_at_no_cell_are_left_out(row: str) -> None:
    anchors = f"<oneCellAnchor>{corner('from', row, 1)}<pic/></oneCellAnchor>"
    assert picture_areas(package_with(anchors), SHEET) == ()


def test_a_sheet_has_no_more_cells_than_a_sheet_has() -> None:
    anchors = f"<oneCellAnchor>{corner('from', '9' * 5000, '9' * 5000)}<pic/></oneCellAnchor>"
    assert picture_areas(package_with(anchors), SHEET) == (((1_048_576, 16_384), (1_048_576, 16_384)),)


def test_a_drawing_that_is_missing_is_damage() -> None:
    more = {"xl/worksheets/_rels/sheet1.xml.rels": LINK.encode()}
    package = Package.from_bytes(write_container(workbook_parts(sheet_of(ONE_CELL), more=more)))
    with pytest.raises(Refused, match="missing part"):
        picture_areas(package, SHEET)


def test_charts_are_no_pictures() -> None:
    book = Workbook()
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=3))
    chart.anchor = TwoCellAnchor(_from=AnchorMarker(col=1, row=1), to=AnchorMarker(col=5, row=9))
    book.active.add_chart(chart)
    stream = io.BytesIO()
    book.save(stream)
    assert picture_areas(Package.from_bytes(stream.getvalue()), SHEET) == ()
    assert picture_areas(Package.from_bytes(write_container(workbook_parts(sheet_of(ONE_CELL)))), SHEET) == ()
