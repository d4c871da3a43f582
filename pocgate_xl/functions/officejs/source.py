"""The registry as the source of a module of custom functions, for every host of the Office.js kind.

Hosts look at the functions of a module: their names, their signatures, their decorators. So the
registry is written out as plain functions, once, and each host gets the same text.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator

from ...core.catalog import Catalog
from ...templates.loader import Bundle
from ..registry import FUNCTIONS, Argument, Function, vocabulary_codes

NAMESPACE = "pocgate"
SPOKEN = "LANGUAGE"
"""What a module calls the language of words where a call asks for none."""

HEAD = """\
from typing import Literal

from xlwings import arg, func, ret

"""


def functions_source(bundle: Bundle, catalog: Catalog, *, answering: str, awaited: bool = False) -> str:
    """Return source code; `answering` imports `PlainWriter`, and `answer`, which may be awaited."""
    choices = "".join(_choices(bundle))
    functions = "".join(_function(function, catalog, awaited) for function in FUNCTIONS)
    return f'{HEAD}{answering}\n{SPOKEN} = "{catalog.language}"\n\n{choices}{functions}'


def function_name(function: Function) -> str:
    """Return what Python calls a function; in capitals, as hosts show it, where it would shadow."""
    name = function.noun.lower()
    return function.noun if hasattr(builtins, name) else name


def _choices(bundle: Bundle) -> Iterator[str]:
    """Yield one type for each vocabulary, from which hosts make drop-downs."""
    named = {each.codes for function in FUNCTIONS for each in function.arguments if each.kind == "code"}
    for name in sorted(named):
        codes = ", ".join(f'"{code}"' for code in vocabulary_codes(bundle, name))
        yield f"{_type(name)} = Literal[{codes}]\n"


def _type(vocabulary: str) -> str:
    return vocabulary.title().replace("_", "")


def _function(function: Function, catalog: Catalog, awaited: bool) -> str:
    name, define, wait = function_name(function), *(("async def", "await ") if awaited else ("def", ""))
    if keyword.iskeyword(name):
        raise ValueError(f"{function.noun} cannot be the name of a Python function")
    helps = "".join(_help(each, catalog) for each in function.arguments)
    signature = ", ".join(_parameter(each) for each in function.arguments)
    passed = ", ".join(f"{each.name}={each.name}" for each in function.arguments)
    return (
        f'\n\n@func(namespace="{NAMESPACE}")\n{helps}@ret(PlainWriter)\n{define} {name}({signature}):\n'
        f"    {_quoted(function.help_text(catalog))}\n"
        f'    return {wait}answer("{function.noun}", {SPOKEN}, {passed})\n'
    )


def _help(argument: Argument, catalog: Catalog) -> str:
    """Return the decorator of an argument: raw cells, as blanks and errors are read by the registry."""
    return f'@arg("{argument.name}", "raw", doc={_quoted(argument.help_text(catalog))})\n'


def _parameter(argument: Argument) -> str:
    hint = f": {_type(argument.codes)}" if argument.kind == "code" else ""
    default = (" = None" if hint else "=None") if argument.optional else ""
    return f"{argument.name}{hint}{default}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
