"""Assessments for people and machines. A new format is a module and a line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..records import dataclass

if TYPE_CHECKING:
    from .parts import Screen

SUFFIXES = (".txt", ".log", ".out", ".jsonl")
"""Of texts that a run may replace whatever they say, as scripts keep reports under such names."""
SAMPLE = 1 << 16

CatalogOf = Callable[[Assessment], Catalog]
"""Gives the texts in which an assessment is reported."""

Report = Iterator[str | bytes]
"""A report piece by piece, as it is written: texts, or what is no text, such as a workbook."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format and the module that makes it, which is imported when it is asked for.

    The module has two functions: `render_part(assessment, catalog)`, a text made by the process that checked
    the file, and `assemble(parts, own)`, which makes texts or bytes of all parts with the report's own words.
    It may say too what such a report begins with (`begins`, `surely`), or which files are one (`is_own`);
    else none is replaced unasked. One `for_people` is in one language. What `takes` the screen gets the
    `Screen` on which it is shown, with both functions; what takes the folder gets that into which it is
    written, None for none, when it is assembled.
    """

    name: str
    module: str
    for_people: bool = False
    takes: Literal["", "screen", "folder"] = ""
    binary: bool = False
    """Whether it is no text, which a terminal could show."""

    @property
    def path(self) -> str:
        return f"{__name__}.{self.module}"

    def render(self, assessments: Iterable[Assessment], catalog_of: CatalogOf, own: Catalog) -> Report:
        """Make a report of whole assessments; `own` has the report's own words."""
        from .parts import part_of  # where processes send parts, none is made here

        render = import_module(self.path).render_part
        parts = (part_of(render(each, catalog_of(each)), each) for each in assessments)
        return self.assembler()(parts, own)

    def assembler(self, screen: Screen | None = None, folder: Path | None = None) -> Callable[..., Report]:
        """Return what puts a report together, of its parts and its own words."""
        assemble: Callable[..., Report] = import_module(self.path).assemble
        taken = {"screen": screen, "folder": folder}.get(self.takes)
        return assemble if taken is None else partial(assemble, **{self.takes: taken})

    def says(self, question: str, *sample: bytes | Path) -> bool:
        """Return what the module answers to `begins`, `surely` or `is_own`; no where it does not say."""
        answer: Callable[..., bool] | None = getattr(import_module(self.path), question, None)
        return answer is not None and answer(*sample)


def encoded(content: str | bytes) -> bytes:
    """Return a content of a report as a file holds it."""
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


FORMATS: tuple[ReportFormat, ...] = (
    ReportFormat("text", "text", for_people=True, takes="screen"),
    ReportFormat("jsonl", "jsonl"),
    ReportFormat("csv", "csv"),
    ReportFormat("answers", "answers"),
    ReportFormat("md", "md", for_people=True),
    ReportFormat("html", "html", for_people=True),
    ReportFormat("xlsx", "xlsx", for_people=True, takes="folder", binary=True),
)


def is_report(file: Path, form: ReportFormat | None = None) -> bool:
    """Say whether a file may be replaced by a report: it is one, or a text under a report's name.

    A workbook of ours is replaced by a report of its own format alone.
    """
    from .known import is_text

    head = _head(file)
    if head is None:
        return False
    if not head or (file.suffix.lower() in SUFFIXES and is_text(head)):
        return True
    return _is_known(file, head, (form,) if form else ())


def is_own_report(file: Path) -> bool:
    """Say whether a file begins as a report of ours does; a text of anybody else's is none."""
    head = _head(file)
    return head is not None and _is_known(file, head, FORMATS)


def _is_known(file: Path, head: bytes, opened: Iterable[ReportFormat]) -> bool:
    """Say whether a file begins as a report does, or one of these formats knows it as its own."""
    return any(form.says("begins", head) for form in FORMATS) or any(
        form.says("is_own", file) for form in opened
    )


def is_surely_report(head: bytes, tail: bytes) -> bool:
    """Say whether how a file begins and ends is what no text but a report of ours says."""
    return any(form.says("surely", head, tail) for form in FORMATS)


def _head(file: Path) -> bytes | None:
    """Return how a file begins; None where it is no regular one, as a pipe would be waited for."""
    try:
        if not file.is_file():
            return None
        with open(file, "rb") as stream:
            return stream.read(SAMPLE)
    except OSError:
        return None
