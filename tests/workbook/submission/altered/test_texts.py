"""Runs of a text are judged where the text stands, by the place that it has in the table."""

from __future__ import annotations

import pytest

from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.spreadsheetml.styles.colours import OFFICE
from pocgate_xl.spreadsheetml.styles.rich_text import IN_CELL, places_in_table, runs_of
from tests.hostile.edits import MAIN

WHITE = '<rPr><sz val="10"/><color theme="0"/></rPr>'
RED = '<rPr><b/><color rgb="FFC00000"/><rFont val="Wingdings"/></rPr>'


def table(*texts: str) -> bytes:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>'.encode()


def test_the_runs_of_each_place_are_kept_apart() -> None:
    plain, mixed = "<t>Hold</t>", f"<r><t>Ho</t></r><r>{WHITE}<t>ld</t></r>"
    found = runs_of(table(plain, mixed, f"<r>{RED}<t>Hold</t></r>"), OFFICE, DEFAULT, "texts")
    assert [(place, [font.colour for font in fonts]) for place, fonts in found["Hold"]] == [
        (1, ["#FFFFFF"]), (2, ["#C00000"]),
    ]  # fmt: skip
    assert found["Hold"][0][1][0].size == 10
    assert found["Hold"][1][1][0].symbols


@pytest.mark.parametrize("text", ["<t>Hold</t>", f"<r>{WHITE}<t> </t></r><r><t>Hold</t></r>"])
def test_runs_without_words_or_looks_are_none(text: str) -> None:
    assert runs_of(table(text), OFFICE, DEFAULT, "texts") == {}


def test_a_text_in_a_cell_has_no_place_in_the_table() -> None:
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><r>{WHITE}<t>Hold</t></r></is></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    found = runs_of(sheet.encode(), OFFICE, DEFAULT, "sheet")
    assert [place for place, _ in found["Hold"]] == [IN_CELL]


@pytest.mark.parametrize(
    "cell", ['<c r="B6" s="3" t="s"><v>12</v></c>', '<x:c t="s" r="B6"> <x:v> 12</x:v></x:c>']
)
def test_the_place_of_a_cells_text_is_found(cell: str) -> None:
    others = '<c r="A1"><v>7</v></c><c r="A2" t="str"><f>1</f><v>8</v></c>'
    assert places_in_table((others + cell).encode()) == {(6, 2): 12}
