"""The first sheet: where the workbook stands, what each section is for and how far it has come, whose it is.

One column of inputs stands beside the sections, so that a walk by keyboard goes down it and does not
alternate between two things; who fills in what comes below both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ....core.completeness import identifying_fields
from ....core.fields import IDENTITY_GROUPS, SECTIONS_WITH_OWNER, Field
from ....spreadsheetml.address import Position, a1
from .. import formulas
from ..context import Context
from ..plan import Cell, Highlight, Print, SheetPlan, Style, Tone
from ..sheet_builder import SheetBuilder
from .framing.frame import HINT_ROW, LEFT, TITLE_HEIGHT, TITLE_ROW, heading
from .inputs.sections import Section, sections
from .scorecard.decision_formula import DECISION, decision_tones

MARK, SECTION, PURPOSE, BAR, FILLED, NEEDED, STATE = range(LEFT, LEFT + 7)
LABEL, VALUE = STATE + 2, STATE + 3
"""Columns of the identity, beside the sections."""
STATE_ROW, STEP_ROW = HINT_ROW, HINT_ROW + 1
HEAD = STEP_ROW + 1
KEYS = {"design": "elements"}
"""What the progress of a section is called where its truth is not that of released workbooks."""
PREFILLED = ("pg_engagement_id", "pg_engagement_language")
ROW_HEIGHT = 16
"""Points of a row here: everything is to be seen at once on a small screen."""
LEGEND: tuple[tuple[tuple[int, Style], ...], ...] = (
    ((SECTION, "needed"), (PURPOSE, "given"), (STATE, "input")),
    ((SECTION, "prefilled"), (PURPOSE, "output"), (STATE, "working")),
)
MARKS = {"needed": "●", "optional": "○", "read": "▣"}
STATES: Mapping[str, str] = {"read": "state_read", "free": "state_free", "optional": "none"}
"""What is said of a section in which nothing is counted."""


def plan_start(context: Context) -> SheetPlan:
    """Plan the sheet on which everybody begins."""
    builder = SheetBuilder("start", context.sheet_title("start"))
    builder.put(TITLE_ROW, LEFT, Cell(context.catalog.text("template.title"), style="title"))
    _state_line(builder)
    last = max(_sections(builder, context), _identity(builder, context))
    return _plan(builder, _who(builder, context, last + 1), wide=context.wide)


def _state_line(builder: SheetBuilder) -> None:
    """Write the decision, how much of what it needs is in, and the next step."""
    decision = Cell(formula=formulas.label_of(DECISION, "decision"), style="decision", shows="decision")
    builder.put(STATE_ROW, LEFT, decision)
    for column in (SECTION, PURPOSE):
        builder.put(STATE_ROW, column, Cell(style="decision"))
    given = "ROWS(pg_calc_needed_missing)-SUM(pg_calc_needed_missing)"
    bar = _bar(f"({given})", "ROWS(pg_calc_needed_missing)")
    builder.put(STATE_ROW, BAR, Cell(formula=bar, style="banner_bar", shows="section_bar"))
    step = formulas.label_of(DECISION, "next_step")
    builder.put(STEP_ROW, LEFT, Cell(formula=step, style="strong", shows="next_step"))


def _bar(given: str, needed: str) -> str:
    """Return a bar that is whole once everything is given."""
    return f"=REPT(pg_list_bar,INT(MIN({given},{needed})*pg_list_bar_length/{needed}))"


def _sections(builder: SheetBuilder, context: Context) -> int:
    """List the sheets in their order, then the legend; return the last row."""
    text = context.text
    titles = ("", text("section"), text("purpose"), text("filled"), "", "", text("state"))
    for column, title in enumerate(titles, MARK):
        style: Style = "header_on" if column == BAR else "header" if title else "carried"
        builder.put(HEAD, column, Cell(title or None, style=style, align="left" if title else ""))
    listed = sections(context.template)
    for row, section in enumerate(listed, HEAD + 1):
        _section(builder, context, row, section)
    return _legend(builder, context, HEAD + len(listed) + 2)


def _legend(builder: SheetBuilder, context: Context, top: int) -> int:
    for row, styles in enumerate(LEGEND, top):
        for column, style in styles:
            builder.put(row, column, Cell(context.text(f"legend_{style}"), style=style))
    last = top + len(LEGEND)
    builder.put(last, LEFT, Cell(context.text("hint.start"), style="hint"))
    return last


def _section(builder: SheetBuilder, context: Context, row: int, section: Section) -> None:
    id_, key = section.id, KEYS.get(section.id, section.id)
    builder.put(row, MARK, Cell(MARKS.get(section.role), style="point", align="center"))
    link = Cell(context.label("sheet", id_), style="link", link=f"sheet:{id_}")
    builder.put(row, SECTION, link)
    builder.put(row, PURPOSE, Cell(context.text(f"purpose_{id_}"), style="row"))
    if not section.given:
        for column in (FILLED, NEEDED, BAR):
            builder.put(row, column, Cell(style="row"))
        builder.put(row, STATE, Cell(context.text(STATES[section.role]), style="row"))
        return
    done = Cell(formula=f"={section.given}", style="row", align="right", shows=f"filled {key}")
    given = builder.put(row, FILLED, done)
    needed = builder.put(row, NEEDED, Cell(section.needed, style="row", format="of", align="left"))
    builder.put(row, BAR, Cell(formula=_bar(given, needed), style="progress_bar", shows=f"section_bar {key}"))
    builder.put(row, STATE, _state(section, given, needed))


def _state(section: Section, given: str, needed: str) -> Cell:
    """Say whether a section is done, begun, or waited for; a decision waits for all of what it needs."""
    begun = f"IF({given}>0,pg_text_begun,pg_text_recommended)"
    wanting = "pg_text_required" if section.role == "needed" else begun
    formula = f"=IF({given}>={needed},pg_text_filled,{wanting})"
    return Cell(formula=formula, style="row", shows=f"section_state {KEYS.get(section.id, section.id)}")


def _identity(builder: SheetBuilder, context: Context) -> int:
    """Ask whose PoC it is; return the last row."""
    builder.put(HEAD, LABEL, Cell(context.text("identity"), style="header_on", align="left"))
    builder.put(HEAD, VALUE, Cell(style="carried"))
    fields = [field for field in context.fields.values() if field.section == "start"]
    identity = [field for field in fields if field.group in IDENTITY_GROUPS]
    for row, field in enumerate(identity, HEAD + 1):
        _ask(builder, context, (row, LABEL), field, context.field_label(field))
    return HEAD + len(identity)


def _ask(builder: SheetBuilder, context: Context, place: Position, field: Field, label: str) -> None:
    row, column = place
    asked = field in identifying_fields(context.template)
    shows = f"field.{field.key}" if asked else ""
    builder.put(row, column, Cell(label, style="label", shows=shows))
    style: Style = "prefilled" if field.name in PREFILLED else "input"
    builder.put(row, column + 1, replace(context.input(field.name, style), align="left"), field.name)


def _who(builder: SheetBuilder, context: Context, top: int) -> int:
    """Ask who fills in which section, two in a row; return the last row."""
    heading(builder, top, context.text("who_fills_in"), SECTION)
    for place, section in enumerate(SECTIONS_WITH_OWNER):
        at = top + 1 + place // 2, LABEL if place % 2 else SECTION
        _ask(builder, context, at, context.fields[f"pg_who_{section}"], context.label("sheet", section))
    return top + (len(SECTIONS_WITH_OWNER) + 1) // 2


def _plan(builder: SheetBuilder, last: int, *, wide: bool) -> SheetPlan:
    listed = [
        row
        for row, column in builder.cells
        if column == MARK and row > HEAD and builder.cells[row, column].style == "point"
    ]
    state = a1((HEAD + 1, STATE))
    states = f"{state}:{a1((HEAD + len(listed), STATE))}"
    words: tuple[tuple[str, Tone], ...] = (("filled", "good"), ("required", "attention"))
    banner = f"{a1((STATE_ROW, LEFT))}:{a1((STATE_ROW, PURPOSE))}"
    heights = dict.fromkeys(range(1, last + 1), ROW_HEIGHT) | {
        TITLE_ROW: TITLE_HEIGHT,
        STATE_ROW: 28,
        HEAD: 18,
    }
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, MARK: 3.5, SECTION: 15.5, PURPOSE: 34, BAR: 14.5, FILLED: 4.5, NEEDED: 5, STATE: 18.5,
                STATE + 1: 2, LABEL: 31, VALUE: 31 if wide else 37},
        heights=heights,
        freeze=a1((HEAD, 1)),
        brand=(1, VALUE),
        check=(STATE_ROW, STATE),
        role="start",
        highlights=(
            *decision_tones(banner),
            *(Highlight(states, f"{state}=pg_text_{word}", tone) for word, tone in words),
        ),
        print=Print("landscape", f"A1:{a1((last, VALUE))}", one_page=True),
    )  # fmt: skip
