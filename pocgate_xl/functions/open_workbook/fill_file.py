"""The scripts on a file, without a host: the same cells as in Excel."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...errors import FillError
from ...opc.package import Package
from ...opc.refusal import Refused
from ...opc.zip_writer import replace_parts
from ...rules.findings import finding_of_file
from ...spreadsheetml.editing.sheet_editor import EditError, NewValue, replace_cells
from ...spreadsheetml.reader import read_workbook
from ..registry import help_catalog
from .output_block import BLOCKS
from .workbook import NotOurs, review


def fill_block(workbook: bytes, script: str, extra: Iterable[Path] = ()) -> bytes:
    """Return a copy with what a script writes below its notes; FillError when that cannot be."""
    try:
        package = Package.from_bytes(workbook)
        facts = read_workbook(package)
        block = BLOCKS[script](review(facts, extra))
        sheet = next(sheet for sheet in facts.sheets if sheet.title == block.sheet)
        stands = sheet.cells.keys()
        cells = {
            (row, column): NewValue(value)
            for first, rows in block.pieces
            for row, values in enumerate(rows, first)
            for column, value in enumerate(values, block.column)
            if value is not None or (row, column) in stands
        }
        return replace_parts(package, {sheet.part: replace_cells(package.read(sheet.part), cells)})
    except (NotOurs, EditError) as problem:
        raise FillError(str(problem), "Nothing was written.") from None
    except Refused as problem:
        found = finding_of_file(problem.kind, problem.detail, help_catalog())
        raise FillError(found.message, "Nothing was written.") from None
