"""Workbooks for runs that go wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

Make = Callable[..., list[Path]]


@pytest.fixture(scope="session")
def contents(bundle: Bundle) -> list[bytes]:
    """A few workbooks that differ."""
    values = [{"pg_engagement_id": f"ENG-{n}", "pg_rating_integration": n % 5 + 1} for n in range(12)]
    return [workbook_for(bundle, ("en", "ja")[n % 2], value) for n, value in enumerate(values)]


@pytest.fixture
def make(contents: list[bytes], tmp_path: Path) -> Make:
    """Write workbooks under the names that are given."""

    def write(*names: str) -> list[Path]:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        files = [folder / name for name in names]
        for number, file in enumerate(files):
            file.write_bytes(contents[number % len(contents)])
        return files

    return write
