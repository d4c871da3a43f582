"""Links lead to workbooks beside a report, and nowhere else whatever a file is called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pocgate_xl.reports.file_links import link_to_file

posix = pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")


def made(folder: Path, name: str) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    return str(file)


def test_a_link_is_relative_and_encoded(tmp_path: Path) -> None:
    file = made(tmp_path, "in/MF-118 検査 (2).xlsx")
    encoded = "in/MF-118%20%E6%A4%9C%E6%9F%BB%20%282%29.xlsx"
    assert link_to_file(file, tmp_path) == f"beside:{encoded}"
    assert link_to_file(file, tmp_path, "It's 1", "G7:H9") == f"beside:{encoded}#'It''s 1'!G7"
    out = tmp_path / "out" / "deep"
    out.mkdir(parents=True)
    assert link_to_file(file, out).startswith("beside:../../in/")


def test_a_path_is_seen_from_where_the_report_is_whatever_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "in/a.xlsx")
    monkeypatch.chdir(tmp_path / "in")
    assert link_to_file("a.xlsx", tmp_path) == "beside:in/a.xlsx"


@posix
@pytest.mark.parametrize(
    "name",
    [
        "javascript:alert(1).xlsx", "file:..x.xlsx", "..\\..\\x.xlsx", "\\\\host\\share.xlsx",
        "a%2e%2e%2fb.xlsx", "a#b.xlsx", 'a"b.xlsx', "a<b>.xlsx", "a\nb.xlsx", "a\u202eb.xlsx", "a?b.xlsx",
        "run.exe", "x.url", "a.xlsx\r", "C:x.xlsx", "a|calc.xlsx", "a\udcff.xlsx",
    ],
)  # fmt: skip
def test_a_name_that_may_mislead_has_no_link(tmp_path: Path, name: str) -> None:
    assert link_to_file(made(tmp_path, name), tmp_path) == ""


@posix
@pytest.mark.parametrize("folder", ["a:b", "x\\..", "50%", "mailto:x"])
def test_nor_has_one_in_such_a_folder(tmp_path: Path, folder: str) -> None:
    assert link_to_file(made(tmp_path, f"{folder}/a.xlsx"), tmp_path) == ""


def test_what_is_no_file_there_has_no_link(tmp_path: Path) -> None:
    archive = made(tmp_path, "returned.zip")
    for file in (
        f"{archive}/a.xlsx",
        "s3://bucket/a.xlsx",
        "https://x.test/a.xlsx",
        str(tmp_path / "gone.xlsx"),
    ):
        assert link_to_file(file, tmp_path) == ""
    assert link_to_file(made(tmp_path, "a.xlsx"), None) == ""


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("", "A1"), ("S", ""), ("S", "A0"), ("S", "HYPERLINK()"), ("[x.xlsx]S", "A1"), ("S#x", "A1"),
     ("S\n", "A1"), ('S"', "A1"), ("S", "$A$1")],
)  # fmt: skip
def test_a_place_that_is_none_leaves_the_link_to_the_file(tmp_path: Path, sheet: str, cell: str) -> None:
    assert link_to_file(made(tmp_path, "a.xlsx"), tmp_path, sheet, cell) == "beside:a.xlsx"


def test_a_link_that_excel_would_not_take_is_left_out(tmp_path: Path) -> None:
    assert link_to_file(made(tmp_path, f"{'深い' * 35}/{'深い' * 35}.xlsx"), tmp_path) == ""
