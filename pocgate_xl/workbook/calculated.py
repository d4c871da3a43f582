"""A workbook for one engagement, the long way: every value put in, every formula computed anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from ..core.loading import Bundle
from .blank import blank_workbook, plan_of
from .container import replace_parts
from .fill import Values, fill_workbook
from .package import Package
from .plan import IN_HEADER, PLAIN, identity_name
from .sheet_xml import read_workbook
from .visible import visible

FIRST_REVISION = 1
ID, ORGANIZATION = "pg_engagement_id", "pg_engagement_organization"
_HEADER = re.compile(rb"<oddHeader\s*/>")
"""What the writer leaves for the header; a second one would make the sheet invalid."""


def calculated_workbook(bundle: Bundle, language: str, values: Values, edition: str = PLAIN) -> bytes:
    """Return the workbook of an engagement; `values` are its fields by defined name."""
    everything = complete_values(bundle, language, values, edition)
    workbook = fill_workbook(blank_workbook(bundle, language, edition), bundle, language, everything)
    return _with_page_header(workbook, values)


def complete_values(bundle: Bundle, language: str, values: Values, edition: str) -> Values:
    """Return what is written for an engagement: what was not given, and its identity, too."""
    plan = plan_of(bundle, language, edition)
    stamp = {
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
    identity: Values = {identity_name(key): str(value) for key, value in stamp.items()}
    return {**defaults, **values, **identity}


def page_header(values: Values) -> bytes:
    """Return what names the engagement at the top of every printed page."""
    whose = visible(" · ".join(str(values[key]) for key in IN_HEADER if values.get(key)))
    return b"<oddHeader>" + escape("&R" + whose.replace("&", "&&")).encode() + b"</oddHeader>"


def _with_page_header(workbook: bytes, values: Values) -> bytes:
    header = page_header(values)
    package = Package.from_bytes(workbook)
    return replace_parts(package, {part: _headed(xml, header) for part, xml in _sheets(package)})


def _sheets(package: Package) -> Iterator[tuple[str, bytes]]:
    for sheet in read_workbook(package).sheets:
        yield sheet.part, package.read(sheet.part)


def _headed(xml: bytes, header: bytes) -> bytes:
    return _HEADER.sub(lambda _: header, xml, count=1)
