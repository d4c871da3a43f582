"""The bundle for xlwings Lite where Pyodide finds it, and what runs it there."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.functions.node_packages import JS, node_modules

SECONDS = 120


def laid_out(site: Path, files: Mapping[str, str]) -> Path:
    """Lay out the modules as the runtime expects them: the bundle, xlwings, the runtime itself."""
    unneeded = shutil.ignore_patterns("*.so", "*.pyd", "*.dll", "*.xl*", "__pycache__")
    shutil.copytree(_folder("xlwings"), site / "xlwings", ignore=unneeded)
    for name in ("wasm_runtime.py", "config.py"):
        shutil.copy(_folder("xlwings_server") / "wasm" / name, site)
    for name in ("custom_functions", "custom_scripts"):
        (site / f"{name}.py").write_text("from main import *\n", encoding="utf-8")
    for name, text in files.items():
        (site / name).write_text(text, encoding="utf-8")
    return site


def _folder(package: str) -> Path:
    """Return where a package lies without importing it, which would choose a host for the whole process."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed")
    return Path(spec.origin).parent


def run_in_pyodide(site: Path, requests: Mapping[str, Any], seconds: int = SECONDS) -> dict[str, Any]:
    """Carry out calls, scripts and timings in one Pyodide."""
    file = site.parent / "requests.json"
    file.write_text(json.dumps(requests), encoding="utf-8")
    command = [
        shutil.which("node") or "node",
        str(JS / "lite.mjs"),
        str(node_modules()),
        str(site),
        str(file),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result
