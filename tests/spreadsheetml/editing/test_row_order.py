"""Rows are found by number without asking each of them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.spreadsheetml.editing.row_order import RowOrder


@dataclass
class Row:
    number: int


@given(st.lists(st.integers(1, 30).map(Row), max_size=20), st.integers(0, 31))
def test_it_finds_what_a_search_from_the_top_finds(rows: list[Row], number: int) -> None:
    order = RowOrder(rows)
    assert order.first_after(number) is next((row for row in rows if row.number > number), None)
    assert order.numbered[number] == [row for row in rows if row.number == number]
