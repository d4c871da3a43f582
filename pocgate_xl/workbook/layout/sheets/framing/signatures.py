"""What the committee decided, and who signs: recorded by hand, never computed."""

from __future__ import annotations

from dataclasses import replace

from .....spreadsheetml.address import a1
from ...plan import Cell, Style
from ..dashboard.grid import HEADING, Paper

ROLES = ("prepared", "reviewed", "approved")
PARTS = ("by", "date")
FACTS = ("decision", "by", "date", "next_review")
CONDITIONS = "pg_committee_conditions"
SEAL_HEIGHT, ENTRY, SIGNED, WIDE_SIGNED, TWO_LINES = 44.0, 16.0, 21.0, 23.0, 27.0
"""Points that a seal of 13 millimetres needs on a page that is fitted; of a line to fill in, of a name in
two lines of small letters, wide ones too, of two lines."""
CONDITIONS_HEIGHT, WIDE_HEIGHT = 66.0, 116.0
"""Points of at least four hundred letters across the page: five lines, or seven of wide letters."""


def plan_committee(paper: Paper, top: int) -> int:
    """Leave room for the committee's decision and its conditions; return the last row."""
    text = paper.context.catalog.text
    paper.text(top, paper.label, paper.context.text("committee"), "heading")
    columns = (paper.label, paper.note, paper.right, paper.middle)
    for column, part in zip(columns, FACTS, strict=True):
        name = f"pg_committee_{part}"
        paper.text(top + 1, column, text(f"field.committee_{part}"), "small")
        cell = paper.context.input(name, "input_by" if part == "by" else "input")
        paper.builder.put(top + 2, column, replace(cell, align="left", vertical="center"), name)
    paper.text(top + 3, paper.label, text("field.committee_conditions"), "small")
    last = top + 4
    paper.builder.put(last, paper.label, paper.context.input(CONDITIONS, "input_top"), CONDITIONS)
    # A text breaks its lines within a cell alone, so that the cells of this box are one.
    paper.merges.append(f"{a1((last, paper.label))}:{a1((last, paper.last))}")
    entry, height = (ENTRY, WIDE_HEIGHT) if paper.wide else (TWO_LINES, CONDITIONS_HEIGHT)
    paper.heights({top: HEADING, top + 1: 14, top + 2: entry, top + 3: 14, last: height})
    return last


def plan_seals(paper: Paper, top: int) -> None:
    """Write three boxes to sign or seal in, with name and day below."""
    for column, role in zip(paper.thirds, ROLES, strict=True):
        paper.text(top, column, paper.context.text(f"sign_{role}"), "seal_head", "center")
        paper.builder.put(top + 1, column, Cell(style="seal"))
        for row, part in enumerate(PARTS, top + 2):
            name = f"pg_signoff_{role}_{part}"
            style: Style = "input_sign" if part == "by" else "input"
            paper.builder.put(row, column, replace(paper.context.input(name, style), align="center"), name)
    for row, part in enumerate(PARTS, top + 2):
        paper.text(row, paper.gap, paper.context.text(f"sign_{part}"), "beside", "right")
    paper.heights({top + 1: SEAL_HEIGHT, top + 2: WIDE_SIGNED if paper.wide else SIGNED, top + 3: ENTRY})
