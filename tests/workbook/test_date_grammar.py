from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.workbook.date_grammar import ERAS, FIRST_DATE, ZERO, date_of_serial, date_of_text

DAYS = st.dates(min_value=FIRST_DATE)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)), ("2026/4/1", date(2026, 4, 1)), ("2026.4.1", date(2026, 4, 1)),
        ("２０２６／４／１", date(2026, 4, 1)), ("2026年4月1日", date(2026, 4, 1)),
        (" 2026-4-1 ", date(2026, 4, 1)),
        ("令和7年4月1日", date(2025, 4, 1)), ("令和元年5月1日", date(2019, 5, 1)),
        ("R7.4.1", date(2025, 4, 1)),
        ("r7/4/1", date(2025, 4, 1)), ("Ｒ７．４．１", date(2025, 4, 1)), ("H31.4.30", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)), ("S64.1.7", date(1989, 1, 7)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)  # fmt: skip
def test_texts_with_the_year_first_or_of_an_era_are_dates(text: str, day: date) -> None:
    assert date_of_text(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "3/4/26", "8/4/1", "4/1/2026", "26-04-01", "2026-4", "2026/13/1", "2026-02-30", "2025-02-29",
        "2026-4/1", "20260401", "April 1, 2026", "1 Apr 2026", "today", "令和0年1月1日", "令和元年4月30日",
        "平成31年5月1日", "昭和64年1月8日", "昭和元年12月24日", "明治45年7月30日", "R7.4", "R元.5.1",
        "X7.4.1",
        "0001-01-01", "1900-02-28", "1900-02-29", "2026-04-01T00:00:00", "２０２６年４月", "2026-04-01x",
    ],
)  # fmt: skip
def test_everything_doubtful_is_no_date(text: str) -> None:
    assert date_of_text(text) is None


@given(DAYS)
def test_a_date_reads_back_in_every_accepted_form(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y}/{day.month}/{day.day}", f"{day:%Y}年{day.month}月{day.day}日"):
        assert date_of_text(text) == day


@given(st.sampled_from(sorted(ERAS)), st.data())
def test_a_date_of_an_era_reads_back(era: str, data: st.DataObject) -> None:
    first, last = ERAS[era]
    day = data.draw(st.dates(first, min(last, date(2117, 12, 31))))
    year = day.year - first.year + 1
    assert date_of_text(f"{era}{year}年{day.month}月{day.day}日") == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_that_spreadsheets_agree_on_or_none(text: str) -> None:
    day = date_of_text(text)
    assert day is None or day >= FIRST_DATE


@given(DAYS, st.floats(0, 0.99))
def test_serials_count_days_and_forget_the_hour(day: date, hour: float) -> None:
    assert date_of_serial((day - ZERO).days + hour, date1904=False) == day


@given(DAYS.filter(lambda day: date(1904, 3, 2) <= day))
def test_the_other_system_begins_four_years_later(day: date) -> None:
    assert date_of_serial((day - date(1904, 1, 1)).days, date1904=True) == day


@pytest.mark.parametrize("serial", [-1.0, 0.0, 60.0, 60.999, 2958466.0, 1e300, -1e300])
def test_serials_without_a_day_are_no_dates(serial: float) -> None:
    assert date_of_serial(serial, date1904=False) is None
    assert date_of_serial(serial, date1904=True) is None


def test_the_last_serial_has_a_day_in_one_system_only() -> None:
    assert date_of_serial(2958465.5, date1904=False) == date.max
    assert date_of_serial(2958465.5, date1904=True) is None
    assert date_of_serial(61, date1904=False) == FIRST_DATE
    assert date_of_serial(61, date1904=True) == date(1904, 1, 1) + timedelta(61)
