"""The module of functions that hosts of the Office.js kind are given, as Python reads it."""

from __future__ import annotations

import ast
import builtins

import pytest

from pocgate_xl.functions.lite.modules import ANSWERING
from pocgate_xl.functions.officejs.source import functions_source
from pocgate_xl.functions.registry import FUNCTIONS
from pocgate_xl.templates.loader import Bundle


@pytest.fixture(scope="module", params=["en", "ja"])
def module(request: pytest.FixtureRequest, bundle: Bundle) -> ast.Module:
    return ast.parse(functions_source(bundle, bundle.catalogs[request.param], answering=ANSWERING))


def test_no_name_of_the_module_shadows_a_builtin(module: ast.Module) -> None:
    """People write code of their own beside the functions; `range` and `sum` are theirs."""
    nodes = list(ast.walk(module))
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    assert len(bound) > len(FUNCTIONS)
    assert bound & set(dir(builtins)) == set()


def test_a_function_is_called_in_cells_what_it_was_always_called(module: ast.Module) -> None:
    """Excel knows it by the name of the Python function in capitals, and so do saved workbooks."""
    shown = [function.name.upper() for function in module.body if isinstance(function, ast.FunctionDef)]
    assert shown == [function.noun for function in FUNCTIONS]


def test_words_are_in_the_language_that_the_module_was_made_in(bundle: Bundle) -> None:
    for language, catalog in bundle.catalogs.items():
        source = functions_source(bundle, catalog, answering=ANSWERING)
        assert f'\nLANGUAGE = "{language}"\n' in source
        assert source.count('("WHY", LANGUAGE,') == 1
