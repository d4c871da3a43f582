"""Where a key stands in a TOML file, for people who look for it; the parser does not tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_SKIPPED = re.compile(
    r"""\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""", re.DOTALL
)
"""Texts and comments, in which nothing is a key or a bracket."""


def line_of(toml: str, path: str) -> int:
    """Return the line of a dotted path, or of the innermost table that leads to it; 0 when none does.

    An array of tables stands where its first one does.
    """
    found = _places(toml)
    parts = path.split(".")
    outwards = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    candidates = (key for path in outwards for key in (path, f"{path}.0"))
    return next((found[key] for key in candidates if key in found), 0)


@lru_cache(maxsize=8)
def _places(toml: str) -> Mapping[str, int]:
    """Return every path of a file with its line; many are asked for in one file."""
    return dict(_lines(toml))


def _lines(toml: str) -> Iterator[tuple[str, int]]:
    """Yield the path of every table and key with its line; entries of arrays count from 0."""
    table, counts, depth = "", Counter[str](), 0
    bare = _SKIPPED.sub(_blanked, toml)
    for number, (line, shape) in enumerate(zip(toml.split("\n"), bare.split("\n"), strict=True), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if depth == 0 and header and shape.strip():
            table = _indexed(_dotted(header[2]), counts, entry=header[1] == "[[")
            yield table, number
        elif depth == 0 and key and "=" in shape:
            yield f"{table}.{_dotted(key[1])}".removeprefix("."), number
        if not header or depth:
            depth += sum(map(shape.count, "[{")) - sum(map(shape.count, "]}"))


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _dotted(key: str) -> str:
    return ".".join(part.strip("\"'") for part in _PART.findall(key))


def _indexed(path: str, counts: Counter[str], entry: bool) -> str:
    """Return a table's path with the place of each entry of an array that it lies in."""
    parts, found = path.split("."), ""
    for place, part in enumerate(parts):
        found = f"{found}.{part}".removeprefix(".")
        if entry and place == len(parts) - 1:
            counts[found] += 1
        if counts[found]:
            found = f"{found}.{counts[found] - 1}"
    return found
