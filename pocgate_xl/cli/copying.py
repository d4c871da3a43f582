"""What `return` and `migrate` share: copies of many submissions, written beside none of them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import field, replace
from pathlib import Path

from ..batch import Options, lists_in, map_files
from ..core.assessment import Assessment
from ..errors import PocgateError
from ..exchange.copies.current import current_of
from ..exchange.copies.maker import CopyMaker, MadeCopy
from ..exchange.copies.names import CopyNames
from ..output import find_target, make_folder
from ..progress import Progress
from ..records import dataclass
from ..templates.files import files_of_templates
from .check import is_small
from .inputs import submissions_in
from .options import add_jobs_option, add_language_option, add_page_option, add_template_option, check_choices
from .speech import problem_in_words, say


@dataclass(slots=True)
class Outcome:
    """What came of all submissions."""

    written: int = 0
    unreadable: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    passed: int = 0

    @property
    def code(self) -> int:
        return 3 if self.unreadable else 1 if self.failures else 0


def add_copy_options(parser: argparse.ArgumentParser, what: str) -> None:
    """Declare what all copies are made by."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="workbooks, folders, globs, @LIST of paths")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=f"where to write {what}")
    add_template_option(parser)
    add_language_option(parser, what, "each workbook's own")
    add_jobs_option(parser)
    add_page_option(parser, "the sheet Start of the copies names")
    parser.add_argument("--force", action="store_true", help="replace files in DIR, never a submission")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")


def options_of(arguments: argparse.Namespace) -> Options:
    """Return how submissions are read; mistakes of the operator's are ended first."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    return Options(tuple(arguments.template), only=tuple(arguments.only_template))


def jobs_for(files: Sequence[str], wanted: int) -> int:
    """Return how many processes are worth their start: none for one small file, as `check` does."""
    if is_small(files):
        return 0
    return min(wanted or os.cpu_count() or 1, len(files)) or 1


def made_copies(files: Sequence[str], maker: CopyMaker, arguments: argparse.Namespace) -> Iterator[MadeCopy]:
    """Yield what came of each submission, made by processes that can be killed."""
    if not files:
        return
    options = replace(maker.options, transform=maker)
    jobs = max(1, jobs_for(files, arguments.jobs))  # never here: what is made of a file has limits, too
    with (
        Progress("files", len(files), quiet=arguments.quiet) as progress,
        closing(map_files(files, options, jobs=jobs)) as found,
    ):
        for each in found:
            progress.advance()
            yield each


def inputs_of(arguments: argparse.Namespace) -> list[str]:
    """Return the submissions; what lies in the folder of the copies is none."""
    home = os.path.realpath(arguments.out)
    found = submissions_in(arguments.paths, ())
    files = [file for file in found if home not in map(str, Path(os.path.realpath(file)).parents)]
    if found and not files:
        raise PocgateError("The copies would lie among the submissions.", "Name another folder with --out.")
    if len(files) < len(found):
        say(f"passed over as copies, in {arguments.out}: {len(found) - len(files)}")
    return files


def current_submissions(
    files: Sequence[str], options: Options, arguments: argparse.Namespace
) -> list[Assessment]:
    """Return the submissions that nothing newer of their engagement stands for; say how many others are."""
    kept = current_of(map_files(files, options, jobs=jobs_for(files, arguments.jobs)))
    if len(kept) < len(files):
        say(f"passed over as older revisions or copies: {len(files) - len(kept)}")
    return kept


class CopyFolder:
    """The folder of the copies: each has the name of its submission, the second of a name a number."""

    def __init__(self, arguments: argparse.Namespace, files: Iterable[str]) -> None:
        self.folder: Path = arguments.out
        self.force: bool = arguments.force
        lists, templates = lists_in(arguments.paths), files_of_templates(arguments.template)
        self.read: list[Path | str] = [*files, *lists, *templates]
        self.names = CopyNames()
        make_folder(self.folder)

    def write(self, copy: MadeCopy) -> Path:
        assert copy.content is not None
        file = self.folder / self.names.name_for(copy.file)
        read = self.read if file.exists() else ()  # what is not there is nobody's
        target = find_target(file, read, force=self.force, claimed=True)
        target.write((copy.content,))
        return file


def unreadable(file: str) -> str:
    return f"{file}: unreadable, ask for the file again"


def written(copy: MadeCopy, folder: CopyFolder, outcome: Outcome) -> Path | None:
    """Write a copy and return its file; keep why there is none."""
    if copy.outcome == "unreadable":
        outcome.unreadable.append(unreadable(copy.file))
    elif copy.problem:
        outcome.failures.append(f"{copy.file}: {copy.problem}")
    elif copy.content is None:
        outcome.passed += 1
    else:
        try:
            file = folder.write(copy)
        except PocgateError as error:
            outcome.failures.append(f"{copy.file}: {problem_in_words(error)}")
        else:
            outcome.written += 1
            return file
    return None


def ended(outcome: Outcome, summary: str) -> int:
    """Say what could not be copied, then what all came to; return the exit code."""
    for failure in (*outcome.unreadable, *outcome.failures):
        say(failure)
    say(summary)
    return outcome.code
