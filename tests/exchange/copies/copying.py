"""Copies of the submission of the hostile cases, made as `return` makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pocgate_xl.batch.check import Options, assess_content, examine
from pocgate_xl.core.answers import flat_answers
from pocgate_xl.core.assessment import Assessment
from pocgate_xl.core.completeness import OUTCOMES
from pocgate_xl.exchange.copies.maker import CopyKind, CopyMaker, MadeCopy
from tests.hostile.submission import answers

EVERY = frozenset(OUTCOMES)
OWN = frozenset({"pg_engagement_revision", "pg_engagement_language"})
"""What a copy says for itself."""


def copy_of(content: bytes, folder: Path, kind: CopyKind = "return", language: str | None = None) -> MadeCopy:
    """Return the copy of a workbook with this content."""
    folder.mkdir(exist_ok=True)
    file = folder / "submission.xlsx"
    file.write_bytes(content)
    made = CopyMaker(kind, EVERY, Options(), language)(examine(str(file), Options()))
    assert not made.problem
    assert file.read_bytes() == content
    return made


def content_of(made: MadeCopy) -> bytes:
    assert made.content is not None
    return made.content


def checked(made: MadeCopy) -> Assessment:
    return assess_content(content_of(made), Options())


def said(assessment: Assessment) -> dict[str, Any]:
    """Return every answer but those that a copy gives for itself."""
    return {key: value for key, value in flat_answers(assessment.answers or {}) if key not in OWN}


def typed() -> dict[str, Any]:
    """Return every answer of the valid submission."""
    plain, rows = answers()
    both = {**plain, **{name: tuple(found) for name, found in rows.items()}}
    return {key: value for key, value in flat_answers(both) if key not in OWN}
