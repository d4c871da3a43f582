from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pocgate_xl.workbook.submission.grammar.numbers import (
    MOST_CHARACTERS,
    doubt_of_number,
    narrowed,
    number_of_text,
    readings_of_number,
)

AMOUNTS = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False)
FULL_WIDTH = str.maketrans("0123456789,.-¥", "０１２３４５６７８９，．－￥")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"), ("４", "4"), (" 12.5 ", "12.5"), ("0.125", "0.125"), ("-3", "-3"), ("−3", "-3"),
        ("1,234", "1234"), ("1,234,567.89", "1234567.89"), ("１，２３４", "1234"), ("　５　", "5"),
        ("007", "7"), ("1234.567", "1234.567"),
        ("4\u200b", "4"), ("\ufeff4", "4"), ("\u200e4\u200f", "4"), ("1\u00ad200", "1200"),
        ("\u202a5\u202c", "5"),
        ("\u20665\u2069", "5"), ("1\u2060200", "1200"), ("5\u200d", "5"),
        ("1 200 000", "1200000"), ("1\u00a0200\u00a0000.5", "1200000.5"), ("1\u2009200", "1200"),
        ("1\u202f200", "1200"), ("1\u2007200", "1200"), ("1'200'000", "1200000"), ("1\u2019200", "1200"),
        ("１　２００", "1200"), ("\u00a05\u00a0", "5"),
    ],
)  # fmt: skip
def test_texts_without_doubt_are_numbers(text: str, number: str) -> None:
    assert number_of_text(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "¥1,200", "￥１，２００", "\\1200", "1,200円", "-¥1200", "JPY 1,200", "JPY1200", "1 200 JPY",
        "jpy 1,200",
        "ＪＰＹ　１，２００", "1,200 円", "1200 yen", "JPY -1,200", "\u200eJPY\u00a01\u00a0200",
    ],
)  # fmt: skip
def test_yen_are_read_where_amounts_are_in_yen(text: str) -> None:
    assert abs(number_of_text(text, "JPY") or 0) == 1200
    assert number_of_text(text, "USD") is None
    assert number_of_text(text) is None


def test_the_sign_alone_is_shared_with_the_yuan() -> None:
    assert number_of_text("¥1200", "CNY") == 1200
    assert number_of_text("1200円", "CNY") is None


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("€1,200", "EUR"), ("€ 1 200", "EUR"), ("1 200 €", "EUR"), ("-€1200", "EUR"), ("£1,200", "GBP"),
        ("￡１，２００", "GBP"), ("$1,200", "USD"), ("＄1200", "USD"), ("US$1,200", "USD"),
        ("1,200 $", "USD"),
        ("₩1,200", "KRW"), ("￦1200", "KRW"), ("1200원", "KRW"), ("A$1,200", "AUD"), ("AU$ 1200", "AUD"),
        ("S$1,200", "SGD"), ("NT$1,200", "TWD"), ("1200元", "CNY"), ("1200元", "TWD"), ("nt$1,200", "TWD"),
    ],
)  # fmt: skip
def test_a_sign_of_money_is_read_in_its_own_currency_alone(text: str, currency: str) -> None:
    assert abs(number_of_text(text, currency) or 0) == 1200
    for other in ("JPY", ""):
        assert (number_of_text(text, other), doubt_of_number(text)) == (None, "unit")


@pytest.mark.parametrize("currency", ["AUD", "SGD", "TWD", "EUR", "JPY"])
def test_a_sign_of_many_dollars_is_read_as_none_of_the_rarer(currency: str) -> None:
    assert (number_of_text("$1,200", currency), doubt_of_number("$1,200")) == (None, "unit")


@pytest.mark.parametrize("text", ["€1.200", "€5 $", "€€5", "ſ$5", "$5 JPY", "€5 EUR", "$US5", "€", "€1,20"])
@pytest.mark.parametrize("currency", ["EUR", "USD", "JPY", "SGD"])
def test_signs_make_nothing_certain_that_is_not(text: str, currency: str) -> None:
    assert number_of_text(text, currency) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "-", ".", ",", "1,23", "1,2345", "12,34,567", ",123", "1,234,", "1.234", "12.345", "1.", ".5",
        "1_000", "0x10", "1e5", "1E3", "20%", "20 %", "$5", "€5", "5 pcs", "1,234 567", "1'234,567",
        "1  234", "12 34", "1 2345", "1.234,56",
        "JPY 5 JPY", "JPY ¥5", "JPYen 5", "¥5円円", "USD 5", "\u202e21", "\u20671,200\u2069", "1\u2028200",
        "NaN", "inf", "Infinity", "TRUE", "１０²", "10²", "½", "①", "٣", "四", "1\n2", "+5", "--5", "(5)",
        "1/2", "３／４", "5-", "9" * 41,
    ],
)  # fmt: skip
def test_everything_doubtful_is_no_number(text: str) -> None:
    assert number_of_text(text, "JPY") is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("1.234", "point"), ("USD 1,200", "unit"), ("5 pcs", "unit"), ("¥5", "unit"), ("5 yen", "unit"),
        ("20%", "percent"), ("２０ ％", "percent"), ("about 5", "other"), ("1.234,56", "other"),
        ("\u202e21", "other"),
        ("5" * 200, "other"),
    ],
)  # fmt: skip
def test_what_is_not_read_has_a_reason(text: str, doubt: str) -> None:
    assert (number_of_text(text, "EUR"), doubt_of_number(text)) == (None, doubt)


@given(
    st.from_regex(
        r"[A-Z]{0,3} ?[-]?[\xa5]?[0-9]{1,3}([,' .\u00a0][0-9]{3}){0,3}( ?(JPY|円|yen|%))?", fullmatch=True
    )
)
@example("1 234")
@example("JPY 1.234")
def test_no_text_has_two_readings(text: str) -> None:
    for currency in ("", "JPY", "USD"):
        assert len(set(readings_of_number(text, currency))) <= 1


@given(
    AMOUNTS,
    st.sampled_from(",' \u00a0\u2009\u202f\u2019"),
    st.sampled_from(["", "\u200b", "\ufeff", "\u200e"]),
)
def test_an_amount_reads_back_however_it_is_grouped(amount: Decimal, group: str, mark: str) -> None:
    text = f"{amount:,f}".replace(",", group)
    assert number_of_text(f"{mark}{text}{mark}") == (amount if len(text) <= MOST_CHARACTERS else None)


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


@given(st.text(alphabet="0123456789,.-+¥円eE' ％%\u00a0\u200b", max_size=12))
def test_what_is_read_is_what_its_digits_say(text: str) -> None:
    number = number_of_text(text, "JPY")
    if number is not None:
        digits = "".join(c for c in text if c in "0123456789.")
        assert abs(number) == Decimal(digits)


@given(st.text())
def test_narrowing_keeps_the_length(text: str) -> None:
    assert len(narrowed(text)) == len(text)
