"""A workbook on an assessor's desk: what the scripts use of xlwings' Book and, behind `api`, of Excel."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, position_of
from pocgate_xl.spreadsheetml.reader import RawSheet, read_workbook


class Refused(Exception):
    """Stand for the error with which Excel refuses something."""


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
        self.sheet, self.first, self.last, self.table = sheet, first, last, False
        self.font = SimpleNamespace()

    @property
    def api(self) -> Area:
        return self

    @property
    def Comment(self) -> Note | None:
        return self.sheet.notes.get(self.first)

    def AddComment(self, text: str) -> None:
        if self.sheet.objects_locked:
            raise Refused
        assert self.first not in self.sheet.notes
        self.sheet.notes[self.first] = Note(self.sheet, self.first, text)

    def options(self, **named: object) -> Area:
        self.table = True
        return self

    @property
    def value(self) -> Any:
        (top, left), (bottom, right) = self.first, self.last
        if self.first == self.last and not self.table:
            return self.sheet.cells.get(self.first)
        return [
            [self.sheet.cells.get((row, column)) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        if self.sheet.cells_locked:
            raise Refused
        top, left = self.first
        for row, cells in enumerate(rows, top):
            for column, cell in enumerate(cells, left):
                self.sheet.cells[row, column] = cell

    def __setattr__(self, name: str, value: object) -> None:
        if name in ("column_width", "number_format"):
            self.sheet.looks[self.first] = value
        super().__setattr__(name, value)


class Sheet:
    objects_locked = cells_locked = False

    def __init__(self, facts: RawSheet | None, title: str = "") -> None:
        self.name = facts.title if facts else title
        cells = facts.cells if facts else {}
        self.cells: dict[Position, Any] = {place: cell.value for place, cell in cells.items()}
        self.notes: dict[Position, Note] = {}
        self.looks: dict[Position, object] = {}
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

    def clear(self) -> None:
        self.cells.clear()
        self.looks.clear()

    def activate(self) -> None:
        pass


class Sheets(list[Sheet]):
    """The sheets of a workbook, to which one can be added while nothing is locked."""

    def __init__(self, sheets: Iterable[Sheet], book: Book) -> None:
        super().__init__(sheets)
        self.book = book

    def __getitem__(self, title: Any) -> Any:
        return super().__getitem__(title) if isinstance(title, int) else self._titled(title)

    def _titled(self, title: str) -> Sheet:
        return next(sheet for sheet in self if sheet.name == title)

    @property
    def active(self) -> Sheet:
        return self[0]  # type: ignore[no-any-return]

    def add(self, title: str, after: Sheet) -> Sheet:
        if self.book.ProtectStructure:
            raise Refused
        self.append(Sheet(None, title))
        return self[-1]  # type: ignore[no-any-return]


class Dialog:
    """Stand for the dialog in which a folder is chosen."""

    Title = ""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def Show(self) -> int:
        return -1 if self.folder else 0

    def SelectedItems(self, number: int) -> str:
        assert number == 1
        return self.folder


class Book:
    """Stand for a workbook that is open; remembers what it showed, asked and opened."""

    def __init__(
        self, workbook: bytes, save_as: object = False, *, file: object = False, folder: str = "",
        agrees: bool = True, password: str = "",
    ) -> None:  # fmt: skip
        facts = read_workbook(Package.from_bytes(workbook))
        self.sheets = Sheets(map(Sheet, facts.sheets), self)
        self.names = [SimpleNamespace(name=name, refers_to=ref) for name, ref in facts.names.items()]
        self.alerts: list[str] = []
        self.asked: list[str] = []
        self.opened: list[str] = []
        self.shown: list[object] = []
        self.agrees, self.password = agrees, password
        self.ProtectStructure, self.ProtectWindows = True, False
        self.app = App(self, save_as, file, folder)

    @property
    def api(self) -> Book:
        return self

    def Unprotect(self, password: str) -> None:
        if password != self.password:
            raise Refused
        self.ProtectStructure = False

    def Protect(self, password: str, structure: bool, windows: bool) -> None:
        self.ProtectStructure, self.ProtectWindows = structure, windows


class App:
    """Stand for Excel: its dialogs answer at once, with what the test chose."""

    def __init__(self, book: Book, save_as: object, file: object, folder: str) -> None:
        self.book = book
        self.books = SimpleNamespace(open=book.opened.append)
        self.api = SimpleNamespace(
            GetSaveAsFilename=lambda name, kinds: save_as,
            GetOpenFilename=lambda kinds, number, title: file,
            FileDialog=lambda kind: Dialog(folder),
        )

    def alert(self, text: str, title: str, buttons: str = "ok") -> str:
        if buttons == "ok":
            self.book.alerts.append(text)
            return "ok"
        self.book.asked.append(text)
        return "ok" if self.book.agrees else "cancel"

    def __setattr__(self, name: str, value: object) -> None:
        if name == "status_bar":
            self.book.shown.append(value)
        else:
            super().__setattr__(name, value)
