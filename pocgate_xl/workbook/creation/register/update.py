"""A register that is there: rows are changed and added in place, and whatever else it holds stays.

What stands in a workbook follows the workbook; what is kept beside it (e-mail, due) follows the register once
it is there, as that is where an operator writes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path

from ....core.fields import Field
from ....core.submission import Value
from ....errors import OutputError
from ....opc.package import Package, open_package
from ....opc.refusal import Refused
from ....opc.safe_text import without_hidden
from ....opc.zip_writer import replace_parts
from ....records import dataclass
from ....spreadsheetml.address import Position
from ....spreadsheetml.cells import RawCell
from ....spreadsheetml.editing.quoted_styles import QuotedStyles
from ....spreadsheetml.editing.sheet_editor import EditError, NewValue, replace_cells, styles_of
from ....spreadsheetml.editing.table_editor import TablePart, larger_dimension, larger_table, table_at
from ....spreadsheetml.serial_dates import serial_of_day
from ....templates.loader import Bundle, load_bundle
from ..lists.columns import ID, Header, columns_of, fields_by_title, find_header
from ..lists.engagements import ListedEngagement, rows_below
from ..lists.tables import tables_in
from .entries import DIGEST, ISSUED, RegisterEntry, is_kept, labelled, register_fields, title_of

SAMPLE = 50
"""Rows by which it is told what a column usually looks like."""


@dataclass(frozen=True, slots=True)
class Updated:
    """A register as it is to be written, None where it says everything already; what is kept as it was."""

    workbook: bytes | None
    remarks: tuple[str, ...] = ()


def updated_register(
    file: Path, entries: Sequence[RegisterEntry], folder: Path, language: str, again: bool = False
) -> Updated:
    """Return a register with these entries, by the template in a folder; OutputError where it is none.

    A workbook that was made anew with the same bytes keeps its day of issue, but `again`.
    """
    bundle = load_bundle(folder)
    try:
        package = open_package(file)
        return _Register(package, bundle, language, entries).updated(entries, again)
    except (Refused, EditError) as error:
        raise OutputError(f"it cannot be read as a register: {error}") from error


@dataclass(slots=True)
class _Changes:
    """What is put into the cells of a sheet, and the columns that are new."""

    cells: dict[Position, NewValue] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class _Register:
    """A register as it stands, and what is to be changed in it."""

    def __init__(
        self, package: Package, bundle: Bundle, language: str, entries: Sequence[RegisterEntry]
    ) -> None:
        self.package, self.bundle, self.catalog = package, bundle, bundle.catalogs[language]
        self.header = _header_of(package, bundle)
        table = self.header.table
        columns = columns_of(self.header.cells, fields_by_title(bundle))
        self.places = {each.key: index + 1 for index, each in columns.fields.items()}
        self.keys = {each.name: each.key for each in columns.fields.values()}
        near = _narrowed(self.header, self.places[ID] - 1, {entry.id for entry in entries})
        rows = list(rows_below(near, columns, bundle, language))
        self.rows = {row.id: row for row in reversed(rows)}
        self.filled = {
            (number, at) for number, cells in table.rows for at, cell in enumerate(cells, 1) if cell
        }
        self.xml = package.read(table.part)
        usual = table.rows[self.header.index : self.header.index + SAMPLE]
        self.styles = styles_of(self.xml, [number for number, _ in (*near.table.rows, *usual)])
        self.table = table_at(package, table.part, (self.header.number, self.places[ID]))
        self.bottom = max(number for number, _ in table.rows)
        self.changes = _Changes()

    def updated(self, entries: Sequence[RegisterEntry], again: bool) -> Updated:
        """Return the register with these entries in it."""
        if self.table is not None and self.table.totals:
            raise EditError("its table has a row of totals; switch it off")
        fields = list(register_fields(self.bundle, entries))
        self._add_columns([each for each in fields if each.key not in self.places])
        for entry in entries:
            self._put(entry, fields, self.rows.get(entry.id), again)
        workbook = self._written() if self.changes.cells else None
        return Updated(workbook, tuple(self.changes.remarks))

    def _add_columns(self, fields: Sequence[Field]) -> None:
        """Give the columns that are missing a place behind everything that stands on the sheet."""
        if not fields:
            return
        edge = max(column for _, column in self.filled)
        style = self.styles.get((self.header.number, self.places.get(ID, edge)), "0")
        for column, each in enumerate(fields, edge + 1):
            title = title_of(each, self.catalog, self.bundle)
            self.places[each.key] = column
            self.changes.titles.append(title)
            self.changes.cells[self.header.number, column] = NewValue(title, style=style)

    def _put(
        self, entry: RegisterEntry, fields: Sequence[Field], row: ListedEngagement | None, again: bool
    ) -> None:
        if row is None:
            self.bottom += 1
            number, there = self.bottom, dict[str, Value]()
        else:
            said = {**row.values, **row.aside}
            number, there = row.number, {self.keys[name]: value for name, value in said.items()}
        same = there.get(DIGEST) == entry.values.get(DIGEST) and not again
        for each in fields:
            value = entry.values.get(each.key)
            if each.key == ISSUED and same and ISSUED in there:
                continue
            if row is None or (value is not None and there.get(each.key) != value):
                self._change(entry, each, (number, self.places[each.key]), value)

    def _change(self, entry: RegisterEntry, field_: Field, place: Position, value: Value | None) -> None:
        if place in self.filled and is_kept(field_):
            title = title_of(field_, self.catalog, self.bundle)
            self.changes.remarks.append(f"{entry.id}: {title} stays as the register has it, not {value}")
            return
        label = labelled(field_, value, self.bundle, self.catalog)
        self.changes.cells[place] = self._new_value(label, place)

    def _new_value(self, value: Value | None, place: Position) -> NewValue:
        """Return a value as a cell holds it; a day is a text where no cell shows how days are written."""
        style = self.styles.get(place) or self._usual_style(place[1])
        if style == "0" and isinstance(value, str):  # in a column that is new
            style = self._usual_style(self.places["organization"])
        if isinstance(value, date):
            serial = serial_of_day(value, self.header.table.date1904) if style != "0" else None
            return NewValue(value.isoformat() if serial is None else serial, style=style)
        return NewValue(value, style=style)

    def _usual_style(self, column: int) -> str:
        """Return the style that most cells of a column have: single ones were coloured for a reason."""
        top = self.header.number
        below = Counter(style for (row, at), style in self.styles.items() if at == column and row > top)
        return max(below, key=lambda style: below[style], default="0")

    def _written(self) -> bytes:
        styles = QuotedStyles(self.package)
        sheet = replace_cells(self.xml, self.changes.cells, style=styles.style_for)
        columns = {column for _, column in (*self.filled, *self.changes.cells)}
        parts = {self.header.table.part: larger_dimension(sheet, (self.bottom, max(columns)))}
        if self.table is not None:
            parts |= {self.table.part: self._larger(self.table)}
        return replace_parts(self.package, parts | styles.parts())

    def _larger(self, table: TablePart) -> bytes:
        """Return the table down to the last row, with new columns where they stand right beside it."""
        bottom, right = table.area[1]
        new = sorted(column for row, column in self.changes.cells if row == self.header.number)
        titles = self.changes.titles if new and new[0] == right + 1 else []
        return larger_table(table, (max(bottom, self.bottom), right + len(titles)), titles)


def _narrowed(header: Header, column: int, ids: Container[str]) -> Header:
    """Return the header above those rows alone that may have one of some ids: a register may be long."""
    below = header.table.rows[header.index + 1 :]
    rows = ((number, cells) for number, cells in below if column < len(cells) and _may_be(cells[column], ids))
    return Header(header.table._replace(rows=[(header.number, header.cells), *rows]), 0)


def _may_be(cell: RawCell | None, ids: Container[str]) -> bool:
    return cell is not None and (cell.kind != "text" or without_hidden(str(cell.value)).strip() in ids)


def _header_of(package: Package, bundle: Bundle) -> Header:
    """Return the header of the sheet that is a register's; EditError where there is none any more."""
    known = fields_by_title(bundle)
    header = find_header([table for table in tables_in(package) if table.register], known)
    if header is None or ID not in {each.key for each in columns_of(header.cells, known).fields.values()}:
        raise EditError("its column of ids is missing")
    return header
