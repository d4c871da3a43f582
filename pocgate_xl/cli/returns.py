"""`pocgate return`: a marked copy for each submission that is to be corrected or completed."""

from __future__ import annotations

import argparse

from ..core.completeness import OUTCOMES
from ..exchange.copies.maker import CopyMaker, MadeCopy
from .check import outcomes_of
from .copying import (
    CopyFolder,
    Outcome,
    add_copy_options,
    current_submissions,
    ended,
    inputs_of,
    made_copies,
    options_of,
    unreadable,
    written,
)
from .speech import show

RETURNED = frozenset({"findings"})
"""Outcomes with which a workbook goes back; whoever has only begun goes on in their own file."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_copy_options(parser, "the copies")
    parser.add_argument(
        "--only", type=outcomes_of, default=RETURNED, metavar="OUTCOME,...",
        help=f"copy these submissions (default: {','.join(sorted(RETURNED))}): {', '.join(OUTCOMES)}",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Write the copies; tell which there are, and which cannot be."""
    options, files = options_of(arguments), inputs_of(arguments)
    found = current_submissions(files, options, arguments)
    folder, outcome = CopyFolder(arguments, files), Outcome()
    outcome.unreadable += [unreadable(each.file) for each in found if each.outcome == "unreadable"]
    wanted = [each.file for each in found if each.outcome in arguments.only - {"unreadable"}]
    maker = CopyMaker("return", frozenset(arguments.only), options, arguments.lang, arguments.page or "")
    for copy in made_copies(wanted, maker, arguments):
        file = written(copy, folder, outcome)
        if file is not None:
            show(f"{file}  {_in_words(copy)}")
    return ended(outcome, f"{outcome.written} of {len(found)} submissions copied to {arguments.out}")


def _in_words(copy: MadeCopy) -> str:
    """Return what is in a copy, and what is still to be done there."""
    kept = sum(copy.counts[kind] for kind in ("carried", "changed"))
    todo = f"{copy.corrections} to correct, {copy.checks} to check, {copy.missing} missing"
    return f"{kept} answers kept, {todo}"
