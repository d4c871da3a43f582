"""What stands in a cell's XML, read by one strict grammar each: numbers, dates, texts, addresses.

Source: ECMA-376 part 1, 18.18.11 ST_CellType, 22.9.2.19 ST_Xstring.
"""

from __future__ import annotations

from datetime import date

from ..patterns import pattern
from .serial_dates import serial_of_day

_NUMBER = pattern(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_ESCAPE = pattern(r"_x([0-9A-Fa-f]{4})_")
_BARE_UNDERSCORE = pattern(r"_x005[Ff]_(?!x[0-9A-Fa-f]{4}_)")
_ILLEGAL = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_LOOKS_ESCAPED = pattern(f"_(?=x[0-9A-Fa-f]{{4}}[_{_ILLEGAL}])")
_NOT_IN_XML = pattern(f"[{_ILLEGAL}]")
_SURROGATE = pattern("[\ud800-\udfff]")
_ISO = pattern(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]{1,9})?))?Z?)?"
)
XML_SPACE = " \t\r\n"


def number_of(text: str) -> float | None:
    """Return the number that XML text says; None for anything a double does not hold."""
    text = text.strip(XML_SPACE)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return None if number in (float("inf"), float("-inf")) else number


def truth_of(text: str) -> bool | None:
    return {"1": True, "true": True, "0": False, "false": False}.get(text.strip(XML_SPACE))


def serial_of(text: str, date1904: bool) -> float | None:
    """Return the serial number of an ISO date in the workbook's date system."""
    match = _ISO.fullmatch(text.strip(XML_SPACE))
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    hours, minutes, seconds = int(match[4] or 0), int(match[5] or 0), float(match[6] or 0)
    if hours > 23 or minutes > 59 or seconds >= 60:
        return None
    serial = serial_of_day(day, date1904)
    return None if serial is None else serial + (hours * 3600 + minutes * 60 + seconds) / 86400


def decode_escapes(text: str) -> str:
    """Read `_xHHHH_` as the character it stands for; half a surrogate pair becomes U+FFFD."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return whole_characters(decoded)


def odd_escape(text: str) -> str:
    """Return a word where escapes in XML text say what no program writes so, else nothing.

    A character that XML can hold needs no escape, and other readers show the escape itself; half a
    character is none, and each reader makes something else of it.
    """
    if "_x" not in text:
        return ""
    codes = [int(code, 16) for code in _ESCAPE.findall(text)]
    if any(0xD800 <= code < 0xE000 for code in codes):
        decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        if whole_characters(decoded).count("\ufffd") > text.count("\ufffd"):
            return "half_character"
    needless = any(map(_needless, codes)) or _BARE_UNDERSCORE.search(text)
    return "needless_escape" if needless else ""


def _needless(code: int) -> bool:
    return code >= 0x20 and not (code == 0x5F or 0x7F <= code < 0xA0 or code >= 0xFFFE)


def whole_characters(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, which no encoding can write."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def encode_escapes(text: str) -> str:
    """Write text so that `decode_escapes` gives it back and XML can hold it."""
    text = _LOOKS_ESCAPED.sub("_x005F_", whole_characters(text))
    return _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
