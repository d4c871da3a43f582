"""`pocgate.toml` as words by key, and where each stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import SettingsError
from ..records import dataclass
from ..rules.policy import nearest
from ..templates.toml_lines import line_of

Words = tuple[str, ...] | Mapping[str, str]
_LINE = re.compile(r" \(at line (\d+), column \d+\)")
SINGLE = {"language": "en", "page": "https://intranet/check/"}
"""The settings that are one text and no list, each with an example."""


class _WrongKind(ValueError):
    """What a value must be."""


@dataclass(frozen=True, slots=True)
class Read:
    """The words of a file by key."""

    file: Path
    toml: str
    words: dict[str, Words]

    def where(self, path: str) -> str:
        """Return file, line and key of a dotted path."""
        return f"{self.file}:{line_of(self.toml, path)}: {path}"


def read(file: Path, tables: Mapping[str, bool], mistakes: list[SettingsError]) -> Read:
    """Read a file; `tables` says of each known key whether it is a table."""
    toml, plain = _loaded(file)
    found = Read(file, toml, {})
    for key, value in plain.items():
        if key not in tables:
            mistakes.append(
                SettingsError(found.where(key), f"there is no such setting{nearest(key, tables)}")
            )
            continue
        try:
            found.words[key] = _entries(found, key, value, mistakes) if tables[key] else _list(key, value)
        except _WrongKind as wrong:
            mistakes.append(SettingsError(found.where(key), str(wrong)))
    return found


def _loaded(file: Path) -> tuple[str, dict[str, Any]]:
    try:
        toml = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}", f"it cannot be read: {error}") from error
    try:
        return toml, tomllib.loads(toml, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = found[1] if found else len(toml.splitlines())  # only the end has no line of its own
        raise SettingsError(f"{file}:{line}", f"it is not TOML: {_LINE.sub('', str(error))}") from error


def _list(key: str, value: object) -> tuple[str, ...]:
    single = key in SINGLE
    words = [value] if single else value
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        kind = f'a text, such as "{SINGLE[key]}"' if single else 'a list, such as ["…"]'
        raise _WrongKind(f"it must be {kind}")
    return tuple(words)


def _entries(read: Read, table: str, value: object, mistakes: list[SettingsError]) -> dict[str, str]:
    """Return texts and numbers by key; a truth is none, though Python takes it for one."""
    if not isinstance(value, dict):
        raise _WrongKind(f"it must be a table: write [{table}] and its entries below")
    found = {}
    for key, each in value.items():
        if isinstance(each, bool) or not isinstance(each, str | int | Decimal):
            mistakes.append(SettingsError(read.where(f"{table}.{key}"), "it must be a text or a number"))
        else:
            found[key] = str(each)
    return found
