"""Functions of several PoCs: decisions of a table, and the order in which they are launched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from ...core.checklist import checklist_of
from ...core.decision import decide
from ...core.fields import Field
from ...core.scorecard import scorecard_of
from ...core.submission import ItemResponse
from ...portfolio.entries import APPROVED, OF_DECISION, OUT, REFUSED, Grade
from ...portfolio.order import GRADES
from ...records import dataclass
from ..arguments import as_text, blank, read, read_field, without_currency
from ..call_context import CallContext
from ..declaration import Argument, Cell, CellProblem, Function, Row, Table
from ..tables import FieldColumns, by_row, columns_of, first_filled, titles
from .decision import next_step_words

TABLE, POCS = Argument("table", "cells"), Argument("pocs", "cells")
DECISIONS = ("total", "verdict", "decision", "next_step")
RANK = ("rank", "value", "why")
REMEMBERED = 10_000
"""Answers that are read once in a table."""
ASKED = 3
"""Decision, net benefit and budget; what a committee decided may stand behind."""


def decisions(gate: CallContext, table: Table) -> list[Row]:
    """Return total, verdict, decision and next step of every row: ratings, statuses, answers, evidence."""
    items = [item.id for item in gate.template.items]
    parts = {
        "rating": gate.template.criterion_ids, "status": items,
        "question": gate.template.questions, "evidence": items,
    }  # fmt: skip
    fields = [f"pg_{part}_{id_}" for part, ids in parts.items() for id_ in ids]
    columns = columns_of(gate, TABLE.name, table, fields, optional=len(items))
    # One row says much the same as another, and 1 is not TRUE.
    reading = lru_cache(maxsize=REMEMBERED, typed=True)(partial(read, gate))
    computed = partial(_decided, gate, parts, fields, reading)
    return list(by_row(columns, table, titles(gate, *DECISIONS), computed))


def _decided(
    gate: CallContext,
    parts: Mapping[str, Sequence[str]],
    fields: list[str],
    reading: Callable[[str, Cell], Any],
    cells: list[Cell],
) -> Row:
    said = {name: reading(name, cell) for name, cell in zip(fields, cells, strict=True)}

    def of(part: str) -> dict[str, Any]:
        return {id_: said[f"pg_{part}_{id_}"] for id_ in parts[part]}

    evidence = of("evidence")
    items = {id_: ItemResponse(status, evidence=evidence[id_]) for id_, status in of("status").items()}
    card, checklist = scorecard_of(gate.template, of("rating")), checklist_of(gate.template, items, None)
    answers = {id_: answer == "yes" for id_, answer in of("question").items() if answer is not None}
    found = decide(gate.template, card, checklist, answers)
    return [
        card.total, gate.word("verdict", card.verdict), gate.word("decision", found.decision),
        next_step_words(gate, found.decision, found.next_step),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedRow:
    """What a row says of a PoC: its class, what a year brings for each unit of the budget, and why not."""

    grade: Grade
    value: Fraction | None
    unknown: str = ""

    @property
    def key(self) -> tuple[int, bool, Fraction]:
        """Return what sorts classes, then value, the unknown last."""
        return GRADES.index(self.grade), self.value is None, -(self.value or Fraction(0))

    @property
    def ranked(self) -> bool:
        return self.grade not in OUT


def rank(gate: CallContext, pocs: Table) -> list[Row]:
    """Return rank, value and why of every row: by class, then by net benefit per unit of budget.

    What a table does not say (total, completeness, id) settles no tie: such rows share a rank.
    """
    read_rows: list[tuple[Row, RankedRow]] = []

    def computed(cells: list[Cell]) -> Row:
        said = _ranked_row(gate, cells)
        row: Row = [None, None if said.value is None else float(said.value), _why(gate, said)]
        read_rows.append((row, said))
        return row

    found = list(by_row(_money_columns(gate, pocs), pocs, titles(gate, *RANK), computed))
    keys = [each.key for _, each in read_rows if each.ranked]
    for row, each in read_rows:
        row[0] = 1 + sum(key < each.key for key in keys) if each.ranked else None
    return found


def _money_columns(gate: CallContext, pocs: Table) -> FieldColumns:
    """Return the columns: decision, net benefit, budget, perhaps the committee, perhaps a name in front."""
    width = len(pocs[0])
    first = next((place for place in range(min(2, width)) if _speaks(gate, pocs, place)), 0)
    if width - first not in (ASKED, ASKED + 1):
        raise gate.problem("columns", label=POCS.name, wanted=f"{ASKED} / {ASKED + 1}", found=width)
    places = [*range(first, width), *[None] * (first + ASKED + 1 - width)]
    number = first_filled(pocs)
    row = pocs[number]
    texts = all(isinstance(cell, str) for cell in row if not blank(cell))
    headed = len(pocs) > number + 1 and not blank(row[first]) and not _speaks(gate, [row], first)
    return FieldColumns(places, number if headed and texts else None)


def _speaks(gate: CallContext, pocs: Table, place: int) -> bool:
    """Say whether a column has a decision."""
    return any(isinstance(row[place], str) and gate.known("decision", str(row[place])) for row in pocs)


def _ranked_row(gate: CallContext, cells: list[Cell]) -> RankedRow:
    decision, committee = (
        _code(gate, name, cells[place]) for name, place in (("decision", 0), ("committee", 3))
    )
    net, budget = (_money(gate, name, cells[place]) for name, place in (("net_benefit", 1), ("budget", 2)))
    if committee in REFUSED:
        return RankedRow(REFUSED[committee], None)
    if not decision:
        raise gate.problem("needed", labels=gate.catalog.text("function.column.decision"))
    grade = "approved" if committee in APPROVED else OF_DECISION[decision]  # type: ignore[index]
    if net is None or not budget:
        unknown = "unknown_benefit" if net is None else "unknown_cost" if budget is None else "no_investment"
        return RankedRow(grade, None, unknown)
    return RankedRow(grade, Fraction(net) / Fraction(budget))


def _code(gate: CallContext, name: str, cell: Cell) -> str:
    if blank(cell) or cell is None:
        return ""
    label = gate.catalog.text(f"function.column.{name}")
    if isinstance(cell, CellProblem):
        raise gate.problem("error_cell", label=label, found=cell.text)
    return gate.code(name, as_text(cell), label)


def _money(gate: CallContext, name: str, cell: Cell) -> Decimal | None:
    field = Field(name, "number", "costs", "rank", minimum=None if name == "net_benefit" else Decimal(0))
    value = read_field(
        gate, field, without_currency(gate, cell), label=gate.catalog.text(f"function.column.{name}")
    )
    return value if isinstance(value, Decimal) else None


def _why(gate: CallContext, said: RankedRow) -> str:
    """Return the class, or what keeps a row from being ranked, or its value from being known."""
    if not gate.language:
        return said.unknown if said.ranked and said.unknown else said.grade
    if not said.ranked:
        return gate.catalog.text(f"portfolio.reason.{said.grade}")
    return gate.catalog.text(
        f"portfolio.why.{said.unknown}" if said.unknown else f"portfolio.grade.{said.grade}"
    )


FUNCTIONS = (
    Function("DECISIONS", decisions, (TABLE,), "table"),
    Function("RANK", rank, (POCS,), "table"),
)
