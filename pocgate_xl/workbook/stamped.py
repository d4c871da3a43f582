"""A workbook for one engagement: the blank one with the engagement's values and its identity."""

from __future__ import annotations

from ..core.loading import Bundle
from .blank import blank_workbook, plan_of
from .fill import Values, fill_workbook
from .sheets.identity import identity_name

PLAIN = "plain"
FIRST_REVISION = 1


def workbook_for(bundle: Bundle, language: str, values: Values, edition: str = PLAIN) -> bytes:
    """Return the workbook of an engagement; `values` are its fields by defined name."""
    plan = plan_of(bundle, language)
    stamp = {
        "template": plan.template,
        "version": plan.version,
        "digest": plan.digest,
        "engagement": values.get("pg_engagement_id") or "",
        "language": language,
        "edition": edition,
    }
    defaults: Values = {
        "pg_engagement_language": language,
        "pg_engagement_currency": bundle.template.costs.currency,
        "pg_engagement_revision": FIRST_REVISION,
    }
    identity: Values = {identity_name(key): str(value) for key, value in stamp.items()}
    return fill_workbook(
        blank_workbook(bundle, language), bundle, language, {**defaults, **values, **identity}
    )
