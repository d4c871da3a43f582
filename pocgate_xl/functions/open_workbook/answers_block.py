"""Answers handed over as one block, defined name and value, judged like those of a workbook.

A function cannot read the workbook around it. So what `pocgate check` finds of answers is found here;
formulas, texts and the file itself are not handed over, and nothing is said of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...core.answers import submission_from_answers
from ...core.assessment import Finding
from ...core.fields import Field, vocabulary
from ...core.gate import assess
from ...records import dataclass
from ...rules import CASE_RULES
from ...rules.base import PROTECTING, Case
from ...rules.findings import findings_of
from ...spreadsheetml.address import Position
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import RawSheet, RawWorkbook
from ...workbook.layout.plan import PLAIN
from ...workbook.submission.expected import ExpectedWorkbook, expected_of
from ...workbook.submission.interpret import interpret
from ...workbook.submission.locate import Located
from ...workbook.submission.origins.identity import Identity
from ...workbook.submission.reader import BlockRow, Reading, Response
from ...workbook.submission.reading_context import ReadingContext
from ..arguments import blank
from ..blocks import are_headings, name_in
from ..call_context import CallContext
from ..declaration import Cell, CellProblem, Table
from ..tables import first_filled
from .raw_values import raw_cell

ARGUMENT = "fields"
CURRENCY = "pg_engagement_currency"
RULES = tuple(rule for rule in CASE_RULES if rule.family not in PROTECTING)
"""Rules that judge answers."""


@dataclass(frozen=True, slots=True)
class InputPlace:
    """Where an answer stands: its field, sheet and cell; `row` counts in a table of free rows."""

    field: Field
    sheet: str
    position: Position
    row: int = 0


def findings_in_block(gate: CallContext, fields: Table) -> tuple[Finding, ...]:
    """Return what is wrong with the answers of a block, worst first."""
    reading = reading_of_block(gate, fields)
    template = gate.template
    submission = submission_from_answers(template, reading.answers, reading.block_rows)
    assessment = assess(template, submission)
    handed_over = {*reading.responses, *(row.block.name for row in reading.rows)}
    meant = (each for each in assessment.contradictions if handed_over.issuperset(each.fields))
    assessed = replace(assessment, contradictions=tuple(meant))
    return findings_of(Case(reading, submission, assessed), gate.catalog, among=RULES)


def reading_of_block(gate: CallContext, fields: Table) -> Reading:
    """Read a block of names and values as the workbook that it was taken from."""
    cells = dict(_named(gate, fields))
    language = _language_of(gate, cells)
    expected = expected_of(gate.bundle, language, PLAIN)
    places = {name: place for name in cells if (place := _placed(gate, expected, name))}
    context = ReadingContext(gate.bundle, language, currency=gate.template.costs.currency)
    if CURRENCY in places:
        said = _response(expected, places[CURRENCY], cells[CURRENCY], context).value
        context = replace(context, currency=str(said or context.currency))
    found = {n: _response(expected, place, cells[n], context) for n, place in places.items()}
    return _reading(gate, expected, places, found)


def _named(gate: CallContext, fields: Table) -> Iterator[tuple[str, RawCell | None]]:
    """Yield name and cell of every row; a row of headings and blank rows say nothing."""
    if len(fields[0]) != 2:
        raise gate.problem("columns", label=ARGUMENT, wanted=2, found=len(fields[0]))
    seen: set[str] = set()
    first = first_filled(fields)
    for number, (said, value) in enumerate(fields):
        name = name_in(gate, ARGUMENT, said)
        if not name and blank(value):
            continue
        if name in seen:
            raise gate.problem("twice", label=ARGUMENT, found=name)
        if number != first or name in gate.fields or not are_headings(gate, (said, value)):
            seen.add(name)
            yield name, None if blank(value) else _raw(value)


def _raw(value: Cell) -> RawCell:
    return raw_cell(value.text if isinstance(value, CellProblem) else value)


def _language_of(gate: CallContext, cells: Mapping[str, RawCell | None]) -> str:
    """Return the language whose labels most answers are; where it is all the same, that of the call."""
    said = [(field, cell) for name, cell in cells.items() if cell and (field := gate.fields.get(name))]
    labels = [(field.vocabulary, str(cell.value)) for field, cell in said if field.kind == "label"]
    own = gate.catalog.language

    def fitting(language: str) -> tuple[int, bool]:
        catalog = gate.bundle.catalogs[language]
        known = (
            text in {catalog.label(words, code) for code in vocabulary(gate.template, words)}
            for words, text in labels
        )
        return sum(known), language == own

    return max(gate.template.languages, key=fitting)


def _placed(gate: CallContext, expected: ExpectedWorkbook, name: str) -> InputPlace | None:
    """Return where a name stands, None for one that is no input; FunctionProblem where there is none."""
    field = gate.fields.get(name)
    if field is not None:
        area = expected.names[name]
        return InputPlace(field, area.sheet, area.first)
    table, _, rest = name.partition(".")
    number, _, part = rest.partition(".")
    for block in expected.blocks:
        parts = [column.part for column in block.columns]
        if block.name == table and part in parts and number.isdecimal() and 1 <= int(number) <= block.rows:
            (top, left), column = expected.names[table].first, parts.index(part)
            position = (top + int(number) - 1, left + column)
            return InputPlace(block.columns[column], expected.names[table].sheet, position, int(number))
    if name in expected.names:
        return None
    raise gate.problem("no_field", label=ARGUMENT, found=name)


def _response(
    expected: ExpectedWorkbook, place: InputPlace, cell: RawCell | None, context: ReadingContext
) -> Response:
    value, faults = interpret(place.field, cell, context)
    return Response(place.field, expected.titles[place.sheet], place.position, cell, value, faults)


def _reading(
    gate: CallContext,
    expected: ExpectedWorkbook,
    places: Mapping[str, InputPlace],
    found: Mapping[str, Response],
) -> Reading:
    responses = {name: each for name, each in found.items() if not places[name].row}
    sheets = {id_: RawSheet(title, "visible", "", {}, ()) for id_, title in expected.titles.items()}
    return Reading(
        identity=_identity(gate, expected, responses), language_known=True, expected=expected,
        facts=RawWorkbook(tuple(sheets.values()), {}, (), False, (), ()),
        located=Located(sheets, {}), responses=responses, rows=tuple(_rows(expected, places, found)),
        changes=(), outputs={}, faulty=tuple(each for each in found.values() if each.faults),
        pictures={}, strange={},
    )  # fmt: skip


def _identity(gate: CallContext, expected: ExpectedWorkbook, responses: Mapping[str, Response]) -> Identity:
    """Return what the workbook is taken to say of itself: what its answers say."""
    said = (responses.get(f"pg_engagement_{key}") for key in ("id", "organization"))
    engagement, organization = (str(each.value or "") if each else "" for each in said)
    template, digest = gate.template, expected.plan.digest
    return Identity(template.id, template.version, digest, engagement, expected.language, PLAIN, organization)


def _rows(
    expected: ExpectedWorkbook, places: Mapping[str, InputPlace], found: Mapping[str, Response]
) -> Iterator[BlockRow]:
    """Yield the free rows of every table that is handed over, blank ones among them."""
    for block in expected.blocks:
        rows: dict[int, dict[str, Response]] = defaultdict(dict)
        for name, place in places.items():
            if place.row and place.field.name == block.name:
                rows[place.row][place.field.part] = found[name]
        title = expected.titles[expected.names[block.name].sheet]
        top, left = expected.names[block.name].first
        for number in sorted(rows):
            at = enumerate(block.columns, left)
            blanks = {f.part: Response(f, title, (top + number - 1, c), None, None) for c, f in at}
            yield BlockRow(block, blanks | rows[number])
