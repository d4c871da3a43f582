"""What `new` made, put into the register beside it: the workbooks are there, whatever comes of that."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ..errors import PocgateError
from ..issuing.many import MadeFile, entries_of
from ..issuing.register import REGISTER, add_to_register, is_register
from ..issuing.workbook_file import Issue
from .options import day_of
from .speech import problem_in_words, say

if TYPE_CHECKING:
    from ..templates.loader import Bundle

LATER = "The workbooks are there; then run the same command again to add them."


def add_register_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--issued", type=day_of, metavar="DATE",
        help=f"the day of issue that {REGISTER} is to say (default: today)",
    )  # fmt: skip
    parser.add_argument(
        "--no-register", action="store_true",
        help=f"write no {REGISTER}, which tells beside the workbooks what was issued",
    )  # fmt: skip


def issued_blanks(arguments: argparse.Namespace, bundle: Bundle, language: str) -> dict[str, str]:
    """Return the digests of the blanks that the register has, by id: what is still so may be replaced."""
    file = arguments.out / REGISTER
    if arguments.no_register or not arguments.force or not (file.is_file() and is_register(file)):
        return {}
    from ..batch.apart import done_apart
    from ..workbook.creation.lists.engagements import read_engagements
    from ..workbook.creation.lists.tables import tables_of

    try:
        rows = read_engagements(file, bundle, language, partial(done_apart, tables_of)).rows
    except PocgateError:  # told when it is to be written
        return {}
    return {row.id: str(row.aside["digest"]) for row in rows if "digest" in row.aside}


def register_made(made: Sequence[MadeFile], issue: Issue, arguments: argparse.Namespace) -> bool:
    """Write the register unless there is nothing to write; say whether it went well."""
    if arguments.no_register or not made:
        return True
    day = arguments.issued or date.today()
    try:
        remarks = add_to_register(
            arguments.out, list(entries_of(made, issue, day)), issue.bundle, issue.language,
            read=issue.read, again=arguments.issued is not None,
        )  # fmt: skip
    except PocgateError as error:
        say(f"{problem_in_words(error)} {LATER}")
        return False
    for remark in remarks:
        say(f"{arguments.out / REGISTER}: {remark}")
    return True
