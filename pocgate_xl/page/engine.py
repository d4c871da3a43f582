"""The engine that computes formulas in the browser: one published file of formulon, known by its digest.

Copies need it: `return` and `migrate` write what a workbook shows, not only its answers.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..errors import PocgateError

VERSION = "0.18.0"
FILE = "formulon_capi.wasm"
DIGEST = "1ae0cffa5e63d3fa13c69e9a3fd9af98b5088beb5b391ce899a767a94ea17431"
"""The sha256 of the file in PyPI's package `formulon` of this version."""
PLACES = (FILE, f"_wasm/{FILE}", f"formulon/_wasm/{FILE}")
"""Where a folder may hold it: the file itself, or the package as pip installs it."""
WHERE = (
    f"Get it once with: pip install --no-deps --target engine formulon=={VERSION} "
    "– and name the folder with --engine engine."
)


def engine_file(folder: Path) -> bytes:
    """Return the engine in a folder; PocgateError says that it is not there, or not as published."""
    for place in PLACES:
        if (folder / place).is_file():
            content = (folder / place).read_bytes()
            if hashlib.sha256(content).hexdigest() == DIGEST:
                return content
            raise PocgateError(f"{folder / place} is not as published in formulon {VERSION}.", WHERE)
    raise PocgateError(f"{folder} does not hold {FILE} of formulon {VERSION}.", WHERE)
