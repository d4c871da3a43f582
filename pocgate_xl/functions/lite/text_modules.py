"""Sources and a template as two modules of text, which put them where Python finds them."""

from __future__ import annotations

from collections.abc import Mapping

from ...portable.sources import PACKAGE, sources
from ...portable.templates import template_files
from ...templates.loader import Bundle

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


def data_module(bundle: Bundle, title: str) -> str:
    """Return a module that holds a template in its compiled form."""
    return f'"""{title}"""\n\n{_table("FILES", template_files(bundle))}'


def _table(name: str, texts: Mapping[str, str]) -> str:
    """Return texts by name as they can be read by people, too."""
    entries = "".join(f'    "{key}": {_literal(text)},\n' for key, text in texts.items())
    return f"{name} = {{\n{entries}}}\n"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'''", "\\'\\'\\'")
    return f"'''\\\n{escaped}'''" if text else "''"
