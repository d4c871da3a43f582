"""Copies and blanks as the page's Python makes them, with this computer's engine in place of the page's."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.page import blanks, copies
from pocgate_xl.spreadsheetml.formulas import calculate, engine_process
from pocgate_xl.templates.loader import Bundle
from tests.functions.open_book import answered, workbook

RELEASED = Path(__file__).parents[1] / "released"


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calculate, "_brought", None)
    copies.bring(lambda request: json.dumps(engine_process.compute(json.loads(request))))


@pytest.fixture(scope="module")
def half(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("copies") / "half.xlsx"
    file.write_bytes(workbook(bundle, **answered(bundle)))
    return file


def copied(kind: Any, file: Path, out: Path, language: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(copies.copied(kind, str(file), file.name, str(out), language))
    return found


def test_a_copy_is_written_and_what_is_in_it_is_told(half: Path, tmp_path: Path) -> None:
    said = copied("return", half, tmp_path / "copy")
    assert (said["made"], said["problem"], said["missing"]) == (True, "", 8)
    assert (tmp_path / "copy").read_bytes().startswith(b"PK")
    assert said["head"].startswith("\ufefffile,engagement")


def test_a_workbook_of_today_is_not_migrated_and_an_old_one_is_with_its_ledger(
    half: Path, tmp_path: Path
) -> None:
    assert not copied("migrate", half, tmp_path / "none")["made"]
    assert not (tmp_path / "none").exists()
    said = copied("migrate", next(RELEASED.glob("*/en.xlsx")), tmp_path / "copy")
    assert (said["made"], said["was"], said["left_over"]) == (True, "poc_gate 1.0.0", 0)
    assert said["ledger"].startswith("en.xlsx,")


def test_of_what_is_no_workbook_there_is_no_copy(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_bytes(b"no workbook")
    said = copied("return", tmp_path / "text.xlsx", tmp_path / "copy")
    assert not said["made"]
    assert not (tmp_path / "copy").exists()


def test_an_engine_that_fails_is_a_sentence(half: Path, tmp_path: Path) -> None:
    copies.bring(lambda request: "nonsense")
    assert "cannot be computed" in copied("return", half, tmp_path / "copy")["problem"]


def test_a_copy_and_a_blank_name_the_page_where_its_address_is_known(
    bundle: Bundle, half: Path, tmp_path: Path
) -> None:
    page, copy, blank = "https://intranet/check/", tmp_path / "copy", tmp_path / "blank"
    copies.copied("return", str(half), half.name, str(copy), page=page)
    said = json.loads(blanks.blank(bundle.template.id, "ja", json.dumps(["A", "B", "C"]), str(blank), page))
    assert said == {"name": "A.xlsx", "problem": ""}
    for made in (copy, blank):
        with zipfile.ZipFile(made) as archive:
            assert page.encode() in archive.read("xl/worksheets/_rels/sheet1.xml.rels")


def test_of_an_engagement_the_newest_revision_stands_for_the_others() -> None:
    lines = [
        json.dumps(
            {"engagement": {"id": id_, "revision": revision}, "responses_digest": digest, "findings": []}
        )
        for id_, revision, digest in (("A", 1, "x"), ("A", 2, "y"), ("A", 2, "y"), ("B", None, "z"))
    ]
    lines.append(json.dumps({"engagement": None, "responses_digest": None, "findings": []}))
    assert json.loads(copies.current(json.dumps(lines))) == [1, 3, 4]


def test_names_of_copies_are_those_of_files_and_never_alike() -> None:
    said = json.loads(copies.names(json.dumps(["a/x.xlsm", "b/X.xlsx", "..\\..\\evil.xlsx", "../x.xlsx"])))
    assert said == ["x.xlsx", "X (2).xlsx", "evil.xlsx", "x (3).xlsx"]


def test_the_zip_holds_every_copy_and_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    for name in ("b.xlsx", "案件.xlsx"):
        (tmp_path / "copies" / name).write_bytes(name.encode())
    copies.zipped(str(tmp_path / "copies"), "file\r\n", str(tmp_path / "out"))
    with zipfile.ZipFile(io.BytesIO((tmp_path / "out").read_bytes())) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {"b.xlsx": b"b.xlsx", "案件.xlsx": "案件.xlsx".encode(), "ledger.csv": b"file\r\n"}


def test_a_text_that_cannot_be_put_into_a_blank_is_named_by_its_place(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit(*_: object) -> bytes:
        raise ValueError("pg_engagement_poc_name")

    monkeypatch.setattr(blanks, "carried_workbook", unfit)
    said = blanks.blank(bundle.template.id, "en", json.dumps(["A", "B", "C" * 500]), str(tmp_path / "blank"))
    assert json.loads(said) == {"unfit": 2}
