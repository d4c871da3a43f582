"""Assessments for people and machines. A new format is a module and a line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ..core.assessment import Assessment
from ..core.catalog import Catalog

SUFFIXES = (".txt", ".log", ".out", ".jsonl")
"""Of texts that a run may replace whatever they say, as scripts keep reports under such names."""
SAMPLE = 1 << 16

CatalogOf = Callable[[Assessment], Catalog]
"""Gives the texts in which an assessment is reported."""

Render = Callable[[Iterable[Assessment], CatalogOf, Catalog], Iterator[str | bytes]]
"""Turns assessments into pieces of a file; the last argument has the report's own words."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format and the module whose `render` makes it; it is imported when it is asked for.

    Where many processes make a report they need its parts: `piece(assessment, catalog)`, and
    `joined(pieces, own)` to put them together.
    """

    name: str
    module: str

    @property
    def path(self) -> str:
        return f"{__name__}.{self.module}"

    def renderer(self) -> Render:
        render: Render = import_module(self.path).render
        return render

    def joiner(self) -> Callable[..., Iterator[str]]:
        """Return what puts the pieces of a report together: pieces, the report's own words, a screen."""
        joined: Callable[..., Iterator[str]] = import_module(self.path).joined
        return joined


FORMATS: tuple[ReportFormat, ...] = (
    ReportFormat("text", "text"),
    ReportFormat("jsonl", "jsonl"),
    ReportFormat("answers", "answers"),
)


def is_report(file: Path) -> bool:
    """Say whether a file may be replaced by a report: it is one, or a text under a report's name."""
    from .known import is_text

    head = _head(file)
    if head is None:
        return False
    if not head or (file.suffix.lower() in SUFFIXES and is_text(head)):
        return True
    return any(import_module(form.path).begins(head) for form in FORMATS)


def is_own_report(file: Path) -> bool:
    """Say whether a file begins as a report of ours does; a text of anybody else's is none."""
    head = _head(file)
    return head is not None and any(import_module(form.path).begins(head) for form in FORMATS)


def is_surely_report(head: bytes, tail: bytes) -> bool:
    """Say whether how a file begins and ends is what no text but a report of ours says."""
    return any(import_module(form.path).surely(head, tail) for form in FORMATS)


def _head(file: Path) -> bytes | None:
    """Return how a file begins; None where it is no regular one, as a pipe would be waited for."""
    try:
        if not file.is_file():
            return None
        with open(file, "rb") as stream:
            return stream.read(SAMPLE)
    except OSError:
        return None
