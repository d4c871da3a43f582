"""What a workbook says of itself: an identity that is whole, typed, and not at odds with the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..workbook.layout.plan import IDENTITY_SHEET, LIVE, LIVE_EDITIONS, PLAIN, identity_name
from ..workbook.submission.grammar.folding import folded
from .base import Case, Occurrence, Rule, at
from .engagement import ID

ORGANIZATION = "pg_engagement_organization"
ANY_LIVE = " / ".join(LIVE_EDITIONS)


def broken_identity(case: Case) -> Iterator[Occurrence]:
    """Find an identity of which parts are gone, or given by a formula; once, with all of them.

    An organisation may be missing, unless the page headers say that the workbook was made for one.
    """
    identity = case.reading.identity
    taken = any(altered.alteration.kind == "unstamped" for altered in case.altered)
    parts = dict.fromkeys((*identity.missing, *(("organization",) if taken else ()), *identity.by_formula))
    if parts:
        template = case.reading.bundle.template
        values = {"count": len(parts), "template": f"{template.id} {template.version}"}
        if IDENTITY_SHEET not in case.reading.located.sheets:
            yield Occurrence(found=", ".join(parts), values=values, variant="gone")
            return
        yield _at(case, next(iter(parts)), ", ".join(parts), values)


def contradicting_identity(case: Case) -> Iterator[Occurrence]:
    """Find an identity of another edition than the file is, and one of nobody in somebody's workbook."""
    identity, response = case.reading.identity, case.reading.responses.get(ID)
    edition = _edition(case)
    if identity.edition and edition != identity.edition:
        yield _at(case, "edition", identity.edition, {"planned": edition})
    if (
        response is not None
        and response.value is not None
        and not identity.engagement
        and not identity.missing
    ):
        yield _at(case, "engagement", "", {"planned": str(response.value)})


def other_organization(case: Case) -> Iterator[Occurrence]:
    """Find an organisation that is not the one for which the workbook was made, whatever its spelling.

    Workbooks that were made for no organisation, as all of earlier layouts, say none.
    """
    response, owner = case.reading.responses.get(ORGANIZATION), case.reading.identity.organization
    if response is None or response.value is None or not owner:
        return
    if folded(str(response.value)) != folded(owner):
        yield at(response, str(response.value), planned=owner)


def _edition(case: Case) -> str:
    """Return the edition that a file is; what it says it is where nothing speaks against it."""
    said = case.reading.identity.edition
    if _has_live_names(tuple(case.reading.facts.names)):
        return said if said in LIVE_EDITIONS else ANY_LIVE
    return said if said in LIVE_EDITIONS else PLAIN


@lru_cache(maxsize=16)
def _has_live_names(names: tuple[str, ...]) -> bool:
    """Say whether some name is that of a live result; most files of a batch have the same names."""
    return any(name[: len(LIVE)].casefold() == LIVE for name in names)


def _at(case: Case, key: str, found: str, values: dict[str, object]) -> Occurrence:
    """Return an occurrence at a part of the identity, where its sheet is still there."""
    name = identity_name(key)
    sheet = case.reading.located.sheets.get(IDENTITY_SHEET)
    area = case.reading.expected.names.get(name)
    if sheet is None or area is None:
        return Occurrence(name=name, found=found, values=values)
    return Occurrence(sheet.title, area.first, name=name, found=found, values=values)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG126", "error", broken_identity),
    Rule("PG605", "error", contradicting_identity, guards=True),
    Rule("PG142", "error", other_organization),
)
