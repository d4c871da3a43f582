from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.portfolio.quarters import Quarter

quarters = st.builds(Quarter, st.integers(1000, 9999), st.integers(1, 4))


@given(quarters)
def test_what_is_written_is_read_back(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters, st.integers(0, 400), st.integers(0, 400))
def test_adding_quarters_keeps_their_order(quarter: Quarter, first: int, second: int) -> None:
    assert quarter.plus(first).plus(second) == quarter.plus(first + second)
    assert (quarter.plus(first) < quarter.plus(second)) == (first < second)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 1), "2026-Q1"), (date(2026, 3, 31), "2026-Q1"), (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3"), (date(2026, 12, 31), "2026-Q4"), (date.max, "9999-Q4"),
    ],
)  # fmt: skip
def test_a_day_lies_in_its_calendar_quarter(day: date, written: str) -> None:
    assert str(Quarter.of(day)) == written


def test_the_year_turns_after_the_fourth_quarter() -> None:
    assert Quarter(2026, 4).plus(1) == Quarter(2027, 1)


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026-Q0", "2026Q1", "26-Q1", "2026-q1", " 2026-Q1", "２０２６-Q1"]
)
def test_anything_else_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 2026-Q3"):
        Quarter.parse(text)
