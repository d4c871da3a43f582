"""What is to be done, by whom and until when: to be filtered by owner, engagement or due date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter

from ...core.fields import ANSWERS
from ...opc.safe_text import visible
from ...workbook.layout.plan import Cell, SheetPlan, Style
from ...workbook.layout.reports.cells import LONGEST, file_name, on_day, own, said
from ...workbook.layout.reports.table import Column, Tests, Tones, alike, endless_table
from ..actions import Action
from .page import STEP_VOCABULARIES, PortfolioPage


def plan_actions(page: PortfolioPage) -> SheetPlan:
    """Plan a row for everything that is to be done."""
    actions = page.portfolio.actions
    day = page.portfolio.as_of
    subtitle = page.text(
        "actions_rule", count=len(actions), overdue=actions.overdue,
        day=page.text("unknown") if day is None else day.isoformat(),
    )  # fmt: skip
    columns, printed = tuple(columns_of(page)), len(tuple(printed_columns(page)))
    return endless_table(page, "actions", subtitle, columns, actions, printed=printed)


def columns_of(page: PortfolioPage) -> Iterator[Column[Action]]:
    """Yield every column: those that are printed, then those to filter by."""
    yield from printed_columns(page)
    yield Column(page.text("last_step"), 12, alike(attrgetter("last"), partial(_last, page)))
    yield Column(page.catalog.text("field.sponsor"), 20, _whose("sponsor"))
    yield Column(page.text("file"), 30, alike(_workbook, _file))


def printed_columns(page: PortfolioPage) -> Iterator[Column[Action]]:
    """Yield whose it is, what is to be done, who is asked, until when and where."""
    field = page.catalog.text
    yield Column(field("field.id"), 13, _whose("id", "cell_strong"))
    yield Column(field("field.organization"), 20, _whose("organization"))
    yield Column(field("field.poc_name"), 21, _whose("poc_name"))
    yield Column(page.text("do_title"), 16, alike(attrgetter("do"), lambda each: page.do(each.do)))
    yield Column(page.text("what"), 36, alike(attrgetter("do", "id", "message"), partial(_what, page)))
    yield Column(
        page.text("change_title"), 20, alike(attrgetter("do", "was", "needed"), partial(_change, page))
    )
    yield Column(page.text("leads_to"), 20, alike(attrgetter("target"), partial(_target, page)))
    yield Column(field("text.owner"), 20, lambda each: said(own(each.owner)))
    yield Column(field("text.due"), 11, lambda each: on_day(each.due))
    overdue = alike(attrgetter("overdue"), partial(_overdue, page))
    yield Column(page.text("overdue"), 10, overdue, Tones(_late))
    yield Column(page.text("sheet_title"), 15, lambda each: said(_place(page, each)[0], style="cell"))
    yield Column(page.text("cell_title"), 8, lambda each: said(_place(page, each)[1], style="cell"))


def _workbook(action: Action) -> int:
    """Return what tells the workbook of an action from others."""
    return id(action.assessment)


def _file(action: Action) -> Cell:
    return said(file_name(action.assessment.file), style="cell")


def _whose(key: str, style: Style = "cell_wrap") -> Callable[[Action], Cell]:
    """Return what makes the cell that says something of the engagement of an action."""

    def cell(action: Action) -> Cell:
        engagement = action.assessment.engagement
        return said(own(getattr(engagement, key)) if engagement else "", style)

    return alike(_workbook, cell)


def _what(page: PortfolioPage, action: Action) -> Cell:
    if action.do in STEP_VOCABULARIES:
        return said(page.thing(action.do, action.id))
    return said(visible(f"{action.id} {action.message}", LONGEST))


def _change(page: PortfolioPage, action: Action) -> Cell:
    """Say from what to what: ratings as numbers, statuses and answers by their labels."""
    if action.needed is None:
        return said("", style="cell")
    was, needed = (_said(page, action, each) for each in (action.was, action.needed))
    if action.do == "give_evidence":
        return said(page.text("evidence_missing"))
    return said(page.text("change", was=was or "–", needed=needed))


def _said(page: PortfolioPage, action: Action, value: int | str | None) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return page.label("answer" if value in ANSWERS else "status", value)


def _target(page: PortfolioPage, action: Action) -> Cell:
    return said("" if action.target is None else page.label("decision", action.target))


def _overdue(page: PortfolioPage, action: Action) -> Cell:
    return said(page.label("answer", "yes") if action.overdue else "", style="cell", align="center")


def _last(page: PortfolioPage, action: Action) -> Cell:
    return said(page.label("answer", "yes") if action.last else "", style="cell", align="center")


def _late(cell: str) -> Tests:
    yield f'{cell}<>""', "bad"


def _place(page: PortfolioPage, action: Action) -> tuple[str, str]:
    """Return where it stands in the file: as the check found it, else as its layout has it."""
    if action.sheet or action.cell:
        return own(action.sheet), own(action.cell)
    return page.where(action.assessment, action.field)
