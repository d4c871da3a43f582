"""Which fields of an engagement formulas merely show, told from the plan of a workbook.

The checks beside inputs do not count: no value that can be written is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ....core.fields import DETAIL, IDENTITY_GROUPS, Field, input_fields, vocabulary
from ....opc.package import Package
from ....templates.loader import Bundle
from ...layout.formulas import blank
from ...layout.plan import LIVE_EDITIONS, Area, WorkbookPlan
from ...layout.plans import plan_of
from ...layout.precedents import CellNode, cells_in_formulas, cells_of, formulas_on
from ...layout.sheets.dashboard.grid import MOST_LETTERS, letters, shortened
from ...layout.sheets.inputs.checks import FAULT_PLACES, check_name
from ...layout.sheets.inputs.progress import ASKED_MISSING
from ...layout.styles.cell_styles import ROW_HEIGHT
from ..plain_texts import LONGEST
from .placeholders import Placeholder, Room, bytes_of, placeholder_of

FIRST = 43_211
"""Numbers from here on stand for values: dates, and amounts that no blank workbook shows."""
_CELL = r"(?:pg_\w+|[A-Z]{1,3}[0-9]+)"
_BLANK_TEST = re.compile(rf'{re.escape(blank("@")).replace("@", _CELL)}|{_CELL}=""')
_STRINGS = re.compile(r'"(?:[^"]|"")*"')
_SHOWS = re.compile(rf'=(?:IF|IFERROR|{_CELL}|""|[(),&])+')
"""All that a formula may say that passes a value on as it is, once its tests for blanks are gone."""


def found_placeholders(
    workbook: bytes, bundle: Bundle, language: str, edition: str
) -> Mapping[str, Placeholder]:
    """Return a placeholder for every field of an engagement that formulas merely show.

    Tests whether something that is asked for is there do not count: where it is not, the workbook is cut
    otherwise.
    """
    plan = plan_of(bundle, language, edition)
    fields = [field for field in input_fields(bundle.template) if field.group in IDENTITY_GROUPS]
    nodes: dict[str, CellNode] = {
        field.name: (plan.names[field.name].sheet, plan.names[field.name].first) for field in fields
    }
    ignored = cells_passed_over(plan, edition)
    ignored |= cells_of(plan, [ASKED_MISSING] if ASKED_MISSING in plan.names else [])
    formulas = formulas_on(plan, nodes.values(), ignored)
    package = Package.from_bytes(workbook)
    content = b"".join(map(package.read, package.names))
    shown = [field for field in fields if _only_shown(field, formulas[nodes[field.name]])]
    placeholders = (
        placeholder_of(field, FIRST + place, _room(field, formulas[nodes[field.name]], plan, bundle))
        for place, field in enumerate(shown)
    )
    free = (each for each in placeholders if not any(b in content for b in bytes_of([each])))
    return {each.field.name: each for each in free}


def cells_passed_over(plan: WorkbookPlan, edition: str) -> frozenset[CellNode]:
    """Return the cells by which a workbook says that inputs are at fault, and those that call functions.

    Functions are there in Excel alone: until it opens a workbook, what calls them shows nothing.
    """
    checks = [check_name(sheet.id) for sheet in plan.sheets if check_name(sheet.id) in sheet.names]
    places = [name for name in plan.names if name.startswith(FAULT_PLACES)]
    called = LIVE_EDITIONS.get(edition)
    calls = ((sheet.id, at) for sheet, at, formula in plan.formula_cells() if called and called in formula)
    return cells_in_formulas(plan, checks) | cells_of(plan, places) | frozenset(calls)


def _only_shown(field: Field, formulas: Collection[str]) -> bool:
    """Say whether all formulas pass a value on; a number must not become part of a text."""
    if field.kind == "label":
        return field.group == DETAIL and not formulas
    if field.maximum is not None:
        return False
    whole = (_cuts(field).sub(field.name, formula) for formula in formulas)
    bare = [_STRINGS.sub('""', _BLANK_TEST.sub("", formula)) for formula in whole]
    return all(_SHOWS.fullmatch(formula) and (field.kind == "text" or "&" not in formula) for formula in bare)


def _cuts(field: Field) -> re.Pattern[str]:
    """Return where formulas show as much of a text as there is room for."""
    return re.compile(re.escape(shortened(field.name, "@")).replace("@", r"(\w+)"))


def _longest(field: Field, formulas: Collection[str], language: str) -> int:
    """Return how many letters all formulas show whole."""
    counts = {name.removeprefix(MOST_LETTERS): count for name, count in letters(language)}
    places = (
        place for formula in formulas for found in _cuts(field).finditer(formula) for place in found.groups()
    )
    return min((counts[place] for place in places), default=LONGEST)


def _room(field: Field, formulas: Collection[str], plan: WorkbookPlan, bundle: Bundle) -> Room:
    choice = vocabulary(bundle.template, field.vocabulary)[0] if field.vocabulary else ""
    size = _size(plan, plan.names[field.name])
    return Room(len(formulas), *size, _longest(field, formulas, plan.language), choice)


def _size(plan: WorkbookPlan, area: Area) -> tuple[float | None, float]:
    """Return the width and the height of a cell."""
    sheet, (row, column) = plan.sheet(area.sheet), area.first
    return sheet.widths.get(column), sheet.heights.get(row, ROW_HEIGHT)
