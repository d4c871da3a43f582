"""Dates: serial numbers of two systems, and texts that can be read as one day only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from ....opc.safe_text import turns, without_marks
from ....patterns import pattern
from ....spreadsheetml.serial_dates import DAY_ZERO, DAY_ZERO_1904, FIRST_DATE, FIRST_SERIAL, LAST_SERIAL
from .numbers import narrowed

DateDoubt = Literal["early", "no_such_day", "weekday", "either", "eight_digits", "number", "more", "other"]
"""Why a text was not read as a day."""

LONGEST = 60

ERAS = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}

_WORD = r"[^\W\d_]{1,20}"
_WEEKDAY_BEHIND = pattern(rf"(?P<rest>.*[0-9日])(?: ?\((?P<enclosed>{_WORD})\)| ?(?P<bare>{_WORD}))")
_WEEKDAY_BEFORE = pattern(rf"(?P<bare>{_WORD})[,.]{{0,2}} (?P<rest>.+)")


class Calendar(NamedTuple):
    """Months (1–12) and days of the week (Monday is 0) by their names in small letters."""

    months: Mapping[str, int] = {}
    weekdays: Mapping[str, int] = {}


NUMBERS = Calendar()
"""A calendar without words."""


def calendar(months: Iterable[str], weekdays: Iterable[str]) -> Calendar:
    """Return the calendar of several languages, each with its names in order, divided by blanks.

    A month may have several names, divided by `/`; one that means two things means nothing, and a
    language without twelve months, or seven days, has none.
    """
    return Calendar(_numbered(months, 1, 12), _numbered(weekdays, 0, 7))


def _numbered(languages: Iterable[str], first: int, count: int) -> dict[str, int]:
    named: dict[str, set[int]] = {}
    for words in (language.split() for language in languages):
        for number, names in enumerate(words if len(words) == count else (), first):
            for name in names.split("/"):
                named.setdefault(name.casefold(), set()).add(number)
    return {name: found.pop() for name, found in named.items() if len(found) == 1}


def date_of_serial(serial: float, date1904: bool) -> date | None:
    """Return the day of a serial number, its time of day left out; None where there is no such day."""
    if not FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        return None
    try:
        return (DAY_ZERO_1904 if date1904 else DAY_ZERO) + timedelta(days=int(serial))
    except OverflowError:
        return None


def date_of_text(text: str, names: Calendar = NUMBERS) -> date | None:
    """Return the day that a text names; None for everything doubtful, such as 3/4/26."""
    found = {day for day in readings_of_date(text, names) if day}
    day = found.pop() if len(found) == 1 else None
    return day if day and day >= FIRST_DATE else None


def doubt_of_date(text: str, names: Calendar = NUMBERS) -> DateDoubt:
    """Return why a text was not read."""
    found = set(readings_of_date(text, names))
    days = found - {None}
    if days:
        return "either" if len(days) > 1 else "early"
    plain = _plain(text)
    if found:
        return "eight_digits" if _COMPACT.fullmatch(plain) else "no_such_day"
    if any(_days(rest, names) for rest, _ in _weekdays(plain, names)):
        return "weekday"
    begun = _BEGUN.match(plain)
    return "more" if begun and _in_digits(begun, names) else "other"


def doubt_of_serial(serial: float) -> DateDoubt:
    """Return why a number is no day."""
    return "early" if serial < FIRST_SERIAL else "number"


def readings_of_date(text: str, names: Calendar = NUMBERS) -> Iterator[date | None]:
    """Yield the day of each form in which a text can be read; None where there is no such day."""
    plain = _plain(text)
    yield from _days(plain, names)
    for rest, weekday in _weekdays(plain, names):
        yield from (day for day in _days(rest, names) if day is None or day.weekday() == weekday)


def _plain(text: str) -> str:
    """Return a text without its hidden marks; one that is seen in another order is no day."""
    if len(text) > LONGEST or turns(text):
        return ""
    return " ".join(narrowed(without_marks(text)).split())


def _weekdays(plain: str, names: Calendar) -> Iterator[tuple[str, int]]:
    """Yield a text without the day of the week behind or before it, and which day that is."""
    for match in filter(None, (_WEEKDAY_BEHIND.fullmatch(plain), _WEEKDAY_BEFORE.fullmatch(plain))):
        word = match["bare"] or match["enclosed"]
        weekday = names.weekdays.get(word.casefold())
        if weekday is not None:
            yield match["rest"], weekday


def _days(plain: str, names: Calendar) -> list[date | None]:
    """Return the days of all forms that fit a text as a whole."""
    matches = ((read, form.fullmatch(plain)) for form, read in FORMS)
    found = [read(match, names) for read, match in matches if match]
    return [day for day in found if day != NO_WORD]


NO_WORD = date.min
"""Stands for a form that would fit, were its word the name of a month."""


def _in_digits(match: re.Match[str], _names: Calendar) -> date | None:
    return _day(int(match["year"]), int(match["month"]), match["day"])


def _named(match: re.Match[str], names: Calendar) -> date | None:
    month = names.months.get(match["name"].casefold())
    return NO_WORD if month is None else _day(int(match["year"]), month, match["day"])


def _of_era(match: re.Match[str], _names: Calendar) -> date | None:
    """Return a day of an era; one that the era does not have is doubtful."""
    era = LETTERS.get(match["era"].upper(), match["era"])
    first, last = ERAS[era]
    number = 1 if match["year"] == "元" else int(match["year"])
    found = _day(first.year + number - 1, int(match["month"]), match["day"]) if number else None
    return found if found and first <= found <= last else None


def _day(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day))
    except ValueError:
        return None


_MONTH, _DAY, _YEAR = r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})", r"(?P<year>[0-9]{4})"
_NAME = r"(?P<name>[^\W\d_]{1,20})\.?"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
_ZONE = r"(?: ?(?:[Zz]|[+-][0-9]{2}:[0-9]{2}))?"
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?(?: ?[+-][0-9]{4}|[+-][0-9]{2})?"
_LATER = rf"(?:[ Tt]{_TIME})?{_ZONE}"
"""A time of day behind a day in digits, and its zone: the day is the one that is written.

