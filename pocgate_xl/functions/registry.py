"""Every Excel function, declared once for all hosts; a new one is a line in its subject's `FUNCTIONS`.

Standard library only, and no file is read but templates, so that the same sources run in Pyodide. A
host hands over what its cells hold and gets back what they are to show, or one `FunctionProblem`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from ..core.catalog import Catalog
from ..errors import PocgateError
from ..templates.loader import Bundle
from .arguments import as_table, as_text, blank, one_cell, one_code
from .call_context import CODES, LANGUAGE_VARIABLE, CallContext, find_gate, own_folders, vocabulary_codes
from .declaration import (
    LANGUAGE,
    LONGEST_HELP,
    TEMPLATE,
    Argument,
    Cell,
    CellProblem,
    Function,
    FunctionProblem,
    Result,
    Row,
    Table,
    Value,
)
from .definitions import (
    budget,
    causes,
    costs,
    decision,
    rating_helpers,
    roadmap,
    scorecard,
    several,
    steps,
    this_workbook,
    version,
    words,
)

NAMED = re.compile(r"^=?(POCGATE[._])?|\(.*\)?$", re.DOTALL)
"""What may stand around a function's noun, as it stands in a cell."""

__all__ = [
    "FUNCTIONS",
    "Argument",
    "Cell",
    "CellProblem",
    "Function",
    "FunctionProblem",
    "Result",
    "Row",
    "Table",
    "Value",
    "call",
    "default_gate",
    "vocabulary_codes",
]

COMPUTING: tuple[Function, ...] = (
    *scorecard.FUNCTIONS,
    *decision.FUNCTIONS,
    *costs.FUNCTIONS,
    *budget.FUNCTIONS,
    *causes.FUNCTIONS,
    *roadmap.FUNCTIONS,
    *rating_helpers.FUNCTIONS,
    *this_workbook.FUNCTIONS,
    *several.FUNCTIONS,
    *words.FUNCTIONS,
    *steps.FUNCTIONS,
    *version.FUNCTIONS,
)


LONGEST = max(len(function.arguments) for function in COMPUTING)
FUNCTION = Argument("function_name", "value", optional=True)
ANY = tuple(
    Argument(f"argument{n}", "cells", optional=True, shared="argument_n") for n in range(1, LONGEST + 1)
)


def _why(gate: CallContext, function_name: Cell, **given: Table | None) -> str:
    """Return what is wrong with a call, "" when it computes: function and arguments as in the call itself."""
    if function_name is None:
        return ""
    named = "" if isinstance(function_name, CellProblem) else as_text(function_name)
    noun = NAMED.sub("", named.strip().upper())
    function = next((each for each in COMPUTING if each.noun == noun), None)
    if function is None:
        choices = ", ".join(each.noun for each in COMPUTING)
        problem = gate.problem("unknown_code", label=FUNCTION.name, found=named, choices=choices)
        return str(problem)[:LONGEST_HELP]
    arguments = zip((each.name for each in function.arguments), given.values(), strict=False)
    try:
        call(function, dict(arguments), gate.spoken)
    except FunctionProblem as problem:
        return str(problem)
    return ""


FUNCTIONS: tuple[Function, ...] = (
    *COMPUTING,
    Function("WHY", _why, (FUNCTION, *ANY), last=(), explains=True),
)


def call(function: Function, arguments: Mapping[str, object], host_language: str = "") -> Result:
    """Compute a function from what a host hands over by argument name; what is left out is None.

    Words are in the language that the call asks for, else in the host's own.
    """
    try:
        gate = _gate(arguments, host_language or os.environ.get(LANGUAGE_VARIABLE, ""))
        wanted = (*function.own_arguments, *function.later)
        own = {each.name: _normalised(gate, each, arguments) for each in wanted}
        result: Result = function.compute(gate, **own)
        return result
    except FunctionProblem as problem:
        raise FunctionProblem(str(problem)[:LONGEST_HELP]) from None
    except Exception as fault:
        # A host would show a traceback, or nothing at all.
        raise default_gate().problem("internal", found=type(fault).__name__) from fault


def _normalised(gate: CallContext, argument: Argument, arguments: Mapping[str, object]) -> Any:
    value = arguments.get(argument.name)
    if argument.kind == "value":
        return one_cell(gate, argument, value)
    if argument.kind == "code":
        return one_code(gate, argument, value)
    table = as_table(value)
    single = len(table) == len(table[0]) == 1
    return None if argument.optional and single and blank(table[0][0]) else table


def _gate(arguments: Mapping[str, object], spoken: str) -> CallContext:
    """Return what a call asks for: codes, the language that it names, or the host's.

    Workbooks of earlier releases name the template with its version and no language, and compare codes.
    """
    bundle, versioned = _bundle(arguments.get(TEMPLATE.name))
    plain = CallContext(bundle, None, spoken)
    asked = one_code(plain, LANGUAGE, arguments.get(LANGUAGE.name))
    if asked is None:
        own = plain.catalog.language
        return CallContext(bundle, None if versioned else own, spoken, exact=versioned)
    return plain if asked == CODES else CallContext(bundle, asked, spoken)


def _bundle(value: object) -> tuple[Bundle, bool]:
    """Return the template that a call names, and whether it names a version."""
    gate = default_gate()
    named = one_cell(gate, TEMPLATE, value)
    if named is None:
        return gate.bundle, False
    if isinstance(named, CellProblem):
        raise gate.problem("error_cell", label=TEMPLATE.name, found=named.text)
    name = as_text(named).strip()
    try:
        bundle = find_gate(name, own_folders())
    except PocgateError as error:
        raise gate.problem("template", found=error.problem) from error
    if bundle is None:
        raise gate.problem("unknown_template", found=name)
    return bundle, " " in name


def default_gate() -> CallContext:
    """Return the first built-in template, asked for in no language."""
    bundle = find_gate("", ())
    assert bundle is not None
    return CallContext(bundle)


def help_catalog(language: str = "") -> Catalog:
    """Return the texts that help is shown in."""
    bundle = default_gate().bundle
    return bundle.catalogs.get(language, bundle.default_catalog)
