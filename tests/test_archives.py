"""Workbooks that come back in a zip: each is checked as if it had been taken out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file, check_paths, workbooks_in
from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.stamp import workbook_for


@pytest.fixture(scope="session")
def workbook(bundle: Bundle) -> bytes:
    return workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})


def zipped(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def test_every_file_of_an_archive_is_checked_under_a_path_of_its_own(tmp_path: Path, workbook: bytes) -> None:
    members = {
        "returned/a.xlsx": workbook,
        "returned/報告.xlsx": workbook,
        "notes.txt": b"see above",
        "__MACOSX/returned/._a.xlsx": b"\0",
    }
    archive = zipped(tmp_path / "returned.zip", members)
    passed: list[str] = []
    for paths in ([tmp_path], [archive]):
        passed.clear()
        files = list(workbooks_in(paths, passed.append))
        assert files == [
            str(archive / "notes.txt"),
            str(archive / "returned" / "a.xlsx"),
            str(archive / "returned" / "報告.xlsx"),
        ]
        assert passed == [str(archive / "__MACOSX" / "returned" / "._a.xlsx")]
    outcomes = {assessment.file: assessment.outcome for assessment in check_paths([archive])}
    assert [outcomes[file] for file in files] == ["unreadable", "not_started", "not_started"]


def test_an_archived_workbook_says_what_it_says_outside(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "one.zip", {"one.xlsx": workbook})
    (tmp_path / "one.xlsx").write_bytes(workbook)
    inside, outside = check_file(archive / "one.xlsx"), check_file(tmp_path / "one.xlsx")
    assert inside.sha256 == outside.sha256 == hashlib.sha256(workbook).hexdigest()
    assert (inside.outcome, inside.findings) == (outside.outcome, outside.findings)
    assert (inside.engagement, inside.responses_digest) == (outside.engagement, outside.responses_digest)


def test_names_from_windows_in_japan_are_read(tmp_path: Path, workbook: bytes) -> None:
    """They are written in Shift_JIS, and the archive does not say so."""
    info = zipfile.ZipInfo("x" * len("表計算.xlsx".encode("cp932")))
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(info, workbook)
    content = raw.getvalue().replace(info.filename.encode(), "表計算.xlsx".encode("cp932"))
    file = tmp_path / "sjis.zip"
    file.write_bytes(content)
    assert list(workbooks_in([file])) == [str(file / "表計算.xlsx")]
    assert check_file(file / "表計算.xlsx").outcome == "not_started"


def test_processes_look_into_archives_too(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "many.zip", {f"{number}.xlsx": workbook for number in range(5)})
    assert [assessment.outcome for assessment in check_paths([archive], jobs=2)] == ["not_started"] * 5


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no archive at all"])
def test_an_archive_that_cannot_be_read_stands_for_itself(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.zip"
    file.write_bytes(content)
    assert list(workbooks_in([tmp_path])) == [str(file)]
    assert [assessment.outcome for assessment in check_paths([tmp_path])] == ["unreadable"]


def test_an_archive_in_an_archive_is_named_and_not_looked_into(tmp_path: Path, workbook: bytes) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.xlsx": workbook}).read_bytes()
    (tmp_path / "inner.zip").unlink()
    outer = zipped(tmp_path / "outer.zip", {"inner.zip": inner})
    (assessment,) = check_paths([outer])
    assert (assessment.file, assessment.outcome) == (str(outer / "inner.zip"), "unreadable")
    assert assessment.findings[0].code == "PG001"


def test_a_member_that_unpacks_beyond_the_limits_is_refused(tmp_path: Path, workbook: bytes) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"a.xlsx": workbook, "b.xlsx": bytes(60 * 1024 * 1024)})
    assert list(workbooks_in([bomb])) == [str(bomb)]
    (assessment,) = check_paths([bomb])
    assert assessment.outcome == "unreadable"


def test_what_is_not_in_an_archive_is_not_there(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "one.zip", {"one.xlsx": workbook})
    for path in (archive / "two.xlsx", tmp_path / "none.zip" / "one.xlsx", archive / "one.xlsx" / "sheet"):
        assert check_file(path).findings[0].code == "PG011"


def test_an_archive_that_changes_is_read_anew(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "one.zip", {"one.xlsx": b"no workbook"})
    assert check_file(archive / "one.xlsx").outcome == "unreadable"
    zipped(archive, {"one.xlsx": workbook})
    assert check_file(archive / "one.xlsx").outcome == "not_started"
