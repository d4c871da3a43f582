"""The package's own sources for a Python that has the standard library alone, as inside Excel or a browser.

Everything is read from the package when a bundle is made, so no copy can fall behind. What the named
modules import when they are loaded is taken along, and what checking a workbook imports only when it needs
it: no engine, nothing that is not in the standard library but xlwings itself.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import resolve_name
from pathlib import Path

PACKAGE = __package__.partition(".")[0]
AVAILABLE = (sys.stdlib_module_names | {"xlwings", PACKAGE, ""}) - {"tomllib"}
"""What a host can import. TOML is left out: templates are taken along in their compiled form."""
CHECKING = tuple(
    f"{PACKAGE}.{room}." for room in ("core", "opc", "rules", "spreadsheetml", "templates", "workbook")
)
"""Rooms whose modules come along even where they are imported only when they are needed."""
HOME = Path(__file__).resolve().parents[1]


def sources(roots: tuple[str, ...], along: tuple[str, ...] = CHECKING) -> dict[str, str]:
    """Return the sources of what `roots` need, by their paths in the package's own folder."""
    files = map(_file, needed_modules(roots, along))
    return {file.relative_to(HOME.parent).as_posix(): file.read_text("utf-8") for file in files}


def needed_modules(roots: tuple[str, ...], along: tuple[str, ...] = CHECKING) -> list[str]:
    """Return the modules of the package that these need, all in order of their names.

    Of the rooms `along` those too that functions import only when they are called.
    """
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported(name, _tree(name).body)
            later = _imported(name, _in_functions(name))
            waiting += (each for each in later if each.startswith(along) and _comes_along(each))
            waiting += [name.rpartition(".")[0]] if "." in name else []
    return sorted(found)


def _imported(name: str, nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the package's modules that some statements of a module import."""
    package = name if _file(name).name == "__init__.py" else name.rpartition(".")[0]
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            whole = resolve_name("." * node.level + (node.module or ""), package)
            yield from (each for each in _candidates(whole, node) if _exists(each))


def _in_functions(name: str) -> Iterator[ast.AST]:
    """Yield the statements of a module that are carried out only when a function is called."""
    for node in ast.walk(_tree(name)):
        if isinstance(node, ast.FunctionDef):
            yield from ast.walk(node)


def _comes_along(name: str) -> bool:
    """Say whether a module that is imported only when it is needed is there and can be loaded in a host."""
    return all(map(_can_be_loaded, _loaded(name)))


@lru_cache(maxsize=1024)
def _loaded(name: str) -> frozenset[str]:
    """Return the modules that are loaded with one."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += _imported(each, _tree(each).body)
    return frozenset(found)


@lru_cache(maxsize=1024)
def _can_be_loaded(name: str) -> bool:
    body = _tree(name).body
    named = [alias.name for node in body if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in body if isinstance(node, ast.ImportFrom) and not node.level]
    return all(each.partition(".")[0] in AVAILABLE for each in named)


@lru_cache(maxsize=1024)
def _tree(name: str) -> ast.Module:
    return ast.parse(_file(name).read_text("utf-8"))


def _candidates(module: str, node: ast.ImportFrom) -> Iterator[str]:
    """Yield what an import may name: the module, and names in it that are modules themselves."""
    yield module
    yield from (f"{module}.{alias.name}" for alias in node.names)


def _exists(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE and _file(name).is_file()


def _file(name: str) -> Path:
    place = HOME.parent.joinpath(*name.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
