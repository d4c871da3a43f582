"""An operator's settings: an option counts before the environment, that before the file.

Of tables (`rates`, `severity`) each entry counts for itself. A mistake is told with its place, in a file
by line and key, and stops the command.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import PocgateError, SettingsError
from ..records import dataclass
from ..rules.policy import code_of, ignored_of, severity_of
from ..templates.acceptance import check_only
from . import settings_toml
from .options import languages_of, page_of
from .portfolio_terms import rate_of
from .settings_file import CHOSEN, VARIABLES, settings_file
from .speech import say

SECTION_MARK = "."


@dataclass(frozen=True, slots=True)
class Said:
    """What one place says: words (of a table by key), where, and what relative paths start from."""

    words: tuple[str, ...] | Mapping[str, str]
    where: Callable[[str], str]
    base: Path


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its key, the argument that it stands for, its option, and how one entry is read."""

    key: str
    argument: str
    option: str
    read: Callable[[str, str, Path], Any]
    is_table: bool = False
    separator: str = ","


def _folder(_key: str, word: str, base: Path) -> Path:
    folder = base / Path(word).expanduser()
    if not folder.is_dir():
        raise ValueError(f"there is no folder {word!r}")
    return folder


SETTINGS: tuple[Setting, ...] = (
    Setting("templates", "template", "--template", _folder, separator=os.pathsep),
    Setting("only_templates", "only_template", "--only-template", lambda _key, word, _base: word),
    Setting("language", "lang", "--lang", lambda _key, word, _base: word),
    Setting("select", "select", "--select", lambda _key, word, _base: code_of(word)),
    Setting("ignore", "ignore", "--ignore", lambda _key, word, _base: ignored_of(word)),
    Setting("page", "page", "--page", lambda _key, word, _base: page_of(word)),
    Setting("rates", "rate", "--rate", lambda key, word, _base: rate_of(f"{key}={word}"), is_table=True),
    Setting(
        "severity", "severity", "--severity", lambda key, word, _base: severity_of(key, word), is_table=True
    ),
)
assert [each.key for each in SETTINGS] == list(VARIABLES)

Entry = tuple[Any, str]
"""A value and where it comes from."""


def apply(parsed: argparse.Namespace) -> None:
    """Fill in what no option says; `parsed.origins` tells where each setting that counts comes from."""
    file = settings_file()
    mistakes: list[SettingsError] = []
    places = [_of_environment(mistakes), _of_file(file, mistakes) if file else {}]
    parsed.origins, parsed.settings_files = {}, [file] if file else []
    for setting in SETTINGS:
        said = [place[setting.key] for place in places if setting.key in place]
        entries = [_entries(setting, each, mistakes) for each in said]
        if hasattr(parsed, setting.argument):
            _fill(parsed, setting, entries)
    mistakes = mistakes or list(_unknown(parsed))
    for mistake in mistakes[:-1]:
        say(mistake)
    if mistakes:
        raise mistakes[-1]
    _tell(parsed, file)


def _of_environment(mistakes: list[SettingsError]) -> dict[str, Said]:
    found = {}
    for setting in SETTINGS:
        name = VARIABLES[setting.key]
        text = os.environ.get(name, "")
        words = tuple(word.strip() for word in text.split(setting.separator) if word.strip())
        if words:
            where = f"environment {name}"
            found[setting.key] = Said(words, partial(_always, where), Path())
    return found


def _always(where: str, _key: str) -> str:
    return where


def _pairs(words: tuple[str, ...] | Mapping[str, str], is_table: bool) -> Iterable[tuple[str, str]]:
    """Return keys with words: what is no table has none, and in the environment each is KEY=VALUE."""
    if isinstance(words, Mapping):
        return words.items()
    split = [word.partition("=") for word in words]
    return [(key.strip(), word) for key, _, word in split] if is_table else [("", word) for word in words]


