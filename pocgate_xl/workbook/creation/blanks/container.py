"""Prepared blanks in one file a language: workbooks that share most parts, each part kept once.

The file is a zip archive: `index.json`, and under numbers the parts, packed as they are in a workbook.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ....opc.package import Package
from ....opc.zip_writer import Packed, copied_part, write_container, write_packed
from ....records import dataclass

INDEX = "index.json"
PARTS, DIGEST = "parts", "sha256"


@dataclass(frozen=True, slots=True)
class Container:
    """A file of prepared blanks: what is said of each, and their parts."""

    package: Package
    books: Mapping[str, Mapping[str, Any]]

    def workbook(self, name: str) -> bytes:
        """Return a workbook as it was put in; ValueError where it is not."""
        listed = self.books[name][PARTS]
        parts = (copied_part(self.package, str(number))._replace(name=part) for part, number in listed)
        workbook = write_packed(parts)
        if hashlib.sha256(workbook).hexdigest() != self.books[name][DIGEST]:
            raise ValueError(name)
        return workbook


def container_of(data: bytes) -> Container:
    """Read such a file; `Refused`, LookupError, ValueError or TypeError where it is none."""
    package = Package.of_archive(data)
    return Container(package, json.loads(package.read(INDEX)))


def contained(books: Mapping[str, tuple[bytes, Mapping[str, Any]]]) -> bytes:
    """Return the file with these workbooks, by name, and what is to be said of each."""
    known: dict[tuple[int, bytes], int] = {}
    packed: list[Packed] = []
    index = {}
    for name, (workbook, said) in books.items():
        package = Package.from_bytes(workbook)
        listed = []
        for part in package.names:
            copy = copied_part(package, part)
            number = known.setdefault((copy.crc, copy.content), len(known))
            if number == len(packed):
                packed.append(copy._replace(name=str(number)))
            listed.append((part, number))
        index[name] = {PARTS: listed, DIGEST: hashlib.sha256(workbook).hexdigest(), **said}
    text = json.dumps(index, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    first = Package.of_archive(write_container({INDEX: text.encode()}))
    return write_packed((copied_part(first, INDEX), *packed))
