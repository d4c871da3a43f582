"""The blank workbook of a template: whole, in one language, not yet anybody's."""

from __future__ import annotations

from functools import lru_cache

from ...templates.loader import Bundle
from ..layout.plan import PLAIN
from ..layout.plans import plan_of
from ..rendering.cached_values import finish
from ..rendering.openpyxl_writer import write_plan
from ..submission.held import hold_results

__all__ = ["blank_workbook", "logo_alt", "plan_of"]


@lru_cache(maxsize=32)
def blank_workbook(bundle: Bundle, language: str, edition: str = PLAIN) -> bytes:
    """Return the workbook before anything is written into it, with all its cached values."""
    title = bundle.catalogs[language].text("template.title")
    plan = plan_of(bundle, language, edition)
    logo = bundle.folder / bundle.theme.logo if bundle.theme.logo else None
    made = finish(write_plan(plan, bundle.theme, title, logo), plan, logo_alt(bundle, language))
    return hold_results(made, bundle, language)


def logo_alt(bundle: Bundle, language: str) -> str:
    """Return the alternative text of the logo; "" when there is none."""
    catalog, organization = bundle.catalogs[language], bundle.theme.organization
    if not bundle.theme.logo:
        return ""
    if not organization:
        return catalog.text("text.alt_logo_alone")
    return catalog.text("text.alt_logo", organization=organization)
