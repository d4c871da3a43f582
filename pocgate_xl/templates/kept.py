"""The compiled form of an operator's template, kept in the user's folder until the template changes.

So that a gate of one's own costs TOML and pydantic once, not at every start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..output.cache import kept
from ..output.code import digest_of
from .files import all_sources, fingerprints
from .releases import RELEASED

MAKERS = ("core", "templates", "records.py", "errors.py")


def kept_form(folder: Path, compile_: Callable[[], Mapping[str, Any]], *more: str) -> Mapping[str, Any]:
    """Return the compiled form of a template, made where none is kept; `more` is what else it depends on."""
    sources = fingerprints(all_sources(folder))

    def holds(content: bytes) -> bool:
        return bool(json.loads(content)["sources"] == sources)

    facts = [digest_of(*MAKERS), sources, sorted(_beside(folder)), more]
    made_from = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    found: Mapping[str, Any] = json.loads(kept(made_from, lambda: _written(compile_()), holds))
    return found


def _written(plain: Mapping[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode()


def _beside(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield what lies beside the sources, such as a logo: with its size, and when it was changed."""
    for file in folder.rglob("*"):
        name = file.relative_to(folder)
        if name.parts[0] != RELEASED and file.is_file():
            status = file.stat()
            yield name.as_posix(), status.st_size, status.st_mtime_ns
