"""The workbooks of a list as files in one folder, and the register beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngagementError, PocgateError
from ..records import dataclass
from .listed import clash, same_file
from .workbook_file import Blank, Issue, file_name, language_of, write_blank

if TYPE_CHECKING:
    from ..workbook.creation.lists.engagements import ListedEngagement
    from ..workbook.creation.register.entries import RegisterEntry


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A workbook that is there, and of which engagement it is."""

    file: Path
    row: ListedEngagement
    blank: Blank


@dataclass(slots=True)
class Written:
    """What came of each engagement."""

    made: list[MadeFile] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def write_all(
    rows: Sequence[ListedEngagement],
    folder: Path,
    issue: Issue,
    written: Written,
    advance: Callable[[], object],
    in_words: Callable[[PocgateError], str] = str,
    clashing: Callable[[Sequence[ListedEngagement], str], str] = clash,
) -> None:
    """Write the workbooks; of rows that would have the same file none is written, whichever can be used.

    `clashing` says of such rows, and of the name, what is wrong.

    What comes of each is in `written` at once, so that whoever is interrupted knows it too.
    """
    same = same_file(rows, issue.live)
    for row in rows:
        name = file_name(row.id, issue.live)
        others = same.get(name.casefold(), [row])
        if len(others) > 1 and others[0] is row:
            written.failures.append(clashing(others, name.casefold()))
        try:
            _check_usable(row)
            if len(others) == 1:  # else told for all of them at once
                written.made.append(MadeFile(folder / name, row, write_blank(folder / name, row, issue)))
        except PocgateError as error:
            whose = f" ({row.id})" if row.id else ""
            written.failures.append(f"{row.place}{whose}: {in_words(error)}")
        advance()


def _check_usable(row: ListedEngagement) -> None:
    if row.problems:
        raise EngagementError("; ".join(row.problems))


def entries_of(made: Iterable[MadeFile], issue: Issue, day: date) -> Iterator[RegisterEntry]:
    """Yield what the register keeps of workbooks that were issued on a day."""
    from ..workbook.creation.register.entries import Made, entry_of

    for each in made:
        made_of = Made(each.file.name, each.blank.digest, language_of(each.row, issue), day)
        yield entry_of(each.row, made_of, issue.bundle)
