"""The same parts always give the same bytes, and every program can read them."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts, write_container
from pocgate_xl.spreadsheetml.reader import read_workbook
from tests.workbook.office import as_openpyxl_reads, busy_workbook, saved
from tests.workbook.raw_packages import ONE_CELL, Zipped, sheet_of, workbook_parts, zip_of

PARTS = workbook_parts(sheet_of(ONE_CELL), more={"xl/media/画像.png": b"\x89PNG", "empty": b""})


def test_python_and_openpyxl_read_what_is_written() -> None:
    data = write_container(PARTS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == PARTS
    assert openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]["A1"].value == 1


def test_no_clock_gets_into_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(write_container(PARTS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_container(PARTS) == write_container(PARTS)


def test_content_types_come_first_and_the_rest_in_the_order_given() -> None:
    names = [*reversed([name for name in PARTS if name != "[Content_Types].xml"]), "[Content_Types].xml"]
    package = Package.from_bytes(write_container({name: PARTS[name] for name in names}))
    assert package.names == ("[Content_Types].xml", *names[:-1])


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.xml", fullmatch=True), st.binary(max_size=300))
)
def test_what_is_written_is_read_back(parts: dict[str, bytes]) -> None:
    parts = {name: data for name, data in parts.items() if "/" not in name or name.split("/")[0] not in parts}
    package = Package.from_bytes(write_container(PARTS | parts))
    assert {name: package.read(name) for name in package.names} == PARTS | parts


def test_replacing_parts_copies_the_others_as_they_are_packed() -> None:
    package = Package.from_bytes(saved(busy_workbook()))
    sheet = read_workbook(package).sheets[0].part
    new = package.read(sheet).replace(b"text", b"other")
    changed = Package.from_bytes(replace_parts(package, {sheet: new, "added.xml": b"<x/>"}))
    assert changed.read(sheet) == new
    assert changed.read("added.xml") == b"<x/>"
    others = [name for name in package.names if name != sheet]
    assert set(changed.names) == {*package.names, "added.xml"}
    assert [changed.raw(name) for name in others] == [package.raw(name) for name in others]
    assert as_openpyxl_reads(replace_parts(package, {})) == as_openpyxl_reads(package.data)


@pytest.mark.parametrize("descriptor", ["signed", "bare"])
def test_copied_parts_lose_what_followed_their_data(descriptor: str) -> None:
    members = [
        Zipped(name.encode(), data, descriptor=descriptor) for name, data in PARTS.items() if name.isascii()
    ]
    package = Package.from_bytes(zip_of(members))
    copy = Package.from_bytes(replace_parts(package, {}))
    assert {name: copy.read(name) for name in copy.names} == {m.name.decode(): m.content for m in members}
