"""What a check costs in Pyodide, the Python of browsers: the page's worker in Node, processor time."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pocgate_xl.page.bundle import bundle_zip
from tests.functions.node_packages import node_modules

from .runner import Line
from .samples import answered, own_written

SCRIPT = Path(__file__).with_name("pyodide.mjs")
UNLIKE = 12
ROUNDS = 3
START, LOAD, PREPARE = "Pyodide's own start", "loading the check", "loading what it needs besides, meanwhile"
FIRST, NEXT = "the first file", "each of the next, of which no two have an answer in common"
NAMES = {"start": START, "load": LOAD, "prepare": PREPARE, "first": FIRST, "next": NEXT}


def measured(files: list[Path], bundle: Path) -> Mapping[str, list[float]]:
    """Return milliseconds of processor time by what was done."""
    command = [
        shutil.which("node") or "node",
        str(SCRIPT),
        str(node_modules()),
        str(bundle),
        *map(str, files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def lines() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder, "pocgate.zip")
        bundle.write_bytes(bundle_zip())
        files = [Path(folder, f"{number}.xlsx") for number in range(UNLIKE + 1)]
        for number, file in enumerate(files):
            file.write_bytes(answered(number) if number else own_written())
        rounds = [measured(files, bundle) for _ in range(ROUNDS)]
    for key, name in NAMES.items():
        spent = statistics.median(statistics.median(each[key]) for each in rounds)
        yield Line(name, f"{spent:.3g} ms")


def sections() -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it; none without Node."""
    if shutil.which("node"):
        yield "In the browser", list(lines())
