from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.spreadsheetml.formulas.values import constant_of, constant_text, gives


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=30000*2", Decimal(60000)), ("=1+2*3", Decimal(7)), ("=(1+2)*3", Decimal(9)),
        ("=-2+1", Decimal(-1)),
        ("=10%", Decimal("0.1")), ("=0.1+0.2", Decimal("0.3")), ("=SUM(1,2,3)/2", Decimal(3)),
        ("=ROUND(2.5,0)", Decimal(3)), ("=ROUND(-2.5,0)", Decimal(-3)), ("=ROUND(1250,-2)", Decimal(1300)),
        ('="In prog"&"ress"', "In progress"), ('="a"&5', "a5"), ('=1.50&""', "1.5"), ('="it""s"', 'it"s'),
        ("=1/0", "#DIV/0!"), ("=7", Decimal(7)), ('="x"', "x"), ("=+3", Decimal(3)),
    ],
)  # fmt: skip
def test_a_formula_of_constants_is_computed(formula: str, value: Decimal | str) -> None:
    found = constant_of(formula)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "formula",
    [
        "=A1", "=A1*2", "=TRUE", "=2^10", "=NOW()", "=SUM()", "=SUM(A1)", '="1"+1', "=1=1", "={1,2}",
        "=ABS(1)",
        "=1E300*1E300", "=1E-300*1E-300", "=1E999999999999999999", "=9" + "9" * 400, "=ROUND(1,99)", "=1 2",
        "=1,2", "=", "1", "{=1}", '="' + "a" * 40_000 + '"&"b"', "=1/3&\"\"", "=1" + "+1" * 5000,
    ],
)  # fmt: skip
def test_nothing_else_is(formula: str) -> None:
    assert constant_of(formula) is None


@pytest.mark.parametrize(
    ("constant", "stored", "same"),
    [
        (Decimal("0.3"), 0.1 + 0.2, True), (Decimal(60000), 60000.0, True), (Decimal(60000), 60001.0, False),
        (Decimal(60000), "60000", False), (Decimal(1), True, False), (Decimal(0), 0.0, True),
        (Decimal(0), 1e-300, False), ("a", "a", True), ("a", "A", False), ("5", 5.0, False),
        (Decimal(5), None, False),
        (Decimal(1) / 3, 1 / 3, True),
    ],
)  # fmt: skip
def test_a_stored_value_is_the_same_only_in_value_and_type(
    constant: Decimal | str, stored: object, same: bool
) -> None:
    assert gives(constant, stored) is same


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_sums_and_products_are_exact(one: int, other: int, third: int) -> None:
    assert constant_of(f"=({one})*({other})-{third}") == one * other - third
    quotient = constant_of(f"=({one})/{third}")
    assert isinstance(quotient, Decimal)
    assert gives(quotient, one / third)


def test_a_constant_is_told_as_a_person_reads_it() -> None:
    assert constant_text(Decimal("6E+4")) == "60000"
    assert constant_text(Decimal(1) / 3) == "0.333333333333333"
    assert constant_text("Done") == "Done"
