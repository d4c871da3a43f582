from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.fields import input_fields
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.grammar.dates import (
    ERAS,
    FIRST_DATE,
    Calendar,
    calendar,
    date_of_serial,
    date_of_text,
    doubt_of_date,
    doubt_of_serial,
    readings_of_date,
)
from pocgate_xl.workbook.submission.interpret import interpret
from pocgate_xl.workbook.submission.reading_context import ReadingContext

MONTHS = (
    "January/Jan February/Feb March/Mar April/Apr May June/Jun July/Jul August/Aug September/Sep October/Oct"
    " November/Nov December/Dec"
)
WEEKDAYS = "Monday/Mon Tuesday/Tue Wednesday/Wed Thursday/Thu Friday/Fri Saturday/Sat Sunday/Sun"
KANJI = "月曜日/月 火曜日/火 水曜日/水 木曜日/木 金曜日/金 土曜日/土 日曜日/日"
NAMES = calendar([MONTHS, ""], [WEEKDAYS, KANJI])
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
        ("2024-02-29", date(2024, 2, 29)), ("\ufeff2026-04-01\u200b", date(2026, 4, 1)),
        ("2026-04-01T00:00:00", date(2026, 4, 1)), ("2026-04-01 00:00:00", date(2026, 4, 1)),
        ("2026/4/1 9:30", date(2026, 4, 1)), ("2026-04-01T09:30:00.123", date(2026, 4, 1)),
        ("2026年4月1日 0:00", date(2026, 4, 1)), ("30/9/2026", date(2026, 9, 30)),
        ("9/30/2026", date(2026, 9, 30)),
        ("2026-04-01T00:00:00Z", date(2026, 4, 1)), ("2026-04-01T00:00:00.000Z", date(2026, 4, 1)),
        ("2026-04-01T00:00:00+09:00", date(2026, 4, 1)), ("2026-04-01 00:00:00 -0500", date(2026, 4, 1)),
        ("2026-04-01T15:30:00Z", date(2026, 4, 1)), ("2026-04-01T00:00Z", date(2026, 4, 1)),
        ("2026-04-01Z", date(2026, 4, 1)), ("2026-04-01+09:00", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)), ("２０２６０４０１", date(2026, 4, 1)),
        ("20240229", date(2024, 2, 29)),
        ("4/4/2026", date(2026, 4, 4)), ("30.09.2026", date(2026, 9, 30)),
    ],
)  # fmt: skip
def test_texts_in_digits_that_mean_one_day_are_dates(text: str, day: date) -> None:
    assert date_of_text(text) == date_of_text(text, NAMES) == day


@pytest.mark.parametrize(
    "text",
    [
        "30 September 2026", "30 Sep 2026", "30-Sep-2026", "30th September 2026",
        "30. September 2026", "30.Sep 2026", "Wed, 30. September 2026",
        "30 SEPTEMBER, 2026",
        "September 30, 2026", "Sep 30, 2026", "Sep. 30 2026", "September 30th, 2026",
        "Wed 30 September 2026", "Wednesday, 30 September 2026", "Wed, Sep 30, 2026", "Wed. 30 Sep 2026",
        "30 September 2026 (Wed)", "2026-09-30 (Wed)", "2026-09-30 Wed", "Wed 2026-09-30",
        "2026/09/30(水)", "2026/09/30（水）", "2026/9/30 (水曜日)", "2026年9月30日(水)",
        "2026年9月30日水曜日",
        "令和8年9月30日（水）", "R8.9.30(水)", "30\u00a0September\u00a02026", "\u200eSep\u202f30, 2026",
        "30  September  2026",
    ],
)  # fmt: skip
def test_months_and_days_of_the_week_are_read_in_words(text: str) -> None:
    assert date_of_text(text, NAMES) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("1889-01-01", "early"), ("4 March 1889", "early"), ("2026-02-30", "no_such_day"),
        ("31 June 2026", "no_such_day"),
        ("平成31年5月1日", "no_such_day"), ("2026/09/30(木)", "weekday"),
        ("Thu 30 September 2026", "weekday"),
        ("4/1/2026", "either"), ("04.01.2026", "either"), ("3/4/26", "other"), ("8/4/1", "other"),
        ("soon", "other"),
        ("20260230", "eight_digits"), ("30092026", "eight_digits"), ("18990101", "early"),
        ("2026-04-01x", "more"), ("2026-09-30T00:00:00 JST", "more"), ("2026-09-30T00:00:00+9", "more"),
        ("202604", "other"), ("2026-02-30x", "other"), ("30 Sep 26", "other"), ("September 2026", "other"),
        ("x" * 100, "other"),
        ("2026-09-30 25:00", "more"), ("30 Foo 2026", "other"), ("\u202e2026-09-30", "other"),
    ],
)  # fmt: skip
def test_what_is_not_read_has_a_reason(text: str, doubt: str) -> None:
    assert (date_of_text(text, NAMES), doubt_of_date(text, NAMES)) == (None, doubt)


