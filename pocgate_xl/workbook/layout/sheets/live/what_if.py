"""What the decision would be: a rating, a quote or an answer tried beside the one that stands.

What no total outweighs is marked here, too: a floor that is not reached, a question answered no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .....core.template import Template
from .....records import dataclass
from .....spreadsheetml.address import a1
from ...context import Context
from ...formulas import label_of
from ...plan import Cell, CellFormat, Highlight
from ...sheet_builder import SheetBuilder
from ...styles.text_metrics import Lettering, height_of
from ..framing.frame import header, heading
from ..scorecard.decision_formula import DECISION
from .review_columns import LAST, MET, NO, NOW, TRIAL, TRY, WORKING, YES, boxed, lines, picked, widths

WHAT_IF = "pg_live_what_if"
"""The table that a function gives: what, now, then; a row for each result, the next step last."""
WHY, LETTERS = "pg_live_why", "pg_live_letters"
"""Why nothing follows from what is tried, and how many letters of a next step there is room for."""
PREFIX = "pg_live_trial_"
"""Begins the names of cells in which something is tried; nobody reads them as answers."""
RESULTS: tuple[tuple[str, str, CellFormat], ...] = (
    ("total", "pg_out_total", "general"),
    ("verdict", label_of("pg_out_verdict", "verdict")[1:], "general"),
    ("decision", label_of(DECISION, "decision")[1:], "general"),
    ("budget_low", "pg_out_budget_initial_low", "money"),
    ("budget_high", "pg_out_budget_initial_high", "money"),
    ("payback", "pg_out_payback_months", "months"),
)
"""What it says before the next step, in its order: where that stands now, and how it is shown."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One answer that can be tried: its name, what it is called, how it is shown, when it fails the gate."""

    name: str
    label: str
    format: CellFormat = "general"
    fails: str = ""
    unknown: str = ""

    @property
    def trial(self) -> str:
        return PREFIX + self.name.removeprefix("pg_")


def tried_of(context: Context) -> Iterator[Tried]:
    """Yield what decides: ratings, the questions that knock out, and what was quoted for production."""
    yield from _ratings(context)
    for id_ in context.template.questions:
        if id_ in context.template.knock_out:
            label = _short(context, "question", id_)
            fails, unknown = f"pg_calc_no_{id_}=1", f"pg_calc_yes_{id_}=0"
            yield Tried(f"pg_question_{id_}", label, "general", fails, unknown)
    for category in context.template.costs.categories:
        label = context.catalog.text("review.quote", cost=context.label("cost", category.id))
        yield Tried(f"pg_planned_cost_{category.id}", label, "money")


def _short(context: Context, vocabulary: str, code: str) -> str:
    """Return the short label where there is one."""
    short = f"{vocabulary}_short"
    return context.label(short if f"{short}.{code}" in context.catalog.texts else vocabulary, code)


def _ratings(context: Context) -> Iterator[Tried]:
    for id_ in context.template.criterion_ids:
        must = f"pg_calc_below_{id_}=1", f'pg_calc_rating_{id_}=""'
        fails, unknown = must if context.template.floors.enforce else ("", "")
        yield Tried(f"pg_rating_{id_}", context.label("criterion", id_), "whole", fails, unknown)


def plan_what_if(
    builder: SheetBuilder, context: Context, top: int, links: Mapping[str, str], merges: list[str]
) -> int:
    """Write what can be tried and what would follow; return the next row."""
    text = context.catalog.text
    heading(builder, top, text("review.what_if"), TRY)
    musts = text("review.must_mark") if _has_musts(context.template) else ""
    header(builder, top + 1, TRY, [text("review.try"), musts, text("review.now"), text("review.instead")])
    row = top + 2
    for tried in tried_of(context):
        _tried(builder, row, tried, links[tried.name], _trial(context, tried))
        lettering = Lettering(context.catalog.language, 10, False, 1)
        builder.heights[row] = height_of(tried.label, widths(context)[TRY], lettering)
        row += 1
    marks = f"{a1((top + 2, MET))}:{a1((row - 1, MET))}"
    builder.highlights += [
        Highlight(marks, f"{a1((top + 2, MET))}={NO}", "ink_bad"),
        Highlight(marks, f"{a1((top + 2, MET))}={YES}", "ink_good"),
    ]
    return _results(builder, context, row, merges)


def _has_musts(template: Template) -> bool:
    return bool(template.knock_out) or template.floors.enforce


def _tried(builder: SheetBuilder, row: int, tried: Tried, link: str, trial: Cell) -> None:
    """Write what an answer is called, which leads to it, whether it fails the gate, what it is, a trial."""
    target, label = (
        builder.put(row, WORKING + 2 + at, Cell(text, style="working"))
        for at, text in enumerate((link, tried.label))
    )
    builder.put(row, TRY, Cell(formula=f"=HYPERLINK({target},{label})", style="cell_link"))
    met = f'=IF({tried.fails},{NO},IF({tried.unknown},"",{YES}))'
    builder.put(row, MET, Cell(formula=met if tried.fails else "", style="cell_strong", align="center"))
    now = f'=IF({tried.name}="","",{tried.name})'
    builder.put(row, NOW, Cell(formula=now, style="cell", align="center", format=tried.format))
    builder.put(row, TRIAL, trial, tried.trial)


def _trial(context: Context, tried: Tried) -> Cell:
    """Return the cell in which an answer is tried: with its limits, and its message where one is broken."""
    answer = context.input(tried.name)
    return Cell(style="trial", align="center", format=tried.format, error=answer.error, tries=answer.field)


def _results(builder: SheetBuilder, context: Context, row: int, merges: list[str]) -> int:
    """Write what holds now and what would, in the end what would lead on."""
    text = context.catalog.text
    header(builder, row, TRY, [text("review.result"), "", text("review.now"), text("review.then")])
    for number, (result, now, format_) in enumerate(RESULTS, 1):
        row += 1
        builder.put(row, TRY, Cell(text(f"review.{result}"), style="cell_strong"))
        builder.put(row, MET, Cell(style="cell"))
        builder.heights[row] = lines(context, 2)
        then = picked(WHAT_IF, number, 3)
        for column, side, shown in ((NOW, "now", now), (TRIAL, "then", then)):
            cell = Cell(formula=f"={shown}", style="cell_wrap", align="center", format=format_)
            builder.put(row, column, cell, f"pg_live_{side}_{result}")
    step = picked(WHAT_IF, len(RESULTS) + 1, 3)
    said = f'IF({step}="",{WHY},{step})'
    cut = f"IF(LEN({said})>{LETTERS},LEFT({said},{LETTERS}-1)&pg_text_cut,{said})"
    boxed(builder, merges, row + 1, (TRY, LAST), f"={cut}")
    builder.heights[row + 1] = lines(context, 3)
    return row + 2
