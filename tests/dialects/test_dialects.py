"""Whoever saved a submission, it says the same; what a program loses is told, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.core.assessment import assessment_to_json
from tests.dialects import writers
from tests.dialects.writers import Writer
from tests.hostile.submission import submission

SAID = (
    "responses_digest", "template", "language", "engagement", "scorecard", "checklist", "decision",
    "next_step", "costs", "causes", "roadmap", "operations", "committee", "recorded",
)  # fmt: skip


class Dialect(NamedTuple):
    """A writer, the programs it needs and the codes of what it loses."""

    writer: Writer
    codes: tuple[str, ...] = ()
    outcome: str = "accepted"
    needs: tuple[str, ...] = ()


LOST = ("PG138",)
"""Protection, drop-downs, charts and conditional formats, which some programs do not keep."""

DIALECTS: tuple[Dialect, ...] = (
    Dialect(writers.libreoffice, needs=("soffice",)),
    Dialect(writers.libreoffice_iso, needs=("soffice",)),
    Dialect(writers.openpyxl_saved, ("PG112",)),
    Dialect(writers.libreoffice_by_ods, needs=("soffice",)),
    Dialect(writers.xlsxwriter, LOST),
    Dialect(writers.xlsxwriter_inline, LOST),
    Dialect(writers.ironcalc, LOST),
    Dialect(writers.gnumeric, LOST, needs=("ssconvert",)),
    Dialect(writers.pandas, ("PG112",)),
    Dialect(writers.exceljs, LOST, needs=("node", "npm")),
    Dialect(writers.populate, ("PG112",), needs=("node", "npm")),
    Dialect(writers.sheetjs, LOST, needs=("node", "npm")),
    Dialect(writers.sheetjs_inline, LOST, needs=("node", "npm")),
    Dialect(writers.shared_strings),
    Dialect(writers.rich_text),
    Dialect(writers.shared_formulas),
    Dialect(writers.prefixes),
    Dialect(writers.utf16),
    Dialect(writers.counting_from_1904),
    Dialect(writers.strict_iso_dates),
)


def assessed(content: bytes, folder: Path) -> dict[str, Any]:
    file = folder / "submission.xlsx"
    file.write_bytes(content)
    return assessment_to_json(check_file(file))


def cases() -> list[Any]:
    return [
        pytest.param(dialect, language, id=f"{dialect.writer.__name__} {language}",
                     marks=pytest.mark.needs(*dialect.needs))
        for dialect in DIALECTS
        for language in ("en", "ja")
    ]  # fmt: skip


@pytest.mark.parametrize(("dialect", "language"), cases())
def test_another_program_changes_nothing_that_is_said(
    dialect: Dialect, language: str, tmp_path: Path
) -> None:
    sent = submission(language)
    before = assessed(sent, tmp_path)
    assert (before["outcome"], before["findings"]) == ("accepted", [])
    after = assessed(dialect.writer(sent, tmp_path), tmp_path)
    found = [(f["code"], f["sheet"], f["cell"], f["found"]) for f in after["findings"]]
    codes = {code for code, *_ in found}
    assert (after["outcome"], codes) == (dialect.outcome, set(dialect.codes)), found[:20]
    for section in SAID:
        assert after[section] == before[section], section


def test_a_copy_of_the_values_alone_is_read_by_its_places(tmp_path: Path) -> None:
    before, after = (
        assessed(content, tmp_path)
        for content in (submission(), writers.pandas_values(submission(), tmp_path))
    )
    assert after["outcome"] == "findings"
    assert {"PG105", "PG150"} <= {finding["code"] for finding in after["findings"]}
    assert after["scorecard"]["ratings"] == before["scorecard"]["ratings"]


def test_a_copy_of_the_values_whose_texts_moved_is_told_by_its_names(tmp_path: Path) -> None:
    """Without names nothing is guessed: the stamp tells whose it was, no answer is read."""
    after = assessed(writers.pandas_values(submission(), tmp_path, moved_down=1), tmp_path)
    assert after["outcome"] == "findings"
    assert {"PG103"} <= {finding["code"] for finding in after["findings"]}
    assert set(after["scorecard"]["ratings"].values()) == {None}