def test_a_number_without_a_day_has_a_reason() -> None:
    assert [doubt_of_serial(serial) for serial in (-1, 60, 1e9)] == ["early", "early", "number"]


def test_a_name_with_two_meanings_means_nothing() -> None:
    order = "a b c d e f g h i j k l"
    assert calendar([order], []).months["b"] == 2
    assert calendar([order, order[::-1]], []).months == {}
    assert date_of_text("30 a 2026", calendar([order, order[::-1]], [])) is None


def test_a_language_that_lacks_a_name_has_none() -> None:
    assert calendar(["a b c"], ["a b c d e f g h"]) == Calendar()


def test_every_language_has_all_months_and_days(bundle: Bundle) -> None:
    for catalog in bundle.catalogs.values():
        counted = [len(catalog.text(f"calendar.{key}").split()) for key in ("months", "weekdays")]
        assert counted == [12, 7]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_words_are_those_of_all_languages_of_a_template(bundle: Bundle, language: str) -> None:
    field = next(field for field in input_fields(bundle.template) if field.kind == "date")
    for text in ("30 September 2026", "Wed 30 Sep 2026", "2026/09/30(水)"):
        value, faults = interpret(field, RawCell("text", text, None, text), ReadingContext(bundle, language))
        assert (value, [(f.kind, f.reading) for f in faults]) == (
            date(2026, 9, 30),
            [("converted_date", "2026-09-30")],
        )


@pytest.mark.parametrize(
    "text",
    [
        "", "3/4/26", "8/4/1", "4/1/2026", "26-04-01", "2026-4", "2026/13/1", "2026-02-30", "2025-02-29",
        "2026-4/1", "20261301", "2026040", "April 1, 2026", "1 Apr 2026", "today", "2026-09-30 (Wed)",
        "令和0年1月1日",
        "令和元年4月30日",
        "平成31年5月1日", "昭和64年1月8日", "昭和元年12月24日", "明治45年7月30日", "R7.4", "R元.5.1",
        "X7.4.1",
        "0001-01-01", "1900-02-28", "1900-02-29", "2026-04-01T00:00:00+9", "２０２６年４月",
        "2026-04-01x",
    ],
)  # fmt: skip
def test_everything_doubtful_is_no_date(text: str) -> None:
    assert date_of_text(text) is None


@given(DAYS)
def test_a_date_reads_back_in_every_accepted_form(day: date) -> None:
    year, name = f"{day.year:04}", MONTHS.split()[day.month - 1].split("/")[0]
    forms = (
        day.isoformat(), f"{year}/{day.month}/{day.day}", f"{year}年{day.month}月{day.day}日",
        f"{day} 00:00:00", f"{day}T00:00:00.000Z", f"{year}{day.month:02}{day.day:02}",
        f"{day.day} {name} {year}", f"{name[:3]} {day.day}, {year}",
        f"{day}({'月火水木金土日'[day.weekday()]})",
    )  # fmt: skip
    assert [date_of_text(text, NAMES) for text in forms] == [day] * len(forms)


TEXTS = st.one_of(
    st.from_regex(
        r"(Mon |Wed, )?[0-9]{1,4}[-/. ]([0-9]{1,2}|Sep|May|March)[-/. ][0-9]{1,4}( 0:00|\([水月]\)| Fri)?",
        fullmatch=True,
    ),
    st.text(alphabet="0123456789-/.RH年月日水 SepMay(),:T", max_size=20),
)


@given(TEXTS)
def test_a_text_with_two_readings_is_none(text: str) -> None:
    days = {day for day in readings_of_date(text, NAMES) if day}
    day = date_of_text(text, NAMES)
    assert day is None or days == {day}
    assert len(days) < 2 or day is None


@given(DAYS.filter(lambda day: day.day <= 12 and day.day != day.month))
def test_day_and_month_that_could_change_places_are_no_date(day: date) -> None:
    assert date_of_text(f"{day.day}/{day.month}/{day.year:04}", NAMES) is None


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
    assert date_of_serial((day - DAY_ZERO).days + hour, date1904=False) == day


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
