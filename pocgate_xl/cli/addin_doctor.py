"""`pocgate addin doctor`: looks at everything between Excel and Python; mends what is safe, when asked."""

from __future__ import annotations

import argparse
from pathlib import Path

from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="live workbooks and add-ins whose macros to examine",
    )
    parser.add_argument(
        "--mend", action="store_true",
        help="write the profile, renew the installed add-in, unblock files of ours, where that is needed",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Print what was found and what to do; 1 when something keeps Python from answering."""
    from ..functions.installation.doctor import diagnose
    from ..functions.installation.machine import Machine
    from ..functions.installation.macro_files import look_into
    from ..functions.installation.mend import mend

    machine = Machine()
    if arguments.mend:
        for line in list(mend(machine, arguments.files)) or ["nothing here can be mended from outside"]:
            show(f"mended  {line}")
    results = [*diagnose(machine), *(each for file in arguments.files for each in look_into(machine, file))]
    for result in results:
        show(f"{result.state:<7} {result.subject}: {result.found}")
        if result.advice:
            show(f"        {result.advice}")
    return 1 if any(result.state == "wrong" for result in results) else 0
