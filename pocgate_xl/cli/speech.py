"""What is said to people: one line on stderr, in which nothing can steer a terminal or forge a line."""

from __future__ import annotations

import sys

from ..errors import PocgateError
from ..opc.safe_text import visible

LONGEST = 4000
OPTIONS = {"force=True": "--force"}
"""Options by the arguments of Python's functions, of which errors speak."""


def problem_in_words(error: PocgateError) -> str:
    """Return an error as the command line says it: what the operator can do, in options."""
    action = error.action
    for argument, option in OPTIONS.items():
        action = action.replace(argument, option)
    return str(error).removesuffix(error.action) + action


def say(text: object, longest: int = LONGEST) -> None:
    """Say one line; what others wrote in it is shown with its hidden characters."""
    print(f"pocgate: {visible(str(text), longest)}", file=sys.stderr)


def show(text: object) -> None:
    """Print one line of data: the name of a file that was written, or what somebody's text says."""
    print(visible(str(text), LONGEST))
