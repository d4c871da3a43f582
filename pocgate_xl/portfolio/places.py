"""Where a field stands in a workbook: by the layout of its template, its version and its language."""

from __future__ import annotations

from ..core.assessment import Assessment
from ..spreadsheetml.address import a1
from ..templates.loader import Bundle, find_bundle
from ..workbook.layout.plan import WorkbookPlan
from ..workbook.layout.plans import plan_of

NOWHERE = "", ""


class FieldPlaces:
    """The sheets and cells of fields, in the portfolio's own template or an earlier version of it."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.places: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}

    def of(self, found: Assessment, field: str) -> tuple[str, str]:
        """Return a sheet's title and a cell; nothing where the layout is not at hand."""
        if found.template is None or found.language is None:
            return NOWHERE
        key = found.template.version, found.language
        if key not in self.places:
            self.places[key] = _places(self._plan(*key))
        return self.places[key].get(field, NOWHERE)

    def _plan(self, version: str, language: str) -> WorkbookPlan | None:
        ours = self.bundle.template
        bundle = self.bundle if version == ours.version else find_bundle(ours.id, version)
        if bundle is None or language not in bundle.catalogs:
            return None
        return plan_of(bundle, language)


def _places(plan: WorkbookPlan | None) -> dict[str, tuple[str, str]]:
    if plan is None:
        return {}
    titles = {sheet.id: sheet.title for sheet in plan.sheets}
    return {name: (titles[area.sheet], a1(area.first)) for name, area in plan.names.items()}
