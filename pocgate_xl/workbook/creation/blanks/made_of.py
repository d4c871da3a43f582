"""What a blank workbook is made from, as a digest: it is used as long as nothing of that is another.

That is its template with texts and looks, its language and edition, and every module of the rooms that read,
plan and write, byte by byte.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ....errors import PocgateError
from ....templates.loader import Bundle, load_bundle

HOME = Path(__file__).resolve().parents[3]
ROOMS = ("core", "opc", "spreadsheetml", "templates", "workbook")
BESIDE = ("errors.py", "records.py")


def made_of(bundle: Bundle, language: str, edition: str, *more: object) -> str:
    """Return the sha256 of all that a workbook is made from; `more` is what else is put into it."""
    theme = bundle.theme
    logo = hashlib.sha256((bundle.folder / theme.logo).read_bytes()).hexdigest() if theme.logo else ""
    facts = [makers(), bundle.digest, language, edition, repr(theme), logo, *map(repr, more)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def is_as_it_lies(bundle: Bundle) -> bool:
    """Say whether a template is today's and just as in its folder: not released before, not changed since."""
    try:
        return bundle.released is None and load_bundle(bundle.folder) is bundle
    except PocgateError:  # it lies nowhere, or what lies there now is none
        return False


@lru_cache(maxsize=1)
def makers() -> str:
    """Return the sha256 of all modules that have a part in a workbook's bytes."""
    found = hashlib.sha256()
    rooms = (path for room in ROOMS for path in _modules(os.path.join(HOME, room)))
    for file in sorted((*rooms, *(os.path.join(HOME, name) for name in BESIDE))):
        with open(file, "rb", buffering=0) as stream:
            found.update(stream.read() + b"\0")
    return found.hexdigest()


def _modules(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _modules(entry.path)
