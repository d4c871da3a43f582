"""One strict grammar each for numbers, dates, texts and addresses."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel

from pocgate_xl.spreadsheetml.address import a1, area_of, names_area, position_of
from pocgate_xl.spreadsheetml.cell_types import decode_escapes, encode_escapes, number_of, serial_of

TEXTS = st.text(st.characters(codec="utf-16"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read(number: float) -> None:
    assert number_of(repr(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("-1.5", -1.5), ("+2", 2), (".5", 0.5), ("5.", 5), ("1E3", 1000), ("1e-400", 0), (" 7\n", 7)],
)
def test_numbers_in_all_forms_of_xml_are_read(text: str, number: float) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "NaN", "nan", "INF", "-INF", "inf", "Infinity", "1e309", "-1e309", "1e99999", "1_000",
        "0x10", "1,000", "1 000", "１２", "١٢", "1.2.3", "--1", "1e", "e5", ".", "+", "5%", "¥5", "1\u00a0",
        "1\x00", "0b1", "1d",
    ],
)  # fmt: skip
def test_nothing_else_is_a_number(text: str) -> None:
    assert number_of(text) is None


@given(st.text(max_size=12))
def test_a_number_is_always_finite(text: str) -> None:
    number = number_of(text)
    assert number is None or math.isfinite(number)


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 1, 1)), st.booleans())
def test_dates_agree_with_openpyxl(moment: datetime, date1904: bool) -> None:
    moment = moment.replace(microsecond=0)
    expected = to_excel(moment, CALENDAR_MAC_1904) if date1904 else to_excel(moment)
    serial = serial_of(moment.isoformat(), date1904)
    if date1904 and moment < datetime(1904, 1, 1):
        assert serial is None
    else:
        assert serial == pytest.approx(expected, abs=1e-6)


def test_dates_around_the_day_that_never_was() -> None:
    assert [serial_of(text, False) for text in ("1900-01-01", "1900-02-28", "1900-03-01")] == [1, 59, 61]
    assert serial_of("1904-01-01", True) == 0
    assert serial_of("2026-04-01T12:00:00Z", False) == (date(2026, 4, 1) - date(1899, 12, 30)).days + 0.5


@pytest.mark.parametrize(
    "text",
    ["", "2026-13-01", "2026-02-30", "1899-12-31", "26-01-01", "2026-1-1", "2026-01-01T25:00", 
     "２０２６-01-01", "2026-01-01T10:60", "2026-01-01T10:00:60", "2026-01-01 10:00", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_iso_date_has_no_serial(text: str) -> None:
    assert serial_of(text, False) is None


@given(TEXTS)
def test_escapes_give_back_every_text(text: str) -> None:
    assert decode_escapes(encode_escapes(text)) == text


ALPHABET = st.text(st.sampled_from(["_", "x", "0", "4", "1", "5", "F", "\x01", "\r", "A"]))


@given(ALPHABET)
def test_escapes_give_back_texts_that_look_like_escapes(text: str) -> None:
    assert decode_escapes(encode_escapes(text)) == text


@given(TEXTS)
def test_escaped_text_holds_nothing_that_xml_forbids(text: str) -> None:
    allowed = {"\t", "\n"}
    assert all(c >= " " or c in allowed for c in encode_escapes(text))
    assert not {"\ufffe", "\uffff"} & set(encode_escapes(text))


def test_escapes_as_excel_writes_them() -> None:
    assert decode_escapes("a_x000D_\nb") == "a\r\nb"
    assert decode_escapes("_x005F_x000D_") == "_x000D_"
    assert decode_escapes("_x001b_") == "\x1b"
    assert decode_escapes("_x00_ _xGGGG_ _X0041_") == "_x00_ _xGGGG_ _X0041_"
    assert decode_escapes("_xD83D__xDE00_") == "😀"


@given(st.text(st.one_of(st.characters(), st.characters(categories=["Cs"]))))
def test_decoded_text_can_always_be_written(text: str) -> None:
    escaped = "".join(f"_x{ord(c):04X}_" if c <= "\uffff" else c for c in text)
    decode_escapes(escaped).encode("utf-8")


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_addresses_are_read_as_they_are_written(row: int, column: int) -> None:
    assert position_of(a1((row, column))) == (row, column)


@pytest.mark.parametrize(
    "address",
    ["", "A", "1", "A0", "A01", "XFE1", "A1048577", "AAAA1", "A1 ", "$A$1", "A-1", "Ａ１", "A١"],
)
def test_what_is_no_address_has_no_position(address: str) -> None:
    assert position_of(address) is None


def test_areas_have_their_first_corner_above_and_left() -> None:
    assert area_of("B3:A1") == area_of("A3:B1") == ((1, 1), (3, 2))
    assert area_of("C7") == ((7, 3), (7, 3))
    assert area_of("A:A") is None
    assert area_of("A1:B2:C3") is None


@pytest.mark.parametrize(
    ("ref", "area"),
    [
        ("Sheet1!$A$1", ("Sheet1", (1, 1), (1, 1))),
        ("=Sheet1!$B$2:$C$5", ("Sheet1", (2, 2), (5, 3))),
        ("'My ''Sheet'''!$A$1:$B$3", ("My 'Sheet'", (1, 1), (3, 2))),
        ("スコア!$E$9", ("スコア", (9, 5), (9, 5))),
        ("'スコア 表'!$E$9", ("スコア 表", (9, 5), (9, 5))),
        ("pg_lists!$XFD$1048576", ("pg_lists", (1_048_576, 16_384), (1_048_576, 16_384))),
    ],
)
def test_a_name_gives_its_sheet_and_area(ref: str, area: object) -> None:
    assert names_area(ref) == area


@pytest.mark.parametrize(
    "ref",
    [
        "", "#REF!", "Sheet1!#REF!", "#REF!$A$1", "$A$1", "Sheet1!A1", "Sheet1!$A1", "Sheet1!$A:$A",
        "Sheet1!$1:$1", "Sheet1!$A$1,Sheet1!$B$2", "[1]Sheet1!$A$1", "'[1]Sheet1'!$A$1",
        "'C:\\[x.xlsx]Sheet1'!$A$1", "Sheet1:Sheet3!$A$1", "OFFSET(Sheet1!$A$1,0,0)", "42", '"text"',
        "''!$A$1", "!$A$1", "Sheet1!$XFE$1", "Sheet1!$A$0", "Sheet1!$A$1 Sheet1!$B$1", "My Sheet!$A$1",
    ],
)  # fmt: skip
def test_a_name_of_anything_else_has_no_area(ref: str) -> None:
    assert names_area(ref) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="[]:*?/\\"), min_size=1))
def test_every_quoted_title_is_read(title: str) -> None:
    quoted = title.replace("'", "''")
    assert names_area(f"'{quoted}'!$A$1") == (title, (1, 1), (1, 1))
