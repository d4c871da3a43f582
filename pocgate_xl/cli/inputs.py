"""The files that a command is to check: all that its paths stand for, but litter and earlier reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..batch import workbooks_in
from .speech import say

NAMED = 3
"""How many of the files that are passed over are named."""


def submissions_in(paths: Sequence[str], reports: Iterable[Path]) -> list[str]:
    """Return the files to check; what is passed over in folders is told in one line.

    `reports` are where this run writes; what stands there from an earlier run is no submission.
    """
    named, passed = set(paths), list[str]()
    own = [os.stat(report) for report in reports if report.is_file()]
    files: list[str] = []
    for file in workbooks_in(paths, passed.append):
        report = file not in named and _is_report(file, own)
        (passed if report else files).append(file)
    if passed:
        say(_told(passed))
    return files


def _is_report(file: str, own: Iterable[os.stat_result]) -> bool:
    """Say whether a file in a folder is a report: one that this run replaces, or any that looks like one."""
    from ..reports import is_own_report  # most runs see no such file

    try:
        there = os.stat(file)
    except OSError:
        return False
    if any(os.path.samestat(there, each) for each in own):
        return True
    return file.lower().endswith((".txt", ".jsonl")) and is_own_report(Path(file))


def _told(passed: Sequence[str]) -> str:
    names = ", ".join(_names(passed[:NAMED]))
    more = f" and {len(passed) - NAMED} more" if len(passed) > NAMED else ""
    what = "1 file was" if len(passed) == 1 else f"{len(passed)} files were"
    return f"{what} passed over as left behind by programs or earlier runs: {names}{more}"


def _names(paths: Iterable[str]) -> Iterator[str]:
    return (os.path.basename(path) for path in paths)
