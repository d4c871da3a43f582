"""The command line: `pocgate COMMAND ...`. A new command is a module and a line in `COMMANDS`.

A command's module has `configure(parser)` and `run(arguments)`, which returns the exit code: 0 all
accepted, 1 findings of severity error, 2 usage, 3 some file could not be examined. stdout is data,
stderr is for people.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from .. import __version__
from ..errors import PocgateError
from ..workbook.visible import visible
from .interrupts import endings_raise
from .speech import LONGEST, say
from .streams import drop_stdout, prepare_streams

USAGE, INTERNAL, INTERRUPTED, BROKEN_PIPE = 2, 70, 130, 141
TRACEBACK = "POCGATE_TRACEBACK"
"""Names the variable with which a fault of the program's own shows where it happened."""

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "demo", "the whole workflow on sample engagements"),
    ("new", "new", "make blank workbooks for engagements"),
    ("fill", "fill", "enter values into a copy of a workbook, without Excel"),
    ("check", "check", "check returned workbooks and report findings"),
    ("score", "score", "print one assessment as JSON"),
    ("portfolio", "portfolio", "many assessments: roll-up, ranking, phased plan"),
    ("rules", "rules", "list everything that is checked"),
    ("explain", "explain", "explain one rule"),
    ("addin", "addin", "the functions in Excel: add-in, Lite, diagnosis"),
    ("template", "template", "list, show, check, copy templates"),
)
"""Name, module and one line of help of each command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    prepare_streams()
    try:
        with endings_raise():
            return _run(given)
    except PocgateError as error:
        say(error)
        return USAGE
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of stdout has gone, as `head` does
        drop_stdout()
        return BROKEN_PIPE
    except OSError as error:
        drop_stdout()
        say(_reason(error))
        return USAGE
    except Exception as fault:
        return _own_fault(fault)


def _run(given: Sequence[str]) -> int:
    parsed = _parser(given).parse_args(given)
    code: int = parsed.run(parsed)
    sys.stdout.flush()
    return code


def _reason(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _own_fault(fault: Exception) -> int:
    """Tell a fault of the program's own in one line; 1 would say that something was found in a file."""
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(fault)
    say(f"internal error: {type(fault).__name__}: {fault} ({TRACEBACK}=1 shows where)")
    return INTERNAL


class Parser(argparse.ArgumentParser):
    """Refuse arguments in words that cannot steer a terminal, whatever the arguments hold."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message, LONGEST))


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the module of the command that was asked for is imported."""
    parser = Parser(
        prog="pocgate", description="Gate reviews in Excel workbooks: is a PoC ready for production?"
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
