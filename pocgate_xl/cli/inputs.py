"""The files that a command is to check: all that its paths stand for, but litter and earlier reports."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from glob import has_magic
from pathlib import Path

from ..batch import workbooks_in
from ..batch.folders import is_litter
from ..batch.paths import is_url
from ..errors import PocgateError
from .speech import say

ESCAPED = 10
"""Characters that one takes at most when it is shown."""


def submissions_in(paths: Sequence[str], reports: Iterable[Path]) -> list[str]:
    """Return the files to check; what is passed over in folders is told in one line.

    `reports` are where this run writes; what stands there from an earlier run is no submission.
    """
    named, passed = set(paths), list[str]()
    own = [*(os.stat(report) for report in reports if report.is_file()), *_streams()]
    files: list[str] = []
    for file in workbooks_in(paths, passed.append):
        report = file not in named and _is_report(file, own)
        (passed if report else files).append(file)
    if passed:
        line = _in_words(list(dict.fromkeys(passed)))
        say(line, len(line) * ESCAPED)
    return files


def check_there(paths: Iterable[str]) -> None:
    """Raise PocgateError for a folder or file that is not there: nobody would be said to have answered."""
    for path in paths:
        named = not path.startswith("@") and not is_url(path) and not has_magic(path)
        if named and not os.path.lexists(path):
            raise PocgateError(f"There is no file or folder {path}.", "Check its name.")


def _streams() -> Iterator[os.stat_result]:
    """Yield the files into which this run is to say what it has to say: the shell made them just now."""
    for number in (1, 2):
        with suppress(OSError):
            status = os.fstat(number)
            if stat.S_ISREG(status.st_mode) and not status.st_size:
                yield status


def _is_report(file: str, own: Iterable[os.stat_result]) -> bool:
    """Say whether a file in a folder is a report: one that this run replaces, or any that is surely ours."""
    from ..exchange.earlier_files import is_earlier

    try:
        there = os.stat(file)
    except (OSError, ValueError):
        return is_earlier(file)
    return any(os.path.samestat(there, each) for each in own) or is_earlier(file)


def _in_words(passed: Sequence[str]) -> str:
    """Name each file that is passed over: nobody else hears of it."""
    round_ = [path for path in passed if _leads_back(path)]
    left = [path for path in passed if path not in round_]
    return "; ".join(
        f"{_count(found, what)} passed over {why}: {', '.join(found)}"
        for found, what, why in (
            (left, "file", "as left behind by programs or earlier runs"),
            (round_, "link", "as leading back into a folder above"),
        )
        if found
    )


def _leads_back(path: str) -> bool:
    """Say whether a folder was passed over for the sake of where it leads, as its name is no reason."""
    return not is_litter(os.path.basename(path)) and os.path.isdir(path)


def _count(found: Sequence[str], what: str) -> str:
    return f"1 {what} was" if len(found) == 1 else f"{len(found)} {what}s were"
