"""What copies are begun with, kept in the user's folder: making it takes longer than the rest of a copy."""

from __future__ import annotations

from collections.abc import Sequence

from ...opc.refusal import Refused
from ...output.cache import kept
from ...templates.loader import Bundle
from ...workbook.creation.blank import finished, still_holds
from ...workbook.creation.blanks.container import container_of
from ...workbook.creation.blanks.made_of import is_as_it_lies, made_of
from ...workbook.layout.plan import SheetPlan, WorkbookPlan
from .carried_base import Base, base_in, bases_as_file

COPY = "copy"


def kept_base(plan: WorkbookPlan, bundle: Bundle, edition: str, own: Sequence[SheetPlan]) -> Base:
    """Return a plan as a workbook, and where the looks of its long tables stand; kept, or made anew.

    `own` are the sheets that a blank of this edition has not, or otherwise.
    """
    if not is_as_it_lies(bundle):
        return finished(plan, bundle)

    def make() -> bytes:
        return bases_as_file({COPY: finished(plan, bundle)})

    def holds(content: bytes) -> bool:
        found = _opened(content)
        return found is not None and still_holds(found[0], bundle, plan.language)

    found = _opened(kept(made_of(bundle, plan.language, edition, COPY, *own), make, holds))
    assert found is not None
    return found


def _opened(content: bytes) -> Base | None:
    """Return what was kept; None where that cannot be read."""
    try:
        return base_in(container_of(content), COPY)
    except (Refused, LookupError, ValueError, TypeError, AttributeError):
        return None
