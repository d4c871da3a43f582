"""What the buttons of the classic add-in run: VBA calls `run` with the id of a job.

Add-ins in the field call it by this module's name, some by names of jobs that have others now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import xlwings

from ..core.catalog import Catalog
from ..templates.loader import operators_language
from .jobs.carry_out import carry_out
from .open_workbook.excel_desk import ExcelDesk
from .registry import default_gate

EARLIER: Mapping[str, str] = {"fill": "results", "findings": "check"}
"""What jobs were called by add-ins of earlier releases."""


def run(script: str) -> None:
    """Do a job with the workbook that is active and tell what came of it."""
    desk = _desk()
    message = carry_out(EARLIER.get(script, script), desk)
    if message:
        desk.say(message)


def _desk() -> ExcelDesk:
    book = _caller()
    return ExcelDesk(xlwings.apps.active if book is None else book.app, book, _catalog())


def _caller() -> Any:
    """Return the active workbook; None where none is open, which several jobs do without."""
    try:
        return xlwings.Book.caller()
    except Exception:  # xlwings has no workbook to make an object of
        return None


def _catalog() -> Catalog:
    """Return the texts in the language of the user's system, if the template has it, else its first."""
    bundle = default_gate().bundle
    return bundle.catalogs[operators_language(bundle.template.languages) or bundle.template.languages[0]]
