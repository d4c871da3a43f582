"""Of several files of an engagement the one that goes back: the newest; copies of it and older ones stay."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.assessment import Assessment


def current_of(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Return the files that nothing newer stands for, in their order; those without an id all stay.

    Of files of the highest revision each that answers otherwise stays: people have to say which one counts.
    """
    found = list(assessments)
    newest: dict[str, int] = {}
    for each in found:
        newest[_id(each)] = max(newest.get(_id(each), 0), _revision(each))
    kept: list[Assessment] = []
    said: set[tuple[object, ...]] = set()
    for each in found:
        what = _id(each), each.responses_digest, *((f.code, f.cell, f.found) for f in each.findings)
        if not _id(each) or (_revision(each) == newest[_id(each)] and what not in said):
            kept.append(each)
            said.add(what)
    return kept


def _id(found: Assessment) -> str:
    return (found.engagement.id or "") if found.engagement else ""


def _revision(found: Assessment) -> int:
    return (found.engagement.revision or 0) if found.engagement else 0
