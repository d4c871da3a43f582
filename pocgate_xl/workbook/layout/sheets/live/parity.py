"""The hidden sheet of a live edition: what functions give, and every result once more beside the own one.

Where no host answers, the cells stay empty and a line says who calculated. Functions take one block of
cells each, so the answers are gathered here. Each function is called once, and only after one call showed
that somebody answers: else every call would wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .....spreadsheetml.address import Position, a1, absolute
from ...context import Context
from ...plan import LIVE, OUTPUT_PREFIX, Cell, CellFormat, SheetPlan
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT
from .blocks import SHEET, WIDTH, WORDS, Blocks, Twin, gather
from .review import AGREEMENT, BY
from .review_columns import RUNNING
from .review_tables import FINDINGS, FOUND, RAISED
from .twins import twins_of
from .what_if import LETTERS, RESULTS, WHAT_IF, WHY

VERSION = "pg_live_version"
TOP = 9
NATIVE_COLUMN, LIVE_COLUMN, AGREES_COLUMN = LEFT + 1, LEFT + 2, LEFT + 3
WORD_COLUMN = AGREES_COLUMN + 2
FIRST_TABLE = WORD_COLUMN + WIDTH + 1
SAID_WORDS = ("off", "same", "differ", "yes", "no", "more", "none", "by_word")
LETTERS_OF_A_STEP, WIDE_LETTERS_OF_A_STEP = 200, 105
"""How much of a next step three lines take."""
TOLERANCE, CENT = "1E-9", "0.01"
"""Two numbers agree that are as near as this, as a share or, of money, as an amount."""
PROBLEM = "#POCGATE:"


def plan_parity(sheets: tuple[SheetPlan, ...], context: Context, prefix: str) -> SheetPlan:
    """Plan the sheet on which functions answer."""
    builder = SheetBuilder(SHEET, "pg_live")
    blocks = Blocks(prefix, gather(builder, context, (TOP + 1, WORD_COLUMN)))
    twins = dict(twins_of(context.template, blocks))
    formats = {
        name: sheet.cells[area.first].format
        for sheet in sheets
        for name, area in sheet.names.items()
        if name.startswith(OUTPUT_PREFIX)
    }
    _frame(builder, context, blocks, len(formats))
    own = {name: twins[name.removeprefix(OUTPUT_PREFIX)] for name in formats}
    sizes = _sizes(own.values())
    tables = dict(_tables(builder, sizes, TOP + 1))
    below = TOP + 2 + sum(rows for rows, _ in sizes.values())
    _review_tables(builder, context, blocks, below)
    shown = _shown(own, tables)
    for row, (name, format_) in enumerate(formats.items(), TOP + 1):
        _result(builder, row, name, format_, shown[name])
    return SheetPlan(builder.id, builder.title, builder.cells, builder.names, hidden=True)


def _review_tables(builder: SheetBuilder, context: Context, blocks: Blocks, top: int) -> None:
    """Place the tables that the review shows."""
    raised = blocks.call("STEPS", "fields", language=WORDS)
    found = blocks.call("FINDINGS", "fields", language=WORDS)
    tried = blocks.call("WHATIF", "fields", "changes", language=WORDS)
    for name, call, size in (
        (RAISED, raised, (len(context.template.criteria), 4)),
        (FOUND, found, (FINDINGS + 1, 6)),
        (WHAT_IF, tried, (len(RESULTS) + 1, 3)),
    ):
        _table(builder, top, call, size)
        builder.name(name, (top, FIRST_TABLE), (top + size[0] - 1, FIRST_TABLE + size[1] - 1))
        top += size[0]
    why = blocks.call("WHY", '"WHATIF"', "fields", "changes", WORDS)
    asked = f'=IF({RUNNING}=1,IFERROR({why},""),"")'
    builder.put(top, FIRST_TABLE, Cell(formula=asked, style="working"), WHY)
    letters = Cell(WIDE_LETTERS_OF_A_STEP if context.wide else LETTERS_OF_A_STEP, style="working")
    builder.put(top + 1, FIRST_TABLE, letters, LETTERS)


def _table(builder: SheetBuilder, row: int, call: str, size: Position) -> None:
    """Place one array formula, as large as is looked at."""
    formula = f'{{=IF({RUNNING}=1,{call},"")}}'
    builder.put(row, FIRST_TABLE, Cell(formula=formula, style="working", fills=size))


def _shown(twins: Mapping[str, Twin], tables: Mapping[str, Position]) -> dict[str, str]:
    """Return the formula for every live result; each table is called once and stands beside."""
    found: dict[str, str] = {}
    counted: set[str] = set()
    for name, twin in twins.items():
        if twin.place is None:
            found[name] = f'=IF({RUNNING}=1,IFERROR({twin.call},""),"")'
            continue
        row, column = tables[twin.call]
        first, cell = a1((row, column)), a1((row + twin.place[0] - 1, column + twin.place[1] - 1))
        # A table that cannot be computed is one text in all its cells: it is shown once.
        problem = '""' if twin.call in counted else first
        counted.add(twin.call)
        found[name] = f'=IFERROR(IF(LEFT({first},9)="{PROBLEM}",{problem},IF({cell}="","",{cell})),"")'
    return found


def _sizes(twins: Iterable[Twin]) -> dict[str, Position]:
    """Return how many rows and columns of each table are looked at, by its call."""
    sizes: dict[str, Position] = {}
    for twin in twins:
        if twin.place is not None:
            rows, columns = sizes.get(twin.call, (1, 1))
            sizes[twin.call] = max(rows, twin.place[0]), max(columns, twin.place[1])
    return sizes


def _tables(builder: SheetBuilder, sizes: Mapping[str, Position], row: int) -> Iterator[tuple[str, Position]]:
    """Place the tables one below the other; yield call and first cell of each."""
    for call, size in sizes.items():
        _table(builder, row, call, size)
        yield call, (row, FIRST_TABLE)
        row += size[0]


def _frame(builder: SheetBuilder, context: Context, blocks: Blocks, results: int) -> None:
    """Write the words of this sheet, who answers, whether all agree, and the header of the results."""
    text = context.catalog.text
    for row, word in enumerate(SAID_WORDS, 1):
        builder.put(row, WORD_COLUMN, Cell(text(f"live.{word}"), style="working"), f"pg_live_{word}")
    # A wrapper whose Python is missing answers with the text of an error, not with a version.
    marks = f"{absolute((TOP + 1, AGREES_COLUMN))}:{absolute((TOP + results, AGREES_COLUMN))}"
    differing = f"COUNTIF({marks},pg_live_no)"
    says = f'=IF({RUNNING}=0,"",IF({differing}=0,pg_live_same,pg_live_differ&{differing}))'
    steps = {
        VERSION: f'=IFERROR({blocks.call("VERSION")},"")',
        RUNNING: f'=IF(LEFT({VERSION},8)="pocgate ",1,0)',
        BY: f"=IF({RUNNING}=1,pg_live_by_word&{VERSION},pg_live_off)",
        AGREEMENT: says,
    }
    for row, (name, formula) in enumerate(steps.items(), 1):
        builder.put(row, WORD_COLUMN + 1, Cell(formula=formula, style="working"), name)
    for column, word in enumerate(("result", "native", "live", "agrees"), LEFT):
        builder.put(TOP, column, Cell(text(f"live.{word}"), style="working"))


def _result(builder: SheetBuilder, row: int, name: str, format_: CellFormat, twin: str) -> None:
    """Place one result, its live twin and whether both say the same."""
    code = name.removeprefix(OUTPUT_PREFIX)
    builder.put(row, LEFT, Cell(code, style="muted"))
    shown = Cell(formula=f"={name}", format=format_, align="center", shows=f"output {code}")
    native = builder.put(row, NATIVE_COLUMN, shown)
    again = replace(shown, formula=twin, style="output", shows=f"live {code}")
    live = builder.put(row, LIVE_COLUMN, again, LIVE + code)
    least = CENT if format_ == "money" else TOLERANCE
    near = f"ABS({native}-{live})<=MAX({least},{TOLERANCE}*ABS({native}))"
    same = f"IF(AND(ISNUMBER({native}),ISNUMBER({live})),{near},{native}={live})"
    # Where figures allow no result, the workbook shows nothing and a function says why.
    said = f'AND({native}="",LEFT({live},9)="{PROBLEM}")'
    says = f'=IF({RUNNING}=0,"",IF(IFERROR(OR({same},{said}),FALSE),pg_live_yes,pg_live_no))'
    builder.put(row, AGREES_COLUMN, Cell(formula=says, style="body", align="center"))
