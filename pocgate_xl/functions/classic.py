"""The functions for Excel on Windows: the module that xlwings serves to VBA (`UDF Modules`).

Elsewhere xlwings' decorators change nothing, so that this module can be imported anywhere.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwings

from .installation.conf import adopt_templates
from .registry import FUNCTIONS, Function, FunctionProblem, call, default_gate

adopt_templates(Path.home())

MODULE = __name__
PREFIX = "POCGATE_"
PROBLEM = "#POCGATE: "
"""Begins what a cell shows instead of a result: VBA turns an exception into its text alone."""


def classic_name(function: Function) -> str:
    """Return what the function is called in a cell."""
    return PREFIX + function.noun


def _clone(function: Function) -> Callable[..., object]:
    """Return a function of its own for this host: decorators of two hosts cannot share one."""
    names = [argument.name for argument in function.arguments]

    def answer(*cells: object) -> object:
        try:
            return call(function, dict(zip(names, cells, strict=False)))
        except FunctionProblem as problem:
            return f"{PROBLEM}{problem}"

    answer.__name__ = answer.__qualname__ = classic_name(function)
    answer.__doc__ = function.help_text(default_gate().catalog)
    answer.__annotations__ = {}  # xlwings would read converters from them
    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.optional else inspect.Parameter.empty,
            )
            for argument in function.arguments
        ]
    )
    return answer


def _registered(function: Function) -> Callable[..., object]:
    """Return the clone as xlwings registers it; error cells arrive as their text."""
    catalog = default_gate().catalog
    registered: Any = _clone(function)
    for argument in function.arguments:
        shape = {"ndim": 2} if argument.kind == "cells" else {}
        described = xlwings.arg(argument.name, doc=argument.help_text(catalog), err_to_str=True, **shape)
        registered = described(registered)
    return xlwings.func(category=catalog.text("function.category"))(registered)  # type: ignore[no-any-return]


globals().update({classic_name(function): _registered(function) for function in FUNCTIONS})
