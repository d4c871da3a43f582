"""Tables grow in the XML that programs write, and nothing else of it changes."""

from __future__ import annotations

import pytest

from pocgate_xl.spreadsheetml.editing.cell_writer import EditError
from pocgate_xl.spreadsheetml.editing.table_editor import TablePart, larger_dimension, larger_table

EXCELS = (
    b'<?xml version="1.0"?><table xmlns="urn:x" mc:Ignorable="xr" id="1" xr:uid="{0}" name="T" '
    b'displayName="T" ref="B4:C6" totalsRowShown="0"><autoFilter ref="B4:C6" xr:uid="{1}">'
    b'<filterColumn colId="0"/></autoFilter>'
    b'<sortState ref="B5:C6"><sortCondition ref="B5:B6"/></sortState><tableColumns count="2">'
    b'<tableColumn id="1" xr3:uid="{2}" name="id"/><tableColumn id="7" name="a &amp; b"/></tableColumns>'
    b'<tableStyleInfo name="TableStyleMedium2"/></table>'
)


def part(xml: bytes = EXCELS) -> TablePart:
    return TablePart("xl/tables/table1.xml", xml, ((4, 2), (6, 3)))


def test_a_table_grows_down() -> None:
    grown = larger_table(part(), (9, 3), ())
    assert grown == EXCELS.replace(b'ref="B4:C6"', b'ref="B4:C9"')


def test_a_table_grows_to_the_right() -> None:
    grown = larger_table(part(), (6, 5), ("due <1>", "é"))
    assert b' ref="B4:E6"' in grown
    assert b'<tableColumns count="4">' in grown
    new = '<tableColumn id="8" name="due &lt;1&gt;"/><tableColumn id="9" name="é"/></tableColumns>'
    assert new.encode() in grown
    assert b'<sortState ref="B5:C6">' in grown


@pytest.mark.parametrize(
    ("old", "new"), [(b'<tableColumn id="7" name="a &amp; b"/>', b""), (b"tableColumn ", b"x:tableColumn ")]
)
def test_a_table_whose_columns_are_not_told_is_left_alone(old: bytes, new: bytes) -> None:
    with pytest.raises(EditError):
        larger_table(part(EXCELS.replace(old, new)), (7, 3), ())


def test_a_sheet_says_how_far_it_reaches() -> None:
    xml = b'<worksheet><dimension ref="B1:C6"/><sheetData/></worksheet>'
    assert larger_dimension(xml, (9, 5)) == xml.replace(b"B1:C6", b"A1:E9")
    assert larger_dimension(b"<worksheet/>", (9, 5)) == b"<worksheet/>"
