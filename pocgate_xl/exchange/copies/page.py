"""The sheets that a copy has beside those of its plan: what to correct, and what became of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ...core.assessment import Assessment, Finding
from ...core.catalog import Catalog
from ...core.fields import Field, blocks, input_fields
from ...opc.safe_text import visible
from ...records import dataclass
from ...rules import asking_codes
from ...rules.field_labels import field_label
from ...spreadsheetml.address import Position, a1
from ...templates.loader import Bundle
from ...workbook.creation.transfer.ledger import LedgerEntry
from ...workbook.layout.plan import Cell, Highlight, Print, SheetPlan, Style, Tone
from ...workbook.layout.reports.cells import quoted
from ...workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    TOP,
    Column,
    ReportPage,
    heights_of,
    widths_of,
    write_table,
)
from ..open_answers import missing_in
from .kept_leftovers import CARRIED, FINDINGS

LONGEST = 4000
"""How much of a text from a submission a cell of these sheets shows."""
MOST_ROWS = 30_000
KINDS = ("error", "missing", "warning", "note")
"""In the order in which findings are to be gone through."""
SHOWN_KINDS = ("left_over", "changed", "mended", "new")
"""What the second sheet tells, in its order; what stands where it stood is only counted."""


TONES: Mapping[str, Mapping[str, Tone]] = {
    FINDINGS: {"severity.error": "bad", "severity.missing": "needed", "severity.warning": "attention"},
    CARRIED: {"kind.left_over": "attention", "kind.mended": "good_light"},
}
"""The texts of the first column that are coloured on each sheet."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What findings ask for: of needed answers that are missing the answer, else what their severity says."""

    missing: frozenset[str] = frozenset()

    def __call__(self, finding: Finding) -> str:
        """Return which kind of line a finding is."""
        asks = finding.field in self.missing and finding.code in asking_codes()
        return "missing" if asks and finding.severity != "error" else finding.severity

    def order(self, finding: Finding) -> int:
        """Return what sorts findings as they are to be gone through."""
        return KINDS.index(self(finding))


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """One line of the second sheet; `link` leads to where an answer stands now."""

    kind: str
    title: str
    cell: str
    field: str
    content: str
    why: str
    link: str = ""


@dataclass(frozen=True)
class CopyPage(ReportPage):
    """What the sheets of a copy are planned from: a template and the texts of one language."""

    group = "copy"

    bundle: Bundle
    catalog: Catalog
    kinds: Kinds = Kinds()

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        template = self.bundle.template
        columns = {f"{block.name}.{each.part}": each for block in blocks(template) for each in block.columns}
        return columns | {field.name: field for field in input_fields(template)}

    def label(self, key: str) -> str:
        """Return what an input is called, by its name or the key of a cell in a table of free rows."""
        name, _, rest = key.partition(".")
        row, _, part = rest.partition(".")
        field = self.fields.get(f"{name}.{part}" if part else name)
        if field is None:
            return ""
        label = field_label(field, self.catalog, self.bundle.template)
        return f"{label} ({int(row) + 1})" if part else label

    def finding_columns(self) -> Iterator[Column[Finding]]:
        wrapped = _wrapped
        yield Column(self.text("column.kind"), 13, lambda f: Cell(self.kind_of(f), style="cell_strong"))
        yield Column(self.text("column.sheet"), 13, lambda f: wrapped(f.sheet))
        yield Column(self.text("column.cell"), 8, lambda f: Cell(f.cell, style="link"))
        yield Column(self.text("column.field"), 28, lambda f: wrapped(self.label(f.field)))
        yield Column(self.text("column.found"), 20, lambda f: wrapped(f.found))
        yield Column(self.text("column.expected"), 26, lambda f: wrapped(f.expected))
        yield Column(self.text("column.do"), 44, lambda f: Cell(_in_words(f), style="cell_wrap"))

    def carried_columns(self) -> Iterator[Column[CarriedLine]]:
        yield Column(
            self.text("column.what"),
            18,
            lambda line: Cell(self.text(f"kind.{line.kind}"), style="cell_strong"),
        )
        yield Column(self.text("column.from_sheet"), 18, lambda line: _wrapped(line.title))
        yield Column(self.text("column.from_cell"), 10, lambda line: _wrapped(line.cell))
        yield Column(self.text("column.now"), 30, lambda line: Cell(line.field, style=_link_style(line)))
        yield Column(self.text("column.content"), 40, lambda line: _wrapped(line.content))
        yield Column(self.text("column.why"), 42, lambda line: _wrapped(line.why))

    def kind_of(self, finding: Finding) -> str:
        return self.text(f"severity.{self.kinds(finding)}")

    def plan(self, id_: str, subtitle: str, rows: Sequence[Finding] | Sequence[CarriedLine]) -> SheetPlan:
        """Plan one of the two sheets; its rows are values alone, to be written into a finished workbook."""
        columns = list(self.finding_columns() if id_ == FINDINGS else self.carried_columns())
        builder = self.start(id_, subtitle)
        lines = write_table(builder, TOP, columns, rows)  # type: ignore[arg-type]
        widths = widths_of(columns, self.catalog.language)  # type: ignore[arg-type]
        heights = heights_of(builder.cells, lines, widths, self.catalog.language)
        return SheetPlan(
            id_, builder.title, builder.cells, {},
            widths=widths, heights={**TITLE_HEIGHT, TOP: 22} | heights, freeze=a1((TOP + 1, 1)),
            highlights=tuple(self._highlights(id_)),
            print=Print("landscape", title_rows=f"{TOP}:{TOP}"),
            unlocked=True, values_from=TOP + 1, role="needed" if id_ == FINDINGS else "read",
            active=(TOP + 1, LEFT),
        )  # fmt: skip

    def _highlights(self, id_: str) -> Iterator[Highlight]:
        area, first = f"{a1((TOP + 1, LEFT))}:{a1((TOP + MOST_ROWS, LEFT))}", a1((TOP + 1, LEFT))
        for key, tone in TONES[id_].items():
            yield Highlight(area, f"{first}={quoted(self.text(key))}", tone)

    def line(self, entry: LedgerEntry, link: str) -> CarriedLine:
        """Return the line of an answer that does not simply stand where it stood."""
        now, source = visible(entry.now, LONGEST), visible(entry.source)
        why = entry.why or self.text(f"reason.{entry.reason}", now=now, count=entry.content, source=source)
        content = "" if entry.reason == "more" else entry.content
        label = entry.label or self.label(entry.field)
        return CarriedLine(entry.kind, entry.title, entry.cell, label, content, why, link)


def kinds_of(found: Assessment) -> list[str]:
    """Return of which kind each finding of a copy is."""
    return list(map(Kinds(frozenset(missing_in(found))), found.findings))


def _in_words(finding: Finding) -> str:
    return "\n".join(visible(text, LONGEST) for text in (finding.message, finding.hint) if text)


def _link_style(line: CarriedLine) -> Style:
    return "link" if line.link else "cell_wrap"


def _wrapped(text: str) -> Cell:
    return Cell(visible(text, LONGEST), style="cell_wrap")


def links_of(rows: Iterable[tuple[int, str]], column: int) -> list[tuple[Position, str]]:
    """Return where the links of a column lead, by cell; rows without one have none."""
    return [((row, column), target) for row, target in rows if target]
