"""The sheet of a live edition: every result once more, computed by the functions of a host.

The workbook's own results stand beside, unchanged; where no host answers, the cells stay empty and a
line says who calculated. Functions take one block of cells each, so the answers are gathered here. Each
function is called once, and only after one call showed that somebody answers: else every call would wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from ....core.helper_kinds import helper_form
from ....core.template import HelperKind, Template
from ....spreadsheetml.address import Position, a1, absolute
from ..context import Context
from ..plan import LIVE, Area, Cell, CellFormat, Highlight, Print, SheetPlan
from ..sheet_builder import SheetBuilder
from .frame import LEFT, TITLE_ROW, carry_on

SHEET, OUTPUT = "live", "pg_out_"
BY, AGREEMENT, VERSION = "pg_live_by", "pg_live_agreement", "pg_live_version"
RUNNING = "pg_live_running"
SUBTITLE_ROW, HINT_ROW, BY_ROW, AGREEMENT_ROW, TOP = 2, 3, 4, 5, 7
NATIVE_COLUMN, LIVE_COLUMN, AGREES_COLUMN = LEFT + 1, LEFT + 2, LEFT + 3
FIRST_GATHERED = AGREES_COLUMN + 2
FIRST_TABLE = FIRST_GATHERED + 9
TEMPLATE = 'pg_identity_template&" "&pg_identity_version'
TOLERANCE = "1E-9"
PROBLEM = "#POCGATE:"
SUMS = ("initial", "run_rate", "first_year", "three_year")
SIDES = ("low", "high")


@dataclass(frozen=True, slots=True)
class Twin:
    """What a function gives: a call, and the place in its table unless it gives one value."""

    call: str
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where the gathered answers stand, and what begins a function's name."""

    prefix: str
    areas: Mapping[str, str]

    def call(self, noun: str, *arguments: str, later: tuple[str, ...] = ()) -> str:
        """Return a call; an empty argument is left out, language and template stand before later ones."""
        given, behind = ([self.areas.get(each, each) for each in part] for part in (arguments, later))
        return f"{self.prefix}{noun}({','.join((*given, '', TEMPLATE, *behind))})"

    def value(self, noun: str, *arguments: str, later: tuple[str, ...] = ()) -> Twin:
        """Return the one value that a function gives."""
        return Twin(self.call(noun, *arguments, later=later))

    def pick(self, noun: str, row: int, column: int, *arguments: str, later: tuple[str, ...] = ()) -> Twin:
        """Return one cell of a table that a function gives."""
        return Twin(self.call(noun, *arguments, later=later), (row, column))


def with_live_sheet(sheets: tuple[SheetPlan, ...], context: Context, prefix: str) -> tuple[SheetPlan, ...]:
    """Return the sheets with the live one behind those that people see."""
    seen = [sheet for sheet in sheets if not sheet.hidden]
    hidden = [sheet for sheet in sheets if sheet.hidden]
    return (*seen, _plan_live(sheets, context, prefix), *hidden)


def _plan_live(sheets: tuple[SheetPlan, ...], context: Context, prefix: str) -> SheetPlan:
    builder = SheetBuilder(SHEET, context.catalog.text("live.title"))
    blocks = Blocks(prefix, dict(_gathered(builder, context.template)))
    twins = dict(_twins(context.template, blocks))
    formats = {
        name: sheet.cells[area.first].format
        for sheet in sheets
        for name, area in sheet.names.items()
        if name.startswith(OUTPUT)
    }
    _frame(builder, context, blocks, len(formats))
    shown = _shown(builder, {name: twins[name.removeprefix(OUTPUT)] for name in formats})
    for row, (name, format_) in enumerate(formats.items(), TOP + 1):
        _result(builder, row, name, format_, shown[name])
    return _finished(builder, len(formats))


def _shown(builder: SheetBuilder, twins: Mapping[str, Twin]) -> dict[str, str]:
    """Return the formula for every live result; each table is called once and stands beside."""
    found: dict[str, str] = {}
    tables = dict(_tables(builder, twins.values()))
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


def _tables(builder: SheetBuilder, twins: Iterable[Twin]) -> Iterator[tuple[str, Position]]:
    """Place one array formula a table, as large as is looked at; yield its call and first cell."""
    sizes: dict[str, Position] = {}
    for twin in twins:
        if twin.place is not None:
            rows, columns = sizes.get(twin.call, (1, 1))
            sizes[twin.call] = max(rows, twin.place[0]), max(columns, twin.place[1])
    row = TOP + 1
    for call, size in sizes.items():
        formula = f'{{=IF({RUNNING}=1,{call},"")}}'
        builder.put(row, FIRST_TABLE, Cell(formula=formula, style="working", fills=size))
        yield call, (row, FIRST_TABLE)
        row += size[0]


