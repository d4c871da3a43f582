"""Every Excel function, declared once for all hosts; a new one is a line in its subject's `FUNCTIONS`.

Standard library only, and no file is read but templates, so that the same sources run in Pyodide. A
host hands over what its cells hold and gets back what they are to show, or one `FunctionProblem`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.catalog import Catalog
from ..errors import PocgateError
from ..templates.loader import Bundle
from .arguments import as_table, as_text, blank, one_cell, one_code
from .call_context import CallContext, find_gate, own_folders, vocabulary_codes
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
from .definitions import budget, causes, costs, decision, rating_helpers, roadmap, scorecard, version

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

FUNCTIONS: tuple[Function, ...] = (
    *scorecard.FUNCTIONS,
    *decision.FUNCTIONS,
    *costs.FUNCTIONS,
    *budget.FUNCTIONS,
    *causes.FUNCTIONS,
    *roadmap.FUNCTIONS,
    *rating_helpers.FUNCTIONS,
    *version.FUNCTIONS,
)


def call(function: Function, arguments: Mapping[str, object]) -> Result:
    """Compute a function from what a host hands over by argument name; what is left out is None."""
    try:
        gate = _gate(arguments)
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


def _gate(arguments: Mapping[str, object]) -> CallContext:
    plain = CallContext(_bundle(arguments.get(TEMPLATE.name)))
    return CallContext(plain.bundle, one_code(plain, LANGUAGE, arguments.get(LANGUAGE.name)))


def _bundle(value: object) -> Bundle:
    gate = default_gate()
    named = one_cell(gate, TEMPLATE, value)
    if named is None:
        return gate.bundle
    if isinstance(named, CellProblem):
        raise gate.problem("error_cell", label=TEMPLATE.name, found=named.text)
    name = as_text(named)
    try:
        bundle = find_gate(name.strip(), own_folders())
    except PocgateError as error:
        raise gate.problem("template", found=error.problem) from error
    if bundle is None:
        raise gate.problem("unknown_template", found=name)
    return bundle


def default_gate() -> CallContext:
    """Return the first built-in template, asked for in no language."""
    bundle = find_gate("", ())
    assert bundle is not None
    return CallContext(bundle)


def help_catalog(language: str = "") -> Catalog:
    """Return the texts that help is shown in."""
    bundle = default_gate().bundle
    return bundle.catalogs.get(language, bundle.default_catalog)
