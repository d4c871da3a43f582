"""`pocgate addin lite`: the modules that make functions and scripts live in xlwings Lite."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import OutputError
from ..templates.loader import chosen_language
from .options import (
    add_language_option,
    add_one_template_option,
)
from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write the modules")
    add_one_template_option(parser)
    add_language_option(parser, "help and labels", "the template's first")
    parser.add_argument("--force", action="store_true", help="replace existing files")


def run(arguments: argparse.Namespace) -> int:
    """Write every module; nothing is written when one of them already exists."""
    from ..functions.lite.modules import lite_files
    from ..output import find_target, make_folder
    from ..templates.files import files_of_templates
    from .template import chosen_bundle

    bundle = chosen_bundle(arguments.template, arguments.among)
    files = lite_files(bundle, chosen_language(bundle, arguments.lang))
    there = [each for each in files if (arguments.out / each).exists()]
    if there and not arguments.force:
        raise OutputError(
            f"{arguments.out} already contains {', '.join(there)}.", "Use --force to replace them."
        )
    make_folder(arguments.out)
    inputs = list(files_of_templates([bundle.folder]))
    targets = [find_target(arguments.out / each, inputs, force=arguments.force) for each in files]
    for target, text in zip(targets, files.values(), strict=True):
        target.write((text.encode(),))
        show(target.named)
    return 0
