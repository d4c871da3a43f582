"""Cells gathered into areas: each cell once, none added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.spreadsheetml.address import column_letters
from pocgate_xl.spreadsheetml.areas import areas_in_words, gathered

CELLS = st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=40)


@given(CELLS)
def test_areas_hold_every_cell_once_and_no_other(cells: set[tuple[int, int]]) -> None:
    inside = [
        (row, column)
        for (top, left), (bottom, right) in gathered(cells)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(inside) == sorted(cells)


def test_a_block_is_one_area_and_far_cells_are_not_all_named() -> None:
    block = [(row, column) for row in range(8, 23) for column in (4, 5)]
    assert areas_in_words(block) == "D8:E22"
    assert areas_in_words([(1, 1), *block]) == "A1, D8:E22"
    assert areas_in_words([(row, 1) for row in range(1, 20, 2)]) == "A1, A3, A5, A7, …"


@pytest.mark.parametrize("column", [0, -1, -70])
def test_what_is_left_of_the_first_column_has_no_letters(column: int) -> None:
    assert column_letters(column) == ""
