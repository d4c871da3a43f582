"""The layout's vocabulary: a workbook as data, before anything is written. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from ...core.fields import Field, FieldTable
from ...records import dataclass
from ...spreadsheetml.address import Position, a1, absolute

PLAIN = "plain"
"""The edition that is sent out: native formulas only."""
LIVE_EDITIONS: Mapping[str, str] = {"classic": "POCGATE_", "office": "_xldudf_POCGATE_"}
"""The other editions, and how a file names the functions that they call."""
LIVE = "pg_live_"
"""What the names of results begin with that a host computes."""
LIBRARY = "PG."
"""What the names of functions begin with that formulas can express: nothing else is called so."""
OUTPUT_PREFIX = "pg_out_"
"""What the names of results begin with."""

OUTSIDE = "https://"
"""What links begin with that lead out of the workbook."""
BESIDE = "beside:"
"""What links begin with that lead to a file, seen from the workbook's folder: then its path as part of a URL,
and behind `#` a place in it."""

IDENTITY_SHEET = "identity"
INTERNAL = ("pg_calc_", "pg_list_", "pg_text_", "pg_code_")
"""Prefixes of names that serve formulas only."""
IN_HEADER = ("pg_engagement_id", "pg_engagement_organization", "pg_engagement_poc_name")
"""What names an engagement on every printed page."""
IDENTITY_TITLE = "pg_identity"
IDENTITY = ("template", "version", "digest", "engagement", "language", "edition", "organization")
OF_AN_OWNER = frozenset({"engagement", "organization"})
"""Parts of an identity that are blank where a workbook was made for nobody yet."""


Literalish = str | int | Decimal | date | None
CellFormat = Literal[
    "general", "text", "whole", "number", "money", "date", "month", "percent", "multiple",
    "fraction", "mark", "date_or_dash", "year_month", "months", "of", "thousands", "millions", "month_day",
]  # fmt: skip
Style = Literal[
    "title", "subtitle", "heading", "header", "header_on", "carried", "label", "body", "muted", "input",
    "prefilled", "output", "code", "working", "check", "link", "hint", "decision", "total", "blank", "band",
    "span", "gantt", "bar", "caption", "strong", "output_line",
    "output_on", "output_end", "given", "needed",
    "progress", "whose", "point", "row", "progress_bar", "banner_bar",
    "paper_strip", "paper_name", "paper_whose", "why", "why_right", "tile", "tile_label", "tile_value",
    "column", "step", "step_who", "step_change", "step_link", "paper_rule", "reason", "chip", "small",
    "input_top", "seal", "seal_head", "fit", "reason_line", "beside", "amount", "input_by", "input_sign",
    "input_big", "line", "reference", "summary", "summary_note", "cell", "cell_strong", "cell_wrap",
    "cell_link",
    "tile_words", "tile_note", "trial", "sentence",
]  # fmt: skip
Align = Literal["", "left", "center", "right"]
Tone = Literal[
    "good", "attention", "bad", "neutral", "bar", "required", "needed", "given", "pointed", "fine",
    "lit", "half", "panel",
    "good_light", "attention_light",
    "bar_good", "bar_attention", "bar_bad", "ink_good", "ink_bad", "ink_attention", "line_below", "line_bad",
]  # fmt: skip
Role = Literal["", "start", "needed", "optional", "read", "free"]
"""What people do on a sheet, shown by the colour of its tab."""
ChartTone = Literal[
    "accent", "muted", "hidden", "line", "good", "good_light", "attention", "attention_light", "bad"
]


def link_to(title: str, position: Position | None) -> str:
    """Return how a link names a cell of a sheet; without a cell what stands before an address."""
    name = title.replace("'", "''")
    return f"#'{name}'!{a1(position) if position else ''}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a sheet (by sheet id); a single cell when `last` equals `first`."""

    sheet: str
    first: Position
    last: Position

    @property
    def ref(self) -> str:
        """Return the area in A1 notation, absolute, without its sheet."""
        first = absolute(self.first)
        return first if self.first == self.last else f"{first}:{absolute(self.last)}"


def identity_name(key: str) -> str:
    return f"pg_identity_{key}"


def input_key(field: Field, area: Area, position: Position) -> str:
    """Return the key of an input cell: its name, or name, row from 0 and column in a table of free rows."""
    return field.name if area.first == area.last else table_key(field, position[0] - area.first[0])


