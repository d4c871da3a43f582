"""A site in Chromium: laid out as files, visited by a script, what was seen read back."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.functions.node_packages import node_modules

SCRIPT = Path(__file__).with_name("page.mjs")


def laid_out(files: Mapping[str, bytes], site: Path) -> str:
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    return str(site)


def visited(asked: Sequence[Mapping[str, Any]], folder: Path, patience: int | None = None) -> dict[str, Any]:
    """Make visits; return what came of each by its name. What was asked and seen is kept in the folder.

    `patience` are the milliseconds that one act may take, where it is more than usual.
    """
    requests = folder / "requests.json"
    requests.write_text(
        json.dumps({"chromium": shutil.which("chromium"), "patience": patience, "visits": asked}),
        encoding="utf-8",
    )
    command = [shutil.which("node") or "node", str(SCRIPT), str(node_modules()), str(requests)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=(patience or 600_000) / 1000, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    (folder / "visits.json").write_text(done.stdout, encoding="utf-8")
    return {visit["name"]: visit for visit in json.loads(done.stdout)}
