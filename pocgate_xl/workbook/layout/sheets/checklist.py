"""The production-readiness checklist: status, evidence, owner and due date of each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ....core.template import Group, Item
from ....spreadsheetml.address import a1
from .. import formulas
from ..context import Context
from ..plan import Cell, Highlight, Print, SheetPlan
from ..sheet_builder import SheetBuilder
from .framing.frame import (
    HINT_ROW,
    LEFT,
    PRINT_TITLES,
    TOP,
    cells_of,
    column_of,
    header,
    heading,
    last_row,
    screen,
    start_sheet,
    working,
)

NUMBER, GROUP, ITEM, STATUS, EVIDENCE, OWNER, DUE, FLAG = range(LEFT, LEFT + 8)
CODE, DONE, DROPPED, OPEN, BARE, PROVEN = range(FLAG + 2, FLAG + 8)
SUMMARY, FIRST = HINT_ROW, TOP + 1
"""The row above the table, in view all the time, and the first item."""
ITEM_HEIGHT = 20
"""Points of an item in one line: fifteen of them are seen at once on a small screen."""
ONE_PAGE = 16
"""So many items can be read on one page; more take several."""


def plan_checklist(context: Context) -> SheetPlan:
    """Plan the sheet on which the items are cleared."""
    builder = start_sheet(context, "checklist", hint=False)
    text = context.text
    required = all(context.template.evidence_of(item) == "required" for item in context.template.items)
    evidence = "evidence_required" if required else "evidence"
    titles = ("number", "group", "item", "status", evidence, "owner", "due", "flag")
    header(builder, TOP, LEFT, [text(key) for key in titles])
    steps = ("w_code", "w_done", "w_dropped", "w_open", "w_bare", "w_proven")
    header(builder, TOP, CODE, [text(key) for key in steps])
    for number, group, item in context.template.numbered_items():
        _item(builder, context, number, group, item)
    rows = range(FIRST, FIRST + len(context.template.items))
    builder.name("pg_calc_open_items", (rows[0], OPEN), (rows[-1], OPEN))
    builder.name("pg_calc_status_codes", (rows[0], CODE), (rows[-1], CODE))
    _uncleared(builder, context, rows)
    _totals(builder, context, rows)
    return _plan(builder, context, rows)


def _item(builder: SheetBuilder, context: Context, number: int, group: Group, item: Item) -> None:
    row = TOP + number
    builder.put(row, NUMBER, Cell(number, style="muted", align="center"))
    builder.put(row, GROUP, Cell(context.label("group", group.id)))
    label = Cell(context.label("item", item.id), style="label", shows=f"item.{item.id}")
    builder.put(row, ITEM, label)
    inputs = {}
    for column, part in ((STATUS, "status"), (EVIDENCE, "evidence"), (OWNER, "owner"), (DUE, "due")):
        name = f"pg_{part}_{item.id}"
        cell = context.input(name)
        if part == "evidence":
            title, asked = cell.prompt
            rule = context.text(f"evidence_rule_{context.template.evidence_of(item)}")
            cell = replace(cell, prompt=(title, f"{asked} {rule}"))
        inputs[part] = builder.put(row, column, cell, name)
    _workings(builder, row, item, inputs["status"])
    done = a1((row, DONE))
    given = formulas.is_filled(inputs["evidence"]).removeprefix("=")
    proven = working(builder, row, PROVEN, f"=IF({done}=1,{given},0)")
    if context.template.evidence_of(item) == "required":
        working(builder, row, BARE, f"={done}-{proven}", f"pg_calc_bare_{item.id}")
    flag = _flag(context, item, row, inputs)
    builder.put(row, FLAG, Cell(formula=flag, style="check", shows=f"item_flag {item.id}"))


def _workings(builder: SheetBuilder, row: int, item: Item, status: str) -> None:
    words = "item_status" if item.not_applicable else "status"
    code = working(builder, row, CODE, formulas.decode(status, words))
    done = working(builder, row, DONE, f"=IF({code}=pg_code_status_done,1,0)")
    opened = f"=1-{done}"
    if item.not_applicable:
        dropped = f"=IF({code}=pg_code_status_not_applicable,1,0)"
        opened += "-" + working(builder, row, DROPPED, dropped)
    working(builder, row, OPEN, opened, f"pg_calc_open_{item.id}")


def _uncleared(builder: SheetBuilder, context: Context, rows: range) -> None:
    """Count what is not cleared beyond the open items, and how much of all the gate meeting grants."""
    granted = [f"pg_calc_open_{item.id}" for item in context.template.items if item.granted_at_gate]
    bare = [f"pg_calc_bare_{item.id}" for item in context.template.items if item.granted_at_gate]
    granted += [name for name in bare if name in builder.names]
    row = rows[-1] + 2
    working(builder, row, OPEN, f"=SUM({','.join(granted)})" if granted else "=0", "pg_calc_open_granted")
    if any((row_, BARE) in builder.cells for row_ in rows):
        working(builder, row, BARE, f"=SUM({column_of(rows, BARE)})", "pg_calc_bare")


def _flag(context: Context, item: Item, row: int, inputs: Mapping[str, str]) -> str:
    """Say what an item still wants: it is overdue, the meeting's to grant, or done without evidence.

    Nothing is due before a day of assessment that is not known, which counts as 0.
    """
    due = inputs["due"]
    passed = f"AND({due}>=pg_list_first_date,{due}<N(pg_calc_assessment_date))"
    waiting = "pg_text_item_granted" if item.granted_at_gate else '""'
    late = f"IF(ISNUMBER({due}),IF({passed},pg_text_overdue,{waiting}),{waiting})"
    lacking = {"required": "pg_text_item_bare", "expected": "pg_text_item_unproven"}.get(
        context.template.evidence_of(item), '""'
    )
    unproven = f'IF({a1((row, PROVEN))}=1,"",{lacking})' if lacking != '""' else lacking
    if item.not_applicable:
        unsaid = f'IF({formulas.unsaid(inputs["evidence"])}=1,pg_text_item_no_reason,"")'
        unproven = f"IF({a1((row, DROPPED))}=1,{unsaid},{unproven})"
    return f"=IF({a1((row, OPEN))}=1,{late},{unproven})"


def _totals(builder: SheetBuilder, context: Context, rows: range) -> None:
    """Write how many items are cleared, per group and overall."""
    top = rows[-1] + 2
    builder.put(top - 1, NUMBER, Cell(context.text("hint.checklist"), style="hint"))
    heading(builder, top, context.text("result"))
    titles = ("group", "done", "of", "with_evidence")
    header(builder, top + 1, ITEM, [context.text(key) for key in titles])
    row = top + 2
    start = rows[0]
    for group in context.template.groups:
        members = range(start, start + len(group.items))
        _total(builder, row, context.label("group", group.id), members, group.id)
        start, row = members[-1] + 1, row + 1
    _total(builder, row, context.text("all_items"), rows, "")
    _summary(builder, context, rows)


def _total(builder: SheetBuilder, row: int, label: str, members: range, group: str) -> None:
    """Write how many items are cleared and how many there are, but for those that do not apply."""
    part, named = f"{group}_" if group else "", f"group.{group}" if group else ""
    builder.put(row, ITEM, Cell(label, style="label" if group else "total", shows=named))
    done, dropped = (":".join(cells_of((members[0], members[-1]), column)) for column in (DONE, DROPPED))
    some_dropped = any((row_, DROPPED) in builder.cells for row_ in members)
    items = f"=ROWS({dropped})-SUM({dropped})" if some_dropped else f"=ROWS({done})"
    for column, word, formula in ((STATUS, "done", f"=SUM({done})"), (EVIDENCE, "items", items)):
        cell = Cell(formula=formula, style="output", format="whole", align="center")
        builder.put(row, column, cell, f"pg_out_checklist_{part}{word}")
    proven = f"=SUM({':'.join(cells_of((members[0], members[-1]), PROVEN))})"
    shows = f"with_evidence {group}" if group else "with_evidence"
    builder.put(row, OWNER, Cell(formula=proven, style="output", format="whole", align="center", shows=shows))


def _summary(builder: SheetBuilder, context: Context, rows: range) -> None:
    """Say above the table how many items are done, and how many of them with evidence; then by group."""
    counts = {
        "done": "pg_out_checklist_done", "items": "pg_out_checklist_items",
        "evidence": f"SUM({column_of(rows, PROVEN)})",
    }  # fmt: skip
    sentence = formulas.sentence("pg_text_checklist_counts", **counts)
    groups = '&" · "&'.join(
        f'{a1((row, ITEM))}&" "&pg_out_checklist_{group.id}_done&" / "&pg_out_checklist_{group.id}_items'
        for row, group in enumerate(context.template.groups, rows[-1] + 4)
    )
    cells = {
        NUMBER: Cell(formula=f"={sentence}", style="summary", shows="checklist_counts"),
        STATUS: Cell(formula=f"={groups}", style="summary_note", shows="group_counts"),
    }
    for column in range(NUMBER, FLAG + 1):
        builder.put(SUMMARY, column, cells.get(column) or Cell(style="summary"))


def _widths(context: Context) -> dict[int, float]:
    """Return the widths of columns: what others leave is for the evidence."""
    widths: dict[int, float] = {1: 2, NUMBER: 5, DUE: 12}
    if context.wide:
        widths |= {GROUP: 20, ITEM: 46, STATUS: 12, OWNER: 17, FLAG: 20}
    else:
        widths |= {GROUP: 20, ITEM: 51, STATUS: 14, OWNER: 16, FLAG: 26}
    widths[EVIDENCE] = screen(context) - sum(widths.values())
    return widths | {FLAG + 1: 3} | dict.fromkeys(range(CODE, PROVEN + 1), 16)


def _plan(builder: SheetBuilder, context: Context, rows: range) -> SheetPlan:
    first, last = rows[0], rows[-1]
    flag = a1((first, FLAG))
    status, code = a1((first, STATUS)), a1((first, CODE))
    flags = f"{flag}:{a1((last, FLAG))}"
    grants = any(item.granted_at_gate for item in context.template.items)
    granted = [Highlight(flags, f"{flag}=pg_text_item_granted", "neutral")] if grants else []
    page = f"A1:{a1((last_row(builder, FLAG), FLAG))}"
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=_widths(context),
        heights=builder.heights | dict.fromkeys(rows, ITEM_HEIGHT) | {SUMMARY: 26},
        autofilter=f"{a1((TOP, GROUP))}:{a1((last, FLAG))}",
        freeze=a1((FIRST, STATUS)),
        highlights=(
            *granted,
            Highlight(flags, f'{flag}<>""', "attention"),
            Highlight(f"{status}:{a1((last, STATUS))}", f"${code}=pg_code_status_done", "good"),
        ),
        print=Print("landscape", page, PRINT_TITLES, one_page=len(rows) <= ONE_PAGE),
    )  # fmt: skip
