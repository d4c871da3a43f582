"""A template in one language as the plan of a whole workbook."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from ..core.catalog import Catalog
from ..core.template import Template
from .context import context_of
from .plan import PLAIN, SheetPlan, WorkbookPlan, a1
from .sheets import SHEETS
from .sheets.checks import with_checks
from .sheets.headers import with_aligned_headers
from .sheets.live import LIVE_EDITIONS, with_live_sheet


def plan_workbook(template: Template, catalog: Catalog, digest: str, edition: str = PLAIN) -> WorkbookPlan:
    """Plan every sheet; `digest` is that of the template's bundle.

    The plan's own digest covers the layout too, so that a workbook made by another layout of the
    same template is told apart.
    """
    context = context_of(template, catalog)
    sheets = with_checks((with_aligned_headers(plan(context)) for plan in SHEETS), context)
    if edition in LIVE_EDITIONS:
        sheets = with_live_sheet(sheets, context, LIVE_EDITIONS[edition])
    _reject_repeated(sheets)
    stamp = hashlib.sha256((digest + _layout(sheets)).encode()).hexdigest()[:16]
    return WorkbookPlan(template.id, template.version, catalog.language, stamp, sheets)


def _reject_repeated(sheets: tuple[SheetPlan, ...]) -> None:
    names = Counter(name.lower() for sheet in sheets for name in sheet.names)
    repeated = sorted(name for name, times in names.items() if times > 1)
    if repeated:
        raise ValueError(f"ids of the template give the same defined names: {', '.join(repeated)}")


def _layout(sheets: tuple[SheetPlan, ...]) -> str:
    """Return what is the same in every language: where names stand and what is computed."""
    names = {name: f"{sheet.id}!{area.ref}" for sheet in sheets for name, area in sheet.names.items()}
    formulas = {
        f"{sheet.id}!{a1(position)}": cell.formula
        for sheet in sheets
        for position, cell in sheet.cells.items()
        if cell.formula
    }
    return json.dumps([names, formulas], sort_keys=True, separators=(",", ":"))
