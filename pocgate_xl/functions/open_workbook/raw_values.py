"""Values as hosts hand them over to cells as a file has them."""

from __future__ import annotations

from datetime import date, datetime, time

from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.error_values import ERROR_VALUES
from ...spreadsheetml.serial_dates import serial_of

SECONDS_A_DAY = 86400


def raw_cell(value: object) -> RawCell:
    """Return a value of a host as if it had been read from a file."""
    if isinstance(value, bool):
        return RawCell("bool", value, None, str(value))
    if isinstance(value, int | float):
        return RawCell("number", float(value), None, str(value))
    if isinstance(value, date):
        serial = _serial(value)
        return RawCell("number", serial, None, str(serial))
    text = str(value)
    return RawCell("error" if text in ERROR_VALUES else "text", text, None, text)


def _serial(day: date) -> float:
    """Return the serial number of a day, which hosts convert as if 1900 had had no 29 February."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return serial_of(moment.date()) + seconds / SECONDS_A_DAY
