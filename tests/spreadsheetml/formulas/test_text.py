from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pocgate_xl.spreadsheetml.formulas.text import canonical, same_formula, understood
from pocgate_xl.spreadsheetml.formulas.tokens import tokens_of
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.expected import ExpectedWorkbook, expected_of
from tests.engines.mutants import Mutagen
from tests.engines.places import Places

EVERY = 5
"""How many formulas of a column stand for one: those of a column are alike."""

WORDS = ("A1", "$B$2:$B$2", "pg_out_total", '"a ""b"""', "'my sheet'!C3", "1.50", "TRUE", "{1,2;3,4}", "#N/A")
formulas = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/^&=<>"), inner).map("".join),
        st.tuples(st.just("SUM("), inner, st.just(","), inner, st.just(")")).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("{}%".format),
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def expected(bundle: Bundle) -> ExpectedWorkbook:
    return expected_of(bundle, "en")


@pytest.mark.parametrize(
    ("found", "planned"),
    [
        ("=if( A1 = 1 , \"x\" , FALSE() )", '=IF(A1=1,"x",FALSE)'), ("=IF(TRUE(),1,0)", "=IF(TRUE,1,0)"),
        ("=_xlfn.IFERROR(A1,0)", "=IFERROR(A1,0)"), ("=_xlfn._xlws.SORT(A1)", "=SORT(A1)"),
        ("=SUM(A1,\n A2)", "=SUM(A1,A2)"), ("=$A$1:$A$1", "=$A$1"), ("=SUM(Sheet1!A1:A1)", "=SUM(Sheet1!A1)"),
        ("=('Sheet1'!A1)", "=Sheet1!A1"), ("=((A1+B1))*(2)", "=(A1+B1)*2"), ("=(A1*B1)+2", "=A1*B1+2"),
        ("=IF((A1)>(2),(\"a\"&B1),1)", '=IF(A1>2,"a"&B1,1)'), ("=A1*0.50", "=A1*.5"), ("=A1<=1e-9",
        "=A1<=1E-9"),
        ("=PG_Out_Total", "=pg_out_total"), ("=SUM( { 1 , 2 } )", "=SUM({1,2})"), ("=(-A1)^2", "=-A1^2"),
        ("=( A1 B1 )", "=A1 B1"), ("={1,true}", "={1,TRUE}"),
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
        ("=INDEX(pg_list_ decision_label,1)", "=INDEX(pg_list_decision_label,1)"), ("=A1:B2 B2", "=A1:B2B2"),
        ("=_xlfn.pg_out_total", "=pg_out_total"), ("=_xlfn.SUM(A1)", "=SUM(A1)"), ("=SUM (A1)", "=SUM(A1)"),
        ("=pg_out_total", "=pg_out_totaL\u0131"), ("=pg_li\u017ft", "=pg_list"), ("=\uff33UM(A1)",
        "=SUM(A1)"),
        ("=A\u00a01", "=A1"), ("=SUM(A1,\u3000B1)", "=SUM(A1,B1)"), ("=SUM((A1,B1))", "=SUM(A1,B1)"),
        ("=(A1+B1)*2", "=A1+B1*2"), ("=A1-(B1-1)", "=A1-B1-1"), ("=-(A1^2)", "=-A1^2"), ("=A1:B1", "=A1"),
        ("=$A$1", "=A1"), ("=TRUE(1)", "=TRUE"), ("=SUM(A1,)", "=SUM(A1)"), ("=IF(A1,,1)", "=IF(A1,1)"),
        ("='a'!A1:B1", "=A1:B1"), ("=[1]Sheet1!A1", "=Sheet1!A1"), ("=+A1", "=A1"), ('="a', '="a"'),
        ("={1,2}", "={1;2}"), ("=A1 1", "=A11"), ("=SUM(A1:A2)", "=SUM(A1,A2)"), ("=A1%", "=A1"),
        ("=" + "(" * 400 + "A1" + ")" * 400, "=A1"), ("=1.0000000000000000000001", "=1"),
    ],
)  # fmt: skip
def test_another_formula_is_another(found: str, planned: str) -> None:
    assert not same_formula(found, planned)


@given(st.text(alphabet="aA1 $:\"'(),+&_xlfnTRUE\n{};![]#@%.あſ", max_size=60))
def test_tokens_give_the_formula_again_and_any_text_has_one_reading(text: str) -> None:
    assert "".join(token.text for token in tokens_of(text)) == text
    assert same_formula(f"={text}", f"={text}")
    assert canonical(f"={text}") == canonical(f"={text}")


@given(formulas)
def test_parentheses_around_everything_and_blanks_beside_operators_say_nothing(formula: str) -> None:
    spaced = "".join(f" {t.text} " if t.kind in ("comma", "operator") else t.text for t in tokens_of(formula))
    assert understood(f"={formula}")
    assert same_formula(f"=({formula})", f"={formula}")
    assert same_formula(f"= {spaced} ", f"={formula}")


@given(formulas, formulas)
def test_a_blank_between_two_operands_is_an_operator(left: str, right: str) -> None:
    assume(not right.startswith("-"))
    assert not same_formula(f"=({left}) ({right})", f"=({left}){right}")
    assert understood(f"=({left}) ({right})")


@given(formulas, formulas)
def test_what_parentheses_hold_together_is_told_apart(left: str, right: str) -> None:
    """An operator that binds weaker inside parentheses does not read as if they were not there."""
    assert not same_formula(f"=2^({left}+{right})", f"=2^{left}+{right}")


def test_every_planned_formula_is_understood_and_none_is_mistaken_for_another(
    bundle: Bundle, expected: ExpectedWorkbook
) -> None:
    for edition in ("plain", "classic", "office"):
        own = expected_of(bundle, "en", edition)
        planned = {text for cells in own.formulas.values() for _, text in cells}
        assert all(map(understood, planned))
        assert len({canonical(text) for text in planned}) == len(planned)


def test_every_small_mistake_in_a_formula_makes_another_formula(expected: ExpectedWorkbook) -> None:
    places = Places(expected.plan)
    mutagen = Mutagen(places)
    mutants = [mutant for node in sorted(places.formulas)[::EVERY] for mutant in mutagen.mutants(node)]
    assert len(mutants) > 1000
    assert [m.marked for m in mutants if same_formula(m.formula, m.original)] == []


def test_blanks_in_names_prefixes_and_letters_that_look_alike_make_another_formula(
    expected: ExpectedWorkbook,
) -> None:
    planned = {text for cells in expected.formulas.values() for _, text in cells if "pg_" in text}
    for text in sorted(planned)[::EVERY]:
        for old, new in (("pg_", "pg_ "), ("pg_", "_xlfn.pg_"), ("pg_", "\uff50g_"), ("pg_", "pg_\u200b")):
            assert not same_formula(text.replace(old, new, 1), text)


@pytest.mark.parametrize("part", ["(", "SUM(", "-", "'", '"', "[", "{", "A1 ", "1+", "a.", "A1:A1,"])
def test_no_formula_makes_the_comparison_recurse(part: str) -> None:
    long = "=" + part * (32_000 // len(part))
    assert not same_formula(long, "=A1")
    assert canonical(long)
