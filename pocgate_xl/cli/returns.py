"""`pocgate return`: a marked copy for each submission that is to be corrected or completed."""

from __future__ import annotations

import argparse

from ..core.completeness import OUTCOMES
from ..errors import PocgateError
from ..exchange.copies.maker import CopyMaker, MadeCopy
from .check import outcomes_of
from .copying import (
    CopyFolder,
    Outcome,
    add_copy_options,
    current_files,
    ended,
    inputs_of,
    made_copies,
    options_of,
)
from .speech import problem_in_words, show

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
    files = current_files(files, options, arguments)
    maker = CopyMaker("return", frozenset(arguments.only), options, arguments.lang)
    folder, outcome = CopyFolder(arguments, files), Outcome()
    for copy in made_copies(files, maker, arguments):
        _write(copy, folder, outcome)
    return ended(outcome, f"{outcome.written} of {len(files)} submissions copied to {arguments.out}")


def _write(copy: MadeCopy, folder: CopyFolder, outcome: Outcome) -> None:
    if copy.outcome == "unreadable":
        outcome.unreadable.append(f"{copy.file}: unreadable, ask for the file again")
    elif copy.problem:
        outcome.failures.append(f"{copy.file}: {copy.problem}")
    elif copy.content is not None:
        try:
            file = folder.write(copy)
        except PocgateError as error:
            outcome.failures.append(f"{copy.file}: {problem_in_words(error)}")
            return
        outcome.written += 1
        kept = sum(copy.counts[kind] for kind in ("carried", "changed"))
        todo = f"{copy.corrections} to correct, {copy.checks} to check, {copy.missing} missing"
        show(f"{file}  {kept} answers kept, {todo}")
