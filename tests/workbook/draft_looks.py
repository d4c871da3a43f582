"""What stands around the cells of a draft: nothing altered, until a case says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pocgate_xl.workbook.blueprint import Blueprint
from pocgate_xl.workbook.cell_looks import CellLook, Looks
from pocgate_xl.workbook.limits import DEFAULT
from pocgate_xl.workbook.plan import Position
from pocgate_xl.workbook.seen import seen_on
from pocgate_xl.workbook.shapes import Shape
from pocgate_xl.workbook.sheet_looks import SheetLook, row_look, sheet_look
from pocgate_xl.workbook.sheet_xml import SheetFacts
from pocgate_xl.workbook.surroundings import Over
from pocgate_xl.workbook.xml_parser import SHEET_NAMESPACES


@dataclass
class Around:
    """Hold what a case changes around the cells of one sheet."""

    looks: dict[Position, CellLook] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    xml: str = ""
    protected: bool = True
    shapes: list[Shape] = field(default_factory=list)
    notes: list[tuple[Position, str]] = field(default_factory=list)


class DraftSurroundings:
    """Tell what stands around the cells of a draft, as a package would."""

    def __init__(
        self, blueprint: Blueprint, sheets: Mapping[str, Around], settings: Mapping[str, str]
    ) -> None:
        self.blueprint, self.sheets, self.settings = blueprint, sheets, settings
        found = {look: None for around in sheets.values() for look in around.looks.values()}
        self.looks = Looks((CellLook(), *found), ())

    def look(self, sheet: SheetFacts, last: int) -> SheetLook:
        around = self._of(sheet)
        rows: dict[int, list[tuple[int, int]]] = {}
        for row, column in sheet.cells:
            look = around.looks.get((row, column), CellLook())
            rows.setdefault(row, []).append((column, self.looks.cells.index(look)))
        told = tuple(row_look(n, around.heights.get(n), tuple(sorted(cells))) for n, cells in rows.items())
        return sheet_look(self._xml(sheet, around), None, last, DEFAULT, sheet.part)._replace(rows=(told,))

    def _xml(self, sheet: SheetFacts, around: Around) -> bytes:
        ids = {title: id_ for id_, title in self.blueprint.titles.items()}
        lists = seen_on(self.blueprint, ids[sheet.title]).lists if sheet.title in ids else {}
        rules = "".join(
            f'<dataValidation type="list" sqref="{at}"><formula1>{formula}</formula1></dataValidation>'
            for at, formula in lists.items()
        )
        safe = f'<sheetProtection sheet="1"/><dataValidations>{rules}</dataValidations>'
        spaces = sorted(SHEET_NAMESPACES)
        return (
            f'<worksheet xmlns="{spaces[1]}"><sheetData/>{safe if around.protected else ""}{around.xml}'
            "</worksheet>"
        ).encode()

    def over(self, sheet: SheetFacts) -> Over:
        around = self._of(sheet)
        return Over(tuple(around.shapes), notes=tuple(around.notes))

    def link(self, sheet: SheetFacts, id_: str) -> str:
        return ""

    def _of(self, sheet: SheetFacts) -> Around:
        return self.sheets.get(sheet.title, Around())


def cell_look(told: Mapping[str, Any]) -> CellLook:
    return CellLook(**told)
