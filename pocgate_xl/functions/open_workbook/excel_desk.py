"""Excel on Windows as jobs see it: the active workbook, its notes and sheets, and Excel's own dialogs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ...core.catalog import Catalog
from ...errors import PocgateError
from ...spreadsheetml.reader import RawWorkbook
from ...workbook.rendering.cell_notes import with_mark, without_marks
from ..jobs.files.filling import Filling
from ..jobs.marks import CellPlace
from ..jobs.results import WIDTHS, ResultsSheet
from .output_block import OutputBlock
from .typed import typed
from .workbook import NotOurs
from .xlwings_book import facts_of_book, values_of, write_block

FOLDER_PICKER = 4
"""Excel's number for the dialog in which a folder is chosen."""
CHOSEN = -1


class ExcelDesk:
    """Excel by xlwings' objects, and by Excel's own (`api`) where xlwings has none.

    Whatever Excel refuses comes as an exception of a class that there is on Windows only.
    """

    def __init__(self, app: Any, book: Any, catalog: Catalog) -> None:
        self.app, self.active, self.catalog = app, book, catalog

    @property
    def book(self) -> Any:
        if self.active is None:
            raise NotOurs(self.catalog.text("job.said.no_book"))
        return self.active

    def facts(self) -> RawWorkbook:
        return facts_of_book(self.book)

    def view(self) -> tuple[str, Sequence[Sequence[Any]]]:
        sheet = self.book.sheets.active
        return sheet.name, values_of(sheet)

    def put_marks(self, marks: Mapping[CellPlace, Sequence[str]]) -> set[CellPlace]:
        self.take_marks()
        return {cell for cell, lines in marks.items() if not self._marked(cell, lines)}

    def _marked(self, cell: CellPlace, lines: Sequence[str]) -> bool:
        """Put lines below what stands in a cell's note; say whether Excel let us."""
        try:
            area = self.book.sheets[cell.sheet].range(cell.cell).api
            if area.Comment is None:
                area.AddComment(with_mark("", lines))
            else:
                area.Comment.Text(with_mark(without_marks(area.Comment.Text()), lines))
        except Exception:
            return False
        return True

    def take_marks(self) -> int:
        return sum(self._taken_off(note) for sheet in self.book.sheets for note in _notes(sheet))

    def _taken_off(self, note: Any) -> bool:
        text = note.Text()
        kept = without_marks(text)
        if kept == text:
            return False
        with suppress(Exception):
            if kept:
                note.Text(kept)
            else:
                note.Delete()
            return True
        return False

    def put_sheet(self, sheet: ResultsSheet) -> str:
        found = self._earlier(sheet)
        try:
            if found is None:
                with _unlocked(self.book):
                    found = self.book.sheets.add(self._free_title(sheet.title), after=self.book.sheets[-1])
            found.clear()
            _write(found, sheet)
        except Exception:
            return ""
        found.activate()
        return str(found.name)

    def _earlier(self, sheet: ResultsSheet) -> Any:
        """Return the sheet of an earlier run: one with our words in its first cell, whatever it is called."""
        return next((each for each in self.book.sheets if each.range((1, 1)).value in sheet.markers), None)

    def _free_title(self, title: str) -> str:
        taken = {each.name.casefold() for each in self.book.sheets}
        names = (title, *(f"{title} ({number})" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name.casefold() not in taken)

    def put_block(self, block: OutputBlock) -> bool:
        try:
            write_block(self.book, block)
        except Exception:
            return False
        return True

    def put_cells(self, filling: Filling) -> None:
        for sheet, place, cells in filling.rows:
            try:
                self.book.sheets[sheet].range(place).value = [[typed(each.value) for each in cells]]
            except Exception as fault:
                raise PocgateError(self.catalog.text("job.said.cannot_write", sheet=sheet)) from fault

    def choose_file(self, title: str, kinds: Mapping[str, Iterable[str]]) -> Path | None:
        chosen = self.app.api.GetOpenFilename(_filters(kinds), 1, title)
        return Path(chosen) if isinstance(chosen, str) else None

    def choose_folder(self, title: str) -> Path | None:
        dialog = self.app.api.FileDialog(FOLDER_PICKER)
        dialog.Title = title
        return Path(dialog.SelectedItems(1)) if dialog.Show() == CHOSEN else None

    def choose_target(self, kind: str) -> Path | None:
        chosen = self.app.api.GetSaveAsFilename("", _filters({kind: ("*.xlsx",)}))
        return Path(chosen) if isinstance(chosen, str) else None

    def agree(self, question: str) -> bool:
        title = self.catalog.text("function.category")
        return bool(self.app.alert(question, title=title, buttons="ok_cancel") == "ok")

    def report(self, text: str) -> None:
        with suppress(Exception):  # a status bar that cannot be had stops no job
            self.app.status_bar = text or False

    def open(self, file: Path) -> None:
        self.app.books.open(str(file))

    def say(self, text: str) -> None:
        """Show a message until somebody has read it."""
        self.app.alert(text, title=self.catalog.text("function.category"))


def _filters(kinds: Mapping[str, Iterable[str]]) -> str:
    """Return kinds of files as Excel's dialogs take them."""
    joined = ((kind, ";".join(patterns)) for kind, patterns in kinds.items())
    return ",".join(f"{kind} ({patterns}),{patterns}" for kind, patterns in joined)


def _notes(sheet: Any) -> Iterator[Any]:
    """Yield the notes of a sheet, the last first: they may be deleted meanwhile."""
    notes = sheet.api.Comments
    return (notes.Item(number) for number in range(notes.Count, 0, -1))


@contextmanager
def _unlocked(book: Any) -> Iterator[None]:
    """Take a lock without a password off a workbook's structure, and put it on again as it was.

    Under a password of somebody's own Excel refuses, and so does what wants to add a sheet.
    """
    structure, windows = bool(book.api.ProtectStructure), bool(book.api.ProtectWindows)
    if structure:
        book.api.Unprotect("")
    try:
        yield
    finally:
        if structure and not book.api.ProtectStructure:
            book.api.Protect("", True, windows)


def _write(sheet: Any, results: ResultsSheet) -> None:
    """Write lines from A1 on, with widths and forms of numbers, and Excel's own looks otherwise."""
    rows = [[typed(value) for value in line] for line in results.lines]
    sheet.range((1, 1)).value = rows
    with suppress(Exception):  # looks are no reason to call it off
        _dress(sheet, results, len(rows) - len(results.rows))


def _dress(sheet: Any, results: ResultsSheet, header: int) -> None:
    for column, width in enumerate(WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    for cell, form in results.formats:
        sheet.range(cell).number_format = form
    for row in (1, header):
        sheet.range((row, 1), (row, len(WIDTHS))).font.bold = True
