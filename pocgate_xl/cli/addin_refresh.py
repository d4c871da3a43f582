"""`pocgate addin refresh`: the macros of a live workbook as they are made now, its answers as they are."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import FillError, OutputError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("workbook", type=Path, metavar="FILE.xlsm", help="the live workbook; it is only read")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the copy to write")
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Write a copy with macros for the xlwings that is installed here."""
    from ..output import write_file

    if arguments.out.resolve() == arguments.workbook.resolve():
        raise OutputError("The copy would replace the workbook itself.", "Name another file with --out.")
    if arguments.out.suffix.lower() != ".xlsm":
        raise OutputError(
            f"{arguments.out} is not a file name for a workbook with macros.",
            "Use a name that ends in .xlsm.",
        )
    if arguments.out.exists() and not arguments.force:
        raise OutputError(f"{arguments.out} already exists.", "Use --force to replace it.")
    write_file(arguments.out, _refreshed(arguments.workbook))
    print(arguments.out)
    return 0


def _refreshed(file: Path) -> bytes:
    """Return the copy of a workbook that is not ours to trust."""
    from ..functions.addin.refresh import refreshed
    from ..opc.package import open_package
    from ..opc.refusal import Refused

    try:
        return refreshed(open_package(file).data)
    except Refused as fault:
        reason = f"{fault.kind}: {fault.detail}" if fault.detail else fault.kind
        raise FillError(
            f"{file} cannot be read ({reason}).", "Open it in Excel and save it again."
        ) from fault
