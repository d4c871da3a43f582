"""A template in one language as the plan of a whole workbook."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from ...core.catalog import Catalog
from ...core.template import Template
from .context import Context, context_of
from .plan import LIVE_EDITIONS, PLAIN, Cell, Chart, SheetPlan, WorkbookPlan
from .sheets import SHEETS
from .sheets.dashboard.steps import with_addresses
from .sheets.framing.frame import with_owner, with_workings_apart
from .sheets.framing.headers import with_aligned_headers
from .sheets.framing.rows import with_common_rows
from .sheets.inputs.checks import with_checks
from .sheets.inputs.looks import with_input_looks
from .sheets.live import with_live_sheets


def plan_workbook(template: Template, catalog: Catalog, edition: str = PLAIN) -> WorkbookPlan:
    """Plan every sheet."""
    context = context_of(template, catalog)
    planned = with_addresses((_dressed(plan(context), context) for plan in SHEETS), context)
    sheets = tuple(map(with_workings_apart, with_checks(planned, context)))
    if edition in LIVE_EDITIONS:
        sheets = with_live_sheets(sheets, context, LIVE_EDITIONS[edition])
    _reject_repeated(sheets)
    return WorkbookPlan(
        template.id,
        template.version,
        catalog.language,
        plan_digest(template, catalog.language, sheets),
        sheets,
        tuple(context.fields.values()),
        tuple(context.blocks.values()),
    )


def _dressed(plan: SheetPlan, context: Context) -> SheetPlan:
    whole = with_owner(with_input_looks(with_aligned_headers(plan), context))
    return with_common_rows(whole, context.catalog.language)


def _reject_repeated(sheets: tuple[SheetPlan, ...]) -> None:
    names = Counter(name.lower() for sheet in sheets for name in sheet.names)
    repeated = sorted(name for name, times in names.items() if times > 1)
    if repeated:
        raise ValueError(f"ids of the template give the same defined names: {', '.join(repeated)}")


def plan_digest(template: Template, language: str, sheets: tuple[SheetPlan, ...]) -> str:
    """Return what workbooks of a plan are stamped with.

    It covers everything that stands in them or decides what they compute, and nothing else: neither what
    the engine says of a workbook nor its looks, so that neither makes those in the field unknown.
    """
    content = [template.id, template.version, language, *map(_on_sheet, sheets)]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def _on_sheet(sheet: SheetPlan) -> list[object]:
    """Return what stands on a sheet, in a form that does not depend on how plans are made."""
    cells = [(position, *_in_cell(cell)) for position, cell in sorted(sheet.cells.items())]
    fields = [(position, cell.field.name) for position, cell in sorted(sheet.cells.items()) if cell.field]
    names = sorted((name, area.ref) for name, area in sheet.names.items())
    lights = [(light.area, light.formula, light.tone) for light in sheet.highlights]
    charts = [(chart.title, chart.labels.ref, *_series(chart)) for chart in sheet.charts]
    return [sheet.id, sheet.title, sheet.hidden, sheet.print.area, cells, fields, names, lights, charts]


def _in_cell(cell: Cell) -> tuple[object, ...]:
    value = _plain(cell.value)
    return value, cell.formula, cell.fills, cell.format, cell.prompt, cell.error, cell.link


def _plain(value: object) -> str:
    return f"{type(value).__name__} {value}"


def _series(chart: Chart) -> Iterator[tuple[str, str, str]]:
    return ((title, area.sheet, area.ref) for title, area, _ in chart.series)
