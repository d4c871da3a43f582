"""The blank workbook of a template: whole, in one language, not yet anybody's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ...errors import EngineError
from ...output.cache import kept
from ...templates.loader import Bundle
from ..layout.plan import PLAIN, WorkbookPlan
from ..layout.plans import plan_of
from .blanks.made_of import is_as_it_lies, made_of
from .blanks.prepared import prepared_blank

if TYPE_CHECKING:
    from ..rendering.rows.long_tables import Looks

__all__ = ["blank_workbook", "logo_alt", "made_blank", "plan_of"]


@lru_cache(maxsize=32)
def blank_workbook(bundle: Bundle, language: str, edition: str = PLAIN) -> bytes:
    """Return the workbook before anything is written into it, with all its cached values.

    It was prepared with the package, or kept since it was made, or is made.
    """
    if not is_as_it_lies(bundle):
        return made_blank(bundle, language, edition)
    prepared = prepared_blank(bundle, language, edition)
    if prepared:
        return prepared.workbook

    def holds(workbook: bytes) -> bool:
        return still_holds(workbook, bundle, language)

    key = made_of(bundle, language, edition, "blank")
    return kept(key, lambda: made_blank(bundle, language, edition), holds)


def made_blank(bundle: Bundle, language: str, edition: str = PLAIN) -> bytes:
    """Return the blank workbook, planned, written and computed anew."""
    from ..submission.held import hold_results  # what is prepared needs neither

    return hold_results(finished(plan_of(bundle, language, edition), bundle)[0], bundle, language)


def still_holds(workbook: bytes, bundle: Bundle, language: str) -> bool:
    """Say whether a workbook that was kept is one, and shows what follows from its answers."""
    from ...opc.refusal import Refused
    from ..submission.held import hold_results

    try:
        hold_results(workbook, bundle, language)
    except (EngineError, Refused):
        return False
    return True


def finished(plan: WorkbookPlan, bundle: Bundle) -> tuple[bytes, Looks]:
    """Return a plan as a workbook with the looks of its template, and where those of long tables stand."""
    from ..rendering.cached_values import finish
    from ..rendering.writer import written

    title = bundle.catalogs[plan.language].text("template.title")
    logo = bundle.folder / bundle.theme.logo if bundle.theme.logo else None
    workbook, looks = written(plan, bundle.theme, title, logo)
    return finish(workbook, plan, logo_alt(bundle, plan.language)), looks


def logo_alt(bundle: Bundle, language: str) -> str:
    """Return the alternative text of the logo; "" when there is none."""
    catalog, organization = bundle.catalogs[language], bundle.theme.organization
    if not bundle.theme.logo:
        return ""
    if not organization:
        return catalog.text("text.alt_logo_alone")
    return catalog.text("text.alt_logo", organization=organization)
