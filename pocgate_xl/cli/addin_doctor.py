"""`pocgate addin doctor`: looks at everything between Excel and Python, changes nothing."""

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


def run(arguments: argparse.Namespace) -> int:
    """Print what was found and what to do; 1 when something keeps Python from answering."""
    from ..functions.addin.doctor import diagnose
    from ..functions.addin.doctor_files import diagnose_file

    results = (*diagnose(), *(diagnose_file(file) for file in arguments.files))
    for result in results:
        show(f"{result.state:<7} {result.subject}: {result.found}")
        if result.advice:
            show(f"        {result.advice}")
    return 1 if any(result.state == "wrong" for result in results) else 0
