"""Jobs for a task pane: from what it sends to what it is to do, as plain JSON.

The pane carries it out through Office.js, whoever answers it: a server, or Python inside Excel.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from ....batch import Options
from ....batch.apart import done_apart
from ....batch.check import review_file
from ....core.catalog import Catalog
from ....errors import PocgateError
from ....opc.limits import Limits
from ....rules.review import Review
from ....spreadsheetml.reader import RawWorkbook
from ....workbook.rendering.cell_notes import with_mark
from ...open_workbook.output_block import OutputBlock, results_block
from ...open_workbook.typed import typed
from ...open_workbook.workbook import review
from ..files.answers import AnswersWanted, FileAnswers, answers_in
from ..files.filling import filling_of, wanted_by
from ..files.new_workbooks import blank_content
from ..marks import marks_of
from ..results import WIDTHS, ResultsSheet, results_sheet
from .shown import pane_of

ReadAnswers: TypeAlias = Callable[[AnswersWanted], FileAnswers]
"""Reads what a file that somebody chose answers."""
LONGEST_ID = 64


def checked(facts: RawWorkbook, folders: Iterable[Path], language: str | None) -> dict[str, Any]:
    """Return what the pane shows, in its language, and the notes for cells, in the workbook's own."""
    folders = tuple(folders)
    shown = review(facts, folders, language)
    own = shown if shown.catalog.language == language else review(facts, folders)
    marks = [
        {"sheet": cell.sheet, "cell": cell.cell, "note": with_mark("", lines), "line": " / ".join(lines)}
        for cell, lines in marks_of(own).items()
    ]
    return {**pane_of(shown), "marks": marks}


def checked_file(file: Path, folders: tuple[Path, ...], language: str | None) -> dict[str, Any]:
    """Return what the pane shows of a file, formulas and all: to be done apart."""
    return pane_of(review_file(str(file), Options(folders, language=language)))


def results(facts: RawWorkbook, folders: Iterable[Path]) -> dict[str, Any]:
    """Return the sheet of results, and the block for where no sheet can be added."""
    found = review(facts, folders)
    return {"sheet": _sheet(results_sheet(found)), "block": _block(results_block(found))}


def _sheet(sheet: ResultsSheet) -> dict[str, Any]:
    lines = [[_cell(value) for value in line] for line in sheet.lines]
    return {
        "title": sheet.title, "markers": sorted(sheet.markers), "lines": lines, "widths": WIDTHS,
        "bold": [1, len(lines) - len(sheet.rows)], "formats": list(sheet.formats),
    }  # fmt: skip


def _block(block: OutputBlock) -> dict[str, Any]:
    pieces = [
        {"sheet": block.sheet, "row": row, "column": block.column, "lines": _lines(rows)}
        for row, rows in block.pieces
    ]
    return {"sheet": block.sheet, "row": block.row, "pieces": pieces}


def _lines(rows: Iterable[Iterable[object]]) -> list[list[object]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> object:
    """Return a value as Office.js takes it, for which an empty text is a blank cell."""
    return "" if value is None else typed(value)


def reader_of(file: Path, limits: Limits) -> ReadAnswers:
    """Return what reads a file's answers in a process that can be killed."""
    return lambda wanted: done_apart(answers_in, file, wanted, limits=limits, language=wanted.language)


def answers(facts: RawWorkbook, folders: tuple[Path, ...], name: str, read: ReadAnswers) -> dict[str, Any]:
    """Return what a file fills in, what is to be asked before and said after."""
    found: Review = review(facts, folders)
    filling = filling_of(found, name, read(wanted_by(found, folders)))
    pieces = [
        {"sheet": sheet, "row": row, "column": column, "lines": _lines([[each.value for each in cells]])}
        for sheet, (row, column), cells in filling.rows
    ]
    return {"asked": filling.asked if pieces else "", "said": filling.said, "pieces": pieces}


def new(engagement: str, catalog: Catalog) -> dict[str, Any]:
    """Return the blank workbook of an engagement, for Excel to open."""
    name = " ".join(engagement.split())[:LONGEST_ID]
    if not name:
        raise PocgateError(catalog.text("pane.no_engagement"))
    content = b64encode(blank_content(name, catalog.language)).decode()
    return {"workbook": content, "said": catalog.text("job.said.made", file=name)}


JOBS = ("check", "results", "answers", "new", "file")
"""What a pane asks for; taking marks off and help it does by itself."""
