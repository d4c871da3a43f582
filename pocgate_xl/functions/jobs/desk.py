"""What jobs ask of a host in which Python works beside Excel, on the same computer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from ...core.catalog import Catalog
from ...spreadsheetml.reader import RawWorkbook
from ..open_workbook.output_block import OutputBlock
from .files.filling import Filling
from .marks import CellPlace
from .results import ResultsSheet


class Desk(Protocol):
    """Excel with the workbook that is active, and whoever sits before it."""

    @property
    def catalog(self) -> Catalog:
        """The texts in the language of whoever sits there."""

    def facts(self) -> RawWorkbook:
        """Return what the workbook says."""

    def view(self) -> tuple[str, Sequence[Sequence[Any]]]:
        """Return title and values of the sheet in view, from A1 on."""

    def put_marks(self, marks: Mapping[CellPlace, Sequence[str]]) -> set[CellPlace]:
        """Put lines into notes at cells in place of those of an earlier check; return where that failed."""

    def take_marks(self) -> int:
        """Take our lines out of all notes; return of how many cells."""

    def put_sheet(self, sheet: ResultsSheet) -> str:
        """Write a sheet in place of an earlier one; return its title, "" where no sheet can be added."""

    def put_block(self, block: OutputBlock) -> bool:
        """Write a block on the free sheet; say whether that sheet let it in."""

    def put_cells(self, filling: Filling) -> None:
        """Write answers into cells."""

    def choose_file(self, title: str, kinds: Mapping[str, Iterable[str]]) -> Path | None:
        """Return a file that somebody chose, among kinds by what they are called; None for none."""

    def choose_folder(self, title: str) -> Path | None:
        """Return a folder that somebody chose."""

    def choose_target(self, kind: str) -> Path | None:
        """Return where a new workbook is to go."""

    def agree(self, question: str) -> bool:
        """Ask whether to go on."""

    def report(self, text: str) -> None:
        """Show how far a long job has come; "" when it is over."""

    def open(self, file: Path) -> None:
        """Open a workbook beside the active one."""
