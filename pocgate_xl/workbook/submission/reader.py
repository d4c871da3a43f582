"""A submitted workbook as what it says: who made it, what was answered, what was changed in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ...core.fields import Field, FieldTable
from ...core.submission import Answers, BlockRows, Value
from ...errors import PocgateError
from ...opc.package import Package
from ...opc.refusal import Refused
from ...opc.safe_text import visible
from ...records import dataclass
from ...spreadsheetml.address import Corners, Position
from ...spreadsheetml.cells import RawCell
from ...spreadsheetml.reader import RawSheet, RawWorkbook, read_workbook
from ...spreadsheetml.worksheets.rows import WantedCells, many
from ...templates.loader import Bundle, finder_among
from ..layout.plan import LIVE_EDITIONS, PLAIN
from .changes.strange_formulas import Strange, strange_formulas
from .changes.tampering import Change, changes
from .covered import NOTHING_HIDDEN, filled, hidden_among
from .expected import ExpectedWorkbook, expected_of, language_of
from .interpret import InputFault, interpret, shown
from .locate import Located, locate, missing_sheets
from .origins.identity import Identity, Unidentified, identity_of, places_of
from .reading_context import ReadingContext

FindBundle = Callable[[str, str, str], Bundle | None]
"""Tells the template by id, version and digest."""
KnownBundles = Callable[[], Iterable[Bundle]]
"""Returns every template at hand; asked only where a workbook does not say which one is its own."""
FindPictures = Callable[[str], tuple[Corners, ...]]
"""Tells the areas under pictures, by the part of a sheet."""


class Response(NamedTuple):
    """One answer, where it stands in the file and what is wrong with it (hundreds a file)."""

    field: Field
    sheet: str
    position: Position
    raw: RawCell | None
    value: Value | None
    faults: tuple[InputFault, ...] = ()

    @property
    def blank(self) -> bool:
        """Say whether nothing was answered, rightly or wrongly."""
        return self.value is None and not self.faults


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One row of a table of free rows that is not empty; responses by part."""

    block: FieldTable
    responses: Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a workbook says, before it is judged; `pictures` are areas by sheet title.

    `responses` are those of named cells that are where they belong.
    """

    identity: Identity
    language_known: bool
    expected: ExpectedWorkbook
    facts: RawWorkbook
    located: Located
    responses: Mapping[str, Response]
    rows: tuple[BlockRow, ...]
    changes: tuple[Change, ...]
    outputs: Mapping[str, RawCell]
    faulty: tuple[Response, ...]
    """Responses with faults, of which there are few."""
    pictures: Mapping[str, tuple[Corners, ...]]
    strange: Strange
    """Formulas that nobody planned where they stand."""

    @property
    def bundle(self) -> Bundle:
        return self.expected.bundle

    @property
    def known_layout(self) -> bool:
        """Say whether the identity's digest is that of the layout against which the workbook is held."""
        return self.identity.digest in ("", self.expected.plan.digest)

    @property
    def answers(self) -> Answers:
        return {name: r.value for name, r in self.responses.items() if r.value is not None}

    @property
    def block_rows(self) -> BlockRows:
        """Return the values of every block, row by row."""
        found: dict[str, list[dict[str, Value]]] = {block.name: [] for block in self.expected.blocks}
        for row in self.rows:
            values = {part: r.value for part, r in row.responses.items() if r.value is not None}
            if values:
                found[row.block.name].append(values)
        return found


def read_submission(
    facts: RawWorkbook,
    find: FindBundle,
    find_pictures: FindPictures = lambda part: (),
    known: KnownBundles = tuple,
) -> Reading:
    """Read a workbook by the template that its identity names; Unidentified where there is none.

    Without one it is read by the template of `known` that it fits best.
    """
    identity, expected = _identified(facts, find, known)
    return reading_of(facts, identity, expected, find_pictures)


def reading_of(
    facts: RawWorkbook,
    identity: Identity,
    expected: ExpectedWorkbook,
    find_pictures: FindPictures = lambda part: (),
) -> Reading:
    """Read a workbook of a known template as one with this identity."""
    located = locate(expected, facts)
    _check_broken(expected, facts, located)
    reader = _Reader(expected, facts, located)
    responses, rows = reader.responses(), tuple(reader.rows())
    changed = tuple(changes(expected, located))
    return Reading(
        identity=identity,
        language_known=identity.language == expected.language,
        expected=expected,
        facts=facts,
        located=located,
        responses=responses,
        rows=rows,
        changes=changed,
        outputs=dict(reader.outputs()),
        faulty=_faulty(responses, *(row.responses for row in rows)),
        pictures=_pictures(located, find_pictures),
        strange=strange_formulas(expected, facts, located, changed),
    )


def _faulty(*found: Mapping[str, Response]) -> tuple[Response, ...]:
    return tuple(each for responses in found for each in responses.values() if each.faults)


def _check_broken(expected: ExpectedWorkbook, facts: RawWorkbook, located: Located) -> None:
    """Refuse where a sheet that cannot be read is, or may be, one of ours."""
    titles = {title.casefold() for title in expected.titles.values()}
    missing = any(missing_sheets(expected, located))
    for title, refused in facts.broken:
        if missing or title.casefold() in titles:
            raise refused


