"""Formulas with names: typed by people, stored in files, and within what Excel takes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pocgate_xl.workbook.layout.lambdas.named_formula import (
    NamedFormula,
    block,
    column,
    literal,
    row,
    stored_form,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("LAMBDA(x, x+1)", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)"),
        (
            "LAMBDA(value, [periods], IF(ISOMITTED(periods), 1, periods)*value)",
            "_xlfn.LAMBDA(_xlpm.value,_xlop.periods,"
            "IF(_xlfn.ISOMITTED(_xlpm.periods),1,_xlpm.periods)*_xlpm.value)",
        ),
        (
            "LAMBDA(x, LET(y, x*2, f, LAMBDA(z, z+y), f(3)))",
            "_xlfn.LAMBDA(_xlpm.x,_xlfn.LET(_xlpm.y,_xlpm.x*2,"
            "_xlpm.f,_xlfn.LAMBDA(_xlpm.z,_xlpm.z+_xlpm.y),_xlpm.f(3)))",
        ),
        ("FILTER({1;2}, {1;0})", "_xlfn._xlws.FILTER({1;2},{1;0})"),
        ('LAMBDA(x, "x, LET ( x"&PG.OTHER(x))', '_xlfn.LAMBDA(_xlpm.x,"x, LET ( x"&PG.OTHER(_xlpm.x))'),
        ("LAMBDA(a, b, MAP(a, LAMBDA(c, IFERROR(c, b))))",
         "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlfn.MAP(_xlpm.a,_xlfn.LAMBDA(_xlpm.c,IFERROR(_xlpm.c,_xlpm.b))))"),
    ],
)  # fmt: skip
def test_a_formula_is_stored_as_excel_stores_it(typed: str, stored: str) -> None:
    """The second and the third are forms that Excel is known to have saved."""
    assert stored_form(typed) == stored


def test_a_formula_says_what_it_takes() -> None:
    made = NamedFormula("X", "LAMBDA(ratings, [language],\n  LET(a, ratings, a))")
    assert (made.name, made.public, made.parameters) == ("PG.X", True, ("ratings", "[language]"))
    listed = NamedFormula("_X", "LAMBDA({1,2})")
    assert (listed.public, listed.parameters) == (False, ())


def test_constants_are_written_as_formulas_have_them() -> None:
    assert row([1, Decimal("0.2"), 'a "b"']) == '{1,0.2,"a ""b"""}'
    assert column(["", 2]) == '{"";2}'
    assert block([[1, 2], [3, 4]]) == "{1,2;3,4}"
    assert literal(Decimal("1E+7")) == "10000000"