def table_key(field: Field, row: int) -> str:
    """Return the key of a cell in a table of free rows, counted from 0."""
    return f"{field.name}.{row}.{field.part}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows: a literal, a formula (with its `=`) or an input.

    A formula in braces, `{=...}`, gives a table for as many rows and columns as `fills` says, from this
    cell on; the other cells of it are no cells of the plan.
    """

    value: Literalish = None
    formula: str = ""
    style: Style = "body"
    format: CellFormat = "general"
    align: Align = ""
    vertical: Literal["", "top", "center", "bottom"] = ""
    """Where a value stands between the lines of its row; "" for what its style says."""
    field: Field | None = None
    prompt: tuple[str, str] = ("", "")
    """Title and text of an input's message."""
    error: tuple[str, str] = ("", "")
    """Title and text of what Excel says when a value is refused."""
    link: str = ""
    """Where a click leads: `sheet:` and its id, an address of the web, or `beside:` and a file."""
    shows: str = ""
    """Key of the truth that a formula shows (see the package `shown`), or, where formulas repeat a
    text, the id of that text."""
    fills: tuple[int, int] = (1, 1)
    tries: Field | None = None
    """The answer beside which another is tried here, within the same limits; nobody reads it as one."""

    @property
    def free(self) -> bool:
        """Say whether people write here what nobody reads."""
        return self.tries is not None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A tone that cells of an area have while a formula is true (conditional formatting)."""

    area: str
    formula: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Gauge:
    """How large the number of each cell of an area is, seen at a glance: a bar in it, or its heat.

    Heat goes from the tone of what is bad, at `low`, to that of what is good, at `high`.
    """

    area: str
    kind: Literal["bar", "heat"]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A table of Excel, with its header; its name is the same in every language."""

    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; `labels` and series values are areas with their sheet id.

    Width and height are centimetres. Bars lie and grow to the right, labels in order from the top;
    beside a series of tone `line`, a threshold, they stand as columns, which `piled` ones stack. The
    `hidden` series of a stacked chart only lifts the next one. A `range` is stacked and nothing but its
    bars: it lies over cells, a bar a row, and these say what it shows.
    """

    kind: Literal["bar", "column", "piled", "stacked", "range"]
    title: str
    alt: str
    anchor: str
    width: float
    height: float
    labels: Area
    series: tuple[tuple[str, Area, ChartTone], ...]
    """Title, values and tone of each series."""
    maximum: float | None = None
    format: CellFormat = "general"
    """How values are written on bars."""
    units: tuple[str, str] = ("", "")
    """Words for thousands and millions; then the axis counts in them, whatever the amounts."""
    end: str = ""
    """The last cell that it covers; then its size follows the cells, whatever their font."""


@dataclass(frozen=True, slots=True)
class Print:
    """How a sheet is printed."""

    orientation: Literal["portrait", "landscape"] = "landscape"
    area: str = ""
    title_rows: str = ""
    one_page: bool = False
    breaks: tuple[int, ...] = ()
    """Rows that begin a page."""
    top: float = 0.7
    """Inches above, in which the page header stands."""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet as data: what stands where, and how it behaves."""

    id: str
    title: str
    cells: Mapping[Position, Cell]
    names: Mapping[str, Area]
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    freeze: str = ""
    highlights: tuple[Highlight, ...] = ()
    charts: tuple[Chart, ...] = ()
    print: Print = Print()
    brand: Position | None = None
    """Where the organisation's name and logo stand."""
    hidden: bool = False
    unlocked: bool = False
    """Whether everything on the sheet may be edited."""
    gridlines: bool = False
    autofilter: str = ""
    """Area of a table whose header offers filters."""
    check: Position | None = None
    """Where the line stands that says what is missing or wrong; None is beside the title."""
    active: Position | None = None
    """The cell on which the sheet opens: its first input, or the first that is needed."""
    role: Role = ""
    merges: tuple[str, ...] = ()
    """Areas that are one box for a text of many lines; what is written stands in the first cell."""
    fixed: bool = False
    """Whether rows stay as high as planned, whatever is written into them."""
    gauges: tuple[Gauge, ...] = ()
    tables: tuple[ExcelTable, ...] = ()
    values_from: int = 0
    """The row from which on only values and links to files beside stand, written quickly; 0 for none."""

    @property
    def single_cells(self) -> Mapping[Position, Cell]:
        """Return the cells that are planned one by one: all but those of a table made line by line."""
        single: Mapping[Position, Cell] = getattr(self.cells, "single", self.cells)
        return single

    @property
    def short_cells(self) -> Mapping[Position, Cell]:
        """Return the cells above the rows of a long table."""
        if not self.values_from:
            return self.cells
        return {place: cell for place, cell in self.single_cells.items() if place[0] < self.values_from}

    @property
    def growing(self) -> frozenset[int]:
        """Return the rows that grow with the texts that are written into them."""
        cells = self.single_cells.items()
        inputs = (row for (row, _), cell in cells if cell.field and cell.field.kind == "text")
        return frozenset() if self.fixed else frozenset(inputs)


@dataclass(frozen=True, slots=True)
class WorkbookPlan:
    """Every sheet of one workbook and where each defined name stands."""

    template: str
    version: str
    language: str
    digest: str
    sheets: tuple[SheetPlan, ...]
    fields: tuple[Field, ...] = ()
    """Every named input cell, in the order of the sheets."""
    blocks: tuple[FieldTable, ...] = ()
    """The tables of free rows."""

    @property
    def names(self) -> dict[str, Area]:
        return {name: area for sheet in self.sheets for name, area in sheet.names.items()}

    def sheet(self, id_: str) -> SheetPlan:
        return next(sheet for sheet in self.sheets if sheet.id == id_)

    def formula_cells(self) -> Iterator[tuple[SheetPlan, Position, str]]:
        """Yield every cell that must hold a formula."""
        for sheet in self.sheets:
            for position, cell in sheet.cells.items():
                if cell.formula:
                    yield sheet, position, cell.formula
