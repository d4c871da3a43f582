"""`pocgate addin lite`: the modules that make functions and scripts live in xlwings Lite."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import OutputError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write the modules")
    parser.add_argument("--template", metavar="T", help="id or folder of a template (default: the built-in)")
    parser.add_argument("--lang", metavar="TAG", help="language of the help texts")
    parser.add_argument("--force", action="store_true", help="replace files that are there already")


def run(arguments: argparse.Namespace) -> int:
    """Write every module; nothing is written when one of them is there already."""
    from ..functions.lite import lite_files
    from ..output import write_file
    from .choices import chosen_language
    from .template import chosen_bundle

    bundle = chosen_bundle(arguments.template, [])
    files = lite_files(bundle, chosen_language(bundle, arguments.lang))
    there = [name for name in files if (arguments.out / name).exists()]
    if there and not arguments.force:
        raise OutputError(f"{arguments.out} has {', '.join(there)} already.", "Say --force to replace them.")
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_file(arguments.out / name, text.encode())
        print(arguments.out / name)
    return 0
