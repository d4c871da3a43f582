"""What runs under Node: installed once for each lock file, into a folder of the user's cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

JS = Path(__file__).parent / "js"
FILES = ("package.json", "package-lock.json")
SECONDS = 300


@cache
def node_modules() -> Path:
    """Return the folder of the installed packages."""
    digest = hashlib.sha256(b"".join((JS / name).read_bytes() for name in FILES)).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = caches / "pocgate-xl-tests" / digest
    if not home.is_dir():
        _install(home)
    return home / "node_modules"


def _install(home: Path) -> None:
    """Install beside the place and move it there, so that a cache is whole or not there."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as unfinished:
        whole = Path(unfinished) / "whole"
        whole.mkdir()
        for name in FILES:
            shutil.copy(JS / name, whole)
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=whole, check=True, timeout=SECONDS)
        if not home.exists():
            whole.rename(home)
