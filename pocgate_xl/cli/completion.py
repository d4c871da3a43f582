"""`pocgate completion SHELL`: a script with which a shell completes commands, options and their choices."""

from __future__ import annotations

import argparse
import sys

from ..errors import EngineError

SHELLS = ("bash", "zsh", "tcsh")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("shell", choices=SHELLS, help='for bash: eval "$(pocgate completion bash)"')


def run(arguments: argparse.Namespace) -> int:
    """Print the script; it knows every command as it is now and starts none."""
    try:
        import shtab
    except ImportError:
        raise EngineError("Completion needs shtab.", "Run: pip install shtab") from None
    from . import COMMANDS, parser_of

    parser = parser_of(*(each.name for each in COMMANDS))
    sys.stdout.write(shtab.complete(parser, arguments.shell))
    return 0
