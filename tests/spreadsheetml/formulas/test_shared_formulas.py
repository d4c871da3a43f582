"""A shared formula moves its references and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.formulas.shared_formulas import shifted


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+1", "C2+1"),
        ("$A$1+$A1+A$1", "$A$1+$A2+C$1"),
        ("SUM(A1:B2)", "SUM(C2:D3)"),
        ("LOG10(A1)+ATAN2(B1,2)", "LOG10(C2)+ATAN2(D2,2)"),
        ('"A1"&A1&"say ""B2"""', '"A1"&C2&"say ""B2"""'),
        ("'A1 B2'!A1", "'A1 B2'!C2"),
        ("'it''s A1'!$A$1:B2", "'it''s A1'!$A$1:D3"),
        ("AB12!A1", "AB12!C2"),
        ("Sheet1!A1", "Sheet1!C2"),
        ("Jan:Mar!A1", "Jan:Mar!C2"),
        ("スコア!A1", "スコア!C2"),
        ("A:A", "C:C"),
        ("$A:B", "$A:D"),
        ("1:1", "2:2"),
        ("$1:3", "$1:4"),
        ("1E5+A1", "1E5+C2"),
        ("1.5E-3*A1", "1.5E-3*C2"),
        ("Table1[A1]+Table1[[#This Row],[B2]]", "Table1[A1]+Table1[[#This Row],[B2]]"),
        ("[1]Sheet1!A1", "[1]Sheet1!C2"),
        ("pg_rating_x1+x_A1+A1_x+A1.b", "pg_rating_x1+x_A1+A1_x+A1.b"),
        ("_xlfn.STDEV.S(A1)", "_xlfn.STDEV.S(C2)"),
        ("IF(A1=#N/A,#REF!,#DIV/0!)", "IF(C2=#N/A,#REF!,#DIV/0!)"),
        ("XFE1+ABCD1+A1048577", "XFE1+ABCD1+A1048577"),
        ("TRUE+A1", "TRUE+C2"),
        ("{1,2;3,4}*A1", "{1,2;3,4}*C2"),
        ("A1%", "C2%"),
        ("-A1^2", "-C2^2"),
        ("XFD1", "#REF!"),
        ("SUM(A1:XFD1048576)", "SUM(C2:#REF!)"),
        ("A1 B1:B3", "C2 D2:D4"),
    ],
)
def test_references_move_one_row_down_and_two_columns_right(formula: str, moved: str) -> None:
    assert shifted(formula, 1, 2) == moved


def test_what_leaves_the_sheet_on_the_other_side_is_lost_too() -> None:
    assert shifted("B2+A1+$A$1", -1, -1) == "A1+#REF!+$A$1"


ADDRESSES = st.builds(
    lambda c, col, r, row: f"{c}{a1((1, col))[:-1]}{r}{row}",
    st.sampled_from(["", "$"]),
    st.integers(10, 700),
    st.sampled_from(["", "$"]),
    st.integers(50, 5000),
)
PIECES = st.one_of(
    ADDRESSES,
    st.builds(lambda a, b: f"SUM({a}:{b})", ADDRESSES, ADDRESSES),
    st.builds(lambda a: f"'My A1 Sheet'!{a}", ADDRESSES),
    st.sampled_from(["1", "2.5", '"A1 text"', "LOG10(5)", "pg_name", "TRUE", "#N/A", "Sheet1!T70"]),
)
FORMULAS = st.builds("+".join, st.lists(PIECES, min_size=1, max_size=6))
STEP = st.integers(-9, 9)


@given(FORMULAS, STEP, STEP)
def test_translation_agrees_with_openpyxl(formula: str, rows: int, columns: int) -> None:
    target = a1((20 + rows, 20 + columns))
    expected = Translator(f"={formula}", origin="T20").translate_formula(target)
    assert f"={shifted(formula, rows, columns)}" == expected


@given(FORMULAS, STEP, STEP)
def test_there_and_back_again_is_the_same(formula: str, rows: int, columns: int) -> None:
    assert shifted(shifted(formula, rows, columns), -rows, -columns) == formula


@given(FORMULAS, STEP)
def test_a_reference_that_is_lost_changes_no_other(formula: str, columns: int) -> None:
    assert shifted(f"A1%+{formula}", -1, columns) == f"#REF!%+{shifted(formula, -1, columns)}"


@given(st.text(max_size=60), STEP, STEP)
def test_any_text_is_translated_without_a_crash(text: str, rows: int, columns: int) -> None:
    assert isinstance(shifted(text, rows, columns), str)
    assert shifted(text, 0, 0) == text


def test_long_formulas_take_no_undue_time() -> None:
    for text in ("[" * 30_000, '"' * 30_001, "A1:" * 10_000, "'" * 30_001, "$" * 30_000, "1:" * 15_000):
        assert shifted(text, 1, 1)
