"""A workbook on an assessor's desk: what the scripts use of xlwings' Book and, behind `api`, of Excel."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, position_of
from pocgate_xl.spreadsheetml.reader import RawSheet, read_workbook


class Note:
    """Stand for Excel's Comment, whose Text both tells and replaces."""

    def __init__(self, sheet: Sheet, position: Position, text: str) -> None:
        self.sheet, self.position, self.text = sheet, position, text

    def Text(self, text: str | None = None) -> str:
        self.text = self.text if text is None else text
        return self.text

    def Delete(self) -> None:
        del self.sheet.notes[self.position]


class Notes:
    """Stand for the Comments of a sheet, counted from 1."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def Count(self) -> int:
        return len(self.sheet.notes)

    def Item(self, number: int) -> Note:
        return list(self.sheet.notes.values())[number - 1]


class Area:
    """Stand for a Range from its first cell on."""

    def __init__(self, sheet: Sheet, first: Position, last: Position) -> None:
        self.sheet, self.first, self.last = sheet, first, last

    @property
    def api(self) -> Area:
        return self

    @property
    def Comment(self) -> Note | None:
        return self.sheet.notes.get(self.first)

    def AddComment(self, text: str) -> None:
        assert self.first not in self.sheet.notes
        self.sheet.notes[self.first] = Note(self.sheet, self.first, text)

    def options(self, **named: object) -> Area:
        return self

    @property
    def value(self) -> list[list[Any]]:
        (top, left), (bottom, right) = self.first, self.last
        return [
            [self.sheet.cells.get((row, column)) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        top, left = self.first
        for row, cells in enumerate(rows, top):
            for column, cell in enumerate(cells, left):
                self.sheet.cells[row, column] = cell


class Sheet:
    def __init__(self, facts: RawSheet) -> None:
        self.name = facts.title
        self.cells: dict[Position, Any] = {place: cell.value for place, cell in facts.cells.items()}
        self.notes: dict[Position, Note] = {}
        self.api = SimpleNamespace(Comments=Notes(self))

    @property
    def used_range(self) -> SimpleNamespace:
        row = max((row for row, _ in self.cells), default=1)
        column = max((column for _, column in self.cells), default=1)
        return SimpleNamespace(last_cell=SimpleNamespace(row=row, column=column))

    def range(self, first: Position | str, last: Position | None = None) -> Area:
        position = position_of(first) if isinstance(first, str) else first
        assert position
        return Area(self, position, last or position)


class Sheets(list[Sheet]):
    def __getitem__(self, title: Any) -> Any:
        return next(sheet for sheet in self if sheet.name == title)


class Book:
    """Stand for a workbook that is open; remembers what it showed and opened."""

    def __init__(self, workbook: bytes, save_as: object = False) -> None:
        facts = read_workbook(Package.from_bytes(workbook))
        self.sheets = Sheets(map(Sheet, facts.sheets))
        self.names = [SimpleNamespace(name=name, refers_to=ref) for name, ref in facts.names.items()]
        self.alerts: list[str] = []
        self.opened: list[str] = []
        self.app = SimpleNamespace(
            alert=lambda text, title: self.alerts.append(text),
            books=SimpleNamespace(open=self.opened.append),
            api=SimpleNamespace(GetSaveAsFilename=lambda name, kinds: save_as),
        )
