"""The texts that cells show, as they stand in one workbook."""

from __future__ import annotations

from ...core.catalog import Catalog
from ..plan import WorkbookPlan


def words_of(plan: WorkbookPlan, catalog: Catalog) -> Catalog:
    """Return the texts of a language, as the plan has those that its formulas repeat.

    A released plan keeps its words, whatever the template says today.
    """
    own = {
        cell.shows: cell.value
        for sheet in plan.sheets
        for cell in sheet.cells.values()
        if cell.shows and isinstance(cell.value, str)
    }
    return Catalog(catalog.language, {**catalog.texts, **own})
