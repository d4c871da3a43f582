"""Random calls of every function whose result the workbook's own formulas show, too.

A call's arguments are the cells of a drawn submission. `asked` gives calls with the defined names beside
whose formulas each cell of a result stands.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from pocgate_xl.core.template import Template
from pocgate_xl.functions.call_context import SUMS
from pocgate_xl.functions.registry import CellProblem
from pocgate_xl.spreadsheetml.formulas.calculate import CellError
from tests.engines.random_submissions import DrawnSubmission

Cells: TypeAlias = "list[list[Any]]"
Twins: TypeAlias = "Mapping[str, tuple[int, int]]"
"""Row and column of a result by the name of the formula that shows the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call: the function's noun, its arguments as tables of cells, and its twins.

    `share` names two formulas of which the result is the quotient.
    """

    noun: str
    arguments: Mapping[str, Cells]
    twins: Twins = field(default_factory=dict)
    share: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hand over what a submission has in its cells, shaped as people lay cells out."""

    template: Template
    drawn: DrawnSubmission
    source: random.Random

    def cell(self, name: str) -> Cells:
        return [[self._value(name)]]

    def cells(self, prefix: str, ids: Sequence[str]) -> Cells:
        """Return a row, a column or a block of three columns."""
        values = [self._value(f"{prefix}{id_}") for id_ in ids]
        width = self.source.choice((1, len(values), 3 if len(values) % 3 == 0 else 1))
        return [values[start : start + width] for start in range(0, len(values), width)]

    def code(self, codes: Sequence[str]) -> str:
        return self.source.choice(list(codes))

    def _value(self, name: str) -> Any:
        value = self.drawn.cells.get(name)
        return CellProblem(value.text) if isinstance(value, CellError) else value


def asked(template: Template, drawn: DrawnSubmission, seed: int) -> Iterator[Asked]:
    """Yield calls of every function that a submission's cells are arguments of."""
    sheet = Sheet(template, drawn, random.Random(seed))
    exact = {"template": [[f"{template.id} {template.version}"]]}
    for part in (_of_ratings, _of_statuses, _of_both, _of_costs, _of_causes, _of_roadmap, _of_helpers):
        yield from (replace(each, arguments=each.arguments | exact) for each in part(sheet))


def _ratings(sheet: Sheet) -> dict[str, Cells]:
    return {"ratings": sheet.cells("pg_rating_", sheet.template.criterion_ids)}


def _statuses(sheet: Sheet) -> dict[str, Cells]:
    return {"statuses": sheet.cells("pg_status_", [item.id for item in sheet.template.items])}


def _answers(sheet: Sheet) -> dict[str, Cells]:
    return {"answers": sheet.cells("pg_question_", list(sheet.template.questions))}


def _evidence(sheet: Sheet) -> dict[str, Cells]:
    """Hand over other evidence for a 0, which is some to the workbook and none to a function."""
    rows = sheet.cells("pg_evidence_", [item.id for item in sheet.template.items])
    return {"evidence": [["zero" if cell == "0" else cell for cell in row] for row in rows]}


def _of_ratings(sheet: Sheet) -> Iterator[Asked]:
    bounds = {"pg_out_total_min": 1, "pg_out_total_max": 2}
    row = {"pg_out_total": 0, **bounds, "pg_out_verdict": 3}
    yield Asked("TOTAL", _ratings(sheet), {"pg_out_total": (0, 0)})
    yield Asked("RANGE", _ratings(sheet), {name: (0, column - 1) for name, column in bounds.items()})
    yield Asked("VERDICT", _ratings(sheet), {"pg_out_verdict": (0, 0)})
    yield Asked("SCORES", _ratings(sheet), {name: (0, column) for name, column in row.items()})
    yield Asked("CONCERNS", _ratings(sheet))
    yield Asked("IMPROVEMENTS", _ratings(sheet))
    yield Asked("REACHABLE", _ratings(sheet))


def _of_statuses(sheet: Sheet) -> Iterator[Asked]:
    groups = [group.id for group in sheet.template.groups]
    done = {f"pg_out_checklist_{id_}_done": (row, 1) for row, id_ in enumerate(groups, 1)}
    items = {f"pg_out_checklist_{id_}_items": (row, 2) for row, id_ in enumerate(groups, 1)}
    every: Twins = {"pg_out_checklist_done": (0, 1), "pg_out_checklist_items": (0, 2), **done, **items}
    one = sheet.code(groups)
    here: Twins = {f"pg_out_checklist_{one}_done": (0, 0), f"pg_out_checklist_{one}_items": (0, 1)}
    yield Asked("COMPLETENESS", _statuses(sheet), share=("pg_out_checklist_done", "pg_out_checklist_items"))
    yield Asked("COMPLETENESS", _statuses(sheet) | {"group": [[one]]}, share=tuple(here))
    yield Asked("PROGRESS", _statuses(sheet), every)
    yield Asked("PROGRESS", _statuses(sheet) | {"group": [[one]]}, here)
    yield Asked("OPEN_ITEMS", _statuses(sheet))
    due = {"due_dates": sheet.cells("pg_due_", [item.id for item in sheet.template.items])}
    yield Asked("OVERDUE", _statuses(sheet) | due | {"as_of": sheet.cell("pg_engagement_assessment_date")})


