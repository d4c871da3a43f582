"""The plan of a template's workbook: as it was released, as it was compiled, or planned anew."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from ..core.loading import Bundle
from .compiled_plan import compiled_plan
from .plan import LIVE_EDITIONS, PLAIN, WorkbookPlan


@lru_cache(maxsize=32)
def plan_of(bundle: Bundle, language: str, edition: str = PLAIN) -> WorkbookPlan:
    """Return the plan of a template's workbook in one of its languages, as it was released or as it is."""
    if bundle.released is not None:
        from .released_plan import released_plan  # most workbooks are of today's layout

        return released_plan(bundle.released, language, edition)
    return compiled_plan(bundle, language, edition) or _planned(bundle, language, edition)


def _planned(bundle: Bundle, language: str, edition: str) -> WorkbookPlan:
    from .planning import plan_workbook  # every sheet has a module: only where nothing is compiled

    return plan_workbook(bundle.template, bundle.catalogs[language], edition)


def plans_of(bundle: Bundle) -> dict[tuple[str, str], WorkbookPlan]:
    """Return every plan of a template, by language and edition."""
    editions = (PLAIN, *LIVE_EDITIONS)
    pairs = product(bundle.template.languages, editions)
    return {(language, edition): plan_of(bundle, language, edition) for language, edition in pairs}
