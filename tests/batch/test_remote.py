"""Workbooks behind URLs are found, read and bounded as files are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pocgate_xl.batch import check_file, check_paths, workbooks_in
from pocgate_xl.batch.paths import is_url
from pocgate_xl.errors import EngineError, PocgateError
from pocgate_xl.opc.limits import Limits
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for


@pytest.fixture(scope="module")
def content(bundle: Bundle) -> bytes:
    return workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})


@pytest.fixture
def store(content: bytes) -> Iterator[str]:
    system = fsspec.filesystem("memory")
    system.pipe({"/in/b.xlsx": content, "/in/deep/a.XLSX": content, "/in/note.txt": b"no workbook"})
    yield "memory://in"
    system.rm("/in", recursive=True)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("s3://bucket/a.xlsx", True), ("zip://a.xlsx::file:///b.zip", True), ("C://a.xlsx", False),
        ("a.xlsx", False), ("odd:name.xlsx", False), ("//server/share/a.xlsx", False),
    ],
)  # fmt: skip
def test_a_url_has_a_scheme_of_more_than_a_letter(path: str, is_one: bool) -> None:
    assert is_url(path) == is_one


def test_a_url_is_a_file_a_folder_or_a_glob(store: str) -> None:
    assert list(workbooks_in([f"{store}/note.txt"])) == ["memory:///in/note.txt"]
    assert list(workbooks_in([store])) == ["memory:///in/b.xlsx", "memory:///in/deep/a.XLSX"]
    assert list(workbooks_in([f"{store}/*.xlsx"])) == ["memory:///in/b.xlsx"]
    assert list(workbooks_in([f"{store}/none*.xlsx"])) == [f"{store}/none*.xlsx"]


def test_a_file_with_a_pattern_for_a_name_is_itself(store: str, content: bytes) -> None:
    fsspec.filesystem("memory").pipe({"/in/v[b].xlsx": content, "/in/vb.xlsx": content})
    found = list(workbooks_in([store]))
    assert "memory:///in/v[b].xlsx" in found
    assert list(workbooks_in(["memory:///in/v[b].xlsx"])) == ["memory:///in/v[b].xlsx"]


def test_what_stands_behind_a_url_is_assessed_as_the_file_is(
    store: str, content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "b.xlsx"
    file.write_bytes(content)
    there, here = check_file(f"{store}/b.xlsx"), check_file(file)
    assert (there.sha256, there.responses_digest, there.findings) == (
        here.sha256, here.responses_digest, here.findings,
    )  # fmt: skip
    assert (there.file, there.outcome) == (f"{store}/b.xlsx", "not_started")


def test_what_is_not_there_is_reported(store: str) -> None:
    found = list(check_paths([f"{store}/none.xlsx"]))
    assert [(each.outcome, each.findings[0].code, each.sha256) for each in found] == [
        ("unreadable", "PG011", None)
    ]


def test_no_more_is_read_than_a_file_may_have(store: str) -> None:
    found = check_file(f"{store}/b.xlsx", limits=Limits(file_bytes=1000))
    assert (found.outcome, found.findings[0].code, found.sha256) == ("unreadable", "PG009", None)


def test_finished_files_behind_urls_are_kept_in_a_journal(store: str, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    first = list(check_paths([store], journal=journal))
    kept = journal.read_bytes()
    assert list(check_paths([store], journal=journal)) == first
    assert (journal.read_bytes(), kept.count(b"\n")) == (kept, 1 + len(first))


def test_processes_reach_urls_too(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    (found,) = check_paths([tmp_path.as_uri()], jobs=1)
    assert (found.outcome, found.file) == ("not_started", (tmp_path / "a.xlsx").as_uri())


def test_a_system_that_nobody_knows_is_the_operators_matter() -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        list(workbooks_in(["nowhere://a.xlsx"]))


def test_a_system_that_fails_is_the_operators_matter(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "isdir", fail)
    with pytest.raises(PocgateError, match="cannot be listed: RuntimeError"):
        list(workbooks_in([store]))


def test_without_fsspec_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(EngineError) as raised:
        list(workbooks_in(["s3://bucket/a.xlsx"]))
    assert "pocgate-xl[fsspec]" in raised.value.action
