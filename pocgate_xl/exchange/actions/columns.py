"""The columns of a list of actions: what is read, what is answered, and what applying it needs to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import ClassVar

from ...core.assessment import Assessment
from ...core.catalog import Catalog
from ...core.fields import ANSWERS, Field
from ...core.template import Template
from ...opc.safe_text import visible
from ...portfolio.sheets.page import STEP_VOCABULARIES, Where
from ...records import dataclass
from ...workbook.layout.context import Context, context_of
from ...workbook.layout.plan import Cell
from ...workbook.layout.reports.cells import LONGEST, file_name, own
from ...workbook.layout.reports.table import Column, ReportPage, Tests, Tones
from .keys import KEY_ENGAGEMENT, KEY_FIELD, KEY_REVISION, PARTS, THEN, Part
from .listed import ActionRow, stood

WIDTHS: Mapping[Part, float] = {"answer": 14, "evidence": 20, "owner": 15, "due": 11.5}
MOST_DROP_DOWNS = 1000
"""Rows up to which cells offer their answers: for more, the lists of single cells burden programs."""

CatalogOf = Callable[[Assessment], Catalog]


@dataclass(frozen=True)
class ActionsPage(ReportPage):
    """What the list is made from: its rows, the gate whose lists it offers, and texts of one language."""

    group = "actions"
    tables: ClassVar[Mapping[str, str]] = {"actions": "Actions"}

    rows: tuple[ActionRow, ...]
    template: Template
    catalog: Catalog
    catalog_of: CatalogOf
    where: Where

    @cached_property
    def inputs(self) -> Context:
        return context_of(self.template, self.catalog)

    @property
    def offers(self) -> bool:
        """Say whether cells offer what may be answered."""
        return len(self.rows) <= MOST_DROP_DOWNS


def columns_of(page: ActionsPage) -> Iterator[Column[ActionRow]]:
    """Yield every column: those to read and to answer, which are printed, where it is, then the keys."""
    yield from printed_columns(page)
    yield from place_columns(page)
    yield from key_columns()


def printed_columns(page: ActionsPage) -> Iterator[Column[ActionRow]]:
    """Yield whose it is, what is to be done, from what to what, and what is answered."""
    field = page.catalog.text
    yield Column(field("portfolio.id_short"), 11, lambda row: _whose(row, "id"))
    yield Column(field("field.organization"), 15, lambda row: _whose(row, "organization"))
    yield Column(field("field.poc_name"), 16, lambda row: _whose(row, "poc_name"))
    yield Column(
        page.text("do_title"), 17,
        lambda row: Cell(page.catalog.text(f"portfolio.do.{row.action.do}"), style="cell_strong"),
    )  # fmt: skip
    yield Column(page.text("what"), 30, partial(_what, page))
    yield Column(page.text("current"), 11, partial(_current, page))
    yield Column(page.text("needed"), 11, partial(_needed, page))
    yield from (_input_column(page, part) for part in PARTS)
    yield Column(page.text("overdue"), 8.5, partial(_overdue, page), Tones(_late))


def place_columns(page: ActionsPage) -> Iterator[Column[ActionRow]]:
    """Yield where it is in which file, and who answers for that."""
    field = page.catalog.text
    yield Column(page.text("sheet_title"), 16, lambda row: Cell(_place(page, row)[0], style="cell"))
    yield Column(page.text("cell_title"), 7, lambda row: Cell(_place(page, row)[1], style="cell"))
    yield Column(field("field.assessor"), 16, lambda row: _whose(row, "assessor"))
    yield Column(page.text("file"), 30, lambda row: Cell(file_name(row.assessment.file), style="cell_wrap"))


def key_columns() -> Iterator[Column[ActionRow]]:
    """Yield what applying the list needs: which input of which workbook, and what stood in it."""
    yield Column(KEY_ENGAGEMENT, 14, lambda row: Cell(engagement_key(row.assessment), style="code"))
    yield Column(KEY_FIELD, 26, lambda row: Cell(row.field, style="code"))
    yield Column(KEY_REVISION, 11, lambda row: Cell(row.revision, style="code"))
    for part, title in THEN.items():
        yield Column(title, 16, partial(_then, part))


def engagement_key(found: Assessment) -> str:
    """Return by what the workbook of a row is found again."""
    return "" if found.engagement is None else stood(found.engagement.id)


def _whose(row: ActionRow, key: str) -> Cell:
    engagement = row.assessment.engagement
    text = own(getattr(engagement, key)) if engagement else ""
    return Cell(text, style="cell_strong" if key == "id" else "cell_wrap")


def _what(page: ActionsPage, row: ActionRow) -> Cell:
    """Name the thing in the words of its own gate; of a finding say what was found."""
    action = row.action
    if action.do in STEP_VOCABULARIES:
        label = page.catalog_of(row.assessment).label(STEP_VOCABULARIES[action.do], action.id)
        return Cell(visible(label, LONGEST), style="cell_wrap")
    return Cell(visible(f"{action.id} {action.message}", LONGEST), style="cell_wrap")


def _current(page: ActionsPage, row: ActionRow) -> Cell:
    value = row.values["answer"]
    if row.action.do == "give_evidence":
        return Cell(page.text("no_evidence"), style="cell_wrap")
    return Cell(_label(page, row, row.targets.answer, value), style="cell_wrap", align="center")


def _label(page: ActionsPage, row: ActionRow, field: Field | None, value: str) -> str:
    if field is None or field.kind != "label":
        return visible(value, LONGEST)
    return visible(page.catalog_of(row.assessment).label(field.vocabulary, value), LONGEST) if value else ""


def _needed(page: ActionsPage, row: ActionRow) -> Cell:
    needed, catalog = row.action.needed, page.catalog_of(row.assessment)
    if row.action.do == "give_evidence":
        return Cell(catalog.text("text.evidence_item"), style="cell_wrap", align="center")
    if not isinstance(needed, str):
        return Cell("" if needed is None else str(needed), style="cell_wrap", align="center")
    label = catalog.label("answer" if needed in ANSWERS else "status", needed)
    return Cell(visible(label, LONGEST), style="cell_wrap", align="center")


def _input_column(page: ActionsPage, part: Part) -> Column[ActionRow]:
    return Column(page.text(f"column.{part}"), WIDTHS[part], partial(_input, page, part))


def _input(page: ActionsPage, part: Part, row: ActionRow) -> Cell:
    """Return the cell in which an answer is typed: blank, or what the workbook says; grey where none goes."""
    field = row.targets.of(part)
    if field is None:
        return Cell("", style="output")
    known = page.inputs.fields.get(field.name) if page.offers and field.kind in ("rating", "label") else None
    bare = page.inputs.input(field.name) if known == field else Cell()
    value = "" if part == "answer" else row.values[part]
    if part == "due":
        day = date.fromisoformat(value) if value else None
        return Cell(day, style="input", format="date", align="center")
    return Cell(
        value, style="input", align="center" if part == "answer" else "", field=bare.field,
        prompt=bare.prompt, error=bare.error,
    )  # fmt: skip


def _then(part: Part, row: ActionRow) -> Cell:
    return Cell(row.values[part], style="code")


def _overdue(page: ActionsPage, row: ActionRow) -> Cell:
    late = page.catalog.label("answer", "yes") if row.action.overdue else ""
    return Cell(late, style="cell", align="center")


def _late(cell: str) -> Tests:
    yield f'{cell}<>""', "bad"


def _place(page: ActionsPage, row: ActionRow) -> tuple[str, str]:
    """Return where it stands in the file: as the check found it, else as its layout has it."""
    action = row.action
    if action.sheet or action.cell:
        return own(action.sheet), own(action.cell)
    return page.where(row.assessment, action.field)