Programs that keep dates as moments write midnight in a zone of theirs behind them; whoever reads the date
there reads that day, and moved into another zone it would be a day that nobody has written.
"""
_COMPACT = pattern(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
"""A day as programs exchange it, the year first."""
_BEGUN = pattern(rf"{_YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}(?![0-9])")
"""A day in digits behind which something stands."""
ReadDate = Callable[[re.Match[str], Calendar], date | None]
FORMS: tuple[tuple[re.Pattern[str], ReadDate], ...] = (
    (pattern(rf"{_YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}{_LATER}"), _in_digits),
    (pattern(rf"{_YEAR}年 ?{_MONTH}月 ?{_DAY}日{_LATER}"), _in_digits),
    (_COMPACT, _in_digits),
    (pattern(rf"{_DAY}(?P<sign>[-/.]){_MONTH}(?P=sign){_YEAR}"), _in_digits),
    (pattern(rf"{_MONTH}(?P<sign>[-/.]){_DAY}(?P=sign){_YEAR}"), _in_digits),
    (pattern(rf"{_NTH}(?P<sign>[ -]){_NAME},?(?P=sign){_YEAR}", re.IGNORECASE), _named),
    (pattern(rf"{_DAY}\. ?{_NAME} {_YEAR}", re.IGNORECASE), _named),
    (pattern(rf"{_NAME} {_NTH},? {_YEAR}", re.IGNORECASE), _named),
    (pattern(rf"(?P<era>令和|平成|昭和)(?P<year>[0-9]{{1,2}}|元)年{_MONTH}月{_DAY}日"), _of_era),
    (pattern(rf"(?P<era>[RHSrhs])(?P<year>[0-9]{{1,2}})(?P<sign>[./-]){_MONTH}(?P=sign){_DAY}"), _of_era),
)  # fmt: skip
