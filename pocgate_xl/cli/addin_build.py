"""`pocgate addin build`: the add-in for Excel on Windows."""

from __future__ import annotations

import argparse

from ..errors import OutputError
from .options import add_language_option, add_output_option
from .speech import show

LANGUAGE = "en"
"""Of the ribbon, where none is asked for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_output_option(parser, "FILE.xlam", "the add-in to write")
    parser.add_argument(
        "--python", default="", metavar="PATH",
        help="the Python that Excel starts (default: the one that each user's profile names)",
    )  # fmt: skip
    add_language_option(parser, "ribbon and labels", f"{LANGUAGE}, and the user's own for labels")
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Write the add-in."""
    from ..functions.addin.build import addin
    from ..functions.registry import default_gate
    from ..output import STDOUT, find_target
    from ..templates.loader import chosen_language

    if str(arguments.output) != STDOUT and arguments.output.suffix.lower() != ".xlam":
        raise OutputError(f"{arguments.output} is not an add-in file name.", "Use a name that ends in .xlam.")
    bundle = default_gate().bundle
    catalog = bundle.catalogs[chosen_language(bundle, arguments.lang or LANGUAGE)]
    target = find_target(arguments.output, force=arguments.force, claimed=True)
    target.write((addin(catalog, arguments.python, arguments.lang or ""),))
    if not target.stdout:
        show(arguments.output)
    return 0
