"""Assessments for people and machines. A new format is a module and a line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from ..core.assessment import Assessment
from ..core.catalog import Catalog

CatalogOf = Callable[[Assessment], Catalog]
"""Gives the texts in which an assessment is reported."""

Render = Callable[[Iterable[Assessment], CatalogOf, Catalog], Iterator[str | bytes]]
"""Turns assessments into pieces of a file; the last argument has the report's own words."""


@dataclass(frozen=True, slots=True)
class Format:
    """Name a format and the module whose `render` makes it; it is imported when it is asked for."""

    name: str
    module: str

    def renderer(self) -> Render:
        render: Render = import_module(f"{__name__}.{self.module}").render
        return render


FORMATS: tuple[Format, ...] = (
    Format("text", "text"),
    Format("jsonl", "jsonl"),
)
