"""The generated VBA, executed by an interpreter with a stand-in for what xlwings puts behind `XLPy`."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication

from pocgate_xl.functions.catalogue import FUNCTIONS, Function
from pocgate_xl.functions.vba import PYTHON_MODULE, wrappers

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
BEHIND = "Public Function XLPy() As Object\n    Set XLPy = New Stand\nEnd Function\n"


def application(python: str) -> Any:
    """Return an application with our wrappers, and this in the place of Python.

    They are run by their branch for programs other than Excel: the interpreter has no caller. It
    knows neither attributes within a module nor a comment behind a constant.
    """
    lines = [line for line in wrappers().splitlines() if not line.startswith("Attribute ")]
    source = "\n".join(lines).replace(" 'Adjust when using outside of Excel", "")
    found = ExcelApplication()
    found.add_workbook()
    elsewhere = source.replace('#Const App = "Microsoft Excel"', '#Const App = "Other"')
    found.add_module(elsewhere, name="xlwings_udfs")
    found.add_module(python, name="Stand", kind="class")
    found.add_module(BEHIND, name="Python")
    return found


@pytest.fixture(scope="module")
def excel() -> Any:
    return application(RECORDER)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_every_wrapper_hands_its_arguments_over_in_order(excel: Any, function: Function) -> None:
    given = [number for number, _ in enumerate(function.arguments, 1)]
    name = f"POCGATE_{function.noun}"
    told = "".join(f"{number};" for number in given)
    assert excel.run(name, *given) == f"{PYTHON_MODULE}.{name}({told})"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.noun)
def test_what_may_be_left_out_arrives_as_missing(excel: Any, function: Function) -> None:
    needed = [argument for argument in function.arguments if not argument.optional]
    told = "1;" * len(needed) + "-;" * (len(function.arguments) - len(needed))
    name = f"POCGATE_{function.noun}"
    assert excel.run(name, *[1] * len(needed)) == f"{PYTHON_MODULE}.{name}({told})"
