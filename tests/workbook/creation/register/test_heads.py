"""A register from a prepared or kept head is, byte by byte, the one that is written as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pocgate_xl.core.submission import Value
from pocgate_xl.output import cache
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.register.entries import RegisterEntry
from pocgate_xl.workbook.creation.register.page import new_register, register_plan
from pocgate_xl.workbook.rendering.report_writer import write_report

DAY = date(2026, 4, 1)


def entry(number: int, **more: Value) -> RegisterEntry:
    made = {"file": "A.xlsx", "digest": "0" * 64, "language": "en", "issued": DAY}
    return RegisterEntry({"id": f"A-{number}", "organization": "Aoba" * number, **made, **more})


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("entries", [
    [entry(1)],
    [entry(1), entry(20), entry(3)],
    [entry(1, poc_name="=1+1"), entry(2)],
    [entry(1, currency="USD", email="a@example.com"), entry(2, due=DAY)],
])  # fmt: skip
def test_it_is_the_register_that_is_written_as_a_whole(
    bundle: Bundle,
    language: str,
    entries: list[RegisterEntry],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, title = register_plan(entries, bundle, language)
    whole = write_report(plan, bundle, title)
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    assert new_register(entries, bundle, language) == whole
    assert new_register(entries, bundle, language) == whole  # what was kept now, if it was not prepared
