"""The blank workbook of a template: whole, in one language, not yet anybody's."""

from __future__ import annotations

from functools import lru_cache

from ...templates.loader import Bundle
from ..layout.plan import PLAIN, WorkbookPlan
from ..layout.plans import plan_of
from ..rendering.cached_values import finish
from ..rendering.rows.long_tables import Looks
from ..submission.held import hold_results

__all__ = ["blank_workbook", "logo_alt", "plan_of"]


@lru_cache(maxsize=32)
def blank_workbook(bundle: Bundle, language: str, edition: str = PLAIN) -> bytes:
    """Return the workbook before anything is written into it, with all its cached values."""
    return hold_results(finished(plan_of(bundle, language, edition), bundle)[0], bundle, language)


def finished(plan: WorkbookPlan, bundle: Bundle) -> tuple[bytes, Looks]:
    """Return a plan as a workbook with the looks of its template, and where those of long tables stand."""
    from ..rendering.openpyxl_writer import write_with_looks  # openpyxl, which a browser's Python lacks

    title = bundle.catalogs[plan.language].text("template.title")
    logo = bundle.folder / bundle.theme.logo if bundle.theme.logo else None
    written, looks = write_with_looks(plan, bundle.theme, title, logo)
    return finish(written, plan, logo_alt(bundle, plan.language)), looks


def logo_alt(bundle: Bundle, language: str) -> str:
    """Return the alternative text of the logo; "" when there is none."""
    catalog, organization = bundle.catalogs[language], bundle.theme.organization
    if not bundle.theme.logo:
        return ""
    if not organization:
        return catalog.text("text.alt_logo_alone")
    return catalog.text("text.alt_logo", organization=organization)
