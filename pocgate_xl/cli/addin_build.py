"""`pocgate addin build`: the add-in for Excel on Windows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..errors import OutputError
from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlam", help="the add-in to write")
    parser.add_argument(
        "--python", metavar="PATH", help="the Python that Excel starts (default: this one, on Windows)"
    )
    parser.add_argument("--lang", metavar="TAG", default="en", help="language of the ribbon (default: en)")
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Write the add-in."""
    from ..functions.addin.build import addin
    from ..functions.registry import help_catalog
    from ..output import STDOUT, find_target

    if str(arguments.out) != STDOUT and arguments.out.suffix.lower() != ".xlam":
        raise OutputError(f"{arguments.out} is not an add-in file name.", "Use a name that ends in .xlam.")
    target = find_target(arguments.out, force=arguments.force, claimed=True)
    own = sys.executable if sys.platform == "win32" else ""
    python = own if arguments.python is None else arguments.python
    target.write((addin(help_catalog(arguments.lang), python),))
    if not target.stdout:
        show(arguments.out)
    return 0
