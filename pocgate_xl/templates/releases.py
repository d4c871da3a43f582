"""Released plans: the layouts of workbooks in the field, which stay readable for good.

Beside a template's sources lies `released/`, a folder for each layout in which workbooks were sent out:
the template as it was, with the texts that stand in its workbooks, and its plans by language. They are
found by the digest that every workbook is stamped with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import TemplateError
from ..records import dataclass

RELEASED, INDEX, FROZEN = "released", "index.json", "template.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A released plan: its folder, whose layout it is, and the digests of its editions."""

    folder: Path
    template: str
    version: str
    engine: str
    digests: frozenset[str]


def releases_of(folder: Path) -> tuple[Release, ...]:
    """Return the released plans of a template, oldest first; TemplateError when they cannot be read."""
    return _releases(folder)


@lru_cache(maxsize=64)
def _releases(folder: Path) -> tuple[Release, ...]:
    file = folder / RELEASED / INDEX
    if not file.is_file():
        return ()
    try:
        return tuple(_release(file.parent, entry) for entry in json.loads(file.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise TemplateError(file, "", "cannot be read") from error


def _release(home: Path, entry: Mapping[str, Any]) -> Release:
    return Release(
        home / entry["folder"],
        entry["template"],
        entry["version"],
        entry["engine"],
        frozenset(entry["digests"]),
    )


def releases_in(folders: Iterable[Path], template: str, version: str | None) -> Iterator[Release]:
    """Yield the released plans of a template, of one of its versions if it is named, oldest first."""
    for folder in folders:
        for release in releases_of(folder):
            if release.template == template and version in (None, release.version):
                yield release


def release_of(folders: Iterable[Path], template: str, version: str, digest: str) -> Release | None:
    """Return the released plan that a workbook is stamped with."""
    found = releases_in(folders, template, version)
    return next((release for release in found if digest in release.digests), None)
