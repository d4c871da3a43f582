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
                value = list(_as_value(parser, word.lstrip("-")))
                yield from value or get_close_matches(word.partition("=")[0], options, n=1)


def _as_value(parser: argparse.ArgumentParser, word: str) -> Iterator[str]:
    """Yield the option with its value, where what was typed as an option is a value of one."""
    for action in _actions(parser):
        if action.option_strings and word in (action.choices or ()):
            yield f"{action.option_strings[-1]} {word}"


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the long options of a parser and of whatever commands it leads to."""
    for action in _actions(parser):
        yield from (option for option in action.option_strings if option.startswith("--"))


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # argparse has no other door to them
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _actions(each)
