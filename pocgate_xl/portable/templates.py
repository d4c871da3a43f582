"""Templates for hosts that read no TOML: compiled, with the plans that spare them planning."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..templates.files import COMPILED, TEMPLATE, TEMPLATES, fingerprints
from ..templates.loader import Bundle
from ..templates.releases import RELEASED
from ..workbook.layout.plans import compile_plans
from .sources import PACKAGE


def template_folder(bundle: Bundle) -> str:
    """Return where a package holds a template."""
    return f"{PACKAGE}/{TEMPLATES}/{bundle.template.id}"


def template_files(bundle: Bundle, folder: str = "") -> dict[str, str]:
    """Return a template in its compiled form by path: in a folder, that of the package without one."""
    folder = folder or template_folder(bundle)
    # What is compiled is used while the sources beside it are those that it was compiled from.
    compiled = {**_compiled(bundle), "sources": fingerprints({TEMPLATE: b""})}
    text = json.dumps(compiled, sort_keys=True, ensure_ascii=False, indent=0)
    return {f"{folder}/{TEMPLATE}": "", f"{folder}/{COMPILED}": text}


def plan_files(bundle: Bundle, folder: str = "") -> dict[str, str]:
    """Return a template's plans as they are compiled, and all released ones, by path as `template_files`."""
    folder = folder or template_folder(bundle)
    plans = compile_plans(_compiled(bundle))
    made = {name: json.dumps(plan, ensure_ascii=False, separators=(",", ":")) for name, plan in plans.items()}
    released = bundle.folder / RELEASED
    kept = {
        file.relative_to(bundle.folder).as_posix(): file.read_text("utf-8")
        for file in sorted(released.rglob("*.json"))
    }
    return {f"{folder}/{name}": text for name, text in {**made, **kept}.items()}


def _compiled(bundle: Bundle) -> Mapping[str, object]:
    from ..templates.compiler import compile_bundle  # pydantic, where bundles are made only

    return compile_bundle(bundle.folder)
