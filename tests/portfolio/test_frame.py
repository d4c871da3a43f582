"""Assessments as a table: a row each, exact money, every answer under its name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import pocgate_xl as pg
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook
from pocgate_xl.workbook.creation.fill import fill_workbook

VALUES = {
    "pg_rating_business_kpi": 4, "pg_status_security": "done", "pg_note_business_kpi": "測定済み",
    "pg_poc_cost_development": Decimal("1000000.5"), "pg_process": [{"step": "Read", "ai": "Drafts"}],
    "pg_start_date": "2026-12-01",
}  # fmt: skip


@pytest.fixture
def frame(bundle: Bundle, tmp_path: Path) -> pd.DataFrame:
    blank = blank_workbook(bundle, "en")
    (tmp_path / "a.xlsx").write_bytes(fill_workbook(blank, bundle, "en", VALUES))
    (tmp_path / "b.xlsx").write_bytes(b"%PDF-1.7")
    return pg.to_frame(map(pg.check, (tmp_path / "a.xlsx", tmp_path / "b.xlsx")))


def test_every_workbook_has_its_row_and_what_it_does_not_tell_is_missing(frame: pd.DataFrame) -> None:
    assert [Path(file).name for file in frame["file"]] == ["a.xlsx", "b.xlsx"]
    assert frame["outcome"][1] == "unreadable"
    assert frame["total"].tolist() == [4, pd.NA]
    assert frame["decision"].isna().tolist() == [False, True]


def test_answers_stand_under_their_names(frame: pd.DataFrame) -> None:
    first = frame.iloc[0]
    assert first["pg_note_business_kpi"] == "測定済み"
    assert (first["pg_process.1.step"], first["pg_process.1.ai"]) == ("Read", "Drafts")
    assert first["pg_start_date"].isoformat() == "2026-12-01"
    assert first["given"] == 2


def test_money_is_exact(frame: pd.DataFrame) -> None:
    assert frame["pg_poc_cost_development"][0] == Decimal("1000000.5")
    assert frame["initial_low"][0] is None
    assert frame.columns.is_unique


def test_of_no_workbook_there_are_the_columns_and_no_row(frame: pd.DataFrame) -> None:
    none = pg.to_frame([])
    assert len(none) == 0
    assert [name for name in frame.columns if name in none.columns] == list(none.columns)
    assert none.dtypes.equals(frame[none.columns].dtypes)
