from __future__ import annotations

import pytest

from pocgate_xl.spreadsheetml.editing.empty_cells import without_empty_types

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(cells: str, prefix: str = "") -> bytes:
    declared = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    p = f"{prefix}:" if prefix else ""
    return (
        f"<{p}worksheet {declared}><{p}sheetData><{p}row>{cells}</{p}row></{p}sheetData></{p}worksheet>"
    ).encode()


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ('<c r="A1" s="1" t="n"/>', '<c r="A1" s="1"/>'),
        ('<c r="A1" s="1" t="n"></c>', '<c r="A1" s="1"></c>'),
        ("<c t = 'n' r='A1' />", "<c r='A1' />"),
        ('<c\n r="A1"\n t="s"></c>', '<c\n r="A1"\n></c>'),
        ('<c r="A1" t="n"><!-- > --></c>', '<c r="A1"><!-- > --></c>'),
        ('<c r="A1" t="n"> </c>', '<c r="A1"> </c>'),
        ('<c r="A1" t="n" q="a>b"/>', '<c r="A1" q="a>b"/>'),
        ('<c r="A1" t="n"><v>0</v></c>', None),
        ('<c r="A1" t="str"><f>A2</f></c>', None),
        ('<c r="A1" t="inlineStr"><is/></c>', None),
        ('<c r="A1"/>', None),
    ],
)  # fmt: skip
def test_only_a_cell_without_content_loses_its_type(cell: str, left: str | None) -> None:
    other = '<c r="B1" t="n"><v>1</v></c>'
    expected = sheet((cell if left is None else left) + other)
    assert without_empty_types(sheet(cell + other)) == expected


def test_a_prefix_changes_nothing() -> None:
    assert without_empty_types(sheet('<x:c r="A1" t="n"></x:c>', "x")) == sheet('<x:c r="A1"></x:c>', "x")


def test_cells_elsewhere_stay() -> None:
    xml = sheet("").replace(b"<sheetData>", b'<extLst><c t="n"/></extLst><sheetData>')
    assert without_empty_types(xml) == xml
