"""The command line: `pocgate COMMAND ...`. A new command is a module and a line in `COMMANDS`.

A command's module has `configure(parser)` and `run(arguments)`, which returns the exit code: 0 all
accepted, 1 findings of severity error, 2 usage, 3 some file could not be examined. stdout is data,
stderr is for people.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from .. import __version__
from ..errors import PocgateError

USAGE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "demo", "the main job end to end, on made-up engagements"),
    ("new", "new", "blank workbooks for engagements"),
    ("fill", "fill", "values into a copy of a workbook, without Excel"),
    ("check", "check", "what workbooks say and what is wrong with them"),
    ("score", "score", "one assessment as JSON"),
    ("portfolio", "portfolio", "many assessments: roll-up, ranking, phased plan"),
    ("rules", "rules", "everything that can be found wrong"),
    ("explain", "explain", "one rule in words"),
    ("addin", "addin", "the functions in Excel: add-in, Lite, diagnosis"),
    ("template", "template", "list, show, check, copy templates"),
)
"""Name, module and one line of help of each command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    try:
        parsed = _parser(given).parse_args(given)
        code: int = parsed.run(parsed)
        sys.stdout.flush()
        return code
    except PocgateError as error:
        print(f"pocgate: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("pocgate: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        print(f"pocgate: {error}", file=sys.stderr)
        return USAGE


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the module of the command that was asked for is imported."""
    parser = argparse.ArgumentParser(
        prog="pocgate", description="Is a PoC ready for production? Gate reviews in Excel workbooks."
    )
    parser.add_argument("--version", action="version", version=f"pocgate {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = next((argument for argument in arguments if not argument.startswith("-")), "")
    for name, module, line in COMMANDS:
        command = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        if name == wanted:
            room = import_module(f"{__name__}.{module}")
            room.configure(command)
            command.set_defaults(run=room.run)
    return parser


def _prepare_streams() -> None:
    """Write data as UTF-8 wherever it goes, and people's lines so that no character stops them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        terminal = sys.stdout.isatty()
        sys.stdout.reconfigure(encoding=None if terminal else "utf-8", errors="backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def _nobody_reads() -> int:
    """End quietly when the reader of stdout has gone, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE
