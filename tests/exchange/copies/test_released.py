"""Workbooks of earlier releases are checked by their own plan, and all of them goes into today's."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.batch.check import Options, examine
from tests.exchange.copies.copying import checked, copy_of, said

RELEASED = sorted((Path(__file__).parents[2] / "released").glob("*/*.xls[xm]"))
MEANS_SOMETHING_ELSE = frozenset({"pg_contingency"})
"""What an earlier release asked for in money and this one in percent: it stands in its cell, to be mended."""


@pytest.mark.parametrize("file", RELEASED, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_a_workbook_of_an_earlier_release_migrates_with_every_answer(file: Path, tmp_path: Path) -> None:
    before = examine(str(file), Options())
    assert before.template is not None
    assert before.template.version == "1.0.0"
    made = copy_of(file.read_bytes(), tmp_path, "migrate")
    after = checked(made)
    assert (made.was, made.now) == ("poc_gate 1.0.0", "poc_gate 1.1.0")
    kept = {name: value for name, value in said(before).items() if name not in MEANS_SOMETHING_ELSE}
    assert said(after) == kept
    assert made.counts["left_over"] == 0
    again = [entry for entry in made.ledger if entry.reason == "not_taken"]
    assert {entry.field for entry in again} <= MEANS_SOMETHING_ELSE
