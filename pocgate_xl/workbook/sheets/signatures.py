"""What the committee decided, and who signs: recorded by hand, never computed."""

from __future__ import annotations

from dataclasses import replace

from ..plan import Cell, Style, a1
from .dashboard_grid import HEADING, LINE, Paper

ROLES = ("prepared", "reviewed", "approved")
FACTS = ("decision", "by", "date", "next_review")
CONDITIONS = "pg_committee_conditions"
SEAL_HEIGHT, ENTRY = 52.0, 16.0
"""Points that a seal of 13 millimetres needs on a page that is fitted, beside conditions of many lines."""
ACROSS = 132.0
"""Points of conditions that take the whole width: eight lines of a font whose lines stand wide apart."""


def plan_committee(paper: Paper, top: int) -> int:
    """Leave room for the committee's decision and its conditions; return the last row."""
    text = paper.context.catalog.text
    paper.text(top, paper.link, paper.context.text("committee"), "heading")
    columns = (paper.name, paper.note, paper.change, paper.who)
    for column, part in zip(columns, FACTS, strict=True):
        name = f"pg_committee_{part}"
        paper.text(top + 1, column, text(f"field.committee_{part}"), "small")
        cell = paper.context.input(name)
        paper.builder.put(top + 2, column, replace(cell, align="left") if part == "by" else cell, name)
    paper.text(top + 3, paper.name, text("field.committee_conditions"), "small")
    paper.heights({top: HEADING, top + 1: 14, top + 2: ENTRY, top + 3: 14})
    if paper.sealed_on_top:
        return _conditions(paper, top + 4, top + 4, paper.last)
    plan_seals(paper, top + 3, SEAL_HEIGHT)
    return _conditions(paper, top + 4, top + 6, paper.note)


def _conditions(paper: Paper, top: int, last: int, right: int) -> int:
    """Write the box of the conditions; its cells are one, as a text breaks its lines within a cell alone."""
    paper.builder.put(top, paper.name, paper.context.input(CONDITIONS, "wide_input"), CONDITIONS)
    paper.merges.append(f"{a1((top, paper.name))}:{a1((last, right))}")
    if top == last:
        paper.heights({top: ACROSS})
    return last


def plan_seals(paper: Paper, top: int, height: float) -> int:
    """Write three boxes to sign or seal in, with name and day below; return the last row."""
    rows = {"seal": top + 1, "by": top + 2, "date": top + 3}
    if not paper.sealed_on_top:
        rows = {"by": top + 1, "date": top + 2, "seal": top + 3}
    for column, role in zip((paper.change, paper.who, paper.last), ROLES, strict=True):
        paper.text(top, column, paper.context.text(f"sign_{role}"), "small", "center")
        style: Style = "blank"
        paper.builder.put(rows["seal"], column, Cell(style=style))
        for part in ("by", "date"):
            name = f"pg_signoff_{role}_{part}"
            paper.builder.put(rows[part], column, paper.context.input(name), name)
    paper.heights({rows["seal"]: height, rows["by"]: LINE, rows["date"]: LINE})
    return top + 3
