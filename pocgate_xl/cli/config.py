"""`pocgate config`: every setting, its value, and where that comes from; what is kept between runs."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from ..output import cache
from ..portfolio.terms import Rate
from ..reports.layout import aligned
from .options import add_language_option, add_page_option, add_rule_options, add_template_option
from .portfolio_terms import add_rate_option
from .settings import SECTION_MARK, SETTINGS, Setting
from .settings_file import CHOSEN, VARIABLES, settings_file
from .speech import say, show

DEFAULTS = {
    "templates": "the built-in ones",
    "only_templates": "all templates",
    "language": "that of the command",
    "select": "every rule",
    "ignore": "none",
    "page": "none",
    "rates": "each engagement's own",
    "severity": "each rule's own",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: the options that a setting stands for."""
    add_template_option(parser)
    add_language_option(parser, "what a command writes")
    add_page_option(parser, "mail drafts and workbooks name")
    add_rate_option(parser)
    add_rule_options(parser)
    parser.add_argument(
        "--clear-cache", action="store_true", help="remove the blank workbooks that are kept between runs"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each setting, the file that counts, and where blank workbooks are kept."""
    if arguments.clear_cache:
        show(f"removed: {cache.clear()} from {cache.cache_folder() or 'nowhere'}")
        return 0
    for doubt in _strange_variables():
        say(doubt)
    rows = [("setting", "value", "from")]
    for setting in SETTINGS:
        rows += _rows(setting, arguments)
    for line in aligned(rows):
        show(line)
    show("")
    show(f"file: {settings_file() or 'none'}")
    show(f"cache: {_cache_in_words()}")
    return 0


def _cache_in_words() -> str:
    """Return where blank workbooks are kept, and how much lies there."""
    folder, kept = cache.cache_folder(), cache.entries()
    if folder is None:
        return f"none ({cache.VARIABLE} is empty)" if cache.VARIABLE in os.environ else "none"
    sizes = sum(file.lstat().st_size for file in kept if file.is_file())
    return f"{folder} (entries: {len(kept)}, {sizes / 1e6:.1f} MB)"


def _strange_variables() -> Iterator[str]:
    """Yield variables that nothing reads, where one that is read has nearly the same name."""
    known = [*VARIABLES.values(), CHOSEN, cache.VARIABLE]
    for name in sorted(os.environ):
        near = get_close_matches(name, known, n=1, cutoff=0.85)
        if near and name not in known:
            yield f"warning: environment {name} is not read – did you mean {near[0]}?"


def _rows(setting: Setting, arguments: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    value, origins = getattr(arguments, setting.argument), arguments.origins
    if not value:
        yield setting.key, DEFAULTS[setting.key], "default"
    elif setting.is_table:
        for key, each in dict(value).items():
            name = f"{setting.key}{SECTION_MARK}{key}"
            yield name, _shown(each), _place(origins[name])
    else:
        words = value if isinstance(value, list) else [value]
        yield setting.key, ", ".join(_shown(word) for word in words), _place(origins[setting.key])


def _shown(word: object) -> str:
    if isinstance(word, Rate):
        return f"{word.value}@{word.day}" if word.day else f"{word.value}"
    return str(word.resolve() if isinstance(word, Path) else word)


def _place(where: str) -> str:
    """Return an origin without the key, which stands in the line already."""
    return where.rpartition(": ")[0] or where