def _finished(builder: SheetBuilder, results: int) -> SheetPlan:
    last = TOP + results
    marks = f"{absolute((TOP + 1, AGREES_COLUMN))}:{absolute((last, AGREES_COLUMN))}"
    first = f"{absolute((TOP + 1, AGREES_COLUMN)).replace('$', '')}"
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths={1: 2, LEFT: 44, NATIVE_COLUMN: 22, LIVE_COLUMN: 22, AGREES_COLUMN: 10},
        highlights=(Highlight(marks.replace("$", ""), f"{first}=pg_live_no", "bad"),),
        freeze=f"A{TOP + 1}",
        print=Print("portrait", f"A1:{a1((last, AGREES_COLUMN))}", f"{TITLE_ROW}:{TOP}"),
    )  # fmt: skip


def _frame(builder: SheetBuilder, context: Context, blocks: Blocks, results: int) -> None:
    """Write the head of the sheet: who calculated, whether all agree, and the table's header."""
    text = context.catalog.text
    builder.put(TITLE_ROW, LEFT, Cell(builder.title, style="title"))
    builder.put(SUBTITLE_ROW, LEFT, Cell(formula="=pg_calc_whose", style="subtitle", shows="engagement_line"))
    builder.put(HINT_ROW, LEFT, Cell(text("live.hint"), style="hint"))
    for row, word in enumerate(("off", "same", "differ", "yes", "no"), 1):
        cell = Cell(text(f"live.{word}"), style="working")
        builder.put(row, FIRST_GATHERED, cell, f"pg_live_{word}")
    version = f'=IFERROR({blocks.call("VERSION")},"")'
    builder.put(1, FIRST_GATHERED + 1, Cell(formula=version, style="working"), VERSION)
    # A wrapper whose Python is missing answers with the text of an error, not with a version.
    running = f'=IF(LEFT({VERSION},8)="pocgate ",1,0)'
    builder.put(2, FIRST_GATHERED + 1, Cell(formula=running, style="working"), RUNNING)
    _line(builder, BY_ROW, text("live.by"), f"=IF({RUNNING}=1,{VERSION},pg_live_off)", BY)
    marks = f"{absolute((TOP + 1, AGREES_COLUMN))}:{absolute((TOP + results, AGREES_COLUMN))}"
    differing = f"COUNTIF({marks},pg_live_no)"
    says = f'=IF({RUNNING}=0,"",IF({differing}=0,pg_live_same,pg_live_differ&{differing}))'
    _line(builder, AGREEMENT_ROW, text("live.agreement"), says, AGREEMENT)
    for column, word in enumerate(("result", "native", "live", "agrees"), LEFT):
        title = Cell(text(f"live.{word}"), style="header", align="left" if column == LEFT else "center")
        builder.put(TOP, column, title)


def _line(builder: SheetBuilder, row: int, label: str, formula: str, name: str) -> None:
    builder.put(row, LEFT, Cell(label, style="label"))
    builder.put(row, NATIVE_COLUMN, Cell(formula=formula, style="output_line"), name)
    carry_on(builder, row, range(LIVE_COLUMN, AGREES_COLUMN + 1))


def _result(builder: SheetBuilder, row: int, name: str, format_: CellFormat, twin: str) -> None:
    """Place one result, its live twin and whether both say the same."""
    code = name.removeprefix(OUTPUT)
    builder.put(row, LEFT, Cell(code, style="muted"))
    shown = Cell(formula=f"={name}", format=format_, align="center", shows=f"output {code}")
    native = builder.put(row, NATIVE_COLUMN, shown)
    again = replace(shown, formula=twin, style="output", shows=f"live {code}")
    live = builder.put(row, LIVE_COLUMN, again, LIVE + code)
    near = f"ABS({native}-{live})<={TOLERANCE}*MAX(1,ABS({native}))"
    same = f"IF(AND(ISNUMBER({native}),ISNUMBER({live})),{near},{native}={live})"
    # Where figures allow no result, the workbook shows nothing and a function says why.
    said = f'AND({native}="",LEFT({live},9)="{PROBLEM}")'
    says = f'=IF({RUNNING}=0,"",IF(IFERROR(OR({same},{said}),FALSE),pg_live_yes,pg_live_no))'
    builder.put(row, AGREES_COLUMN, Cell(formula=says, style="body", align="center"))


