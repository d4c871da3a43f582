"""`pocgate addin install`: the add-in where Excel loads it, and this Python where the add-in finds it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..templates.loader import chosen_language
from .options import add_folders_option, add_language_option
from .speech import show

if TYPE_CHECKING:
    from ..functions.installation.machine import Machine

TRUSTED = (
    "There is nothing to unblock or to allow: the start-up folder is a trusted location, and no file came "
    "from the web."
)
IN_EXCEL = 'the tab "PoC Gate" is there, and =POCGATE_VERSION() answers in any workbook.'
OTHERWISE = "If not: pocgate addin doctor. To take it back: pocgate addin install --remove"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_folders_option(parser)
    add_language_option(parser, "the ribbon", "the template's first")
    parser.add_argument("--python", default="", metavar="PATH", help="another Python than this one")
    parser.add_argument(
        "--no-profile", action="store_true", help="leave the profile alone, which names the Python"
    )
    parser.add_argument("--remove", action="store_true", help="take back what was installed")


def run(arguments: argparse.Namespace) -> int:
    """Install the add-in for this user, or take it back; say what was done."""
    from ..functions.installation.doctor import diagnose
    from ..functions.installation.install import remove
    from ..functions.installation.machine import Machine

    machine = Machine()
    if arguments.remove:
        done = list(remove(machine))
        for line in done or ["nothing is installed"]:
            show(line)
        return 0
    for line in _installed(machine, arguments):
        show(line)
    wrong = [each for each in diagnose(machine) if each.state == "wrong"]
    for each in wrong:
        show(f"still wrong: {each.subject}: {each.found} {each.advice}")
    for line in _in_excel(bool(wrong)):
        show(line)
    return 0


def _in_excel(wrong: bool) -> tuple[str, ...]:
    """Return what to do now, and what is to be seen then: not before what is wrong has been put right."""
    if wrong:
        return f"Put that right, then open Excel anew: {IN_EXCEL}", OTHERWISE
    return TRUSTED, f"Open Excel anew: {IN_EXCEL}", OTHERWISE


def _installed(machine: Machine, arguments: argparse.Namespace) -> Iterator[str]:
    from ..functions.installation.install import install
    from ..functions.registry import default_gate

    language = chosen_language(default_gate().bundle, arguments.lang)
    return install(
        machine, language, arguments.python, profile=not arguments.no_profile, templates=arguments.template
    )
