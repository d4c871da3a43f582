"""What a file answers: another engagement workbook, a list of engagements, or values by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ....batch import Options
from ....batch.check import read_again
from ....core.catalog import Catalog
from ....errors import EngagementError, PocgateError
from ....opc.refusal import Refused
from ....opc.safe_text import visible
from ....records import dataclass
from ....rules.findings import finding_of_file
from ....templates.loader import Bundle, find_bundle
from ....workbook.creation.lists.engagements import Headless, ListedEngagement, read_engagements
from ....workbook.creation.lists.tables import tables_of
from ....workbook.creation.transfer.carry import transfer
from ....workbook.submission.origins.identity import Unidentified

ID, LANGUAGE, REVISION = "pg_engagement_id", "pg_engagement_language", "pg_engagement_revision"
OWN = (ID, LANGUAGE, REVISION)
"""What says which workbook it is: it stays what it is, whatever the file's own is."""
LONGEST = 400
"""Characters of what is said of a list."""


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """Values and rows of tables by defined name, whose they are, and in words what cannot be carried."""

    values: Mapping[str, Any] = field(default_factory=dict)
    engagement: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersWanted:
    """The open workbook to which a file's answers go: its template, language and engagement."""

    template: str
    version: str
    language: str
    engagement: str
    folders: tuple[Path, ...] = ()

    @property
    def bundle(self) -> Bundle:
        found = find_bundle(self.template, self.version, self.folders)
        assert found is not None  # the open workbook was read by it
        return found


def answers_in(file: Path, wanted: AnswersWanted) -> FileAnswers:
    """Return what a file answers; PocgateError in words where that is nothing: to be done apart."""
    try:
        return _answers_in(file, wanted)
    except (Refused, Unidentified) as fault:
        found = finding_of_file(fault.kind, fault.detail, wanted.bundle.catalogs[wanted.language])
        raise PocgateError(f"{visible(file.name)}: {found.message}", found.hint) from None


def _answers_in(file: Path, wanted: AnswersWanted) -> FileAnswers:
    catalog = wanted.bundle.catalogs[wanted.language]
    if file.suffix.lower() == ".json":
        values = _values(file, catalog)
        if values is not None:
            return _by_name(file, values, catalog)
    elif file.suffix.lower() in (".xlsx", ".xlsm", ".xltx", ".xltm"):
        try:
            return _of_workbook(file, wanted)
        except Unidentified as fault:
            if fault.kind != "foreign_workbook":
                raise
    return _of_list(file, wanted, catalog)


def _values(file: Path, catalog: Catalog) -> dict[str, Any] | None:
    """Return the values of a file by name; None where it is a list."""
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        said = {"file": file.name, "found": visible(str(error))}
        raise PocgateError(catalog.text("job.said.no_json", **said)) from error
    return found if isinstance(found, dict) else None


def _by_name(file: Path, values: dict[str, Any], catalog: Catalog) -> FileAnswers:
    if not any(name.startswith("pg_") for name in values):
        raise PocgateError(catalog.text("job.said.not_values", file=file.name))
    return FileAnswers({name: value for name, value in values.items() if name not in OWN}, _id(values))


def _of_workbook(file: Path, wanted: AnswersWanted) -> FileAnswers:
    """Carry the answers as a copy for correction does: also from another language or version."""
    _, reading = read_again(str(file), Options(wanted.folders))
    carried = transfer(reading, wanted.bundle, wanted.language, next_revision=False)
    values = {name: value for name, value in carried.values.items() if name not in OWN}
    # What could not be read is left where it is; rows between others stay blank, as they were.
    left = [
        f"{each.title}!{each.cell}" for each in carried.of_kind("left_over") if each.reason != "own_sheet"
    ]
    unread = [f"{each.title}!{each.cell}" for each in carried.ledger if each.field in carried.typed]
    rows = {name: [dict(row) for row in table] for name, table in carried.rows.items()}
    return FileAnswers({**values, **rows}, _id(carried.values), tuple(dict.fromkeys((*unread, *left))))


def _of_list(file: Path, wanted: AnswersWanted, catalog: Catalog) -> FileAnswers:
    try:
        listed = read_engagements(file, wanted.bundle, wanted.language, tables_of)
    except EngagementError as error:
        said = {"file": file.name, "found": no_list(error, str(file), catalog)}
        raise PocgateError(catalog.text("job.said.unfit_list", **said)) from error
    row = _row_for(wanted.engagement, listed.rows, file, catalog)
    values = {name: value for name, value in row.values.items() if name not in OWN}
    ignored = (catalog.text("job.said.no_column", column=visible(each)) for each in listed.unknown)
    return FileAnswers(values, row.id, (*row.problems, *ignored))


def no_list(error: EngagementError, file: str, catalog: Catalog) -> str:
    """Return why nothing is a list: in the language of a catalog where there are such words."""
    if isinstance(error, Headless):
        fields = (catalog.text(f"field.{key}") for key in ("id", "organization"))
        return catalog.text("job.said.no_headings", fields=", ".join(fields))
    return visible(str(error).removeprefix(f"{file}: "), LONGEST)


def _row_for(
    engagement: str, rows: tuple[ListedEngagement, ...], file: Path, catalog: Catalog
) -> ListedEngagement:
    """Return the row of an engagement; the only one where the workbook does not say which it is."""
    if not rows:
        raise PocgateError(catalog.text("job.said.no_rows", file=file.name))
    if not engagement:
        if len(rows) != 1:
            raise PocgateError(catalog.text("job.said.several_rows", file=file.name))
        return rows[0]
    found = [row for row in rows if row.id == engagement]
    if len(found) != 1:
        said = {"file": file.name, "id": visible(engagement), "count": len(found)}
        raise PocgateError(catalog.text(f"job.said.{'often' if found else 'not'}_in_list", **said))
    return found[0]


def _id(values: Mapping[str, Any]) -> str:
    return str(values.get(ID) or "")
