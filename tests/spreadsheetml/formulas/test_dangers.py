from __future__ import annotations

import pytest

from pocgate_xl.spreadsheetml.formulas.dangers import (
    addresses,
    danger_of,
    outside,
    program_of,
    runs,
    suspect,
)


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ('=WEBSERVICE("http://x")', "WEBSERVICE"), ('=_xlfn.WEBSERVICE("http://x")', "WEBSERVICE"),
        ('=1+webservice ("http://x")', "WEBSERVICE"), ("=cmd|'/c calc'!A0", "DDE"),
        ('=REGISTER.ID("k","f")', "REGISTER.ID"),
        ('=_xlfn._xlws.PY("1",0)', "PY"), ('=_xlfn.IMAGE("http://x")', "IMAGE"), ('=CUBEVALUE("c","m")',
        "CUBEVALUE"),
        ('=HYPERLINK("ms-word:ofe|u|http://x","Report")', "ms-word:ofe|u|http://x"),
        ('=HYPERLINK("search-"&"ms:x")', "search-ms:x"), ('=FILTERXML(WEBSERVICE("x"),"//a")', "WEBSERVICE"),
        ('=_xlfn.MAP("x",_xleta.WEBSERVICE)', "WEBSERVICE"), ("_xleta.CALL", "CALL"),
        ('=_xlfn.LET(_xlpm.w,WEBSERVICE,_xlpm.w("x"))', "WEBSERVICE"),
        ('=COM.MICROSOFT.WEBSERVICE("x")', "WEBSERVICE"),
        ("EVALUATE(\"1\")", "EVALUATE"), ("=GET.WORKBOOK(1)", "GET.WORKBOOK"),
    ],
)  # fmt: skip
def test_what_a_formula_runs_is_named(formula: str, found: str) -> None:
    assert (runs(formula), suspect(formula)) == (found, True)


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:A3)", '="WEBSERVICE(x)|y"', "=ISERROR(A1)", '=HYPERLINK("https://x","ms-word:x")',
        "=WEBSERVICE",
        "=HYPERLINK(A1,\"Note: x\")", "=MY.WEBSERVICE2(1)", '=HYPERLINK("#Sheet1!A1")', "='a|b'!A1",
        "=FILTERXML(A1,B1)",
    ],
)  # fmt: skip
def test_what_only_computes_runs_nothing(formula: str) -> None:
    assert runs(formula) == ""


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("=[1]Sheet1!A1", "outside"), ("=[1]!x", "outside"), ("='C:\\[Book.xlsx]Sheet'!A1", "outside"),
        ("=NOW()", "changes"), ("=SUM(OFFSET(A1,1,1))", "changes"), ("=INDIRECT(\"A1\")", "changes"),
        ("=MyFunction(1)", "program"), ("=POCGATE_TOTAL(A1)", "program"), ("=RTD(\"s\",,\"t\")", "runs"),
        ("=" + "1+" * 600 + "1", "program"),
    ],
)  # fmt: skip
def test_why_the_value_of_a_formula_is_not_certain(formula: str, why: str) -> None:
    danger = danger_of(formula)
    assert danger is not None
    assert danger[0] == why


@pytest.mark.parametrize(
    "formula",
    ["=A1*2", "=T1[a.b]", "=T1[[#This Row],[a]]", "=Sheet2!A1", "=IF(A1=\"NOW()\",1,2)",
    "{=TABLE(A1,B1)}", "=1+1"],
)  # fmt: skip
def test_other_formulas_are_certain_enough(formula: str) -> None:
    assert danger_of(formula) is None


@pytest.mark.parametrize(
    ("target", "scheme"),
    [
        ("ms-msdt:/id", "ms-msdt"), (" java\tscript:x", "javascript"), ("ms%2Dword:ofe|u|x", "ms-word"),
        ("VBScript:x", "vbscript"), ("search-ms:query=x", "search-ms"), ("ms-\u200bexcel:x", "ms-excel"),
        ("http://x", ""), ("HTTPS://x", ""), ("mailto:a@b", ""), ("file:///x", ""), ("\\\\host\\share", ""),
        ("C:\\a.xlsx", ""), ("report.pdf", ""), ("#Sheet1!A1", ""), ("a/b:c", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_program_to_which_an_address_is_handed(target: str, scheme: str) -> None:
    assert program_of(target) == scheme


@pytest.mark.parametrize(
    "formula",
    ["='\\\\host\\s\\[b.xlsx]S'!A1", "='http://host/[b.xlsx]S'!A1", "='file:///home/x.xlsx'#$S.A1",
     "=[1]S!A1", "=[b.xlsx]S!A1"],
)  # fmt: skip
def test_another_workbook_is_named_wherever_it_lies(formula: str) -> None:
    assert outside(formula)
    assert suspect(formula)


@pytest.mark.parametrize(
    "formula", ["=Sheet2!A1", "=T1[a]+Sheet2!A1", "=A1#", "='Notes'!A1", '="[b]S!A1"', "='Mine'!A1#",
                "=[0]!PG.TOTAL(A1:A6)"]
)  # fmt: skip
def test_a_formula_of_its_own_workbook_names_no_other(formula: str) -> None:
    assert outside(formula) == ""


def test_links_are_read_as_far_as_they_are_written() -> None:
    assert addresses('=HYPERLINK("file:"&"///x","y")&HYPERLINK(A1)') == ("file:///x", "")
