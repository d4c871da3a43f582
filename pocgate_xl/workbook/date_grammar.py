"""Dates: serial numbers of two systems, and texts with the year first or of a Japanese era."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .number_grammar import narrowed

FIRST_DATE = date(1900, 3, 1)
"""Before it, spreadsheets disagree about the calendar."""
FIRST_SERIAL, LAST_SERIAL = 61, 2_958_465
ZERO = date(1899, 12, 30)
ZERO_1904 = date(1904, 1, 1)

ERAS = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_KANJI = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ERA = re.compile(r"(令和|平成|昭和)([0-9]{1,2}|元)年([0-9]{1,2})月([0-9]{1,2})日")
_ERA_LETTER = re.compile(r"([RHS])([0-9]{1,2})([./-])([0-9]{1,2})\3([0-9]{1,2})", re.IGNORECASE)


def date_of_serial(serial: float, date1904: bool) -> date | None:
    """Return the day of a serial number, its time of day left out; None where there is no such day."""
    if not FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        return None
    try:
        return (ZERO_1904 if date1904 else ZERO) + timedelta(days=int(serial))
    except OverflowError:
        return None


def date_of_text(text: str) -> date | None:
    """Return the day that a text names; None for everything doubtful, such as 3/4/26."""
    plain = narrowed(text.strip()).strip()
    day = _western(plain) or _of_era(plain)
    return day if day and day >= FIRST_DATE else None


def _western(text: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), match[3], match[4])
    match = _KANJI.fullmatch(text)
    return _day(int(match[1]), match[2], match[3]) if match else None


def _of_era(text: str) -> date | None:
    if match := _ERA.fullmatch(text):
        return _era_day(match[1], match[2], match[3], match[4])
    match = _ERA_LETTER.fullmatch(text)
    return _era_day(LETTERS[match[1].upper()], match[2], match[4], match[5]) if match else None


def _era_day(era: str, year: str, month: str, day: str) -> date | None:
    """Return a day of an era; one that the era does not have is doubtful."""
    first, last = ERAS[era]
    number = 1 if year == "元" else int(year)
    found = _day(first.year + number - 1, month, day) if number else None
    return found if found and first <= found <= last else None


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
