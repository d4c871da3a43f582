"""The sheets of a live edition: what functions say of the workbook, and that they say what it says."""

from __future__ import annotations

from ...context import Context
from ...plan import SheetPlan
from ..framing.frame import with_owner
from ..framing.headers import with_aligned_headers
from ..framing.rows import with_common_rows
from .parity import plan_parity
from .review import plan_review

BEFORE = "causes"
"""The sheet in front of which the review stands: behind the decision that it explains."""


def with_live_sheets(sheets: tuple[SheetPlan, ...], context: Context, prefix: str) -> tuple[SheetPlan, ...]:
    """Return the sheets with the review among those that people see, and what it rests on behind all."""
    dressed = with_owner(with_aligned_headers(plan_review(sheets, context)))
    review = with_common_rows(dressed, context.catalog.language)
    place = next(at for at, sheet in enumerate(sheets) if sheet.id == BEFORE)
    return (*sheets[:place], review, *sheets[place:], plan_parity(sheets, context, prefix))
