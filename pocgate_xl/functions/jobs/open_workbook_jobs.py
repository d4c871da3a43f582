"""Jobs on the open workbook: check and mark it, take the marks off, write results, fill in answers.

What stays in it, and what is said of it, is in its own language.
"""

from __future__ import annotations

from ...batch.apart import done_apart
from ...rules.review import Review
from ..call_context import own_folders
from ..open_workbook.output_block import results_block
from ..open_workbook.workbook import review
from .desk import Desk
from .files.answers import answers_in
from .files.filling import filling_of, wanted_by
from .marks import marked_words, marks_of, summary_of
from .results import results_sheet

ANSWER_FILES = ("*.xlsx", "*.xlsm", "*.csv", "*.json")


def check(desk: Desk) -> str:
    """Say what is decided and what is wrong, and put a note at each cell to be corrected."""
    found = _reviewed(desk)
    marks = marks_of(found)
    failed = desk.put_marks(marks)
    refused = {cell: lines for cell, lines in marks.items() if cell in failed}
    marked = marked_words(found.catalog, len(marks) - len(refused), refused)
    return "\n".join((summary_of(found), marked, found.catalog.text("pane.not_seen")))


def unmark(desk: Desk) -> str:
    """Take the notes of checks away."""
    count = desk.take_marks()
    return desk.catalog.text("job.said.taken_off" if count else "job.said.none_to_take", count=count)


def results(desk: Desk) -> str:
    """Write every result on a sheet of its own; below the notes where no sheet can be added."""
    found = _reviewed(desk)
    title = desk.put_sheet(results_sheet(found))
    if title:
        return found.catalog.text("job.said.results", sheet=title)
    block = results_block(found)
    if not desk.put_block(block):
        return found.catalog.text("job.said.results_nowhere", sheet=block.sheet)
    return found.catalog.text("job.said.results_in_notes", sheet=block.sheet, row=block.row)


def answers(desk: Desk) -> str:
    """Fill in what a file answers, once somebody has agreed to it."""
    found = _reviewed(desk)
    text = found.catalog.text
    file = desk.choose_file(text("job.said.choose_file"), {text("job.said.file_kinds"): ANSWER_FILES})
    if file is None:
        return ""
    wanted = wanted_by(found, own_folders())
    filling = filling_of(found, file.name, done_apart(answers_in, file, wanted, language=wanted.language))
    if filling.cells and not desk.agree(filling.asked):
        return text("job.stopped")
    desk.put_cells(filling)
    return filling.said


def _reviewed(desk: Desk) -> Review:
    """Return the open workbook as it is judged; why it cannot be is told in the language of its user."""
    return review(desk.facts(), own_folders(), refusals=desk.catalog.language)
