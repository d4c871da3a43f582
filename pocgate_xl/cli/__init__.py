"""The command line: `pocgate COMMAND ...`. A new command is a module and a line in `COMMANDS`.

A command's module has `configure(parser)` and `run(arguments)`, which returns the exit code: 0 all
accepted, 1 findings of severity error, 2 usage, 3 some file could not be examined. stdout is data,
stderr is for people.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from .. import __version__
from ..errors import PocgateError
from ..opc.safe_text import visible
from .interrupts import endings_raise
from .speech import LONGEST, problem_in_words, say
from .streams import columns, drop_stdout, prepare_streams


class Command(NamedTuple):
    """A command, what it does and how one begins; no record, so that help needs none."""

    name: str
    line: str
    example: str
    module: str = ""

    @property
    def room(self) -> str:
        """Return its module, which has another name where the command's is a word of Python."""
        return f"{__name__}.{self.module or self.name}"


USAGE, INTERNAL, INTERRUPTED, BROKEN_PIPE = 2, 70, 130, 141
TAKEN_FROM_SETTINGS = frozenset(("template", "lang", "rate", "severity"))
"""Arguments of which each command that takes settings has one."""
SELDOM = (50_000, 20, 100)
"""After how many new objects somebody looks for what nobody needs any more: starting makes many that stay."""
QUIET = frozenset(("-q", "--quiet"))
PURPOSE = "Gate reviews in Excel workbooks: is a PoC ready for production?"
TRACEBACK = "POCGATE_TRACEBACK"
"""Names the variable with which a fault of the program's own shows where it happened."""

COMMANDS: tuple[Command, ...] = (
    Command("demo", "the whole workflow on sample engagements", "demo --out demo"),
    Command("new", "make blank workbooks for engagements", "new --out blank --from engagements.csv"),
    Command(
        "fill", "enter values into a copy of a workbook, without Excel",
        "fill blank/A.xlsx --values A.json --output A.xlsx",
    ),
    Command("check", "check returned workbooks and report findings", "check returned --format text"),
    Command(
        "status", "who was asked, who has answered, what is late and what to do next",
        "status issued/issued.xlsx returned",
    ),
    Command(
        "mail", "mail drafts to hand out, to remind, to send back",
        "mail issued/issued.xlsx --kind issue --out drafts",
    ),
    Command(
        "return", "marked copies to send back: all answers, and what to correct",
        "return returned --out to-send-back", "returns",
    ),
    Command(
        "migrate", "all answers into workbooks of today's template or another language",
        "migrate returned --out migrated",
    ),
    Command("score", "print one assessment as JSON", "score returned/A.xlsx"),
    Command(
        "portfolio", "many assessments: roll-up, ranking, phased plan",
        "portfolio returned --output portfolio.xlsx",
    ),
    Command("compare", "what moved: two workbooks, or two folders", "compare may june"),
    Command(
        "actions", "everything to be done as one list; answers into copies",
        "actions returned --output actions.xlsx",
    ),
    Command(
        "page", "a web page on which submitters check workbooks in the browser",
        "page --runtime package --out site",
    ),
    Command("rules", "list everything that is checked", "rules"),
    Command("explain", "explain one rule", "explain PG201"),
    Command("config", "show every setting and where it comes from", "config"),
    Command("addin", "the functions in Excel: add-in, Lite, diagnosis", "addin doctor"),
    Command("template", "list, show, check, copy templates", "template init my_gate"),
    Command("completion", "completion of commands and options for a shell", "completion bash"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without arguments those of this process, which then ends."""
    if arguments is not None:
        return _guarded(list(arguments))
    gc.set_threshold(*SELDOM)
    code = _guarded(sys.argv[1:])
    gc.freeze()  # all that is left goes with the process: nobody has to look through it before
    return code


def _guarded(words: Sequence[str]) -> int:
    prepare_streams()
    try:
        with endings_raise():
            return _run(words)
    except PocgateError as error:
        say(problem_in_words(error))
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


def _run(words: Sequence[str]) -> int:
    if not words:
        sys.stdout.write(overview())
        return 0
    command = next((each for each in words if not each.startswith("-")), "")
    ordered = _behind(command, words)
    parsed = parser_of(command, alone=ordered[0] == command).parse_args(ordered)
    _fill_in_settings(parsed)
    code: int = parsed.run(parsed)
    sys.stdout.flush()
    return code


def _behind(command: str, words: Sequence[str]) -> list[str]:
    """Return the words with what asks for less to read behind the command, which alone knows it."""
    before = words.index(command) if command else 0
    early = [word for word in words[:before] if word in QUIET]
    return [*(word for word in words[:before] if word not in QUIET), *words[before : before + 1], *early,
            *words[before + 1 :]]  # fmt: skip


def _fill_in_settings(parsed: argparse.Namespace) -> None:
    """Give options that are not there the values of the operator's file and environment."""
    from .settings_file import is_any

    parsed.origins, parsed.settings_files = {}, []
    if parsed.command == "config" or (vars(parsed).keys() & TAKEN_FROM_SETTINGS and is_any()):
        from .settings import apply  # most runs have no settings

        apply(parsed)


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


class Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal, which is asked without the module that knows every kind of archive."""

    def __init__(self, prog: str, indent_increment: int = 2, max_help_position: int = 24) -> None:
        super().__init__(prog, indent_increment, max_help_position, columns() - 2)


class Parser(argparse.ArgumentParser):
    """Refuse arguments in words that cannot steer a terminal, and name what may have been meant."""

    def __init__(self, **said: Any) -> None:
        super().__init__(formatter_class=Formatter, **said)

    def error(self, message: str) -> NoReturn:
        from .mistypes import meant  # who types well needs none

        super().error(visible(message + meant(self, message), LONGEST))


def parser_of(*wanted: str, alone: bool = False) -> argparse.ArgumentParser:
    """Return the parser; of the commands only the modules of those that are wanted are imported.

    Where the wanted ones stand `alone` nobody is told of the others.
    """
    known = [each for each in COMMANDS if each.name in wanted]
    parser = Parser(prog="pocgate", description=PURPOSE)
    parser.add_argument("-V", "--version", action="version", version=f"pocgate {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", prog="pocgate")
    for each in (alone and known) or COMMANDS:
        description, example = f"{each.line[0].upper()}{each.line[1:]}.", f"example: pocgate {each.example}"
        command = commands.add_parser(each.name, help=each.line, description=description, epilog=example)
        if each.name in wanted:
            room = import_module(each.room)
            room.configure(command)
            command.set_defaults(run=room.run)
    return parser


def overview() -> str:
    """Return what the program is for, and each command with an example."""
    width = max(len(each.name) for each in COMMANDS)
    return "\n".join(_overview(width)) + "\n"


def _overview(width: int) -> Iterable[str]:
    yield PURPOSE
    yield ""
    for each in COMMANDS:
        yield f"  {each.name:<{width}}  {each.line}"
        yield f"  {'':<{width}}  $ pocgate {each.example}"
    yield ""
    yield "pocgate COMMAND --help says more of a command."
