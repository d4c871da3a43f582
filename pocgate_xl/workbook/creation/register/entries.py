"""What a register keeps of each workbook that was made, and in which columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from ....core.catalog import Catalog
from ....core.fields import Field, vocabulary
from ....core.submission import Value
from ....records import dataclass
from ....templates.loader import Bundle
from ..lists.columns import ASIDE, ID, KEPT, column_label, engagement_fields
from ..lists.engagements import ListedEngagement

LANGUAGE = "language"
ALWAYS = (ID, "organization", "poc_name")
"""Columns that a register begins with, whatever its list has."""
FILE, DIGEST, ISSUED = "file", "digest", "issued"
MADE = (FILE, DIGEST, ISSUED)
"""Columns that tell what was made."""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One engagement whose blank workbook lies there: values by column; what is not known is absent."""

    values: Mapping[str, Value]

    @property
    def id(self) -> str:
        return str(self.values[ID])


@dataclass(frozen=True, slots=True)
class Made:
    """The blank workbook of an engagement: its file's name, digest, language and the day of its issue."""

    file: str
    digest: str
    language: str
    issued: date


def entry_of(row: ListedEngagement, made: Made, bundle: Bundle) -> RegisterEntry:
    """Return what is kept of an engagement of a list."""
    every = {field.key: row.values.get(field.name) for field in engagement_fields(bundle)}
    every |= {field.key: row.aside.get(field.name) for field in KEPT}
    every |= {LANGUAGE: made.language, FILE: made.file, DIGEST: made.digest, ISSUED: made.issued}
    return RegisterEntry({key: value for key, value in every.items() if value is not None})


def register_fields(bundle: Bundle, entries: Sequence[RegisterEntry]) -> Iterator[Field]:
    """Yield the columns for these entries in their order: what nobody says has none."""
    own = {field.key: field for field in engagement_fields(bundle)}
    said = {key for entry in entries for key in entry.values}
    yield from (own[key] for key in ALWAYS)
    yield from (field for key, field in own.items() if key in said and key not in (*ALWAYS, LANGUAGE))
    for field in KEPT:
        if field.key == FILE:
            yield own[LANGUAGE]
        yield field


def is_kept(field: Field) -> bool:
    """Say whether a column is kept for the operator and stands in no workbook: what is there stays there."""
    return field.group == ASIDE and field.key not in MADE


def labelled(field: Field, value: Value | None, bundle: Bundle, catalog: Catalog) -> Value | None:
    """Return a value as a register shows it: of a code its label."""
    codes: Collection[str] = vocabulary(bundle.template, field.vocabulary) if field.vocabulary else ()
    return catalog.label(field.vocabulary, value) if isinstance(value, str) and value in codes else value


def title_of(field: Field, catalog: Catalog, bundle: Bundle) -> str:
    """Return what a column is called."""
    return column_label(field, catalog, bundle)
