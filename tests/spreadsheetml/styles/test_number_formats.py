"""What number formats do to a value, as a reader would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.styles.number_formats import (
    BUILT_IN,
    LONGEST_CODE,
    hides_or_replaces,
    sections_of,
    shown_by,
)
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import CellFormat
from pocgate_xl.workbook.layout.plans import plan_of
from pocgate_xl.workbook.layout.styles.cell_styles import DATES, NUMBER_FORMATS


def number(value: float) -> RawCell:
    return RawCell("number", float(value), None, "")


TEXT = RawCell("text", "Hold", None, "Hold")


@pytest.mark.parametrize(
    ("code", "value", "effect"),
    [
        ('"Go"', 5, "replaces"), ('"5"', 4, "replaces"), ("\\5", 4, "replaces"), (";;;", 5, "hides"),
        (";;;", 0, "hides"), ("**;**;**", 5, "hides"), ("[White]0", 5, "hides"), ('0"0"', 5, "adds"),
        ('0"０"', 5, "adds"), ("0*5", 5, "adds"), ("#,##0,", 5000, "scales"), ("#,##0.0,,", 5, "scales"),
        ("-0", 5, "sign"), ("0;0", -5, "sign"), ("yyyy-mm-dd", 5, "dates"), ("[h]:mm", 5, "dates"),
        ("0%", 5, "percent"), ('[>=20]"A";"B"', 22, "replaces"), ('[<3]0;"B"', 22, "replaces"),
        ('#,##0"."00', 5, "adds"), ("0\\.000", 5000, "adds"), ('0"/"0', 22, "adds"), ('0","00', 2200, "adds"),
        ('#,##0,,"JPY"', 5e6, "scales"), ('#,##0,"円"', 5000, "scales"), ('#,##0,,"k"', 5e6, "scales"),
        ('#,##0,"件"', 5000, "scales"), ('0"."0,"億"', 5e8, "adds"),
    ],
)  # fmt: skip
def test_what_changes_a_number_is_named(code: str, value: float, effect: str) -> None:
    assert shown_by(code, number(value)).effect == effect


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ('"Go";"Go";"Go";"Go"', "replaces"),
        (";;;", "hides"),
        ('@" – Go"', "adds"),
        ("@@", "adds"),
        ('"Go"', "replaces"),
    ],
)
def test_what_changes_a_text_is_named(code: str, effect: str) -> None:
    assert shown_by(code, TEXT).effect == effect


@pytest.mark.parametrize(
    "code",
    [
        '0"."0,"万円"', '#,##0,,"百万円"', '#,##0.0,,"MEUR"', '$#,##0,"k"', '#,##0,"千円"', '"Rp."#,##0',
        r"##\,##\,##0", "0.#", "# ??/??", '#,##0"."',
        "General", "0", "0.00", "#,##0", "#,##0;-#,##0", '0.0"×"', "0.0\\×", "@", "0.00E+00", "# ?/?",
        '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', '"¥"#,##0;[Red]-"¥"#,##0', "[$¥-411]#,##0",
        "[DBNum1]General", '0"円"', '#,##0,"k"', "0_);(0)", "#,##0 ;[Red](#,##0)", "G/標準",
        "#,##0.00\\ [$€-1]", "0;△0", '0" %"',
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", [5, -5, 0, 1234567.5])
def test_usual_formats_show_what_is_there(code: str, value: float) -> None:
    assert shown_by(code, number(value)).effect == ""
    assert shown_by(code, TEXT).effect == ""


UNITS: tuple[CellFormat, ...] = ("thousands", "millions")
"""Formats of portfolios, which show amounts in larger units; no workbook that is sent out has one."""


def test_no_workbook_that_is_sent_out_shows_amounts_in_other_units(bundle: Bundle) -> None:
    plans = (plan_of(bundle, language) for language in bundle.template.languages)
    used = {cell.format for plan in plans for sheet in plan.sheets for cell in sheet.cells.values()}
    assert used.isdisjoint(UNITS)
    assert all(shown_by(NUMBER_FORMATS[unit], number(5)).effect == "scales" for unit in UNITS)


@pytest.mark.parametrize(
    "code",
    [
        *(code for name, code in NUMBER_FORMATS.items() if name not in UNITS),
        *(own for each in DATES.values() for own in each.values()),
        *BUILT_IN.values(),
    ],
)
def test_formats_of_our_own_and_of_programs_replace_nothing(code: str) -> None:
    assert shown_by(code, number(5)).effect in ("", "dates", "percent") or code == NUMBER_FORMATS["mark"]


@given(st.text(max_size=40) | st.text(alphabet='0#?.,;"[]@*_\\ymdhs %-+Ee/<>=', max_size=40))
def test_any_code_is_judged(code: str) -> None:
    for cell in (number(5), number(-5), number(0), TEXT):
        shown_by(code, cell)
    hides_or_replaces(code)


def test_a_code_of_any_length_is_cut() -> None:
    assert sections_of("0" * 10 * LONGEST_CODE + '"Go"') == sections_of("0" * LONGEST_CODE)
