"""A workbook with placeholders in it, computed the long way, and cut at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import timedelta

from ....core.submission import Value
from ....opc.package import Package
from ....opc.zip_template import ZipTemplate
from ....opc.zip_writer import replace_parts
from ....spreadsheetml.editing.cell_writer import NewValue
from ....spreadsheetml.editing.sheet_editor import replace_cells
from ....spreadsheetml.reader import read_workbook
from ....spreadsheetml.serial_dates import DAY_ZERO
from ....templates.loader import Bundle
from ...layout.plan import PLAIN, WorkbookPlan
from ...layout.plans import plan_of
from ..engagement import ID, ORGANIZATION, calculated_workbook
from ..fill import Values
from .placeholders import Placeholder, bytes_of


def workbook_with(
    placeholders: Collection[Placeholder],
    values: Values,
    bundle: Bundle,
    language: str,
    edition: str = PLAIN,
) -> bytes:
    """Return a workbook with placeholders, and values that formulas compute with, written the long way."""
    given = {**values, **{each.field.name: _as_typed(each) for each in placeholders}}
    computed = calculated_workbook(bundle, language, given, edition)
    return _with_labels(computed, plan_of(bundle, language, edition), placeholders)


def cut(workbook: bytes, placeholders: Collection[Placeholder]) -> ZipTemplate | None:
    """Return the zip template; None when a placeholder does not stand where its formulas show it."""
    zip_template = ZipTemplate(workbook, bytes_of(placeholders), sheets_of(workbook))
    return zip_template if Counter(zip_template.placeholders) == expected_of(placeholders) else None


def sheets_of(workbook: bytes) -> list[str]:
    """Return the parts of a workbook that have cells."""
    return [sheet.part for sheet in read_workbook(Package.from_bytes(workbook)).sheets]


def _as_typed(placeholder: Placeholder) -> Value:
    if placeholder.field.kind == "date":
        return DAY_ZERO + timedelta(int(placeholder.value))
    return placeholder.choice or placeholder.value


def _with_labels(workbook: bytes, plan: WorkbookPlan, placeholders: Iterable[Placeholder]) -> bytes:
    """Put the placeholders of labels in place of the choices with which the workbook was computed."""
    chosen = {plan.names[each.field.name]: NewValue(each.value) for each in placeholders if each.choice}
    if not chosen:
        return workbook
    package, parts = Package.from_bytes(workbook), dict[str, bytes]()
    titles = {sheet.title: sheet.part for sheet in read_workbook(package).sheets}
    for id_ in {area.sheet for area in chosen}:
        cells = {area.first: new for area, new in chosen.items() if area.sheet == id_}
        part = titles[plan.sheet(id_).title]
        parts[part] = replace_cells(package.read(part), cells)
    return replace_parts(package, parts)


def expected_of(placeholders: Iterable[Placeholder]) -> Counter[bytes]:
    """Count where placeholders must stand: in their cells, in results; some in the identity too."""
    return sum(map(_expected, placeholders), Counter[bytes]())


def _expected(placeholder: Placeholder) -> Counter[bytes]:
    inputs = 2 if placeholder.field.name in (ID, ORGANIZATION) else 1
    return Counter({placeholder.typed: inputs}) + Counter({placeholder.shown: placeholder.formulas})
