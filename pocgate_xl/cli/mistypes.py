"""What may have been meant by a word that is no command, action, choice or option."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from difflib import get_close_matches

_CHOICE = re.compile(r"invalid choice: '(.*?)' \(choose from (.*)\)", re.DOTALL)
_UNKNOWN = re.compile(r"unrecognized arguments: (.*)", re.DOTALL)


def meant(parser: argparse.ArgumentParser, message: str) -> str:
    """Return what to add to a refusal; nothing where no word is near to what was typed."""
    found = list(dict.fromkeys(_near(parser, message)))
    return f" – did you mean {' or '.join(found)}?" if found else ""


def _near(parser: argparse.ArgumentParser, message: str) -> Iterator[str]:
    if choice := _CHOICE.search(message):
        words = [word.strip(" '") for word in choice[2].split(",")]
        yield from get_close_matches(choice[1], words, n=2)
    elif unknown := _UNKNOWN.search(message):
        options = list(_options(parser))
        for word in unknown[1].split():
            if word.startswith("-"):
                yield from get_close_matches(word.partition("=")[0], options, n=1)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the long options of a parser and of whatever commands it leads to."""
    for action in parser._actions:  # argparse has no other door to them
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _options(each)
