"""Values of a workbook's formulas: the only room that knows ironcalc."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..errors import EngineError
from .plan import Position

if TYPE_CHECKING:
    from ironcalc import Model

Computed: TypeAlias = "float | str | bool | CellError"


@dataclass(frozen=True, slots=True)
class CellError:
    """Hold an error value such as #DIV/0!."""

    text: str


def evaluate(workbook: bytes) -> Mapping[str, Mapping[Position, Computed]]:
    """Return the value of every cell that has one, by sheet title, formulas computed anew."""
    import ironcalc

    # ironcalc reads files only; the folder goes with everything in it, also on Windows.
    with tempfile.TemporaryDirectory(prefix="pocgate-") as folder:
        file = Path(folder, "workbook.xlsx")
        file.write_bytes(workbook)
        try:
            model = ironcalc.load_from_xlsx(str(file))
            model.evaluate()
        except ironcalc.WorkbookError as error:
            raise EngineError(f"the workbook's formulas cannot be computed: {error}") from error
    return _values(model)


def _values(model: Model) -> dict[str, dict[Position, Computed]]:
    titles = [str(sheet["name"]) for sheet in model.get_worksheets_properties()]
    values: dict[str, dict[Position, Computed]] = {title: {} for title in titles}
    for sheet, position, value in _cells(model):
        values[titles[sheet]][position] = value
    return values


def _cells(model: Model) -> Iterator[tuple[int, Position, Computed]]:
    from ironcalc import CellType

    for sheet, row, column in model.get_all_cells():
        value = model.get_cell_value(sheet, row, column)
        if value is None:
            continue
        failed = model.get_cell_type(sheet, row, column) == CellType.ErrorValue
        yield sheet, (row, column), CellError(str(value)) if failed else value
