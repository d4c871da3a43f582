"""`pocgate addin build`: the add-in for Excel on Windows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..errors import OutputError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlam", help="the add-in to write")
    parser.add_argument(
        "--python", metavar="PATH", help="the Python that Excel starts (default: this one, on Windows)"
    )
    parser.add_argument("--lang", metavar="TAG", default="en", help="language of the ribbon (default: en)")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")


def run(arguments: argparse.Namespace) -> int:
    """Write the add-in."""
    from ..functions.addin import addin
    from ..functions.catalogue import help_catalog
    from ..output import write_file

    if arguments.out.suffix.lower() != ".xlam":
        raise OutputError(f"{arguments.out} is no name for an add-in.", "Let it end in .xlam.")
    if arguments.out.exists() and not arguments.force:
        raise OutputError(f"{arguments.out} is there already.", "Say --force to replace it.")
    own = sys.executable if sys.platform == "win32" else ""
    python = own if arguments.python is None else arguments.python
    write_file(arguments.out, addin(help_catalog(arguments.lang), python))
    print(arguments.out)
    return 0
