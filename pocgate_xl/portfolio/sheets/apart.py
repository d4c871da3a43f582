"""Every file that does not count, why, and what must be put right."""

from __future__ import annotations

from ...core.assessment import Finding
from ...opc.safe_text import visible
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Highlight, Print, SheetPlan
from ..ranking import Apart
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
    table,
)

LINE, LINE_LENGTH = 15, 60
"""Points of a line of findings, and how many characters surely stand on it, also Japanese ones."""
REASON_AT = LEFT + 3


def plan_apart(page: PortfolioPage) -> SheetPlan:
    """Plan the list of files that do not count."""
    apart = page.portfolio.ranking.apart
    builder = page.start("apart", page.text("apart_rule"))
    titles = [page.text("file"), page.catalog.text("field.id"), page.catalog.text("field.organization")]
    titles += [page.text("reason_title"), page.text("found")]
    ranked = [entry.assessment.file for entry in page.portfolio.ranking.entries]
    above = common_folder([*ranked, *(each.assessment.file for each in apart)])
    rows = table(builder, TOP, titles, (_line(page, each, above) for each in apart))
    last = a1((max(rows.stop - 1, TOP), LEFT + len(titles) - 1))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LEFT: 38, LEFT + 1: 16, LEFT + 2: 26, LEFT + 3: 40, LEFT + 4: 90},
        heights=TITLE_HEIGHT | {row: _height(each) for row, each in zip(rows, apart, strict=True)},
        freeze=a1((TOP + 1, LEFT + 1)),
        highlights=_tones(page, rows),
        print=Print("landscape", f"A1:{last}", f"{TOP}:{TOP}"),
        unlocked=True,
        autofilter=f"{a1((TOP, LEFT))}:{last}",
    )  # fmt: skip


def _line(page: PortfolioPage, apart: Apart, above: str) -> tuple[Cell, ...]:
    engagement = apart.assessment.engagement
    reason = page.text(f"apart.{apart.reason}", file=file_below(above, apart.instead))
    return (
        Cell(file_below(above, apart.assessment.file), style="label"),
        Cell(own(engagement.id) if engagement else ""),
        Cell(own(engagement.organization) if engagement else ""),
        Cell(reason, style="check"),
        Cell("\n".join(_told(finding) for finding in apart.errors)),
    )


def _told(finding: Finding) -> str:
    """Return a finding on one line: code, place and message."""
    place = "!".join(part for part in (finding.sheet, finding.cell) if part)
    return visible(" ".join(part for part in (finding.code, place, finding.message) if part), LONGEST)


def _height(apart: Apart) -> float:
    """Leave the lines that the findings need, and two for the reason."""
    lines = sum(1 + len(_told(finding)) // LINE_LENGTH for finding in apart.errors)
    return 4 + LINE * max(2, lines)


def _tones(page: PortfolioPage, rows: range) -> tuple[Highlight, ...]:
    """Colour what has to be put right."""
    if not rows:
        return ()
    first, last = a1((rows[0], REASON_AT)), a1((rows[-1], REASON_AT))
    texts = (page.text(f"apart.{reason}") for reason in ("findings", "unreadable"))
    either = ",".join(f"{first}={quoted(text)}" for text in texts)
    return (Highlight(f"{first}:{last}", f"OR({either})", "bad"),)
