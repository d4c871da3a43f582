"""Jobs that make workbooks: a blank one, and one for each row of the list in view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....core.catalog import Catalog
from ....errors import EngagementError, PocgateError
from ....opc.safe_text import visible
from ....records import dataclass
from ....templates.loader import Bundle
from ....workbook.submission.origins.identity import identity_of, places_of
from ...open_workbook.raw_values import raw_cell
from ...registry import default_gate
from ..desk import Desk

if TYPE_CHECKING:
    from ....issuing.workbook_file import Issue
    from ....workbook.creation.lists.engagements import ListedEngagement
    from ....workbook.creation.lists.tables import Table

SHOWN = 3


def blank_content(engagement: str, language: str) -> bytes:
    """Return the blank workbook of an engagement by its id."""
    from ....workbook.creation.prerendered import workbook_for

    return workbook_for(default_gate().bundle, language, {"pg_engagement_id": engagement})


def new(desk: Desk) -> str:
    """Make a blank workbook under a name of somebody's choice and open it."""
    from ....batch.reissue import reason_to_keep
    from ....errors import OutputError
    from ....output import find_target

    file = desk.choose_target(desk.catalog.text("job.said.workbook_kind"))
    if file is None:
        return ""
    target = find_target(file, force=True)  # Excel asks before it gives the name of a file that is there
    engagement = {"pg_engagement_id": file.stem}
    if target.there is not None and reason_to_keep(file, engagement):
        raise OutputError(desk.catalog.text("job.said.kept", file=file.name))
    target.write((blank_content(file.stem, desk.catalog.language),))
    desk.open(file)
    return desk.catalog.text("job.said.made", file=file.name)


def many(desk: Desk) -> str:
    """Make a workbook for each row of the list in view, and the register of what was issued."""
    bundle, language, text = default_gate().bundle, desk.catalog.language, desk.catalog.text
    facts = desk.facts()
    if identity_of(facts, places_of(facts)).template:
        return text("job.said.no_list_ours")
    rows = rows_in_view(*desk.view(), bundle, desk.catalog)
    folder = desk.choose_folder(text("job.said.choose_target"))
    if folder is None:
        return ""
    if not desk.agree(text("job.said.ask_many", count=len(rows), folder=folder)):
        return text("job.stopped")
    from ....issuing.many import Written, write_all
    from ....issuing.workbook_file import Issue

    issue, written = Issue(bundle, language, kept=True), Written()
    counted = JobProgress(desk, len(rows))
    write_all(rows, folder, issue, written, counted.advance, clashing=_Clashes(desk.catalog).said)
    desk.report("")
    lines = [text("job.said.made_many", count=len(written.made), folder=folder)] if written.made else []
    if written.failures:
        lines += [
            text("job.said.failed", count=len(rows) - len(written.made)),
            *map(visible, written.failures[:SHOWN]),
        ]
    return "\n".join((*lines, *_registered(written.made, folder, issue, desk.catalog)))


@dataclass(frozen=True, slots=True)
class _Clashes:
    """What is said of rows of a list that would have one file."""

    catalog: Catalog

    def said(self, rows: Sequence[ListedEngagement], _: str) -> str:
        numbers = ", ".join(str(row.number) for row in rows)
        ids = ", ".join(dict.fromkeys(row.id for row in rows))
        return self.catalog.text("job.said.same_id", rows=numbers, ids=ids)


class JobProgress:
    """How many of a number of things are done, shown as they are."""

    def __init__(self, desk: Desk, count: int) -> None:
        self.desk, self.count, self.done = desk, count, 0

    def advance(self) -> None:
        self.done += 1
        said = {"done": self.done, "count": self.count}
        self.desk.report(self.desk.catalog.text("job.said.progress", **said))


def rows_in_view(
    title: str, values: Sequence[Sequence[Any]], bundle: Bundle, catalog: Catalog
) -> list[ListedEngagement]:
    """Return the engagements that a sheet lists; EngagementError in words where it lists none."""
    from ....workbook.creation.lists.engagements import read_engagements
    from .answers import no_list

    table = _table(title, values)
    try:
        rows = read_engagements(Path(title), bundle, catalog.language, lambda _: [table]).rows
        if rows and not any(row.values and not row.problems for row in rows):
            raise EngagementError("; ".join(chain.from_iterable(row.problems for row in rows[:SHOWN])))
    except EngagementError as error:
        found = no_list(error, title, catalog)
        raise EngagementError(catalog.text("job.said.no_list", found=found)) from error
    if not rows:
        raise EngagementError(catalog.text("job.said.no_rows", file=title))
    return list(rows)


def _table(title: str, values: Sequence[Sequence[Any]]) -> Table:
    from ....workbook.creation.lists.tables import Table

    lines = [
        (number, [None if value in (None, "") else raw_cell(value) for value in row])
        for number, row in enumerate(values, 1)
    ]
    return Table(title, [line for line in lines if any(line[1])])


def _registered(made: Sequence[Any], folder: Path, issue: Issue, catalog: Catalog) -> list[str]:
    """Add what was made to the register; return in a line why that failed."""
    from ....issuing.many import entries_of
    from ....issuing.register import add_to_register

    if not made:
        return []
    try:
        remarks = add_to_register(
            folder, list(entries_of(made, issue, date.today())), issue.bundle, issue.language
        )
    except PocgateError as error:
        return [catalog.text("job.said.register_failed", found=visible(str(error)))]
    return [visible(remark) for remark in remarks]
