from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.roadmap import month_number
from pocgate_xl.portfolio.quarters import Quarter, month_written

quarters = st.builds(Quarter, st.integers(1000, 9999), st.integers(1, 4))
starts = st.integers(1, 12)


@given(quarters)
def test_what_is_written_is_read_back(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters, st.integers(0, 400), st.integers(0, 400))
def test_adding_quarters_keeps_their_order(quarter: Quarter, first: int, second: int) -> None:
    assert quarter.plus(first).plus(second) == quarter.plus(first + second)
    assert (quarter.plus(first) < quarter.plus(second)) == (first < second)


@given(quarters, starts)
def test_a_quarter_is_three_months_that_follow_each_other(quarter: Quarter, start: int) -> None:
    first = quarter.first_month(start)
    assert [Quarter.at(first + month, start) for month in (-1, 0, 1, 2, 3)] == [
        quarter.plus(-1), quarter, quarter, quarter, quarter.plus(1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 1), "2026-Q1"), (date(2026, 3, 31), "2026-Q1"), (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3"), (date(2026, 12, 31), "2026-Q4"), (date.max, "9999-Q4"),
    ],
)  # fmt: skip
def test_a_day_lies_in_its_calendar_quarter(day: date, written: str) -> None:
    assert str(Quarter.of(day)) == written


@pytest.mark.parametrize(
    ("day", "start", "written"),
    [
        (date(2026, 4, 1), 4, "2026-Q1"), (date(2027, 3, 31), 4, "2026-Q4"),
        (date(2026, 3, 31), 4, "2025-Q4"), (date(2026, 11, 1), 11, "2026-Q1"),
        (date(2026, 10, 31), 11, "2025-Q4"), (date(2026, 2, 1), 2, "2026-Q1"),
    ],
)  # fmt: skip
def test_a_fiscal_year_has_the_name_of_the_year_in_which_it_begins(
    day: date, start: int, written: str
) -> None:
    assert str(Quarter.of(day, start)) == written


def test_the_year_turns_after_the_fourth_quarter() -> None:
    assert Quarter(2026, 4).plus(1) == Quarter(2027, 1)


def test_months_are_counted_across_years() -> None:
    december = month_number(date(2026, 12, 31))
    assert [month_written(december + each) for each in (0, 1)] == ["2026-12", "2027-01"]


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026-Q0", "2026Q1", "26-Q1", "2026-q1", " 2026-Q1", "２０２６-Q1"]
)
def test_anything_else_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 2026-Q3"):
        Quarter.parse(text)
