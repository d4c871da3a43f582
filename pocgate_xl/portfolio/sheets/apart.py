"""Every file that does not count, why, and what must be put right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...core.assessment import Finding
from ...opc.safe_text import visible
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ..ranking import Apart
from .columns import Column, Tests, Tones, highlights_of, widths_of, write_table
from .page import (
    LEFT,
    LONGEST,
    TITLE_HEIGHT,
    TOP,
    PortfolioPage,
    common_folder,
    file_below,
    own,
    quoted,
)

LINE, LINE_LENGTH = 15, 60
"""Points of a line of findings, and how many characters surely stand on it, also Japanese ones."""


def plan_apart(page: PortfolioPage) -> SheetPlan:
    """Plan the list of files that do not count."""
    apart = page.portfolio.ranking.apart
    builder = page.start("apart", page.text("apart_rule"))
    ranked = [entry.assessment.file for entry in page.portfolio.ranking.entries]
    above = common_folder([*ranked, *(each.assessment.file for each in apart)])
    columns = tuple(columns_of(page, above))
    rows = write_table(builder, TOP, columns, apart)
    last = a1((max(rows.stop - 1, TOP), LEFT + len(columns) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths_of(columns),
        heights=TITLE_HEIGHT | {row: _height(each) for row, each in zip(rows, apart, strict=True)},
        freeze=a1((TOP + 1, LEFT + 1)),
        highlights=tuple(highlights_of(columns, rows)),
        print=Print("landscape", f"A1:{last}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{last}",
    )  # fmt: skip


def columns_of(page: PortfolioPage, above: str) -> Iterator[Column[Apart]]:
    """Yield which file it is, seen from the folder `above` all of them, whose, and why it does not count."""
    field = page.catalog.text
    reason = partial(_reason, page, above)
    yield Column(
        page.text("file"), 38, lambda each: Cell(file_below(above, each.assessment.file), style="label")
    )
    yield Column(field("field.id"), 16, lambda each: _whose(each, "id"))
    yield Column(field("field.organization"), 26, lambda each: _whose(each, "organization"))
    yield Column(page.text("reason_title"), 40, reason, Tones(partial(_wrong_tests, page)))
    yield Column(page.text("found"), 90, lambda each: Cell("\n".join(map(_told, each.errors))))


def _reason(page: PortfolioPage, above: str, apart: Apart) -> Cell:
    reason = page.text(f"apart.{apart.reason}", file=file_below(above, apart.instead))
    return Cell(reason, style="check")


def _whose(apart: Apart, name: str) -> Cell:
    engagement = apart.assessment.engagement
    return Cell(own(getattr(engagement, name)) if engagement else "")


def _told(finding: Finding) -> str:
    """Return a finding on one line: code, place and message."""
    place = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return visible(" ".join(part for part in (finding.code, place, finding.message) if part), LONGEST)


def _height(apart: Apart) -> float:
    """Leave the lines that the findings need, and two for the reason."""
    lines = sum(1 + len(_told(finding)) // LINE_LENGTH for finding in apart.errors)
    return 4 + LINE * max(2, lines)


def _wrong_tests(page: PortfolioPage, cell: str) -> Tests:
    """Colour what has to be put right."""
    texts = (page.text(f"apart.{reason}") for reason in ("findings", "unreadable"))
    either = ",".join(f"{cell}={quoted(text)}" for text in texts)
    yield f"OR({either})", "bad"
