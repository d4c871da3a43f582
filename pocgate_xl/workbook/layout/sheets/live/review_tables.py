"""Tables of the review that functions give: ratings to raise and what they must mean, findings."""

from __future__ import annotations

from ...context import Context
from ...plan import Cell
from ...sheet_builder import SheetBuilder
from ..framing.frame import header, heading
from .review_columns import (
    CHANGE,
    LAST,
    MORE,
    NONE,
    OFF,
    RUNNING,
    TRY,
    UNTIL,
    WHAT,
    WHERE,
    WHO,
    boxed,
    lines,
    picked,
    ruled,
)

RAISED, FOUND = "pg_live_raised", "pg_live_findings"
"""The tables that functions give."""
FINDINGS = 15
"""Lines of findings; that there are further ones is said."""


def plan_improvements(builder: SheetBuilder, context: Context, top: int, merges: list[str]) -> int:
    """Write which ratings to raise, from what to what, and what the anchor to be reached says."""
    text = context.catalog.text
    heading(builder, top, text("review.improvements"))
    header(
        builder,
        top + 1,
        WHAT,
        [text("text.criterion"), text("text.step_change"), text("review.anchor"), "", ""],
    )
    rows = range(top + 2, top + 2 + len(context.template.criteria))
    for place, row in enumerate(rows, 1):
        criterion, rating, needed, anchor = (picked(RAISED, place, at) for at in range(1, 5))
        change = f'=IF({anchor}="","",{rating}&pg_text_arrow&{needed})'
        builder.put(row, WHAT, Cell(formula=f'=IF({anchor}="","",{criterion})', style="step"))
        builder.put(row, CHANGE, Cell(formula=change, style="step_change"))
        boxed(builder, merges, row, (WHO, WHERE), f"={anchor}")
        builder.heights[row] = lines(context, 2)
    ruled(builder, rows, WHAT, WHERE)
    return rows[-1] + 1


def plan_findings(builder: SheetBuilder, context: Context, top: int, merges: list[str]) -> int:
    """Write what is wrong or contradicts itself, where, and how to mend it; return the last row."""
    text = context.catalog.text
    heading(builder, top, text("review.findings"))
    keys = "review.finding", "", "", "review.code", "text.step_cell", "", "review.mend", "", "", ""
    header(builder, top + 1, WHAT, [text(key) if key else "" for key in keys])
    rows = range(top + 2, top + 2 + FINDINGS)
    for place, row in enumerate(rows, 1):
        _finding(builder, row, place, merges)
        builder.heights[row] = lines(context, 2)
    ruled(builder, rows, WHAT, LAST)
    more = f'=IF({picked(FOUND, FINDINGS + 1, 2)}="","",{MORE})'
    builder.put(rows[-1] + 1, WHAT, Cell(formula=more, style="caption"))
    return rows[-1] + 1


def _finding(builder: SheetBuilder, row: int, place: int, merges: list[str]) -> None:
    """Write the n-th finding; in the place of the first that there is none, if somebody looked."""
    severity, code, sheet, cell, message, hint = (picked(FOUND, place, at) for at in range(1, 7))
    said = message if place > 1 else f'IF({RUNNING}=0,{OFF},IF({code}="",{NONE},{message}))'
    boxed(builder, merges, row, (WHAT, WHO), f"={said}")
    named = f'=IF({code}="","",{severity}&" "&{code})'
    builder.put(row, UNTIL, Cell(formula=named, style="sentence"))
    quoted = f'SUBSTITUTE({sheet},"\'","\'\'")'
    link = f'HYPERLINK("#\'"&{quoted}&"\'!"&{cell},{sheet}&"!"&{cell})'
    builder.put(row, WHERE, Cell(formula=f'=IF({cell}="","",{link})', style="step_link"))
    boxed(builder, merges, row, (TRY, LAST), f"={hint}")
