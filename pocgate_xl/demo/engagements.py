"""Made-up engagements of two months from a template's `demo.toml`: answers by name, faults by kind."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from ..core.submission import Value
from ..records import dataclass
from ..templates.files import DEMO

ENGAGEMENT = "pg_engagement_"
IDENTITY = ("id", "organization", "poc_name", "sponsor", "assessor", "industry", "employees", "currency")
"""What is known of an engagement before anybody fills in its workbook."""

LISTED = (*IDENTITY, "language", "email", "due")
"""The columns of the list that workbooks are issued from."""
MONTHS = (1, 2)

PlannedFaultKind = Literal["values", "write", "rename_sheet", "move", "truncate", "replace"]
Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """What happens to a filled workbook; which fields count depends on the kind."""

    kind: PlannedFaultKind
    cells: Mapping[str, Value] = field(default_factory=dict)
    sheet: str = ""
    title: str = ""
    name: str = ""
    rows: int = 0
    content: str = ""


@dataclass(frozen=True, slots=True)
class DemoEngagement:
    """What one workbook says, blocks as lists of rows, and the name under which it comes back.

    `email` is whom the list asks; nobody was asked where it is empty.
    """

    file: str
    language: str
    answers: Answers
    fault: PlannedFault | None = None
    email: str = ""

    @property
    def id(self) -> str:
        return str(self.answers[f"{ENGAGEMENT}id"])

    @property
    def identity(self) -> Answers:
        """Return the answers that are in the workbook when it is sent out."""
        names = [f"{ENGAGEMENT}{key}" for key in IDENTITY]
        return {name: self.answers[name] for name in names if name in self.answers}


@dataclass(frozen=True, slots=True)
class Demo:
    """Whom the list asks until when, and what has come back after a month and after two.

    `options` are those of `pocgate portfolio` on which the group decides.
    """

    asked: tuple[DemoEngagement, ...]
    due: date
    first: tuple[DemoEngagement, ...]
    second: tuple[DemoEngagement, ...]
    options: tuple[str, ...]

    @property
    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Yield the list, its header first."""
        yield LISTED
        for each in self.asked:
            said = {**each.answers, f"{ENGAGEMENT}email": each.email, f"{ENGAGEMENT}due": self.due}
            said[f"{ENGAGEMENT}language"] = each.language
            yield tuple(said.get(f"{ENGAGEMENT}{key}", "") for key in LISTED)


def load_demo(folder: Path) -> Demo:
    """Return the engagements of a template; of a month those with a fault come last."""
    plain = tomllib.loads((folder / DEMO).read_text(encoding="utf-8"), parse_float=Decimal)
    first, second = ([*_month(plain, month)] for month in MONTHS)
    silent = [_engagement({"file": "", **entry}, plain) for entry in plain["silent"]]
    asked = {each.id: each for each in (*silent, *reversed((*first, *second))) if each.email}
    return Demo(
        tuple(asked[id_] for id_ in sorted(asked)), plain["issued"]["due"],
        tuple(first), tuple(second), tuple(plain["portfolio"]["options"]),
    )  # fmt: skip


def _month(plain: Mapping[str, Any], month: int) -> Iterator[DemoEngagement]:
    """Yield what lies there in a month: what says no month lies there in both."""
    for entry in plain["engagements"]:
        if month in entry.get("months", MONTHS):
            later = entry.get("later", {}) if month > MONTHS[0] else {}
            yield _engagement(_merged(entry, later), plain)
    bases = {entry["engagement"]["id"]: entry for entry in reversed(plain["engagements"])}
    for entry in plain["faults"]:
        if month in entry.get("months", MONTHS):
            yield _faulty(entry, _engagement(bases[entry["of"]], plain))


def _merged(entry: Mapping[str, Any], later: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry with what is said later; of a table each key counts for itself."""
    tables = {
        key: {**entry.get(key, {}), **value} if isinstance(value, dict) else value
        for key, value in later.items()
    }
    return {**entry, **tables}


def _engagement(entry: Mapping[str, Any], plain: Mapping[str, Any]) -> DemoEngagement:
    """Return what an entry says, with what its language's defaults say besides."""
    defaults = plain["defaults"][entry["language"]]
    answers = {
        name: value
        for table, names in plain["columns"].items()
        for key, cells in {**defaults.get(table, {}), **entry.get(table, {})}.items()
        for name, value in _named(names, key, cells)
    }
    rows = {
        columns[0]: _rows(columns[1:], entry.get(table, ())) for table, columns in plain["blocks"].items()
    }
    said = answers | {name: each for name, each in rows.items() if each}
    return DemoEngagement(entry["file"], entry["language"], said, email=entry.get("email", ""))


def _named(names: Sequence[str], key: str, cells: Any) -> Iterator[tuple[str, Value]]:
    """Yield what each cell of a key says; a blank text says nothing."""
    values = cells if isinstance(cells, list) else [cells]
    for name, value in zip(names, values, strict=False):
        if value != "":
            yield name.format(key), value


def _rows(parts: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Value]]:
    return [{part: cell for part, cell in zip(parts, row, strict=True) if cell != ""} for row in rows]


def _faulty(entry: Mapping[str, Any], base: DemoEngagement) -> DemoEngagement:
    """Return a copy of an engagement under another id, with its own answers and fault."""
    identity = {"id": entry["id"], **entry.get("engagement", {})}
    named = {f"{ENGAGEMENT}{key}": value for key, value in identity.items()}
    answers = {**base.answers, **named, **entry.get("values", {})}
    details = {
        key: entry[key] for key in ("cells", "sheet", "title", "name", "rows", "content") if key in entry
    }
    filled = {name: value for name, value in answers.items() if value != ""}
    fault, email = PlannedFault(entry["fault"], **details), entry.get("email", base.email)
    return DemoEngagement(entry["file"], base.language, filled, fault, email)
