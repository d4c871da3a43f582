"""A workbook for one engagement, the long way: every value put in, every formula computed anew."""

from __future__ import annotations

from ...templates.loader import Bundle
from ..layout.plan import PLAIN, identity_name
from .blank import blank_workbook, plan_of
from .fill import Values, fill_workbook

FIRST_REVISION = 1
ID, ORGANIZATION = "pg_engagement_id", "pg_engagement_organization"


def calculated_workbook(bundle: Bundle, language: str, values: Values, edition: str = PLAIN) -> bytes:
    """Return the workbook of an engagement; `values` are its fields by defined name."""
    everything = complete_values(bundle, language, values, edition)
    return fill_workbook(blank_workbook(bundle, language, edition), bundle, language, everything)


def complete_values(bundle: Bundle, language: str, values: Values, edition: str) -> Values:
    """Return what is written for an engagement: what was not given, and its identity, too."""
    plan = plan_of(bundle, language, edition)
    said = {
        "template": plan.template,
        "version": plan.version,
        "digest": plan.digest,
        "engagement": values.get(ID) or "",
        "language": language,
        "edition": edition,
        "organization": values.get(ORGANIZATION) or "",
    }
    defaults: Values = {
        "pg_engagement_language": language,
        "pg_engagement_currency": bundle.template.costs.currency,
        "pg_engagement_revision": FIRST_REVISION,
    }
    identity: Values = {identity_name(key): str(value) for key, value in said.items()}
    return {**defaults, **values, **identity}
