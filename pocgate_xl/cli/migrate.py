"""`pocgate migrate`: all answers into workbooks of today's template, or of another language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ..batch import Options, map_files
from ..core.assessment import Assessment
from ..core.completeness import OUTCOMES
from ..errors import PocgateError
from ..exchange.copies.ledger_table import ledger_table
from ..exchange.copies.maker import CopyMaker, MadeCopy, merged_copy
from ..output import Target, find_target
from .copying import CopyFolder, Outcome, add_copy_options, ended, inputs_of, made_copies, options_of, written
from .speech import problem_in_words, show

READABLE = frozenset(OUTCOMES) - {"unreadable"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_copy_options(parser, "the new workbooks")
    parser.add_argument(
        "--merge", action="store_true",
        help="put together the workbooks of each engagement, such as sections that several people filled in",
    )  # fmt: skip
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE.csv", help="what became of every answer, a row each"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the new workbooks and the ledger; tell what could not be carried."""
    options, files = options_of(arguments), inputs_of(arguments)
    ledger = _ledger(arguments, files)
    folder, outcome = CopyFolder(arguments, files), Outcome()
    made = _merged(files, options, arguments) if arguments.merge else _each(files, options, arguments)
    copies = [_shown(copy, folder, outcome) for copy in made]
    if ledger is not None:
        ledger.write(text.encode("utf-8") for text in ledger_table(copies))
    current = f", {outcome.passed} are current" if outcome.passed else ""
    return ended(outcome, f"{outcome.written} of {len(files)} workbooks migrated to {arguments.out}{current}")


def _ledger(arguments: argparse.Namespace, files: Sequence[str]) -> Target | None:
    if arguments.ledger is None:
        return None
    return find_target(arguments.ledger, files, force=arguments.force)


def _each(files: Sequence[str], options: Options, arguments: argparse.Namespace) -> list[MadeCopy]:
    maker = CopyMaker("migrate", READABLE, options, arguments.lang, arguments.page or "")
    return list(made_copies(files, maker, arguments))


def _merged(files: Sequence[str], options: Options, arguments: argparse.Namespace) -> list[MadeCopy]:
    """Return a copy for each engagement; the file of the highest revision, then with most answers, leads."""
    from ..batch.apart import done_apart

    groups: dict[str, list[Assessment]] = {}
    copies = []
    for found in map_files(files, options, jobs=arguments.jobs or 1):
        if found.outcome == "unreadable":
            copies.append(MadeCopy(found.file, found.outcome))
        else:
            groups.setdefault(_id_of(found) or found.file, []).append(found)
    for group in groups.values():
        ordered = [each.file for each in sorted(group, key=_leading)]
        try:
            copies.append(done_apart(merged_copy, ordered, options, arguments.lang, arguments.page or ""))
        except PocgateError as error:
            copies.append(MadeCopy(ordered[0], "findings", problem=problem_in_words(error)))
    return copies


def _id_of(found: Assessment) -> str | None:
    return found.engagement.id if found.engagement else None


def _leading(found: Assessment) -> tuple[int, int, str]:
    revision = (found.engagement.revision if found.engagement else None) or 0
    return -revision, -len(found.answers or {}), found.file


def _shown(copy: MadeCopy, folder: CopyFolder, outcome: Outcome) -> MadeCopy:
    """Write a new workbook and show what became of its answers."""
    file, counts = written(copy, folder, outcome), copy.counts
    if file is not None:
        show(
            f"{file}  {copy.was} → {copy.now}  {counts['carried']} carried, {counts['changed']} changed, "
            f"{counts['left_over']} left over, {counts['new']} new"
        )
    return copy
