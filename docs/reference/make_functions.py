"""Write what `functions.md` says of each function and argument, from their declarations.

`python docs/reference/make_functions.py` after a function has changed; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pocgate_xl.functions.registry import FUNCTIONS, Argument, Function, help_catalog

PAGE = Path(__file__).with_name("functions.md")
MARK = "<!-- What follows is written by docs/reference/make_functions.py -->\n"
CATALOG = help_catalog("en")


def written() -> str:
    """Return what stands behind the mark."""
    return "".join((*_functions(), *_arguments()))


def _functions() -> Iterator[str]:
    yield "\n## All functions\n\nArguments in brackets may be left out.\n\n"
    yield "| function | what it does |\n|---|---|\n"
    for function in FUNCTIONS:
        yield f"| `{function.noun}({_signature(function)})` | {function.help_text(CATALOG)} |\n"


def _signature(function: Function) -> str:
    """Return the arguments; those of WHY are as many as any function has."""
    names = [f"[{each.name}]" if each.optional else each.name for each in _named(function)]
    several = len(names) < len(function.arguments)
    return ", ".join((*names, "…") if several else names)


def _named(function: Function) -> list[Argument]:
    """Return the arguments without those that say the same as the one before."""
    shared = [each for number, each in enumerate(function.arguments) if each.shared and number > 1]
    return [each for each in function.arguments if each not in shared]


def _arguments() -> Iterator[str]:
    yield "\n## All arguments\n\n| argument | what it is |\n|---|---|\n"
    every = {each.name: each for function in FUNCTIONS for each in _named(function)}
    for name in sorted(every):
        yield f"| `{name}` | {every[name].help_text(CATALOG)} |\n"


if __name__ == "__main__":
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    PAGE.write_text(f"{head}{MARK}{written()}", encoding="utf-8", newline="\n")
