from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blueprint import blueprint_of
from pocgate_xl.workbook.formula_text import canonical, same_formula


@pytest.mark.parametrize(
    ("found", "planned"),
    [
        ("=if( A1 = 1 , \"x\" , FALSE() )", '=IF(A1=1,"x",FALSE)'), ("=IF(TRUE(),1,0)", "=IF(TRUE,1,0)"),
        ("=_xlfn.IFERROR(A1,0)", "=IFERROR(A1,0)"), ("=_xlfn._xlws.SORT(A1)", "=SORT(A1)"),
        ("=SUM(A1,\n A2)", "=SUM(A1,A2)"),
    ],
)  # fmt: skip
def test_the_same_formula_by_another_program_is_the_same(found: str, planned: str) -> None:
    assert same_formula(found, planned)


@pytest.mark.parametrize(
    ("found", "planned"),
    [
        ('=IF(A1="x",1,0)', '=IF(A1="X",1,0)'), ('=A1&" "', '=A1&""'), ("=SUM(A1:A3)", "=SUM(A1:A2)"),
        ("{=SUM(A1)}", "=SUM(A1)"), ("='my sheet'!A1", "='MySheet'!A1"), ("=A1*10", "=A1*1"),
        ("=FALSE1", "=FALSE"), ("=SUM(A1)+0", "=SUM(A1)"), ("", "=A1"), ('=A1&"it""s"', '=A1&"its"'),
    ],
)  # fmt: skip
def test_another_formula_is_another(found: str, planned: str) -> None:
    assert not same_formula(found, planned)


@given(st.text(alphabet="aA1 $:\"'(),+&_xlfnTRUE\n", max_size=60))
def test_the_one_spelling_is_its_own(formula: str) -> None:
    assert canonical(canonical(formula)) == canonical(formula)


def test_no_two_planned_formulas_of_a_cell_are_mistaken(bundle: Bundle) -> None:
    """Canonical spelling keeps apart what the plan keeps apart."""
    planned = {text for cells in blueprint_of(bundle, "en").formulas.values() for _, text in cells}
    assert len({canonical(text) for text in planned}) == len(planned)
