"""Made-up engagements from a template's `demo.toml`: answers by defined name, faults by kind."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from ..core.submission import Value
from ..templates.files import DEMO

ENGAGEMENT = "pg_engagement_"
IDENTITY = ("id", "organization", "poc_name", "sponsor", "industry", "employees", "currency")
"""What is known of an engagement before anybody fills in its workbook."""

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
    """What one workbook says, blocks as lists of rows, and the name under which it comes back."""

    file: str
    language: str
    answers: Answers
    fault: PlannedFault | None = None

    @property
    def id(self) -> str:
        return str(self.answers[f"{ENGAGEMENT}id"])

    @property
    def identity(self) -> Answers:
        """Return the answers that are in the workbook when it is sent out."""
        names = [f"{ENGAGEMENT}{key}" for key in IDENTITY]
        return {name: self.answers[name] for name in names if name in self.answers}


def load_demo(folder: Path) -> tuple[DemoEngagement, ...]:
    """Return the engagements of a template, those with a fault last."""
    plain = tomllib.loads((folder / DEMO).read_text(encoding="utf-8"), parse_float=Decimal)
    good = [_engagement(entry, plain) for entry in plain["engagements"]]
    bases = {engagement.id: engagement for engagement in reversed(good)}
    return (*good, *(_faulty(entry, bases[entry["of"]]) for entry in plain["faults"]))


def _engagement(entry: Mapping[str, Any], plain: Mapping[str, Any]) -> DemoEngagement:
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
    return DemoEngagement(
        entry["file"], entry["language"], answers | {name: each for name, each in rows.items() if each}
    )


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
    return DemoEngagement(entry["file"], base.language, filled, PlannedFault(entry["fault"], **details))
