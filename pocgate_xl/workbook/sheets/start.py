"""The first sheet: how to fill the workbook in, whose it is, how far each section has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...core.fields import IDENTITY_GROUPS, Field
from ...core.template import Template
from ..context import Context
from ..plan import Cell, Highlight, Print, SheetBuilder, SheetPlan, Style, a1
from .frame import HINT_ROW, LEFT, header, heading, start_sheet

LABEL, VALUE = LEFT, LEFT + 1
SECTION, WHO, FILLED, NEEDED, STATE = range(LEFT, LEFT + 5)
NOTE = VALUE + 1
STEPS = 5
STEPS_ROW = HINT_ROW + 3
IDENTITY_ROW = STEPS_ROW + STEPS + 2
TOLD = {"design": "elements"}
"""What the progress of a section is called where its truth is not that of released workbooks."""
PREFILLED = ("pg_engagement_id", "pg_engagement_language")

Progress = tuple[str, str, int, bool]
"""Section, formula of what is filled, how much is needed, and whether a decision needs it."""


def plan_start(context: Context) -> SheetPlan:
    """Plan the sheet on which everybody begins."""
    builder = start_sheet(context, "start")
    heading(builder, STEPS_ROW, context.text("steps"))
    for step in range(1, STEPS + 1):
        cell = Cell(f"{step}. " + context.text(f"step_{step}"), style="span")
        builder.put(STEPS_ROW + step, LABEL, cell)
    heading(builder, IDENTITY_ROW, context.text("identity"))
    fields = [field for field in context.fields.values() if field.section == "start"]
    identity = [field for field in fields if field.group in IDENTITY_GROUPS]
    for row, field in enumerate(identity, IDENTITY_ROW + 1):
        _identity(builder, context, row, field)
    top = IDENTITY_ROW + len(identity) + 2
    rows = _progress_table(builder, context, top)
    _legend(builder, context, rows[-1] + 2)
    return _plan(builder, rows)


def _identity(builder: SheetBuilder, context: Context, row: int, field: Field) -> None:
    builder.put(row, LABEL, Cell(context.field_label(field), style="label"))
    style: Style = "prefilled" if field.name in PREFILLED else "input"
    cell = replace(context.input(field.name, style), align="left")
    builder.put(row, VALUE, cell, field.name)
    note = f"note_{field.key}"
    if field.required and f"text.{note}" not in context.catalog.texts:
        note = "note_required"
    if f"text.{note}" in context.catalog.texts:
        builder.put(
            row, NOTE, Cell(context.text(note, currency=context.template.costs.currency), style="aside")
        )


def _progress_table(builder: SheetBuilder, context: Context, top: int) -> range:
    heading(builder, top, context.text("progress"))
    titles = ("section", "who", "filled", "needed_count", "state")
    header(builder, top + 1, LEFT, [context.text(key) for key in titles])
    lines = list(_progress(context))
    rows = range(top + 2, top + 2 + len(lines))
    for row, (section, formula, needed, required) in zip(rows, lines, strict=True):
        link = Cell(context.label("sheet", section), style="link", link=f"sheet:{section}")
        builder.put(row, SECTION, link)
        done = Cell(
            formula=f"={formula}",
            style="output",
            align="center",
            shows=f"filled {TOLD.get(section, section)}",
        )
        filled = builder.put(row, FILLED, done)
        count = builder.put(row, NEEDED, Cell(needed, align="center"))
        builder.put(row, WHO, context.input(f"pg_who_{section}"), f"pg_who_{section}")
        builder.put(row, STATE, _state(section, filled, count, required))
    return rows


def _state(section: str, filled: str, needed: str, required: bool) -> Cell:
    words = "pg_text_required" if required else "pg_text_recommended"
    formula = f"=IF({filled}>={needed},pg_text_filled,{words})"
    return Cell(formula=formula, style="check", shows=f"state {TOLD.get(section, section)}")


def _progress(context: Context) -> Iterator[Progress]:
    """Yield what each section needs; only ratings and statuses are needed for a decision."""
    template = context.template
    yield _rated(template)
    yield "checklist", 'SUMPRODUCT((pg_calc_status_codes<>"")*1)', len(template.items), True
    yield _spent(template)
    yield _designed(template)
    yield "process", "SUM(pg_calc_given_process)", 1, False
    dates = "COUNT(pg_calc_start_date,pg_calc_phase_months)"
    goals = "+SUM(pg_calc_given_goals)" if template.horizons else ""
    yield "roadmap", dates + goals, 1 + len(template.phases) + len(template.horizons), False
    parts = "SUM(pg_calc_given_operations)" if template.components else "0"
    yield "operations", parts, len(template.components), False
    yield "assumptions", "SUM(pg_calc_given_assumptions,pg_calc_given_risks)", 2, False


def _rated(template: Template) -> Progress:
    """Count the ratings, and the answers to knock-out questions: yes or no."""
    asked = [f"pg_calc_{word}_{id_}" for id_ in template.knock_out for word in ("yes", "no")]
    answered = f"+SUM({','.join(asked)})" if asked else ""
    needed = len(template.criteria) + len(template.knock_out)
    return "scorecard", f"COUNT(pg_calc_ratings){answered}", needed, True


def _spent(template: Template) -> Progress:
    """Count the PoC costs that must be known, and the months of the PoC."""
    categories = template.costs.categories
    wanted = [c.id for c in categories if c.kind != "share" and not c.poc_blank_is_zero]
    names = ["pg_calc_poc_months", *(f"pg_calc_poc_cost_{id_}" for id_ in wanted)]
    return "costs", f"COUNT({','.join(names)})", len(names), False


def _designed(template: Template) -> Progress:
    """Count the elements with a plan."""
    filled = "SUM(pg_calc_given_design)" if template.elements else "0"
    return "design", filled, len(template.elements), False


def _legend(builder: SheetBuilder, context: Context, top: int) -> None:
    heading(builder, top, context.text("legend"))
    for row, style in enumerate(("input", "prefilled", "output", "working"), top + 1):
        builder.put(row, LABEL, Cell(context.text(f"legend_{style}"), style=style))  # type: ignore[arg-type]
        builder.put(row, VALUE, Cell(context.text(f"legend_{style}_text"), style="aside"))


def _plan(builder: SheetBuilder, rows: range) -> SheetPlan:
    state = a1((rows[0], STATE))
    states = f"{state}:{a1((rows[-1], STATE))}"
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LABEL: 34, VALUE: 38, FILLED: 13, NEEDED: 13, STATE: 26},
        heights=builder.heights,
        freeze=a1((HINT_ROW + 2, 1)),
        brand=(1, STATE),
        highlights=(
            Highlight(states, f"{state}=pg_text_filled", "good"),
            Highlight(states, f"{state}=pg_text_required", "attention"),
        ),
        print=Print("portrait", f"A1:{a1((rows[-1] + 7, STATE))}", one_page=True),
    )  # fmt: skip
