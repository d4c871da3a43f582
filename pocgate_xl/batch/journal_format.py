"""Assessments as plain JSON values and back, without loss: unlike the published form, for the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ..core.assessment import Assessment, ReadableAssessment
from ..core.serialization import Build, from_plain, to_exact

TAGS: Mapping[str, tuple[type, Build]] = {"#decimal": (Decimal, Decimal), "#date": (date, date.fromisoformat)}
"""Marks of answers, which no defined name and no part of a table is."""


def to_stored(assessment: Assessment) -> dict[str, Any]:
    """Return plain values from which `from_stored` makes an equal assessment."""
    plain: dict[str, Any] = to_exact(replace(assessment, answers=None))
    return plain | {"answers": _tagged(assessment.answers)}


def from_stored(plain: Mapping[str, Any]) -> Assessment:
    """Return the assessment; LookupError, TypeError or ValueError when it does not fit."""
    kind = Assessment if plain["template"] is None else ReadableAssessment
    assessment: Assessment = from_plain(kind, {**plain, "answers": None})
    return replace(assessment, answers=_untagged(plain["answers"]))


def _tagged(answer: Any) -> Any:
    """Return answers with the kind of those that JSON has no word for: their fields may be of any."""
    if isinstance(answer, Mapping):
        return {key: _tagged(item) for key, item in answer.items()}
    if isinstance(answer, tuple | list):
        return [_tagged(item) for item in answer]
    tag = next((tag for tag, (kind, _) in TAGS.items() if isinstance(answer, kind)), None)
    return answer if tag is None else {tag: str(answer)}


def _untagged(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(map(_untagged, stored))
    if not isinstance(stored, dict):
        return stored
    tag = next(iter(stored), "")
    return (
        TAGS[tag][1](stored[tag]) if tag in TAGS else {key: _untagged(each) for key, each in stored.items()}
    )
