"""`pocgate addin lite`: what makes functions and scripts live in xlwings Lite, as modules or as a wheel."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutputError
from ..templates.loader import chosen_language
from .options import (
    add_language_option,
    add_one_template_option,
)
from .speech import say, show

if TYPE_CHECKING:
    from ..templates.loader import Bundle

WHEEL_HELP = (
    "put it where Excel can fetch it, and one line into requirements.txt: https://YOUR.HOST/{wheel}",
    "and one line into main.py: from pocgate_lite import *",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write it")
    parser.add_argument(
        "--wheel", action="store_true", help="one wheel to host, in place of modules to paste"
    )
    add_one_template_option(parser)
    add_language_option(parser, "help and labels", "the template's first")
    parser.add_argument("--force", action="store_true", help="replace existing files")


def run(arguments: argparse.Namespace) -> int:
    """Write every file; nothing is written when one of them already exists."""
    from ..output import find_target, make_folder
    from ..templates.files import files_of_templates
    from .template import chosen_bundle

    bundle = chosen_bundle(arguments.template, arguments.among)
    files = _files(bundle, chosen_language(bundle, arguments.lang), wheel=arguments.wheel)
    there = [each for each in files if (arguments.out / each).exists()]
    if there and not arguments.force:
        raise OutputError(
            f"{arguments.out} already contains {', '.join(there)}.", "Use --force to replace them."
        )
    make_folder(arguments.out)
    inputs = list(files_of_templates([bundle.folder]))
    targets = [find_target(arguments.out / each, inputs, force=arguments.force) for each in files]
    for target, content in zip(targets, files.values(), strict=True):
        target.write((content,))
        show(target.named)
    if arguments.wheel:
        for line in WHEEL_HELP:
            say(line.format(wheel=next(iter(files))))
    return 0


def _files(bundle: Bundle, language: str, *, wheel: bool) -> dict[str, bytes]:
    if wheel:
        from ..functions.lite.wheel import lite_wheel, wheel_name

        return {wheel_name(): lite_wheel(bundle, language)}
    from ..functions.lite.modules import lite_files

    return {name: text.encode() for name, text in lite_files(bundle, language).items()}
