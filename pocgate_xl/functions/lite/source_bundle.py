"""The package's own sources and one template for hosts inside Excel: as two modules of text, or as files.

Everything is read from the package when the bundle is made, so no copy can fall behind. What the named
modules import when they are loaded is taken along, and what checking a workbook imports only when it needs
it: no engine, nothing that is not in the standard library but xlwings itself.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.util import resolve_name
from pathlib import Path

from ...templates.files import COMPILED, TEMPLATE, TEMPLATES, fingerprints
from ...templates.loader import Bundle
from ...templates.releases import RELEASED
from ...workbook.layout.plans import compile_plans

PACKAGE = __package__.partition(".")[0]
AVAILABLE = (sys.stdlib_module_names | {"xlwings", PACKAGE, ""}) - {"tomllib"}
"""What a host can import. TOML is left out: templates are taken along in their compiled form."""
CHECKING = tuple(
    f"{PACKAGE}.{room}." for room in ("core", "opc", "rules", "spreadsheetml", "templates", "workbook")
)
"""Rooms whose modules come along even where they are imported only when they are needed."""
HOME = Path(__file__).resolve().parents[2]

INSTALL = '''

def install():
    """Put the calculations where Python finds them."""
    if "{package}" in sys.modules:
        return
    home = Path(tempfile.mkdtemp(prefix="{package}"))
    for name, text in {{**SOURCES, **FILES}}.items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(home))


install()
'''


def code_module(roots: tuple[str, ...], title: str, data_module: str) -> str:
    """Return a module that holds what `roots` need and makes it importable when it is imported."""
    texts = sources(roots)
    imports = f"import sys\nimport tempfile\nfrom pathlib import Path\n\nfrom {data_module} import FILES\n"
    return f'"""{title}"""\n\n{imports}\n{_table("SOURCES", texts)}{INSTALL.format(package=PACKAGE)}'


def sources(roots: tuple[str, ...]) -> dict[str, str]:
    """Return the sources of what `roots` need, by their paths in the package's own folder."""
    files = map(_file, needed_modules(roots))
    return {file.relative_to(HOME.parent).as_posix(): file.read_text("utf-8") for file in files}


def data_module(bundle: Bundle, title: str) -> str:
    """Return a module that holds a template in its compiled form."""
    return f'"""{title}"""\n\n{_table("FILES", template_files(bundle))}'


def template_folder(bundle: Bundle) -> str:
    """Return where a package holds a template."""
    return f"{PACKAGE}/{TEMPLATES}/{bundle.template.id}"


def template_files(bundle: Bundle) -> dict[str, str]:
    """Return a template in its compiled form, by the paths at which a package holds it."""
    folder = template_folder(bundle)
    # What is compiled is used while the sources beside it are those that it was compiled from.
    compiled = {**_compiled(bundle), "sources": fingerprints({TEMPLATE: b""})}
    text = json.dumps(compiled, sort_keys=True, ensure_ascii=False, indent=0)
    return {f"{folder}/{TEMPLATE}": "", f"{folder}/{COMPILED}": text}


def plan_files(bundle: Bundle) -> dict[str, str]:
    """Return what spares a host planning: a template's plans as they are compiled, and all released ones."""
    folder = template_folder(bundle)
    plans = compile_plans(_compiled(bundle))
    made = {name: json.dumps(plan, ensure_ascii=False, separators=(",", ":")) for name, plan in plans.items()}
    released = bundle.folder / RELEASED
    kept = {
        file.relative_to(bundle.folder).as_posix(): file.read_text("utf-8")
        for file in sorted(released.rglob("*.json"))
    }
    return {f"{folder}/{name}": text for name, text in {**made, **kept}.items()}


def _compiled(bundle: Bundle) -> Mapping[str, object]:
    from ...templates.compiler import compile_bundle  # pydantic, where bundles are made only

    return compile_bundle(bundle.folder)


def needed_modules(roots: tuple[str, ...]) -> list[str]:
    """Return the modules of the package that these need, all in order of their names."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported(name, _tree(name).body)
            waiting += filter(_comes_along, _imported(name, _in_functions(name)))
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
    return name.startswith(CHECKING) and all(map(_can_be_loaded, _loaded(name)))


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


def _table(name: str, texts: Mapping[str, str]) -> str:
    """Return texts by name as they can be read by people, too."""
    entries = "".join(f'    "{key}": {_literal(text)},\n' for key, text in texts.items())
    return f"{name} = {{\n{entries}}}\n"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'''", "\\'\\'\\'")
    return f"'''\\\n{escaped}'''" if text else "''"
