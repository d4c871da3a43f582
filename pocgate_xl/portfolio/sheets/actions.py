"""What is to be done, by whom and until when: to be filtered by owner, engagement or due date."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...core.fields import ANSWERS
from ...opc.safe_text import visible
from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import LONGEST, file_name, own
from ...workbook.layout.reports.table import Column, Tests, Tones, one_table
from ..actions import Action
from .page import STEP_VOCABULARIES, PortfolioPage


def plan_actions(page: PortfolioPage) -> SheetPlan:
    """Plan a row for everything that is to be done."""
    actions = page.portfolio.actions
    day = page.portfolio.as_of
    subtitle = page.text(
        "actions_rule", count=len(actions), overdue=sum(each.overdue for each in actions),
        day=page.text("unknown") if day is None else day.isoformat(),
    )  # fmt: skip
    columns, printed = tuple(columns_of(page)), len(tuple(printed_columns(page)))
    return one_table(page, "actions", subtitle, columns, actions, printed=printed)


def columns_of(page: PortfolioPage) -> Iterator[Column[Action]]:
    """Yield every column: those that are printed, then those to filter by."""
    yield from printed_columns(page)
    yield Column(page.text("last_step"), 12, partial(_last, page))
    yield Column(page.catalog.text("field.sponsor"), 20, lambda each: _whose(each, "sponsor"))
    yield Column(page.text("file"), 30, lambda each: Cell(file_name(each.assessment.file), style="cell"))


def printed_columns(page: PortfolioPage) -> Iterator[Column[Action]]:
    """Yield whose it is, what is to be done, who is asked, until when and where."""
    field = page.catalog.text
    yield Column(field("field.id"), 13, lambda each: _whose(each, "id", "cell_strong"))
    yield Column(field("field.organization"), 20, lambda each: _whose(each, "organization"))
    yield Column(field("field.poc_name"), 21, lambda each: _whose(each, "poc_name"))
    yield Column(
        page.text("do_title"), 16, lambda each: Cell(page.text(f"do.{each.do}"), style="cell_strong")
    )
    yield Column(page.text("what"), 36, partial(_what, page))
    yield Column(page.text("change_title"), 20, partial(_change, page))
    yield Column(page.text("leads_to"), 20, partial(_target, page))
    yield Column(field("text.owner"), 20, lambda each: Cell(own(each.owner), style="cell_wrap"))
    yield Column(field("text.due"), 11, _due)
    yield Column(page.text("overdue"), 10, partial(_overdue, page), Tones(_late))
    yield Column(page.text("sheet_title"), 15, lambda each: Cell(_place(page, each)[0], style="cell"))
    yield Column(page.text("cell_title"), 8, lambda each: Cell(_place(page, each)[1], style="cell"))


def _whose(action: Action, key: str, style: str = "cell_wrap") -> Cell:
    engagement = action.assessment.engagement
    text = own(getattr(engagement, key)) if engagement else ""
    return Cell(text, style="cell_strong" if style == "cell_strong" else "cell_wrap")


def _what(page: PortfolioPage, action: Action) -> Cell:
    if action.do in STEP_VOCABULARIES:
        return Cell(page.thing(action.do, action.id), style="cell_wrap")
    return Cell(visible(f"{action.id} {action.message}", LONGEST), style="cell_wrap")


def _change(page: PortfolioPage, action: Action) -> Cell:
    """Say from what to what: ratings as numbers, statuses and answers by their labels."""
    if action.needed is None:
        return Cell("", style="cell")
    was, needed = (_said(page, action, each) for each in (action.was, action.needed))
    if action.do == "give_evidence":
        return Cell(page.text("evidence_missing"), style="cell_wrap")
    return Cell(page.text("change", was=was or "–", needed=needed), style="cell_wrap")


def _said(page: PortfolioPage, action: Action, value: int | str | None) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return page.label("answer" if value in ANSWERS else "status", value)


def _target(page: PortfolioPage, action: Action) -> Cell:
    return Cell("" if action.target is None else page.label("decision", action.target), style="cell_wrap")


def _due(action: Action) -> Cell:
    return Cell(action.due, style="cell", format="date", align="center")


def _overdue(page: PortfolioPage, action: Action) -> Cell:
    return Cell(page.label("answer", "yes") if action.overdue else "", style="cell", align="center")


def _last(page: PortfolioPage, action: Action) -> Cell:
    return Cell(page.label("answer", "yes") if action.last else "", style="cell", align="center")


def _late(cell: str) -> Tests:
    yield f'{cell}<>""', "bad"


def _place(page: PortfolioPage, action: Action) -> tuple[str, str]:
    """Return where it stands in the file: as the check found it, else as its layout has it."""
    if action.sheet or action.cell:
        return own(action.sheet), own(action.cell)
    return page.where(action.assessment, action.field)
