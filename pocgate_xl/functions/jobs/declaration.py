"""Every job that a button does, and what it needs of a host: a new one is a line in `JOBS`."""

from __future__ import annotations

from collections.abc import Set
from typing import Literal, TypeAlias

from ...core.catalog import Catalog
from ...records import dataclass

Ability: TypeAlias = Literal["book", "notes", "list", "file", "save", "folder"]
"""What a host can do: hand over the open workbook, put notes at cells, hand over the sheet in view, have
somebody choose a file, open a workbook that was made, or have somebody choose a folder and work in it."""
Group: TypeAlias = Literal["workbook", "new", "folder", "help"]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: its group among the buttons, Excel's own picture for it, its key beside Alt, and its needs.

    `script` is the name under which hosts without buttons of ours offer it.
    """

    id: str
    group: Group
    image: str
    key: str
    needs: frozenset[Ability] = frozenset()
    script: str = ""

    def label(self, catalog: Catalog) -> str:
        return catalog.text(f"job.{self.id}.label")

    def tip(self, catalog: Catalog) -> str:
        return catalog.text(f"job.{self.id}.tip")


def _job(id_: str, group: Group, image: str, key: str, *needs: Ability, script: str = "") -> Job:
    return Job(id_, group, image, key, frozenset(needs), script)


JOBS: tuple[Job, ...] = (
    _job("check", "workbook", "ErrorChecking", "C", "book", script="check_workbook"),
    _job("unmark", "workbook", "ReviewDeleteComment", "M", "book", "notes"),
    _job("answers", "workbook", "GetExternalDataFromText", "A", "book", "file"),
    _job("results", "workbook", "CalculateNow", "R", "book", script="fill_results"),
    _job("new", "new", "FileNew", "N", "save"),
    _job("many", "new", "TableInsertExcel", "L", "list", "folder"),
    _job("folder", "folder", "FileOpen", "F", "folder", "save"),
    _job("portfolio", "folder", "PivotTableInsert", "P", "folder", "save"),
    _job("help", "help", "Help", "H"),
)

CLASSIC: Set[Ability] = frozenset({"book", "notes", "list", "file", "save", "folder"})
"""What Excel on Windows can do, told by Python on the same computer."""
PANE: Set[Ability] = frozenset({"book", "notes", "file", "save"})
"""What a task pane can do: it sees the workbook, and of the computer only a file that it is given."""


def jobs_for(abilities: Set[Ability]) -> tuple[Job, ...]:
    """Return the jobs of a host that can do this, in their order."""
    return tuple(job for job in JOBS if job.needs <= abilities)


def help_lines(jobs: tuple[Job, ...], catalog: Catalog) -> list[str]:
    """Return a line for each of these jobs: what its button is called, and what it does."""
    return [f"{job.label(catalog)}{catalog.text('text.colon')}{job.tip(catalog)}" for job in jobs]
