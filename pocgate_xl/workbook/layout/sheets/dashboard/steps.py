"""What it takes to reach the next decision, step by step and by name: from, to, who, until, where.

Right of the page stands everything that may be asked for, each with its place in the list or none;
the page shows the first places, in the order of the core's next step: ratings, open items, missing
evidence, questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .....core.fields import filler_of
from .....spreadsheetml.address import a1, absolute
from ... import formulas
from ...context import Context
from ...plan import Cell, Highlight, SheetPlan
from ..framing.frame import column_of
from ..scorecard.decision_formula import DECISION
from .grid import AIR, HEADING, LINE, Paper, sentence, shortened

MOST, FEWEST, LINES = 8, 6, 16
"""Steps that are shown at most and at least; lines that criteria and steps share on a page."""
NOTHING = '"–"'
NONE = "COUNT(pg_calc_step_places)=0"
HEADS = ("do", "cell", "change", "who", "until")
PLACE, NAME, CHANGE, WHO, UNTIL, URGENT, CELL, TARGET, FLAG, LABEL, NUMBER = range(11)
"""Columns of what may be asked for, from the first on."""
PARTS = {"places": PLACE, "names": NAME, "changes": CHANGE, "who": WHO, "until": UNTIL,
         "urgent": URGENT, "cells": CELL, "targets": TARGET}  # fmt: skip
TO_GO = ("conditional", "clear_checklist", "ready_for_approval")
"""Decisions from which everything that is open leads to go."""


def plan_steps(paper: Paper, top: int) -> int:
    """Write what leads to the next decision; return the next row."""
    first = paper.builder.names[DECISION].first[0]
    _Asked(paper, first, paper.side + 6).write()
    lines = LINES - len(paper.context.template.criteria)
    count = min(MOST, max(FEWEST, lines), len(asked(paper.context)))
    shown = range(top + 2, top + 2 + count)
    paper.show(top, paper.label, _aim(paper, top), "steps_title", "heading")
    left = f"COUNT(pg_calc_step_places)-{a1((shown[-1], paper.side))}"
    more = f'=IF({left}>0,pg_text_more&({left}),"")'
    paper.show(top, paper.last, more, f"steps_after {len(shown)}", "small", "right")
    for column, key in zip(_columns(paper), HEADS, strict=True):
        head = f'=IF({NONE},"",pg_text_step_{key})'
        paper.show(top + 1, column, head, f"step_head {key}", "column", "left")
    paper.fill(top + 1, "column")
    for place, row in enumerate(shown, 1):
        _line(paper, row, place, otherwise=place == (count + 1) // 2)
    _marks(paper, shown)
    paper.heights({top: HEADING, top + 1: 14} | dict.fromkeys(shown, LINE) | {shown[-1] + 1: AIR})
    return shown[-1] + 2


def _columns(paper: Paper) -> tuple[int, ...]:
    """Return the columns of what to do, where, from what to what, who and until when.

    Names of items are long: nothing else stands in the block on the left.
    """
    return paper.label, paper.gap, *paper.thirds


def _aim(paper: Paper, row: int) -> str:
    """Name the decision that is aimed at, if there is one."""
    above = "INDEX(pg_list_band_decision,COUNTIF(pg_list_band_decision,pg_code_decision_hold)+1)"
    code = f"IF({DECISION}=pg_code_decision_hold,{above},pg_code_decision_go)"
    aim = paper.step(row, paper.side, formulas.label_of(code, "decision"))
    none = f"OR({DECISION}=pg_code_decision_go,{DECISION}=pg_code_decision_incomplete)"
    return f"=IF({none},pg_text_next_step,{sentence('takes', aim)})"


def _line(paper: Paper, row: int, place: int, *, otherwise: bool) -> None:
    """Write the n-th step; one line says what comes next where there is none at all."""
    side, first = paper.side, place == 1
    counter = paper.step(row, side, "=1" if first else f"={a1((row - 1, side))}+1")
    at = paper.step(row, side + 1, f'=IFERROR(MATCH({counter},pg_calc_step_places,0),"")')
    urgent = f'=IF({at}="",0,INDEX(pg_calc_step_urgent,{at}))'
    paper.step(row, side + 2, urgent, shows=f"step_urgent {place}")
    following = formulas.label_of(DECISION, "next_step").removeprefix("=")
    do, where, change, who, until = _columns(paper)
    none = '""'
    if otherwise:
        none = paper.step(row, side + 3, f'=IF({NONE},{following},"")')
    name = f'=IF({at}="",{none},INDEX(pg_calc_step_names,{at}))'
    paper.show(row, do, name, f"step_name {place}{' or_next' if otherwise else ''}", "step")
    changed = f'=IF({at}="","",INDEX(pg_calc_step_changes,{at}))'
    paper.show(row, change, changed, f"step_change {place}", "step_change", "left")
    paper.show(row, who, f'=IF({at}="","",INDEX(pg_calc_step_who,{at}))', f"step_who {place}", "step_who")
    day = f"INDEX(pg_calc_step_until,{at})"
    dated = f'=IF({at}="","",IF({day}="","",{day}))'
    paper.show(row, until, dated, f"step_until {place}", "step", "left", "date")
    target, cell = (f"INDEX(pg_calc_step_{part},{at})" for part in ("targets", "cells"))
    link = f'=IF({at}="","",HYPERLINK({target},{cell}))'
    paper.show(row, where, link, f"step_cell {place}", "step_link")


def _marks(paper: Paper, shown: range) -> None:
    """Mark what fails a must-meet or is overdue; rule off what is asked for; a panel says that nothing is."""
    whole = paper.area((shown[0], paper.label), (shown[-1], paper.last))
    go = f"{DECISION}=pg_code_decision_go"
    paper.builder.highlights += [
        Highlight(whole, f"AND({NONE},{go})", "good"),
        Highlight(whole, NONE, "panel"),
    ]
    urgent = f"${a1((shown[0], paper.side + 2))}=1"
    for column in (paper.right, paper.last):
        area = paper.area((shown[0], column), (shown[-1], column))
        paper.builder.highlights.append(Highlight(area, urgent, "line_bad"))
    at = f"${a1((shown[0], paper.side + 1))}"
    paper.builder.highlights.append(Highlight(whole, f'{at}<>""', "line_below"))


class _Asked:
    """A writer of everything that may be asked for, a row each."""

    def __init__(self, paper: Paper, top: int, column: int) -> None:
        self.paper, self.top, self.column = paper, top, column
        self.template, self.row = paper.context.template, top

    def write(self) -> None:
        codes = ",".join(f"{DECISION}=pg_code_decision_{code}" for code in TO_GO)
        self.paper.step(self.top, self.column + NUMBER + 1, f"=IF(OR({codes}),1,0)", "pg_calc_to_go")
        self._ratings()
        self._evidence(self._items())
        self._questions()
        for part, column in PARTS.items():
            first, last = (self.top, self.column + column), (self.row - 1, self.column + column)
            self.paper.builder.name(f"pg_calc_step_{part}", first, last)

    def _at(self, column: int, row: int = 0) -> str:
        return a1((row or self.row, self.column + column))

    def _step(self, column: int, formula: str) -> str:
        return self.paper.step(self.row, self.column + column, formula)

    def _so_far(self, column: int, top: int) -> str:
        return f"{absolute((top, self.column + column))}:{self._at(column)}"

    def _ratings(self) -> None:
        """Ask for ratings that are missing, or to be raised: once anything is rated."""
        for id_ in self.template.criterion_ids:
            rating, nth = f"pg_calc_rating_{id_}", f"ROWS({self._so_far(FLAG, self.top)})"
            self._label(f"criterion.{id_}")
            missing = self._step(FLAG, f'=IF({rating}="",IF(COUNT(pg_calc_ratings)>0,1,0),0)')
            order = f"INDEX(pg_calc_raise_order,{nth})"
            self._step(PLACE, f"=IF({missing}=1,SUM({self._so_far(FLAG, self.top)}),{order})")
            self._step(NAME, f"=pg_text_mark_raise&{self._at(LABEL)}")
            raised = f"{rating}&pg_text_arrow&INDEX(pg_calc_needed,{nth})"
            self._step(CHANGE, f"=IF({missing}=1,pg_text_not_rated,{raised})")
            self._who(filler_of(self.template, f"pg_rating_{id_}"))
            self._step(URGENT, f"=pg_calc_below_{id_}")
            self.row += 1
        self.rated = self.row - 1

    def _questions(self) -> None:
        """Ask for a yes to each knock-out question."""
        for id_ in self.template.questions:
            if id_ not in self.template.knock_out:
                continue
            no, yes = f"pg_calc_no_{id_}", f"pg_calc_yes_{id_}"
            self._label(f"question.{id_}")
            self._place(f"pg_calc_to_go*(1-{yes})")
            self._step(NAME, f"=pg_text_mark_open&{self._at(LABEL)}")
            words = [formulas.label_of(f"pg_code_answer_{code}", "answer")[1:] for code in ("no", "yes")]
            self._step(CHANGE, f"=IF({no}=1,{'&pg_text_arrow&'.join(words)},pg_text_unanswered)")
            self._who(filler_of(self.template, f"pg_question_{id_}"))
            self._step(URGENT, f"={no}")
            self.row += 1

    def _items(self) -> dict[str, int]:
        """Ask for the open items; return the row of each."""
        rows = {}
        for number, _, item in self.template.numbered_items():
            rows[item.id] = self.row
            self._label(f"item.{item.id}")
            self._put(NUMBER, number)
            self._place(f"pg_calc_to_go*pg_calc_open_{item.id}")
            self._step(NAME, f'=pg_text_mark_open&{self._at(NUMBER)}&". "&{self._at(LABEL)}')
            code = f"INDEX(pg_calc_status_codes,{self._at(NUMBER)})"
            known = f'IF({code}="",pg_code_status_not_started,{code})'
            self._step(CHANGE, formulas.label_of(known, "item_status"))
            self._who(f"pg_owner_{item.id}")
            until = self._step(UNTIL, formulas.day(f"pg_due_{item.id}"))
            late = f"IF({until}<N(pg_calc_assessment_date),1,0)"
            self._step(URGENT, f"=IF(pg_calc_open_{item.id}=1,{late},0)")
            self.row += 1
        first = min(rows.values())
        urgent = column_of(range(first, self.row), self.column + URGENT)
        overdue = f"=SUM({urgent})"
        self.paper.step(self.top + 1, self.column + NUMBER + 1, overdue, "pg_calc_overdue")
        return rows

    def _evidence(self, items: dict[str, int]) -> None:
        for item in self.template.items:
            if self.template.evidence_of(item) != "required":
                continue
            own = items[item.id]
            self._place(f"pg_calc_to_go*pg_calc_bare_{item.id}")
            for column in (NAME, WHO, UNTIL):
                self._step(column, f"={self._at(column, own)}")
            self._step(CHANGE, "=pg_text_lacks_evidence")
            self._put(URGENT, 0)
            self.row += 1

    def _place(self, flag: str) -> None:
        """Write the place of what comes after the ratings: as many as are asked for so far."""
        flagged = self._step(FLAG, f"={flag}")
        ratings = f"{absolute((self.top, self.column + PLACE))}:{absolute((self.rated, self.column + PLACE))}"
        so_far = self._so_far(FLAG, self.rated + 1)
        self._step(PLACE, f'=IF({flagged}=1,COUNT({ratings})+SUM({so_far}),"")')

    def _label(self, id_: str) -> None:
        self.paper.word(self.row, self.column + LABEL, id_)

    def _who(self, name: str) -> None:
        shown = shortened(name, "who")
        self._step(WHO, f"=IFERROR(IF({formulas.blank(name)},{NOTHING},{shown}),{NOTHING})")

    def _put(self, column: int, value: int) -> None:
        self.paper.builder.put(self.row, self.column + column, Cell(value, style="working"))


def asked(context: Context) -> list[str]:
    """Return the inputs that may be asked for, in the order in which they stand right of the page."""
    template = context.template
    questions = [f"pg_question_{id_}" for id_ in template.questions if id_ in template.knock_out]
    bare = [item.id for item in template.items if template.evidence_of(item) == "required"]
    return [
        *(f"pg_rating_{id_}" for id_ in template.criterion_ids),
        *(f"pg_status_{item.id}" for item in template.items),
        *(f"pg_evidence_{id_}" for id_ in bare),
        *questions,
    ]


def with_addresses(plans: Iterable[SheetPlan], context: Context) -> Iterator[SheetPlan]:
    """Yield the sheets; beside what may be asked for stands the cell in which it is answered."""
    planned = tuple(plans)
    where = {name: (plan.title, area.first) for plan in planned for name, area in plan.names.items()}
    for plan in planned:
        cells = dict(plan.cells)
        if area := plan.names.get("pg_calc_step_cells"):
            row, column = area.first
            for place, name in enumerate(asked(context), row):
                title, at = where[name]
                quoted = title.replace("'", "''")
                cells[place, column] = Cell(a1(at), style="working", shows=f"cell.{name}")
                cells[place, column + 1] = Cell(f"#'{quoted}'!{a1(at)}", style="working")
        yield replace(plan, cells=cells)