def _of_file(file: Path, mistakes: list[SettingsError]) -> dict[str, Said]:
    tables = {setting.key: setting.is_table for setting in SETTINGS}
    read = settings_toml.read(file, tables, mistakes)
    return {key: Said(words, read.where, file.parent) for key, words in read.words.items()}


def _entries(setting: Setting, said: Said, mistakes: list[SettingsError]) -> list[Entry]:
    """Return what one place says, read; what cannot be read is a mistake."""
    found: list[Entry] = []
    for key, word in _pairs(said.words, setting.is_table):
        where = said.where(f"{setting.key}{SECTION_MARK}{key}" if key else setting.key)
        try:
            found.append((setting.read(key, word, said.base), where))
        except (ValueError, argparse.ArgumentTypeError) as error:
            mistakes.append(SettingsError(where, str(error)))
    return found


def _fill(parsed: argparse.Namespace, setting: Setting, places: list[list[Entry]]) -> None:
    chosen = getattr(parsed, setting.argument)
    if setting.is_table:
        _fill_table(parsed, setting, places)
    elif setting.key == "templates" and not isinstance(chosen, list):
        parsed.among = [folder for folder, _ in next(filter(None, places), [])]  # it is about one of them
    elif chosen:
        parsed.origins[setting.key] = setting.option
    elif entries := next(filter(None, places), None):
        parsed.origins[setting.key] = entries[0][1]
        values = [value for value, _ in entries]
        setattr(parsed, setting.argument, values if isinstance(chosen, list) else values[-1])


def _fill_table(parsed: argparse.Namespace, setting: Setting, places: list[list[Entry]]) -> None:
    """Add the entries of which no option speaks; what an option says twice stays so, to be refused or not."""
    chosen = getattr(parsed, setting.argument)
    kept: dict[str, Entry] = {}
    for entries in reversed(places):
        kept |= {pair[0]: (pair, where) for pair, where in entries}
    others = {key: entry for key, entry in kept.items() if key not in dict(chosen)}
    setattr(parsed, setting.argument, [*chosen, *(pair for pair, _ in others.values())])
    wheres = {key: setting.option for key, _ in chosen} | {key: where for key, (_, where) in others.items()}
    parsed.origins |= {f"{setting.key}{SECTION_MARK}{key}": where for key, where in wheres.items()}


def _unknown(parsed: argparse.Namespace) -> Iterator[SettingsError]:
    """Yield what only the templates can tell: whether there is such a one, or such a language."""
    folders = _folders(parsed)
    for key, problem_of in (("only_templates", _unknown_template), ("language", _unknown_language)):
        where = parsed.origins.get(key, "--")
        if not where.startswith("--") and (problem := problem_of(parsed, folders)):
            yield SettingsError(where, problem)


def _folders(parsed: argparse.Namespace) -> list[Path]:
    chosen = getattr(parsed, "template", [])
    return list(getattr(parsed, "among", [])) if not isinstance(chosen, list) else chosen


def _unknown_template(parsed: argparse.Namespace, folders: list[Path]) -> str:
    try:
        check_only(folders, parsed.only_template)
    except PocgateError as error:
        return str(error)
    return ""


def _unknown_language(parsed: argparse.Namespace, folders: list[Path]) -> str:
    if isinstance(getattr(parsed, "template", None), str) or getattr(parsed, "name", None):
        return ""  # the command is about one template, and says so itself
    known = languages_of(folders)
    if parsed.lang in known:
        return ""
    return f"no template has the language {parsed.lang!r}. Choose from {', '.join(known)}."


def _tell(parsed: argparse.Namespace, file: Path | None) -> None:
    """Name a file that has a say in what a check finds: whoever runs it may not know that it is there."""
    judges = hasattr(parsed, "only_template") and parsed.command != "config"
    used = file is not None and any(where.startswith(str(file)) for where in parsed.origins.values())
    if judges and used and not getattr(parsed, "quiet", False):
        say(f"settings from {file} apply (pocgate config shows them; {CHOSEN}= turns them off)")