def _gathered(builder: SheetBuilder, template: Template) -> Iterator[tuple[str, str]]:
    """Place the answers of each argument in a column of their own; yield its name and area."""
    columns = {
        "ratings": [f"pg_rating_{id_}" for id_ in template.criterion_ids],
        "statuses": [f"pg_status_{item.id}" for item in template.items],
        "costs": [f"pg_poc_cost_{c.id}" for c in template.costs.categories if c.kind != "share"],
        "planned": [f"pg_planned_cost_{c.id}" for c in template.costs.categories],
        "answers": [f"pg_question_{id_}" for id_ in template.questions],
        "evidence": [f"pg_evidence_{item.id}" for item in template.items],
        "benefit": [f"pg_engagement_annual_benefit_{side}" for side in SIDES],
        "phase_months": [f"pg_phase_months_{phase.id}" for phase in template.phases],
    }
    for column, (argument, names) in enumerate(columns.items(), FIRST_GATHERED):
        for row, name in enumerate(names, TOP + 1):
            # A reference alone would make a zero of a blank cell.
            builder.put(row, column, Cell(formula=f'=IF({name}="","",{name})', style="working"))
        yield argument, Area(SHEET, (TOP + 1, column), (TOP + len(names), column)).ref if names else ""


def _twins(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    """Yield the call behind every result, by its name without the prefix."""
    yield "total", blocks.value("TOTAL", "ratings")
    yield "total_min", blocks.pick("RANGE", 1, 1, "ratings")
    yield "total_max", blocks.pick("RANGE", 1, 2, "ratings")
    yield "verdict", blocks.value("VERDICT", "ratings")
    yield "decision", blocks.value("DECISION", "ratings", "statuses", later=("answers", "evidence"))
    yield from _progress(template, blocks)
    yield from _costs(template, blocks)
    for row, cause in enumerate(template.causes, 1):
        for column, part in ((2, ""), (3, "_exposure")):
            diagnosed = blocks.pick(
                "CAUSE", row, column, "ratings", "statuses", "answers", "", later=("evidence",)
            )
            yield f"cause_{cause.id}{part}", diagnosed
    for row, phase in enumerate(template.phases, 1):
        for column, side in enumerate(("start", "end"), 2):
            dated = blocks.pick("ROADMAP", row, column, "pg_start_date", "phase_months")
            yield f"phase_{side}_{phase.id}", dated
    yield from _suggested(template, blocks)


def _progress(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    for row, part in enumerate(("", *(f"{group.id}_" for group in template.groups)), 1):
        for column, word in enumerate(("done", "items"), 2):
            yield f"checklist_{part}{word}", blocks.pick("PROGRESS", row, column, "statuses", "")


def _costs(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    money = ("planned", "pg_engagement_currency", "pg_engagement_yen_per_unit")
    categories = [category.id for category in template.costs.categories]
    for noun, codes in (("COST", categories), ("COST_TOTAL", SUMS)):
        for row, code in enumerate(codes, 1):
            for column, side in enumerate(SIDES, 2):
                yield f"cost_{code}_{side}", blocks.pick(noun, row, column, "costs", "", *money)
    for row, code in enumerate((*SUMS, "contingency"), 1):
        for column, side in enumerate(SIDES, 2):
            found = blocks.pick("BUDGET", row, column, "costs", "", *money, "pg_contingency")
            yield f"budget_{code}_{side}", found
    earned = ("costs", "benefit", "pg_benefit_ramp_months", "pg_start_date", "pg_contingency", *money)
    for column, code in enumerate(("benefit_monthly_net", "payback_months", "break_even"), 1):
        yield code, blocks.pick("PAYBACK", 1, column, *earned)
    rule = ("costs", "pg_engagement_poc_months")
    yield "poc_investment", blocks.value("POC_INVESTMENT", *rule)
    for column, side in enumerate(("_low", "_middle", "_high", ""), 1):
        yield f"rule_of_thumb{side}", blocks.pick("RULE_OF_THUMB", 1, column, *rule, *money)


def _suggested(template: Template, blocks: Blocks) -> Iterator[tuple[str, Twin]]:
    """The criterion is named where the helper is not the first of its kind."""
    seen: set[str] = set()
    for criterion in template.criteria:
        if criterion.helper is None:
            continue
        kind, name = criterion.helper.kind, f"pg_helper_{criterion.id}_{{}}".format
        form = helper_form(kind)
        cells = map(name, (*form.figures, form.option))
        named = f'"{criterion.id}"' if kind in seen else ""
        seen.add(kind)
        yield f"suggested_{criterion.id}", blocks.value(_function(kind), *cells, named)


def _function(kind: HelperKind) -> str:
    """Return the function that suggests a rating as a kind of helper does."""
    match kind:
        case "improvement":
            return "KPI_RATING"
        case "deviation":
            return "COST_RATING"
        case _:
            assert_never(kind)
