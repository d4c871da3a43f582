"""Tables of the review: ratings to raise and what they must mean, must-meets, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .....spreadsheetml.address import a1
from ...context import Context
from ...plan import Cell, Highlight
from ...sheet_builder import SheetBuilder
from ..frame import header, heading
from .review_columns import CHANGE, LAST, TRY, TWO_LINES, UNTIL, WHAT, WHERE, WHO
from .what_if import boxed, picked

IMPROVEMENTS, FOUND = "pg_live_improvements", "pg_live_findings"
"""The tables that functions give."""
YES, NO, MORE = "pg_live_yes", "pg_live_no", "pg_live_more"
FINDINGS = 20
"""Lines of findings; that there are further ones is said."""


def plan_improvements(builder: SheetBuilder, context: Context, top: int, merges: list[str]) -> int:
    """Write which ratings to raise, from what to what, and what the anchor to be reached says."""
    text = context.catalog.text
    heading(builder, top, text("review.improvements"))
    titles = text("text.criterion"), text("text.step_change"), text("review.anchor"), "", ""
    header(builder, top + 1, WHAT, titles)
    rows = range(top + 2, top + 2 + len(context.template.criteria))
    for place, row in enumerate(rows, 1):
        criterion, rating, needed, anchor = (picked(IMPROVEMENTS, place, at) for at in range(1, 5))
        change = f'=IF({criterion}="","",{rating}&pg_text_arrow&{needed})'
        builder.put(row, WHAT, Cell(formula=f"={criterion}", style="cell"))
        builder.put(row, CHANGE, Cell(formula=change, style="cell", align="left"))
        boxed(builder, merges, row, (WHO, WHERE), f"={anchor}", "cell_wrap")
        builder.heights[row] = TWO_LINES
    return rows[-1] + 1


@dataclass(frozen=True, slots=True)
class MustMeet:
    """A condition that no total outweighs: its answer, its label, when it fails and when nobody knows."""

    name: str
    label: str
    fails: str
    unknown: str


def must_meets_of(context: Context) -> Iterator[MustMeet]:
    """Yield floors, where they are enforced, and the questions that knock out."""
    template = context.template
    for id_ in template.criterion_ids if template.floors.enforce else ():
        label = context.label("criterion", id_)
        yield MustMeet(f"pg_rating_{id_}", label, f"pg_calc_below_{id_}=1", f'pg_calc_rating_{id_}=""')
    for id_ in template.questions:
        if id_ in template.knock_out:
            label = context.label("question", id_)
            yield MustMeet(f"pg_question_{id_}", label, f"pg_calc_no_{id_}=1", f"pg_calc_yes_{id_}=0")


def plan_must_meets(builder: SheetBuilder, context: Context, top: int, links: Mapping[str, str]) -> int:
    """Write each condition, whether it is met, and where it is answered."""
    musts, text = list(must_meets_of(context)), context.catalog.text
    if not musts:
        return top
    heading(builder, top, text("review.must_meets"))
    titles = text("review.condition"), text("review.met"), "", "", text("text.step_cell")
    header(builder, top + 1, WHAT, titles)
    for row, must in enumerate(musts, top + 2):
        _must_meet(builder, row, must, links[must.name])
    first, last = (top + 2, CHANGE), (top + 1 + len(musts), CHANGE)
    builder.highlights.append(Highlight(f"{a1(first)}:{a1(last)}", f"{a1(first)}={NO}", "bad"))
    return top + 2 + len(musts)


def _must_meet(builder: SheetBuilder, row: int, must: MustMeet, link: str) -> None:
    builder.put(row, WHAT, Cell(must.label, style="cell"))
    met = f'=IF({must.fails},{NO},IF({must.unknown},"",{YES}))'
    builder.put(row, CHANGE, Cell(formula=met, style="cell", align="left"))
    for column in (WHO, UNTIL):
        builder.put(row, column, Cell(style="cell"))
    builder.put(row, WHERE, Cell(link.rpartition("!")[2], style="cell_link", link=link))


def plan_findings(builder: SheetBuilder, context: Context, top: int, merges: list[str]) -> int:
    """Write what is wrong or contradicts itself, where, and how to mend it; return the last row."""
    text = context.catalog.text
    heading(builder, top, text("review.findings"))
    keys = "review.finding", "", "", "review.code", "text.step_cell", "", "review.mend", "", ""
    header(builder, top + 1, WHAT, [text(key) if key else "" for key in keys])
    rows = range(top + 2, top + 2 + FINDINGS)
    for place, row in enumerate(rows, 1):
        _finding(builder, row, place, merges)
    more = f'=IF({picked(FOUND, FINDINGS + 1, 2)}="","",{MORE})'
    builder.put(rows[-1] + 1, WHAT, Cell(formula=more, style="caption"))
    return rows[-1] + 1


def _finding(builder: SheetBuilder, row: int, place: int, merges: list[str]) -> None:
    severity, code, sheet, cell, message, hint = (picked(FOUND, place, at) for at in range(1, 7))
    boxed(builder, merges, row, (WHAT, WHO), f"={message}", "cell_wrap")
    said = f'=IF({code}="","",{severity}&" "&{code})'
    builder.put(row, UNTIL, Cell(formula=said, style="cell_wrap"))
    quoted = f'SUBSTITUTE({sheet},"\'","\'\'")'
    link = f'HYPERLINK("#\'"&{quoted}&"\'!"&{cell},{sheet}&"!"&{cell})'
    builder.put(row, WHERE, Cell(formula=f'=IF({cell}="","",{link})', style="cell_link"))
    boxed(builder, merges, row, (TRY, LAST), f"={hint}", "cell_wrap")
    builder.heights[row] = TWO_LINES