def _pictures(located: Located, find: FindPictures) -> dict[str, tuple[Corners, ...]]:
    """Return the areas under pictures; a drawing that cannot be read shows none."""
    found = {}
    for sheet in located.sheets.values():
        with contextlib.suppress(Refused):
            found[sheet.title] = find(sheet.part)
    return {title: areas for title, areas in found.items() if areas}


def identify(workbook: bytes, extra_templates: Iterable[Path] = ()) -> tuple[Bundle, str]:
    """Return template and language of a workbook that the operator names; PocgateError if it has none."""
    try:
        facts = read_workbook(Package.from_bytes(workbook))
        _, expected = _identified(facts, finder_among(extra_templates), tuple)
    except (Refused, Unidentified) as fault:
        problem = visible(f"{fault.kind} {fault.detail}".strip())
        raise PocgateError(f"The workbook cannot be identified: {problem}.") from fault
    return expected.bundle, expected.language


def _identified(
    facts: RawWorkbook, find: FindBundle, known: KnownBundles
) -> tuple[Identity, ExpectedWorkbook]:
    """Return the identity, and what the workbook is held against."""
    places = places_of(facts)
    identity = identity_of(facts, places)
    if not (identity.template and identity.version):
        if facts.broken and not identity.template:
            raise facts.broken[0][1]
        from .origins.best_fit import best_fitting  # nearly every workbook says whose it is

        possible = (each for each in known() if identity.template in ("", each.template.id))
        fitting = best_fitting(facts, places, possible)
        if fitting is None:
            raise Unidentified(
                "unknown_template" if identity.template else "foreign_workbook", identity.template
            )
        return identity, fitting
    bundle = find(identity.template, identity.version, identity.digest)
    if bundle is None:
        raise Unidentified("unknown_template", f"{identity.template} {identity.version}".strip())
    edition = identity.edition if identity.edition in LIVE_EDITIONS else PLAIN
    return identity, expected_of(bundle, language_of(bundle, identity.language, _titles(facts)), edition)


def _titles(facts: RawWorkbook) -> frozenset[str]:
    return frozenset(sheet.title for sheet in facts.sheets)


class _Reader:
    """A reader of cells whose names are in place; nothing is guessed about the others."""

    def __init__(self, expected: ExpectedWorkbook, facts: RawWorkbook, located: Located) -> None:
        self.expected, self.facts, self.located = expected, facts, located
        self.context = expected.context(facts.date1904)
        self.context = expected.context(facts.date1904, self._currency(self.context))

    def _currency(self, context: ReadingContext) -> str:
        """Return the currency in which amounts are read; the template's own while none is given."""
        name = "pg_engagement_currency"
        sheet = self._sheet_of(name)
        if sheet is None:
            return self.expected.bundle.template.costs.currency
        field, position = self.expected.fields[name], self.expected.names[name].first
        [response] = self._on(sheet, (field,), WantedCells([position]), context)
        return str(response.value or self.expected.bundle.template.costs.currency)

    def _sheet_of(self, name: str) -> RawSheet | None:
        """Return the sheet of a name that is in place."""
        if name in self.located.displaced:
            return None
        return self.located.sheets.get(self.expected.names[name].sheet)

    def responses(self) -> dict[str, Response]:
        found: dict[str, Response] = {}
        displaced, sheets = self.located.displaced, self.located.sheets
        for id_, (fields, wanted) in self.expected.inputs.items():
            if sheet := sheets.get(id_):
                for response in self._on(sheet, fields, wanted, self.context):
                    if response.field.name not in displaced:
                        found[response.field.name] = response
        return found

    def rows(self) -> Iterator[BlockRow]:
        for block in self.expected.blocks:
            sheet = self._sheet_of(block.name)
            if sheet is None:
                continue
            fields, wanted = block.columns * block.rows, self.expected.block_cells[block.name]
            found, width = list(self._on(sheet, fields, wanted, self.context)), len(block.columns)
            for start in range(0, len(found), width):
                responses = found[start : start + width]
                if not all(response.blank for response in responses):
                    yield BlockRow(block, {response.field.part: response for response in responses})

    def _on(
        self, sheet: RawSheet, fields: Iterable[Field], wanted: WantedCells, context: ReadingContext
    ) -> Iterator[Response]:
        """Yield what was answered in many cells of a sheet."""
        hidden = hidden_among(wanted, sheet.merges) if sheet.merges else NOTHING_HIDDEN
        for field, position, cell in zip(fields, wanted.positions, many(sheet.cells, wanted), strict=True):
            if sheet.arrays:
                cell = filled(sheet, position, cell)
            if cell is None:
                yield Response(field, sheet.title, position, None, None)
            elif position in hidden:
                fault = InputFault("hidden_value", shown(cell))
                yield Response(field, sheet.title, position, cell, None, (fault,))
            else:
                value, faults = interpret(field, cell, context)
                yield Response(field, sheet.title, position, cell, value, faults)

    def outputs(self) -> Iterator[tuple[str, RawCell]]:
        for name in self.expected.outputs:
            sheet = self._sheet_of(name)
            cell = sheet.cells.get(self.expected.names[name].first) if sheet else None
            if cell is not None:
                yield name, cell
