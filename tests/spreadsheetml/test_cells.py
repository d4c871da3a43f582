from __future__ import annotations

import pytest

from pocgate_xl.spreadsheetml.cells import RawCell, says_the_same
from tests.workbook.fake_workbooks import raw

BLANK = RawCell("blank", None, None, "")


@pytest.mark.parametrize(
    ("found", "planned"),
    [(5, "5"), (0.5, "0.5"), (None, "\u3000"), ("", " "), ("or", " or "), (" or", " or "), (" ", "\u3000")],
)
def test_what_libraries_make_of_a_text_says_the_same(found: object, planned: str) -> None:
    assert says_the_same(BLANK if found is None else raw(found), planned, used=False)


@pytest.mark.parametrize(
    ("found", "planned"),
    [
        (4, "5"), (5, "5.0"), (5, "05"), (5, "five"), (True, "TRUE"), (True, "1"), ("5", 5.0), (6, 5.0),
        ("and", " or "),
        (None, " or "), (None, "or"), ({"formula": "=5", "value": 5}, "5"), ({"error": "#N/A"}, " "),
    ],
)  # fmt: skip
def test_anything_else_says_something_else(found: object, planned: str | float) -> None:
    assert not says_the_same(BLANK if found is None else raw(found), planned, used=False)


def test_formulas_tell_a_text_from_a_number() -> None:
    assert not says_the_same(raw(5), "5", used=True)
