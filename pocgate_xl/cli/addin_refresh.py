"""`pocgate addin refresh`: macros as they are made now, of a live workbook or of the installed add-in."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import FillError, OutputError
from .options import add_output_option
from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "workbook", type=Path, nargs="?", metavar="FILE.xlsm",
        help="the live workbook, which is only read (default: renew the add-in that is installed)",
    )  # fmt: skip
    add_output_option(parser, "FILE", "the copy to write", needed=False)
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Write a copy with macros for the xlwings that is installed here, or renew the installed add-in."""
    from ..output import write_file

    if arguments.workbook is None:
        return _renewed(arguments)
    if not arguments.workbook.exists():
        raise FillError(f"There is no file {arguments.workbook}.", "Check its name.")
    if arguments.output is None:
        raise OutputError("A copy is written, and none is named.", "Name it with --output COPY.xlsm.")
    if arguments.output.resolve() == arguments.workbook.resolve():
        raise OutputError("The copy would replace the workbook itself.", "Name another file with --output.")
    if arguments.output.suffix.lower() != ".xlsm":
        raise OutputError(
            f"{arguments.output} is not a file name for a workbook with macros.",
            "Use a name that ends in .xlsm.",
        )
    if arguments.output.exists() and not arguments.force:
        raise OutputError(f"{arguments.output} already exists.", "Use --force to replace it.")
    write_file(arguments.output, _refreshed(arguments.workbook))
    show(arguments.output)
    return 0


def _renewed(arguments: argparse.Namespace) -> int:
    from ..functions.installation.install import renew
    from ..functions.installation.machine import Machine

    if arguments.output is not None:
        raise OutputError("No live workbook is named.", "Name it before --output, or leave that out.")
    for line in renew(Machine()):
        show(line)
    return 0


def _refreshed(file: Path) -> bytes:
    """Return the copy of a workbook that is not ours to trust."""
    from ..functions.addin.refresh import refreshed
    from ..functions.registry import help_catalog
    from ..opc.package import open_package
    from ..opc.refusal import Refused
    from ..rules.findings import finding_of_file

    try:
        return refreshed(open_package(file).data)
    except Refused as fault:
        found = finding_of_file(fault.kind, fault.detail, help_catalog())
        raise FillError(f"{file}: {found.message}", found.hint) from fault
