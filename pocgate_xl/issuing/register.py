"""The register beside the workbooks: written by one run at a time, over nothing that is not a register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutputError, PocgateError
from ..opc.limits import DEFAULT
from ..opc.safe_text import visible
from ..output import Target, find_target
from ..output.side_lock import locked
from ..workbook.submission.origins.report_books import is_report_book

if TYPE_CHECKING:
    from ..templates.loader import Bundle
    from ..workbook.creation.register.entries import RegisterEntry

REGISTER = "issued.xlsx"
LONG = replace(DEFAULT, seconds=120)
"""What a register may take to be read and changed: it is the operator's own, and may have many rows."""
HOLDERS = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice put beside a file that somebody has open."""


def is_register(file: Path) -> bool:
    """Say whether a file is a register, whatever it is called."""
    return is_report_book(file, "issued")


def add_to_register(
    folder: Path,
    entries: Sequence[RegisterEntry],
    bundle: Bundle,
    language: str,
    *,
    read: Iterable[Path] = (),
    again: bool = False,
) -> tuple[str, ...]:
    """Add what was issued to the register of a folder, or change its rows; return what stays as it was there.

    `read` are the inputs of the run, none of which is written but the register itself. PocgateError where it
    cannot be written: then it is as it was.
    """
    file = folder / REGISTER
    with locked(file):
        target = _target(file, read)
        if target.there is None:
            from ..workbook.creation.register.page import new_register

            target.write((new_register(entries, bundle, language),))
            return ()
        return _update(target, entries, bundle, language, again)


def _target(file: Path, read: Iterable[Path]) -> Target:
    for holder in (file.with_name(each.format(file.name)) for each in HOLDERS):
        if holder.exists():
            raise OutputError(f"{file} is open in another program ({holder.name}).", "Close it.")
    there = file.exists()
    if there and not (file.is_file() and is_register(file)):
        raise OutputError(f"{file} is there and is not a register.", "Move it away.")
    inputs = [each for each in read if not (there and each.exists() and each.samefile(file))]
    return find_target(file, inputs, known=is_register, claimed=not there)


def _update(
    target: Target, entries: Sequence[RegisterEntry], bundle: Bundle, language: str, again: bool
) -> tuple[str, ...]:
    from ..batch.apart import done_apart
    from ..workbook.creation.register.update import updated_register

    assert target.place is not None
    try:
        how = (entries, bundle.folder, language, again)
        updated = done_apart(updated_register, target.place, *how, limits=LONG)
    except PocgateError as error:
        raise OutputError(f"{target.named}: {visible(error.problem)}", error.action) from error
    if updated.workbook is not None:
        target.write((updated.workbook,))
    return updated.remarks
