"""`pocgate addin lambda`: the functions that formulas can express, as text for Excel Labs."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..output import STDOUT
from ..templates.loader import chosen_language
from .options import add_language_option, add_one_template_option
from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_one_template_option(parser)
    add_language_option(parser, "words and help", "the template's first")
    parser.add_argument(
        "--output", type=Path, default=Path(STDOUT), metavar="FILE",
        help="the text to write (default: - for standard output)",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Write the text of the module."""
    from ..functions.lambdas.excel_labs import module_text
    from ..output import find_target
    from ..templates.files import files_of_templates
    from .template import chosen_bundle

    bundle = chosen_bundle(arguments.template, arguments.among)
    inputs = list(files_of_templates([bundle.folder]))
    target = find_target(arguments.output, inputs, force=arguments.force, claimed=True)
    target.write((module_text(bundle, chosen_language(bundle, arguments.lang)).encode(),))
    if not target.stdout:
        show(arguments.output)
    return 0
