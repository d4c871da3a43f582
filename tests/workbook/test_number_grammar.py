from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pocgate_xl.workbook.number_grammar import narrowed, number_of_text

AMOUNTS = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False)
FULL_WIDTH = str.maketrans("0123456789,.-¥", "０１２３４５６７８９，．－￥")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"), ("４", "4"), (" 12.5 ", "12.5"), ("0.125", "0.125"), ("-3", "-3"), ("−3", "-3"),
        ("1,234", "1234"), ("1,234,567.89", "1234567.89"), ("１，２３４", "1234"), ("　５　", "5"),
        ("007", "7"), ("1234.567", "1234.567"),
    ],
)  # fmt: skip
def test_texts_without_doubt_are_numbers(text: str, number: str) -> None:
    assert number_of_text(text) == Decimal(number)


@pytest.mark.parametrize("text", ["¥1,200", "￥１，２００", "\\1200", "1,200円", "-¥1200"])
def test_yen_are_read_where_amounts_are_in_yen(text: str) -> None:
    assert abs(number_of_text(text, "JPY") or 0) == 1200
    assert number_of_text(text, "USD") is None
    assert number_of_text(text) is None


def test_the_sign_alone_is_shared_with_the_yuan() -> None:
    assert number_of_text("¥1200", "CNY") == 1200
    assert number_of_text("1200円", "CNY") is None


@pytest.mark.parametrize(
    "text",
    [
        "", "-", ".", ",", "1,23", "1,2345", "12,34,567", ",123", "1,234,", "1.234", "12.345", "1.", ".5",
        "1_000", "0x10", "1e5", "1E3", "20%", "20 %", "$5", "€5", "5 yen", "1 234", "1'234", "1.234,56",
        "NaN", "inf", "Infinity", "TRUE", "１０²", "10²", "½", "①", "٣", "四", "1\n2", "+5", "--5", "(5)",
        "1/2", "３／４", "5-", "1\u200b0", "1\u00a0000", "9" * 41,
    ],
)  # fmt: skip
def test_everything_doubtful_is_no_number(text: str) -> None:
    assert number_of_text(text, "JPY") is None


@given(AMOUNTS)
def test_an_amount_reads_back_however_it_is_grouped_and_however_wide(amount: Decimal) -> None:
    for text in (f"{amount:f}", f"{amount:,f}", f"{amount:,f}".translate(FULL_WIDTH)):
        assert number_of_text(text) == amount
        assert number_of_text(f"-{text}") == -amount


@given(st.text(max_size=50))
@example("1,000")
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    number = number_of_text(text, "JPY")
    assert number is None or number.is_finite()


@given(st.text(alphabet="0123456789,.-+¥円eE ％%", max_size=12))
def test_what_is_read_is_what_its_digits_say(text: str) -> None:
    number = number_of_text(text, "JPY")
    if number is not None:
        digits = "".join(c for c in text if c in "0123456789.")
        assert abs(number) == Decimal(digits)


@given(st.text())
def test_narrowing_keeps_the_length(text: str) -> None:
    assert len(narrowed(text)) == len(text)
