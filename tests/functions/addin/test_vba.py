"""The generated VBA, executed by an interpreter with a stand-in for what xlwings puts behind `XLPy`."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication

from pocgate_xl.functions.addin.vba import PYTHON_MODULE, WIZARD, help_module, wrappers
from pocgate_xl.functions.registry import FUNCTIONS, Function, help_catalog

RECORDER = """Public Function CallUDF(m, f, args, Optional wb, Optional caller)
    Dim i, s
    s = m & "." & f & "("
    For i = LBound(args) To UBound(args)
        If IsMissing(args(i)) Then
            s = s & "-;"
        Else
            s = s & args(i) & ";"
        End If
    Next i
    CallUDF = s & ")"
End Function
"""
FAILING = """Public Function CallUDF(m, f, args, Optional wb, Optional caller)
    If caller = "a cell" Then Err.Raise 1004, , "Python cannot be started"
    CallUDF = IsEmpty(wb) & " " & f & " " & caller
    If f = "POCGATE_TOTAL" Then CallUDF = args(0)
    If f = "POCGATE_RANGE" Then CallUDF = Array(13, "#POCGATE: one row")
End Function
"""
EXCEL = """Public FromCell As Boolean
Public Caller As String
Public Told As String
Public IsAddin As Boolean
Public Saved As Boolean
Public Name As String
Public Fails As Boolean

Public Sub MacroOptions(Macro, Description, Category, ArgumentDescriptions)
    If Fails Then Err.Raise 1004, , "told by Excel"
    Told = Told & Macro & "|" & Description & "|" & Category & "|" & IsAddin & "|"
    Told = Told & Join(ArgumentDescriptions, "|") & vbLf
End Sub
"""
PLAYED = """Public Excel As ExcelStand
Public Shown As String

Public Function Described(unseen, fails)
    Set Excel = New ExcelStand
    Excel.IsAddin = unseen
    Excel.Fails = fails
    Excel.Name = "it's.xlam"
    Shown = ""
    PocgateHelp
    Described = Excel.Told & Excel.IsAddin & "|" & Excel.Saved & "|" & Shown
End Function

Public Function Called(fromCell)
    Set Excel = New ExcelStand
    Excel.FromCell = fromCell
    Excel.Caller = IIf(fromCell, "a cell", "a macro")
    Called = POCGATE_VERSION()
End Function

Public Function Failed(noun)
    Set Excel = New ExcelStand
    Excel.FromCell = True
    Excel.Caller = "a cell"
    If noun = "TOTAL" Then Failed = POCGATE_TOTAL(1)
    If noun = "WHY" Then Failed = POCGATE_WHY("TOTAL")
    If IsError(Failed) Then Failed = CStr(Failed)
End Function

Public Function Computed(noun, given)
    Set Excel = New ExcelStand
    Excel.Caller = "a macro"
    If noun = "TOTAL" Then Computed = POCGATE_TOTAL(given)
    If noun = "RANGE" Then Computed = POCGATE_RANGE(given)
    If IsError(Computed) Then Computed = CStr(Computed)
End Function

Public Sub Show(text)
    Shown = text
End Sub
"""
"""What the stand-in for Excel's own objects is used by; a message box would wait for somebody."""

BEHIND = "Public Function XLPy() As Object\n    Set XLPy = New Stand\nEnd Function\n"


def application(python: str) -> Any:
    """Return an application with our wrappers, and this in the place of Python.

    They are run by their branch for programs other than Excel: the interpreter has no caller. It
    knows neither attributes within a module nor a comment behind a constant.
    """
    elsewhere = source().replace('#Const App = "Microsoft Excel"', '#Const App = "Other"')
    return running(elsewhere, python)


def source() -> str:
    lines = [line for line in wrappers().splitlines() if not line.startswith("Attribute ")]
    return "\n".join(lines).replace(" 'Adjust when using outside of Excel", "")


def running(wrapped: str, python: str) -> Any:
    found = ExcelApplication()
    found.add_workbook()
    found.add_module(wrapped, name="xlwings_udfs")
    found.add_module(python, name="Stand", kind="class")
    found.add_module(BEHIND, name="Python")
    return found


@pytest.fixture(scope="module")
def played() -> Any:
    """An application in which what is Excel's own is played: callers, descriptions, message boxes."""
    here = source().replace("TypeOf Application.Caller Is Range", "Excel.FromCell")
    here = here.replace("Application.Caller", "Excel.Caller").replace("xlErrValue", "2015")
    module = help_module().replace("ThisWorkbook.", "Excel.").replace("Application.", "Excel.")
    found = running(here, FAILING)
    found.add_module(EXCEL, name="ExcelStand", kind="class")
    found.add_module(module.replace("MsgBox ", "Show "), name=WIZARD)
    found.add_module(PLAYED, name="Played")
    return found


@pytest.fixture(scope="module")
def excel() -> Any:
    return application(RECORDER)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_every_wrapper_hands_its_arguments_over_in_order(excel: Any, function: Function) -> None:
    given = [number for number, _ in enumerate(function.arguments, 1)]
    name = f"POCGATE_{function.noun}"
    numbers = "".join(f"{number};" for number in given)
    assert excel.run(name, *given) == f"{PYTHON_MODULE}.{name}({numbers})"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_what_may_be_left_out_arrives_as_missing(excel: Any, function: Function) -> None:
    needed = [argument for argument in function.arguments if not argument.optional]
    marks = "1;" * len(needed) + "-;" * (len(function.arguments) - len(needed))
    name = f"POCGATE_{function.noun}"
    assert excel.run(name, *[1] * len(needed)) == f"{PYTHON_MODULE}.{name}({marks})"


def test_without_python_a_cell_shows_why_and_a_macro_is_told(played: Any) -> None:
    assert played.run("Called", True) == "Python cannot be started"
    assert played.run("Called", False) == "True POCGATE_VERSION a macro"


def test_without_python_a_function_is_an_error_and_why_says_the_reason(played: Any) -> None:
    assert played.run("Failed", "TOTAL") == "Error 2015"
    assert played.run("Failed", "WHY") == "Python cannot be started"


def test_what_cannot_be_computed_is_an_error_and_everything_else_itself(played: Any) -> None:
    assert played.run("Computed", "TOTAL", "#POCGATE: ratings: 6 cells are needed") == "Error 2015"
    assert played.run("Computed", "TOTAL", "POCGATE: words") == "POCGATE: words"
    assert played.run("Computed", "TOTAL", 21) == 21
    assert list(played.run("Computed", "RANGE", 1)) == [13, "#POCGATE: one row"]


@pytest.mark.parametrize("unseen", [True, False])
def test_the_wizard_is_told_every_function_and_argument(played: Any, unseen: bool) -> None:
    *lines, state = played.run("Described", unseen, False).split("\n")
    assert len(lines) == len(FUNCTIONS)
    assert all(len(line) < 1024 for line in help_module().splitlines())  # as long as VBA's may be
    catalog = help_catalog()
    for line, function in zip(lines, sorted(FUNCTIONS, key=lambda each: each.noun), strict=True):
        name = f"'it''s.xlam'!POCGATE_{function.noun}"
        helps = [each.help_text(catalog) for each in function.arguments]
        category = catalog.text("function.category")
        assert line.split("|") == [name, function.help_text(catalog), category, "False", *helps]
    assert state == f"{unseen}|{unseen}|"


@pytest.mark.parametrize("unseen", [True, False])
def test_what_excel_refuses_is_shown_and_the_addin_hidden_again(played: Any, unseen: bool) -> None:
    assert played.run("Described", unseen, True) == f"{unseen}|{unseen}|told by Excel"
