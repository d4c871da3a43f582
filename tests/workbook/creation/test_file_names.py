from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pocgate_xl.workbook.creation.file_names import LONGEST, MOST_BYTES, safe_name

DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN[$]|CONOUT[$]|(COM|LPT)[0-9¹²³])( *\..*)?", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ENG-2026-014", "ENG-2026-014"),
        ("青葉製造／第3工場", "青葉製造／第3工場"),
        ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("  trailing . ", "trailing"),
        ("con", "_con"),
        ("NUL.2026", "_NUL.2026"),
        ("COM¹", "_COM¹"),
        ("COM10", "COM10"),
        ("line\nbreak", "linebreak"),
        ("\u202egnp.exe", "gnp.exe"),
        ("か\u3099", "が"),
        ("x" * 200, "x" * LONGEST),
        ("工" * 200, "工" * 66),
        ("conin$", "_conin$"),
        ("", "_"),
        (" . ", "_"),
        ("\ud800", "_"),
    ],
)
def test_what_a_file_cannot_be_called_is_replaced(text: str, name: str) -> None:
    assert safe_name(text) == name


@example("NUL .txt")
@example("x" * (LONGEST - 1) + " tail")
@example("\u200bcon")
@given(st.text(max_size=300))
def test_any_text_gives_a_name_that_windows_takes(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= LONGEST + 1
    assert len(name.encode()) <= MOST_BYTES + 1
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert not DEVICE.fullmatch(name)


@given(
    st.text(alphabet="abcABC012-_ .", min_size=1, max_size=20).filter(lambda text: text.strip(" .") == text)
)
def test_plain_names_stay_as_they_are(text: str) -> None:
    assert safe_name(text) == text


@given(st.text(max_size=60))
def test_a_safe_name_is_safe_already(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)
