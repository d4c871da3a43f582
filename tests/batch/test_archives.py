"""Workbooks that come back in a zip: each is checked as if it had been taken out."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file, check_paths, workbooks_in
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for


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


def broken(file: Path, workbook: bytes, kind: str) -> Path:
    """Write an archive of a sound workbook and one member that cannot be had."""
    members = {"a.xlsx": workbook, "b.xlsx": workbook}
    if kind == "ratio":
        members["b.xlsx"] = bytes(20 * 1024 * 1024)
    if kind == "large":
        members["b.xlsx"] = random.Random(1).randbytes(26 * 1024 * 1024)
    data = bytearray(zipped(file, members).read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    (local,) = struct.unpack_from("<L", data, entry + 42)
    if kind == "encrypted":
        data[entry + 8] |= 1
        data[local + 6] |= 1
    if kind == "packing":
        data[entry + 10] = data[local + 8] = 12
    if kind == "checksum":
        data[entry + 16] ^= 1
        data[local + 14] ^= 1
    if kind == "name":
        data[entry + 46 : entry + 52] = data[local + 30 : local + 36] = b"../../"
    file.write_bytes(data)
    return file


FAULTS = [
    ("ratio", "PG008"), ("large", "PG009"), ("encrypted", "PG004"), ("packing", "PG008"),
    ("checksum", "PG008"), ("name", "PG008"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), FAULTS, ids=[kind for kind, _ in FAULTS])
def test_a_member_that_cannot_be_had_is_named_and_its_neighbours_are_read(
    tmp_path: Path, workbook: bytes, kind: str, code: str
) -> None:
    archive = broken(tmp_path / "some.zip", workbook, kind)
    found = {assessment.file: assessment for assessment in check_paths([tmp_path])}
    sound = found.pop(str(archive / "a.xlsx"))
    ((path, bad),) = found.items()
    assert (sound.outcome, bad.outcome) == ("not_started", "unreadable")
    assert [finding.code for finding in bad.findings] == [code]
    assert "npack" in bad.findings[0].hint or kind == "large"
    assert Path(path).is_relative_to(archive)
    assert ".." not in Path(path).parts


def test_a_workbook_under_the_name_of_a_lock_file_is_none_in_an_archive_either(
    tmp_path: Path, workbook: bytes
) -> None:
    members = {
        "~$a.xlsx": workbook,
        "~$b.xlsx": b"\x04Sato",
        ".c.xlsx": workbook,
        "__MACOSX/~$d.xlsx": workbook,
    }
    archive = zipped(tmp_path / "odd.zip", members)
    assert list(workbooks_in([archive])) == [str(archive / name) for name in (".c.xlsx", "~$a.xlsx")]


def test_names_that_differ_by_case_are_two_files(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "two.zip", {"A.xlsx": workbook, "a.xlsx": workbook})
    found = {assessment.file: assessment.outcome for assessment in check_paths([archive])}
    assert found == {str(archive / name): "not_started" for name in ("A.xlsx", "a.xlsx")}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_members_with_one_name_both_are_named_and_neither_is_believed(
    tmp_path: Path, workbook: bytes
) -> None:
    file = tmp_path / "twice.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (
            ("a.xlsx", workbook),
            ("a.xlsx", b"other"),
            ("a.xlsx (2)", b""),
            ("b.xlsx", workbook),
        ):
            archive.writestr(name, content)
    found = {Path(each.file).name: each for each in check_paths([file])}
    assert found.keys() == {"a.xlsx", "a.xlsx (2)", "a.xlsx (3)", "b.xlsx"}
    assert found["b.xlsx"].outcome == "not_started"
    for name in ("a.xlsx", "a.xlsx (3)"):
        assert "2 files in it are named a.xlsx" in found[name].findings[0].message


@pytest.mark.parametrize("cut", [slice(0, -30), slice(5, None), slice(0, 200)])
def test_a_broken_archive_has_the_advice_for_archives(tmp_path: Path, workbook: bytes, cut: slice) -> None:
    archive = zipped(tmp_path / "one.zip", {"one.xlsx": workbook})
    archive.write_bytes(b"PK\x03\x04\x14" + archive.read_bytes()[5:][cut])
    (assessment,) = check_paths([archive])
    assert assessment.file == str(archive)
    (finding,) = assessment.findings
    assert (finding.code, finding.hint) == (
        "PG001",
        "Unpack it on your computer and send the workbooks it contains.",
    )


def test_a_workbook_that_is_named_as_an_archive_is_one_workbook(tmp_path: Path, workbook: bytes) -> None:
    for name in ("book.zip", "BOOK.ZIP"):
        file = tmp_path / name
        file.write_bytes(workbook)
        assert list(workbooks_in([file])) == [str(file)]
        assert check_file(file).outcome == "not_started"


def test_other_documents_that_are_named_as_archives_are_one_file_each(tmp_path: Path) -> None:
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    sheet = zipped(
        tmp_path / "ods.zip", {"mimetype": mimetype, "content.xml": b"<x/>", "styles.xml": b"<x/>"}
    )
    numbers = zipped(tmp_path / "numbers.zip", {"Index/Document.iwa": b"1", "Index/Tables/Tile.iwa": b"2"})
    for file in (sheet, numbers):
        (assessment,) = check_paths([file])
        assert (assessment.file, assessment.findings[0].code) == (str(file), "PG006")


def test_what_is_not_in_an_archive_is_not_there(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "one.zip", {"one.xlsx": workbook})
    for path in (archive / "two.xlsx", tmp_path / "none.zip" / "one.xlsx", archive / "one.xlsx" / "sheet"):
        assert check_file(path).findings[0].code == "PG011"


def test_an_archive_that_changes_is_read_anew(tmp_path: Path, workbook: bytes) -> None:
    archive = zipped(tmp_path / "one.zip", {"one.xlsx": b"no workbook"})
    assert check_file(archive / "one.xlsx").outcome == "unreadable"
    zipped(archive, {"one.xlsx": workbook})
    assert check_file(archive / "one.xlsx").outcome == "not_started"
