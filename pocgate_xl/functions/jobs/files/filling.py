"""A file's answers as values for cells of the open workbook, after somebody was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from ....opc.safe_text import visible
from ....records import dataclass
from ....rules.review import Review
from ....spreadsheetml.address import Position, a1
from ....spreadsheetml.editing.cell_writer import NewValue
from ....workbook.creation.fill import cells_of
from ..marks import CellPlace
from .answers import ID, AnswersWanted, FileAnswers

SHOWN = 4


class CellValue(NamedTuple):
    """What goes into a cell of the open workbook."""

    sheet: str
    position: Position
    value: str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Filling:
    """What a file brings: values for cells, what is asked before and said after, each in words.

    Without values `said` says why there are none.
    """

    cells: tuple[CellValue, ...]
    asked: str
    said: str

    @property
    def rows(self) -> Iterator[tuple[str, Position, list[CellValue]]]:
        """Yield neighbours in a row together, with the sheet and the position of the first."""
        ordered = sorted(self.cells, key=lambda each: (each.sheet, each.position))

        def run(numbered: tuple[int, CellValue]) -> tuple[str, int, int]:
            place, each = numbered
            return each.sheet, each.position[0], each.position[1] - place

        for _, group in groupby(enumerate(ordered), run):
            found = [each for _, each in group]
            yield found[0].sheet, found[0].position, found


def wanted_by(review: Review, folders: tuple[Path, ...] = ()) -> AnswersWanted:
    """Return what an open workbook asks of a file."""
    template, reading = review.bundle.template, review.reading
    engagement = str(reading.answers.get(ID) or "")
    return AnswersWanted(template.id, template.version, reading.expected.language, engagement, folders)


def filling_of(review: Review, file: str, found: FileAnswers) -> Filling:
    """Return what a file brings to an open workbook that does not say it already."""
    return _Filler(review, visible(file), found).filling()


class _Filler:
    """What goes where, what it replaces, and what has no place."""

    def __init__(self, review: Review, file: str, found: FileAnswers) -> None:
        self.review, self.file, self.found = review, file, found
        self.reading, self.text = review.reading, review.catalog.text
        self.cells: list[CellValue] = []
        self.replaced: list[CellPlace] = []
        self.refused = [visible(each) for each in found.left]
        self.answers = 0

    def filling(self) -> Filling:
        for name, value in self.found.values.items():
            self._take(name, value)
        return Filling(tuple(self.cells), "\n".join(self._asked()), "\n".join(self._said()))

    def _take(self, name: str, value: Any) -> None:
        cells, problems = cells_of(self.review.bundle, self.reading.expected.plan, {name: value})
        if problems:
            self.refused += map(visible, problems)
        elif name in self.reading.located.displaced or not cells.keys() <= self.reading.located.sheets.keys():
            self.refused.append(self.text("job.said.moved", name=name))
        else:
            changed = [each for id_, new in cells.items() for each in self._changed(id_, new)]
            self.cells += changed
            self.answers += len([each for each in changed if each.value is not None])

    def _changed(self, id_: str, new: Mapping[Position, NewValue]) -> Iterator[CellValue]:
        """Yield what is not there already; note what it replaces."""
        sheet = self.reading.located.sheets[id_]
        for position, value in new.items():
            cell = sheet.cells.get(position)
            there = None if cell is None else cell.value
            if there in (None, "") and value.value is None:
                continue
            if there is not None and not isinstance(there, bool) and there == value.value:
                continue
            if there not in (None, ""):
                self.replaced.append(CellPlace(sheet.title, a1(position)))
            assert not isinstance(value.value, float | bool)  # money is exact
            yield CellValue(sheet.title, position, value.value)

    def _asked(self) -> Iterator[str]:
        said = {"count": self.answers, "file": self.file}
        if self.replaced:
            some = ", ".join(map(str, self.replaced[:SHOWN])) + (", …" if len(self.replaced) > SHOWN else "")
            yield self.text("job.said.ask_answers", replaced=len(self.replaced), cells=some, **said)
        else:
            yield self.text("job.said.ask_answers_new", **said)
        theirs, ours = self.found.engagement, str(self.reading.answers.get(ID) or "")
        if theirs and ours and theirs != ours:
            named = {"theirs": visible(theirs), "ours": visible(ours)}
            yield self.text("job.said.ask_other", file=self.file, **named)
        yield from self._not_taken()

    def _said(self) -> Iterator[str]:
        if self.cells:
            yield self.text("job.said.answered", count=self.answers, file=self.file)
        else:
            yield self.text(f"job.said.{'none_taken' if self.refused else 'no_answers'}", file=self.file)
        yield from self._not_taken()

    def _not_taken(self) -> Iterator[str]:
        if self.refused:
            reasons = "; ".join(self.refused[:SHOWN]) + ("; …" if len(self.refused) > SHOWN else "")
            yield self.text("job.said.not_taken", count=len(self.refused), reasons=reasons)
