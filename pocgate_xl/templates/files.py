"""The files that a template is written in, and where templates lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ..errors import TemplateError

TEMPLATE, THEME, LOCALE = "template.toml", "theme.toml", "locale"
COMPILED = "compiled.json"
EVERY_COMPILED = "compiled.*"
"""Pattern of all that is made from the sources: the template, its plans and blanks by language."""
SCHEMA = "template.schema.json"
DEMO = "demo.toml"
"""Made-up engagements beside a template's sources, no part of it."""
TEMPLATES = "workbook_templates"
ENGINE_TEXTS = "texts"
"""The folder, inside the package, of what the engine says beside a workbook, a file a language."""
ID_PATTERN = r"^[a-z0-9][a-z0-9_]{0,39}$"
"""What an id may look like; short enough for every defined name made of it."""


def locale_name(language: str) -> str:
    """Return the name of a language's file inside a template's folder."""
    return f"{LOCALE}/{language}.toml"


def plans_name(language: str) -> str:
    """Return the name of the file with a language's compiled plans inside a template's folder."""
    return f"compiled.{language}.json"


def blanks_name(language: str) -> str:
    """Return the name of the file with a language's prepared blank workbooks inside a template's folder."""
    return f"compiled.{language}.blanks"


def read_sources(folder: Path) -> dict[str, bytes]:
    """Return what the TOML files of a template hold, by name inside its folder."""
    names = [name for name in (TEMPLATE, THEME) if (folder / name).is_file()]
    names += [f"{LOCALE}/{file.name}" for file in sorted((folder / LOCALE).glob("*.toml"))]
    return {name: _read(folder / name) for name in names}


def all_sources(folder: Path) -> dict[str, bytes]:
    """Return all that the compiled form of a template is made from, by name."""
    return {**read_sources(folder), **read_engine_texts()}


@lru_cache(maxsize=1)
def read_engine_texts() -> Mapping[str, bytes]:
    """Return what the files of the engine's own texts hold, by name inside the package; read once."""
    files = sorted((_package() / ENGINE_TEXTS).glob("*.toml"))
    return {engine_texts_name(file.stem): _read(file) for file in files}


def engine_texts_name(language: str) -> str:
    """Return the name of a language's file of the engine's own texts inside the package."""
    return f"{ENGINE_TEXTS}/{language}.toml"


def _package() -> Path:
    return Path(__file__).resolve().parents[1]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TemplateError(file, "", f"cannot be read: {error.strerror}") from error


def fingerprints(sources: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of each source, by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sources.items()}


def builtin_home() -> Path:
    """Return the folder of the built-in templates: in the package, in a checkout beside it."""
    inside = _package() / TEMPLATES
    return inside if inside.is_dir() else _package().parent / TEMPLATES


def builtin_names() -> tuple[str, ...]:
    """Return the ids of the built-in templates, which name their folders."""
    return tuple(folder.name for folder in _templates_in(builtin_home()))


def template_folders(extra: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Return the folders of all templates: those under `extra` first, then the built-in ones.

    Each of `extra` is a template or contains templates.
    """
    return tuple(dict.fromkeys((*own_folders(extra), *_templates_in(builtin_home()))))


def files_of_templates(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield every file of an operator's templates: inputs of the run like any other."""
    for folder in template_folders(folders):
        if folder not in template_folders():
            yield from (file for file in folder.rglob("*") if file.is_file())


def own_folders(extra: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders of the templates under `extra`."""
    return tuple(found.resolve() for folder in extra for found in folders_under(folder))


def folders_under(folder: Path) -> tuple[Path, ...]:
    """Return a folder that is a template, or else the templates in it."""
    if not folder.is_dir():
        raise TemplateError(folder, "", "there is no such folder")
    if (folder / TEMPLATE).is_file():
        return (folder,)
    found = tuple(_templates_in(folder))
    if not found:
        raise TemplateError(folder, "", f"neither it nor a folder in it holds a {TEMPLATE}")
    return found


def _templates_in(folder: Path) -> Iterator[Path]:
    return (file.parent for file in sorted(folder.glob(f"*/{TEMPLATE}")))
