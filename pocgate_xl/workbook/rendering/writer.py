"""The door to the library that writes workbooks: loaded where one is written, and missed by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import EngineError
from ...templates.theme import Theme
from ..layout.plan import WorkbookPlan

if TYPE_CHECKING:
    from .rows.long_tables import Looks


def written(plan: WorkbookPlan, theme: Theme, title: str, logo: Path | None = None) -> tuple[bytes, Looks]:
    """Return a plan as a workbook, and where the looks of its long tables stand in the list of styles.

    EngineError where the library is missing.
    """
    try:
        from .openpyxl_writer import write_with_looks
    except ModuleNotFoundError as error:
        problem = f"{error.name}, which writes workbooks, is not installed."
        raise EngineError(problem, f"Install it: pip install {error.name}.") from None
    return write_with_looks(plan, theme, title, logo)
