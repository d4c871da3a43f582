"""`pocgate fill`: values into the cells of a copy of a workbook, without Excel."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import FillError
from .options import add_folders_option, add_output_option
from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--values", type=Path, metavar="FILE.json",
        help="values by defined name: codes, numbers, ISO dates, texts; null clears a cell",
    )  # fmt: skip
    what.add_argument(
        "--script", choices=("check_workbook", "fill_results"),
        help="what this script writes below the notes, as in Excel",
    )  # fmt: skip
    add_output_option(parser, "FILE", "the filled copy (- is stdout)")
    add_folders_option(parser)
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Fill a copy; nothing is written when a value cannot be taken."""
    from ..batch.apart import done_apart
    from ..issuing.public import filled_copy
    from ..output import find_target
    from ..templates.files import files_of_templates

    read = [arguments.workbook, *([arguments.values] if arguments.values else [])]
    inputs = [*read, *files_of_templates(arguments.template)]
    target = find_target(arguments.output, inputs, force=arguments.force, claimed=True)
    work = (with_results, arguments.script) if arguments.script else (filled_copy, _values(arguments.values))
    target.write((done_apart(work[0], arguments.workbook, work[1], arguments.template),))
    if not target.stdout:
        show(arguments.output)
    return 0


def with_results(file: Path, script: str, templates: list[Path]) -> bytes:
    """Return a copy of a workbook that is not ours, with what a script writes: to be done apart."""
    from ..functions.open_workbook.fill_file import fill_block
    from ..opc.package import open_package

    return fill_block(open_package(file).data, script, templates)


def _values(file: Path) -> dict[str, Any]:
    """Read the values; numbers stay exact."""
    try:
        values = json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise FillError(f"{file} cannot be read: {error}.", "It must be a JSON object.") from error
    if not isinstance(values, dict):
        raise FillError(f"{file} is not a JSON object.", "Give values by defined name.")
    return values
