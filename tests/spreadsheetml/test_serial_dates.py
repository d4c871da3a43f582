"""Days and their numbers in both date systems."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pocgate_xl.spreadsheetml.serial_dates import (
    DAY_ZERO,
    FIRST_DATE,
    FIRST_SERIAL,
    LAST_SERIAL,
    read_as_1900,
    serial_of,
    serial_of_day,
)


@pytest.mark.parametrize(
    ("day", "serial", "serial_1904"),
    [
        (date(1899, 12, 31), None, None),
        (date(1900, 1, 1), 1, None),
        (date(1900, 2, 28), 59, None),
        (date(1900, 3, 1), 61, None),
        (date(1904, 1, 1), 1462, 0),
        (date(2026, 11, 26), 46352, 44890),
        (date(9999, 12, 31), 2_958_465, 2_957_003),
    ],
)
def test_a_day_has_the_number_that_excel_gives_it(
    day: date, serial: int | None, serial_1904: int | None
) -> None:
    assert (serial_of_day(day), serial_of_day(day, date1904=True)) == (serial, serial_1904)


@pytest.mark.parametrize(("day", "serial"), [(FIRST_DATE, 61), (date(2026, 11, 26), 46352)])
def test_from_the_first_day_on_which_all_agree_the_number_needs_no_correction(day: date, serial: int) -> None:
    assert serial_of(day) == serial == serial_of_day(day)


def test_a_number_of_the_one_system_is_another_day_in_the_other() -> None:
    day = date(2026, 11, 26)
    assert serial_of(read_as_1900(day)) == serial_of_day(day, date1904=True)


def test_the_bounds_are_the_first_and_the_last_day_on_which_all_agree() -> None:
    assert (FIRST_DATE, date.max) == tuple(
        DAY_ZERO + timedelta(serial) for serial in (FIRST_SERIAL, LAST_SERIAL)
    )
