"""Python for the browser: the published files of one named version of Pyodide, known by their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http.client import HTTPException
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
HTTPS = "https://"
SECONDS, MOST_BYTES = 60, 16_000_000
"""How long an address may take to answer, and what no file of the runtime comes to."""
MEGABYTES = 13.5
"""What these files come to, in millions of bytes."""
WHERE = (
    f"Get it once with: npm pack pyodide@{VERSION} && tar xzf pyodide-{VERSION}.tgz "
    f"– and name the folder with --runtime package ({MEGABYTES} MB go onto the page)."
)


def runtime_files(place: Path | str | None) -> dict[str, bytes]:
    """Return the files of the runtime in a folder or below an https address, by name.

    PocgateError says what cannot be had, or is not as published.
    """
    if place is None:
        raise PocgateError(f"The page needs Python for browsers, Pyodide {VERSION}.", WHERE)
    files = _of_folder(place) if isinstance(place, Path) else _of_address(place)
    others = [name for name, data in files.items() if hashlib.sha256(data).hexdigest() != DIGESTS[name]]
    if others:
        raise PocgateError(f"{place}: not as published in Pyodide {VERSION}: {', '.join(others)}.", WHERE)
    return files


def _of_folder(folder: Path) -> dict[str, bytes]:
    missing = [name for name in DIGESTS if not (folder / name).is_file()]
    if missing:
        raise PocgateError(f"{folder} does not hold {', '.join(missing)} of Pyodide {VERSION}.", WHERE)
    return {name: (folder / name).read_bytes() for name in DIGESTS}


def _of_address(address: str) -> dict[str, bytes]:
    if not address.startswith(HTTPS):
        raise PocgateError(f"{address} does not begin with {HTTPS}.", WHERE)
    return {name: _fetched(f"{address.rstrip('/')}/{name}") for name in DIGESTS}


def _fetched(address: str) -> bytes:
    """Return what stands at an address, as much of it as a file of the runtime may have."""
    from urllib.request import urlopen  # only where somebody names an address

    try:
        with urlopen(address, timeout=SECONDS) as answer:
            if not answer.url.startswith(HTTPS):
                raise PocgateError(
                    f"{address} leads to {answer.url}, which does not begin with {HTTPS}.", WHERE
                )
            content: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, ValueError, HTTPException) as problem:
        reason = getattr(problem, "reason", None) or problem or type(problem).__name__
        raise PocgateError(f"{address} cannot be had: {reason}.", WHERE) from problem
    if len(content) > MOST_BYTES:
        raise PocgateError(f"{address} is larger than any file of Pyodide {VERSION}.", WHERE)
    return content
