"""Serial numbers of days in the two date systems of spreadsheets (ECMA-376 part 1, 18.17.4.1)."""

from __future__ import annotations

from datetime import date

DAY_ZERO = date(1899, 12, 30)
"""From which serials count, from `FIRST_DATE` on."""
DAY_ZERO_1904 = date(1904, 1, 1)
"""From which they count where a workbook says `date1904`."""
FIRST_DATE = date(1900, 3, 1)
"""Before it, spreadsheets disagree: the system counts a 29 February 1900, which was no day."""
FIRST_SERIAL, LAST_SERIAL = 61, 2_958_465
"""Of that day, and of 9999-12-31."""


def serial_of(day: date) -> int:
    """Return the number of a day from `FIRST_DATE` on, in the system that counts from 1900."""
    return (day - DAY_ZERO).days


def read_as_1900(day: date) -> date:
    """Return what the number of a day in the system from 1904 is in that from 1900."""
    return day - (DAY_ZERO_1904 - DAY_ZERO)


def serial_of_day(day: date, date1904: bool = False) -> int | None:
    """Return the number of a day; None for one before the first of its system."""
    if date1904:
        return serial if (serial := (day - DAY_ZERO_1904).days) >= 0 else None
    serial = serial_of(day)
    if day < FIRST_DATE:
        serial -= 1
    return serial if serial >= 1 else None
