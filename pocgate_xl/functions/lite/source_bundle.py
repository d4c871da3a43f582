"""The package's own sources and one template as two modules of text, for hosts without packages.

Everything is read from the package when the bundle is made, so no copy can fall behind. Only what the
named modules import when they are loaded is taken along: no engine, nothing that is not in the standard
library but xlwings itself.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from importlib.util import resolve_name
from pathlib import Path

from ...templates.files import COMPILED, TEMPLATE, TEMPLATES, fingerprints
from ...templates.loader import Bundle

PACKAGE = __package__.partition(".")[0]
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
    files = {name: _file(name) for name in needed_modules(roots)}
    texts = {file.relative_to(HOME.parent).as_posix(): file.read_text("utf-8") for file in files.values()}
    imports = f"import sys\nimport tempfile\nfrom pathlib import Path\n\nfrom {data_module} import FILES\n"
    return f'"""{title}"""\n\n{imports}\n{_table("SOURCES", texts)}{INSTALL.format(package=PACKAGE)}'


def data_module(bundle: Bundle, title: str) -> str:
    """Return a module that holds a template in its compiled form."""
    folder = f"{PACKAGE}/{TEMPLATES}/{bundle.template.id}"
    # What is compiled is used while the sources beside it are those that it was compiled from.
    compiled = {**_compiled(bundle), "sources": fingerprints({TEMPLATE: b""})}
    text = json.dumps(compiled, sort_keys=True, ensure_ascii=False, indent=0)
    return f'"""{title}"""\n\n{_table("FILES", {f"{folder}/{TEMPLATE}": "", f"{folder}/{COMPILED}": text})}'


def _compiled(bundle: Bundle) -> Mapping[str, object]:
    from ...templates.compiler import compile_bundle  # pydantic, where bundles are made only

    return compile_bundle(bundle.folder)


def needed_modules(roots: tuple[str, ...]) -> list[str]:
    """Return the modules of the package that are loaded with these, all in order of their names."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported(name)
            waiting += [name.rpartition(".")[0]] if "." in name else []
    return sorted(found)


def _imported(name: str) -> Iterator[str]:
    """Yield the package's modules that a module imports at its top."""
    file = _file(name)
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            whole = resolve_name("." * node.level + (node.module or ""), package)
            yield from (each for each in _candidates(whole, node) if _exists(each))


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
