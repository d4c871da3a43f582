"""Compile every template while a wheel or an editable install is built."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TemplateBuildHook(BuildHookInterface[Any]):
    """The step of a build that compiles templates beside their sources and carries all of it into a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for file in compile_all(Path(self.root)):
            build_data["artifacts"].append(file.relative_to(self.root).as_posix())
        if version == "standard":  # an editable install reads the templates in the checkout
            build_data["force_include"]["workbook_templates"] = "pocgate_xl/workbook_templates"


def compile_all(root: Path) -> list[Path]:
    """Write the compiled form of every template under a source tree, and its plans; return the files."""
    if str(root) not in sys.path:  # the hook runs before the package is installed
        sys.path.insert(0, str(root))
    from pocgate_xl.templates.compiler import compile_bundle
    from pocgate_xl.templates.files import COMPILED, TEMPLATE, TEMPLATES
    from pocgate_xl.workbook.layout.plans import compile_plans

    written = []
    for folder in sorted(file.parent for file in (root / TEMPLATES).glob(f"*/{TEMPLATE}")):
        compiled = compile_bundle(folder)
        made = {COMPILED: compiled, **compile_plans(compiled)}
        written += [_write(folder / name, plain) for name, plain in made.items()]
    return written


def _write(file: Path, compiled: dict[str, Any]) -> Path:
    text = json.dumps(compiled, ensure_ascii=False, separators=(",", ":"))
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    unfinished.write_text(text + "\n", encoding="utf-8", newline="\n")
    unfinished.replace(file)
    return file
