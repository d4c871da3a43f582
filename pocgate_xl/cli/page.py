"""`pocgate page`: a static site on which a workbook is checked in the browser of whoever filled it in."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import OutputError
from ..opc.limits import DEFAULT
from .options import add_folders_option, add_language_option, check_choices
from .speech import say, show

SERVE = "serve the folder by any web server, .mjs as text/javascript and .wasm as application/wasm"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    from ..page.runtime import VERSION

    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write the site")
    parser.add_argument(
        "--runtime", type=Path, metavar="DIR",
        help=f"folder with the published files of Pyodide {VERSION}, which are copied beside the page",
    )  # fmt: skip
    add_folders_option(parser)
    add_language_option(parser, "the page where a browser asks for none that it has", "the template's first")
    parser.add_argument(
        "--seconds", type=_seconds, default=DEFAULT.seconds,
        help="time for one file, after which it is stopped (default: %(default)g)",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace existing files")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0, at most 3600")
    return seconds


def run(arguments: argparse.Namespace) -> int:
    """Write every file of the site; nothing is written when one of them already exists."""
    from ..page.site import INDEX, site_files

    check_choices(arguments.template, arguments.lang)
    files = site_files(arguments.runtime, arguments.template, arguments.lang, arguments.seconds)
    _write(files, arguments)
    show(arguments.out / INDEX)
    size = sum(map(len, files.values())) / 1e6
    say(f"{len(files)} files, {size:.1f} MB; {SERVE}")
    return 0


def _write(files: dict[str, bytes], arguments: argparse.Namespace) -> None:
    from ..output import find_target, make_folder
    from ..templates.files import files_of_templates

    there = [name for name in files if (arguments.out / name).exists()]
    if there and not arguments.force:
        raise OutputError(
            f"{arguments.out} already contains {', '.join(there)}.", "Use --force to replace them."
        )
    inputs = [*files_of_templates(arguments.template), *arguments.runtime.iterdir()]
    for folder in {(arguments.out / name).parent for name in files}:
        make_folder(folder)
    targets = [find_target(arguments.out / name, inputs, force=arguments.force) for name in files]
    for target, content in zip(targets, files.values(), strict=True):
        target.write((content,))
