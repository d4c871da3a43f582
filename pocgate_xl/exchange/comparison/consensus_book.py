"""The workbook of a consensus meeting: every answer of every assessor, and room for the one agreed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import ClassVar

from ...core.catalog import Catalog
from ...core.template import Template
from ...portfolio.sheets.page import decision_tests
from ...records import dataclass
from ...templates.loader import Bundle
from ...workbook.layout.context import Context, context_of
from ...workbook.layout.plan import Cell, SheetPlan
from ...workbook.layout.reports.cells import file_name, own, whole
from ...workbook.layout.reports.table import Column, ReportPage, Tests, Tones, one_table
from ...workbook.rendering.report_writer import plan_report, write_report
from ...workbook.submission.grammar.folding import folded_label
from ..actions.keys import KEY_ENGAGEMENT, KEY_FIELD
from ..actions.listed import stood
from ..choice_lists import plan_choice_lists
from .assessors import WIDE, Assessor, Assessors, Judgement
from .assessors_text import answer_in_words, name_of, summary

KEYS = 2
"""Columns at the right that say which input of whose workbook a row answers: they are not printed."""
ANSWER_WIDTH, NOTE_WIDTH, NOTES_WIDTH = 13, 26, 84


@dataclass(frozen=True)
class ConsensusPage(ReportPage):
    """What the sheets are planned from: the assessors, and texts of one language."""

    group = "assessors"
    tables: ClassVar[Mapping[str, str]] = {
        "rating": "Ratings", "item": "Items", "question": "Questions", "members": "Assessors",
    }  # fmt: skip

    assessors: Assessors
    template: Template
    catalog: Catalog
    reserved: frozenset[str] = frozenset()
    """What heads the column of what is agreed on, folded, in every language: no assessor is called so."""

    @cached_property
    def inputs(self) -> Context:
        return context_of(self.template, self.catalog)

    @property
    def answer_width(self) -> float:
        """Return how wide an answer is: narrower the more assessors there are."""
        return max(8.0, min(ANSWER_WIDTH, 40 / len(self.assessors.members)))

    @property
    def note_width(self) -> float:
        return max(14.0, min(NOTE_WIDTH, NOTES_WIDTH / len(self.assessors.members)))

    def title_of(self, member: Assessor) -> str:
        """Return what stands above an assessor's answers; what is agreed on is found by its own title."""
        name = own(member.name)
        return f"{name} ({self.text('who')})" if folded_label(name) in self.reserved else name


def consensus_book(page: ConsensusPage, bundle: Bundle) -> bytes:
    """Return the workbook; the same assessments give the same bytes."""
    found = page.assessors
    sheets = [
        plan_judgements(page, "rating", found.ratings), plan_judgements(page, "item", found.items),
        *([plan_judgements(page, "question", found.questions)] if found.questions else []),
        plan_members(page), plan_choice_lists(page.template, page.catalog),
    ]  # fmt: skip
    plan = plan_report("comparison", sheets, bundle, page.catalog.language)
    return write_report(plan, bundle, page.text("title.rating"))


def plan_judgements(page: ConsensusPage, kind: str, judgements: tuple[Judgement, ...]) -> SheetPlan:
    """Plan a row for everything of one kind, those most apart first."""
    subtitle = _subtitle(page) if kind == "rating" else page.text(f"rule.{kind}")
    columns = tuple(_columns(page, kind))
    sheet = one_table(page, kind, subtitle, columns, judgements, printed=len(columns) - KEYS)
    return replace(sheet, values_from=0)


def _subtitle(page: ConsensusPage) -> str:
    named = page.assessors.members[0].plain["engagement"]
    whose = " · ".join(own(named[key]) for key in ("id", "organization", "poc_name") if named[key])
    return f"{whose} — {summary(page.assessors, page.catalog)}"


def _columns(page: ConsensusPage, kind: str) -> Iterator[Column[Judgement]]:
    """Yield what is judged, each answer, what is agreed on, what each wrote, and the field behind it."""
    yield Column(
        page.text(f"what.{kind}"), 34, lambda row: Cell(name_of(row, page.catalog), style="cell_wrap")
    )
    apart = Tones(partial(_apart, page, kind))
    for place, member in enumerate(page.assessors.members):
        yield Column(page.title_of(member), page.answer_width, partial(_answer, page, place), apart)
    if kind == "rating":
        yield Column(page.text("spread"), 8, lambda row: whole(row.spread), Tones(_spread_tests))
    yield Column(page.text("agreed"), 14, partial(_agreed, page))
    if kind != "question":
        for place, member in enumerate(page.assessors.members):
            title = page.text(f"note.{kind}", name=page.title_of(member))
            yield Column(title, page.note_width, partial(_note, place))
    engagement = stood(page.assessors.members[0].plain["engagement"]["id"])
    yield Column(KEY_ENGAGEMENT, 14, lambda row: Cell(engagement, style="code"))
    yield Column(KEY_FIELD, 26, lambda row: Cell(row.field, style="code"))


def _answer(page: ConsensusPage, place: int, row: Judgement) -> Cell:
    answer = row.answers[place]
    value = answer if isinstance(answer, int) else answer_in_words(row, answer, page.catalog)
    return Cell(value, style="cell_wrap", align="center")


def _note(place: int, row: Judgement) -> Cell:
    return Cell(own(row.notes[place]), style="cell_wrap")


def _agreed(page: ConsensusPage, row: Judgement) -> Cell:
    """Return the cell in which the meeting writes: its drop-down offers what the workbook's does."""
    return page.inputs.input(row.field) if row.field in page.inputs.fields else Cell(style="input")


def _apart(page: ConsensusPage, kind: str, cell: str) -> Tests:
    """Colour the answers of a row in which they differ: red where by two points or more."""
    count = len(page.assessors.members)
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    first, last = f"$C{row}", f"${_letter(2 + count)}{row}"
    area = f"{first}:{last}"
    if kind == "rating":
        yield f"MAX({area})-MIN({area})>={WIDE}", "bad"
    yield f"COUNTIF({area},{first})<{count}", "attention"


def _letter(column: int) -> str:
    from ...spreadsheetml.address import a1

    return a1((1, column)).rstrip("1")


def _spread_tests(cell: str) -> Tests:
    yield f"{cell}>={WIDE}", "bad"


def plan_members(page: ConsensusPage) -> SheetPlan:
    """Plan a row an assessor."""
    columns = tuple(_member_columns(page))
    return one_table(page, "members", page.text("rule.members"), columns, page.assessors.members)


def _member_columns(page: ConsensusPage) -> Iterator[Column[Assessor]]:
    """Yield who assessed when, and what it comes to."""
    field = page.catalog.text
    yield Column(page.text("who"), 28, lambda each: Cell(own(each.name), style="cell_strong"))
    yield Column(field("text.total"), 9, lambda each: whole(each.total))
    yield Column(
        field("text.decision"), 26, lambda each: _decision(page, each),
        Tones(partial(decision_tests, page.catalog)),
    )  # fmt: skip
    for key in ("id", "assessment_date", "revision"):
        yield Column(field(f"field.{key}"), 15, partial(_said, key))
    yield Column(page.text("file"), 44, lambda each: Cell(file_name(str(each.plain["file"])), style="cell"))


def _said(key: str, each: Assessor) -> Cell:
    value = each.plain["engagement"][key]
    return Cell("" if value is None else own(str(value)), style="cell", align="center")


def _decision(page: ConsensusPage, each: Assessor) -> Cell:
    return Cell(own(page.catalog.label("decision", each.decision)), style="cell_wrap", align="center")
