"""Python for the browser: the published files of one named version of Pyodide, known by their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..errors import PocgateError

VERSION = "314.0.7"
DIGESTS: Mapping[str, str] = {
    "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
    "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
    "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
}
"""The sha256 of each file that the page loads, as npm's package `pyodide` of this version holds it."""
MEGABYTES = 13.5
"""What these files come to, in millions of bytes."""
WHERE = (
    f"Get it once with: npm pack pyodide@{VERSION} && tar xzf pyodide-{VERSION}.tgz "
    f"– and name the folder with --runtime package ({MEGABYTES} MB go onto the page)."
)


def runtime_files(folder: Path | None) -> dict[str, bytes]:
    """Return the files of the runtime in a folder, by name; PocgateError says what is not as published."""
    if folder is None:
        raise PocgateError(f"The page needs Python for browsers, Pyodide {VERSION}.", WHERE)
    missing = [name for name in DIGESTS if not (folder / name).is_file()]
    if missing:
        raise PocgateError(f"{folder} does not hold {', '.join(missing)} of Pyodide {VERSION}.", WHERE)
    files = {name: (folder / name).read_bytes() for name in DIGESTS}
    others = [name for name, data in files.items() if hashlib.sha256(data).hexdigest() != DIGESTS[name]]
    if others:
        raise PocgateError(f"{folder}: not as published in Pyodide {VERSION}: {', '.join(others)}.", WHERE)
    return files
