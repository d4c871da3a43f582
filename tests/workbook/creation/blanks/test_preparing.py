"""Workbooks from prepared blanks are, byte by byte, those that are made without any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from pocgate_xl.build_hook import compile_all, prepare_blanks
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import load_bundle
from pocgate_xl.workbook.creation import blank, prerendered
from pocgate_xl.workbook.creation.blanks.prepared import prepared_blank
from pocgate_xl.workbook.creation.blanks.preparing import EDITIONS
from pocgate_xl.workbook.creation.fill import Values

ROOT = Path(__file__).parents[4]
CASES = [
    (name, language, edition)
    for name in builtin_names()
    for language, edition in product(load_bundle(builtin_home() / name).template.languages, EDITIONS)
]
ENGAGEMENTS: list[Values] = [
    {},
    {"pg_engagement_id": "A & <1>", "pg_engagement_assessor": "青木"},
    {
        "pg_engagement_organization": "Aoba",
        "pg_engagement_poc_name": "Invoices",
        "pg_engagement_sponsor": "Sato",
        "pg_engagement_employees": 7,
        "pg_engagement_poc_start": date(2026, 4, 1),
    },
]
OTHERS: list[Values] = [
    {"pg_engagement_id": "A", "pg_engagement_currency": "USD"},
    {"pg_engagement_id": "=1+1"},
    {"pg_engagement_organization": "x" * 60},
]
"""What no blank is prepared for."""


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    compile_all(ROOT)
    prepare_blanks(ROOT)


@pytest.fixture
def unprepared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def forget() -> None:
        for remembered in (
            prerendered._zip_template, prerendered.placeholders_of, blank.blank_workbook
        ):  # fmt: skip
            remembered.cache_clear()

    forget()
    monkeypatch.setattr(blank, "prepared_blank", lambda *_: None)
    monkeypatch.setattr(prerendered, "prepared_blank", lambda *_: None)
    yield
    forget()


def engagements_of(edition: str) -> list[Values]:
    return [*ENGAGEMENTS, *OTHERS] if edition == EDITIONS[0] else ENGAGEMENTS[::2]


@pytest.fixture(scope="module")
def from_prepared(_prepared: None) -> dict[tuple[str, str, str], list[bytes]]:
    found = {}
    for name, language, edition in CASES:
        bundle = load_bundle(builtin_home() / name)
        prepared = prepared_blank(bundle, language, edition)
        assert prepared, (name, language, edition)
        made = [prerendered.workbook_for(bundle, language, each, edition) for each in engagements_of(edition)]
        found[name, language, edition] = [prepared.workbook, *made]
    return found


@pytest.mark.parametrize(("name", "language", "edition"), CASES)
def test_every_language_edition_and_template(
    name: str,
    language: str,
    edition: str,
    from_prepared: dict[tuple[str, str, str], list[bytes]],
    unprepared: None,
) -> None:
    bundle = load_bundle(builtin_home() / name)
    blank_made, *prepared = from_prepared[name, language, edition]
    assert blank.blank_workbook(bundle, language, edition) == blank_made
    for values, expected in zip(engagements_of(edition), prepared, strict=True):
        assert prerendered.workbook_for(bundle, language, values, edition) == expected, values
