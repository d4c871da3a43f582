"""Compile every template while a wheel or an editable install is built, and prepare its blank workbooks."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENGINE = "ironcalc"


class TemplateBuildHook(BuildHookInterface[Any]):
    """The step of a build that compiles templates beside their sources and carries all of it into a wheel."""

    def dependencies(self) -> list[str]:
        """Return what prepares blanks; the engine only where it has a wheel: nobody has to build it."""
        wanted = ("openpyxl",) if "musl" in str(sysconfig.get_config_var("SOABI")) else ("openpyxl", ENGINE)
        return [each for each in self.metadata.core.dependencies if each.startswith(wanted)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for file in (*compile_all(root), *prepare_blanks(root)):
            build_data["artifacts"].append(file.relative_to(self.root).as_posix())
        if version == "standard":  # an editable install reads the templates in the checkout
            build_data["force_include"]["workbook_templates"] = "pocgate_xl/workbook_templates"


def compile_all(root: Path) -> list[Path]:
    """Write the compiled form of every template under a source tree, and its plans; return the files."""
    _make_importable(root)
    from pocgate_xl.templates.compiler import compile_bundle
    from pocgate_xl.templates.files import COMPILED
    from pocgate_xl.workbook.layout.plans import compile_plans

    written = []
    for folder in _templates(root):
        compiled = compile_bundle(folder)
        made = {COMPILED: compiled, **compile_plans(compiled)}
        written += [_write(folder / name, _json(plain)) for name, plain in made.items()]
    return written


def prepare_blanks(root: Path) -> list[Path]:
    """Write the blank workbooks of every compiled template; return the files.

    None are written where the engine or the writer of workbooks is missing: then blanks are made when they
    are asked for.
    """
    _make_importable(root)
    from pocgate_xl.errors import EngineError

    try:
        return [file for folder in _templates(root) for file in _prepared(folder)]
    except (ImportError, EngineError) as problem:
        print(f"no blank workbooks are prepared: {problem}", file=sys.stderr)
        return []


def _prepared(folder: Path) -> Iterator[Path]:
    from pocgate_xl.templates.files import blanks_name
    from pocgate_xl.templates.loader import load_bundle
    from pocgate_xl.workbook.creation.blanks.prepared import forget_prepared
    from pocgate_xl.workbook.creation.blanks.preparing import is_prepared, prepared_file

    bundle = load_bundle(folder)
    for language in bundle.template.languages:
        file = folder / blanks_name(language)
        if not is_prepared(bundle, language):
            file.unlink(missing_ok=True)
            content = prepared_file(bundle, language)
            if content is None:
                continue
            _write(file, content)
            forget_prepared()
        yield file


def _make_importable(root: Path) -> None:
    if str(root) not in sys.path:  # the hook runs before the package is installed
        sys.path.insert(0, str(root))


def _templates(root: Path) -> list[Path]:
    from pocgate_xl.templates.files import TEMPLATE, TEMPLATES

    return sorted(file.parent for file in (root / TEMPLATES).glob(f"*/{TEMPLATE}"))


def _json(compiled: dict[str, Any]) -> bytes:
    return (json.dumps(compiled, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _write(file: Path, content: bytes) -> Path:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)
    return file
