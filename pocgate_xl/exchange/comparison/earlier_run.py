"""The report of an earlier `pocgate check --format jsonl`: one assessment a line, as JSON has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import PocgateError
from .changes import Plain, changes_of, incomparable_of

SUFFIX = ".jsonl"
REMEDY = "Give the report of an earlier `pocgate check --format jsonl`."


def is_earlier_run(path: str) -> bool:
    """Say whether a path names such a report."""
    return path.lower().endswith(SUFFIX)


def earlier_run(file: Path) -> list[Plain]:
    """Return the assessments of a report; PocgateError where a line is none."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return list(_assessments(lines.read().splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise PocgateError(f"{file} cannot be read as an earlier run: {error}.", REMEDY) from error


def _assessments(lines: list[str]) -> Iterator[Plain]:
    if not any(map(str.strip, lines)):
        raise PocgateError("The earlier run is empty.", REMEDY)
    for number, line in enumerate(lines, 1):
        try:
            plain = json.loads(line, parse_constant=_no_number)
            _check(plain)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise PocgateError(f"Line {number} of the earlier run is not an assessment.", REMEDY) from error
        yield plain


def _no_number(word: str) -> None:
    raise ValueError(word)


def _check(plain: Any) -> None:
    """Hold an assessment against itself: whatever comparing looks at must be there."""
    from .matching import compared_folders

    changes_of(plain, plain)
    incomparable_of(plain, plain)
    compared_folders([plain], [plain])
