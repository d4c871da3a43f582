"""`pocgate addin ACTION`: the hosts in which the functions live. An action is a module and a line here."""

from __future__ import annotations

import argparse
from importlib import import_module

ACTIONS: tuple[tuple[str, str, str], ...] = (
    ("build", "addin_build", "the .xlam with functions and a ribbon group, for Excel on Windows"),
    ("install", "addin_install", "put the add-in into Excel and this Python into your profile"),
    ("refresh", "addin_refresh", "update the macros of a live workbook, or the installed add-in"),
    ("lite", "addin_lite", "the modules for xlwings Lite"),
    ("lambda", "addin_lambda", "the functions that formulas can express, as text for Excel Labs"),
    ("serve", "addin_serve", "functions, scripts and task pane from your own server"),
    ("doctor", "addin_doctor", "find out why Python does not answer in Excel"),
)
"""Name, module beside this one and one line of help of each action."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare every action; each has `configure` and `run` like a command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, module, line in ACTIONS:
        action = actions.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        room = import_module(f"{__package__}.{module}")
        room.configure(action)
        action.set_defaults(act=room.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the action that was asked for."""
    code: int = arguments.act(arguments)
    return code