def _of_both(sheet: Sheet) -> Iterator[Asked]:
    both = _ratings(sheet) | _statuses(sheet) | _answers(sheet) | _evidence(sheet)
    yield Asked("DECISION", both, {"pg_out_decision": (0, 0)})
    yield Asked("MUST_MEETS", _ratings(sheet) | _answers(sheet))
    yield Asked("NEXT_STEP", both | {"language": [[sheet.code(sheet.template.languages)]]})


def _of_costs(sheet: Sheet) -> Iterator[Asked]:
    categories = sheet.template.costs.categories
    every = [category.id for category in categories]
    spent = [category.id for category in categories if category.kind != "share"]
    costs = {"costs": sheet.cells("pg_poc_cost_", spent if sheet.source.random() < 0.7 else every)}
    months = {"months": sheet.cell("pg_engagement_poc_months")}
    money = {
        "planned": sheet.cells("pg_planned_cost_", every),
        "currency_code": sheet.cell("pg_engagement_currency"),
        "exchange_rate": sheet.cell("pg_engagement_yen_per_unit"),
    }
    one, total = sheet.code(every), sheet.code(SUMS)
    yield Asked("COST", costs | money, _spans(every, 1))
    yield Asked("COST", costs | money | {"category": [[one]]}, _spans([one], 0))
    yield Asked("COST_TOTAL", costs | money, _spans(SUMS, 1))
    yield Asked("COST_TOTAL", costs | money | {"sum_of": [[total]]}, _spans([total], 0))
    yield Asked("POC_INVESTMENT", costs | months, {"pg_out_poc_investment": (0, 0)})
    rule = ("pg_out_rule_of_thumb_low", "pg_out_rule_of_thumb_middle", "pg_out_rule_of_thumb_high")
    columns = {name: (0, column) for column, name in enumerate((*rule, "pg_out_rule_of_thumb"))}
    yield Asked("RULE_OF_THUMB", costs | months | money, columns)
    yield from _of_budget(sheet, costs | money, total)


def _of_budget(sheet: Sheet, costs: dict[str, Cells], total: str) -> Iterator[Asked]:
    kept = {"contingency": sheet.cell("pg_contingency")}
    yield Asked("BUDGET", costs | kept, _spans((*SUMS, "contingency"), 1, "budget"))
    yield Asked("BUDGET", costs | kept | {"sum_of": [[total]]}, _spans([total], 0, "budget"))
    results = ("pg_out_benefit_monthly_net", "pg_out_payback_months", "pg_out_break_even")
    asked = costs | kept | {
        "benefit": sheet.cells("pg_engagement_annual_benefit_", ("low", "high")),
        "ramp_months": sheet.cell("pg_benefit_ramp_months"),
        "payback_start": sheet.cell("pg_start_date"),
    }  # fmt: skip
    yield Asked("PAYBACK", asked, {name: (0, column) for column, name in enumerate(results)})


def _spans(ids: Sequence[str], first: int, of: str = "cost") -> Twins:
    ends = (("low", first), ("high", first + 1))
    return {f"pg_out_{of}_{id_}_{end}": (row, column) for row, id_ in enumerate(ids) for end, column in ends}


def _of_causes(sheet: Sheet) -> Iterator[Asked]:
    causes = [cause.id for cause in sheet.template.causes]
    given = _ratings(sheet) | _statuses(sheet) | _answers(sheet) | _evidence(sheet)
    levels = {f"pg_out_cause_{id_}": (row, 1) for row, id_ in enumerate(causes)}
    exposures = {f"pg_out_cause_{id_}_exposure": (row, 2) for row, id_ in enumerate(causes)}
    one = sheet.code(causes)
    yield Asked("CAUSE", given, levels | exposures)
    here: Twins = {f"pg_out_cause_{one}": (0, 0), f"pg_out_cause_{one}_exposure": (0, 1)}
    yield Asked("CAUSE", given | {"cause": [[one]]}, here)
    yield Asked("DRIVERS", given)


def _of_roadmap(sheet: Sheet) -> Iterator[Asked]:
    phases = [phase.id for phase in sheet.template.phases]
    starts = {f"pg_out_phase_start_{id_}": (row, 1) for row, id_ in enumerate(phases)}
    ends = {f"pg_out_phase_end_{id_}": (row, 2) for row, id_ in enumerate(phases)}
    months = sheet.cells("pg_phase_months_", phases)
    start = sheet.cell("pg_start_date")
    if start != [[None]]:  # a roadmap begins on a day
        yield Asked("ROADMAP", {"start": start, "phase_months": months}, starts | ends)


def _of_helpers(sheet: Sheet) -> Iterator[Asked]:
    nouns = {"improvement": ("KPI_RATING", "target", "direction"),
             "deviation": ("COST_RATING", "estimate", "cannot_estimate")}  # fmt: skip
    for criterion in sheet.template.criteria:
        if criterion.helper:
            noun, base, said = nouns[criterion.helper.kind]
            parts = {part: sheet.cell(f"pg_helper_{criterion.id}_{part}") for part in (base, "actual", said)}
            named = {"criterion": [[criterion.id]]}
            yield Asked(noun, parts | named, {f"pg_out_suggested_{criterion.id}": (0, 0)})
