"""One call or more of every function, in terms of cells, and how an Office.js client sends and shows it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pocgate_xl.core.scorecard import score
from pocgate_xl.functions.registry import FUNCTIONS, CellProblem
from pocgate_xl.templates.loader import Bundle

RATINGS = [[5.0, 2.0, 4.0, 3.0, 4.0, 1.0]]
GAPS = [[5.0], [None], ["４"], [3.0], [4.0], [1.0]]
STATUSES = [["done"]] * 9 + [["in_progress"]] + [[None]] * 5
COSTS = [[30000.0], [1000000.0], [200000.0], [None]]
PLANNED = [[None], [4200000.0], [None], [800000.0], [None]]
FIELDS = [["pg_rating_data_quality", 2.0], ["pg_rating_integration", 9.0], ["pg_status_security", "Done"]]
FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Example:
    noun: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


EXAMPLES = (
    Example("TOTAL", {"ratings": RATINGS}),
    Example("TOTAL", {"ratings": GAPS}),
    Example("RANGE", {"ratings": GAPS}),
    Example("VERDICT", {"ratings": RATINGS}),
    Example("VERDICT", {"ratings": RATINGS, "language": "ja"}),
    Example("IMPROVEMENTS", {"ratings": RATINGS, "language": "en"}),
    Example("CONCERNS", {"ratings": RATINGS}),
    Example("SCORES", {"ratings": [*RATINGS, [1.0] * 6, [None] * 6]}),
    Example("COMPLETENESS", {"statuses": STATUSES}),
    Example("COMPLETENESS", {"statuses": STATUSES, "group": "technical"}),
    Example("PROGRESS", {"statuses": STATUSES}),
    Example("OPEN_ITEMS", {"statuses": STATUSES, "language": "ja"}),
    Example("DECISION", {"ratings": RATINGS, "statuses": STATUSES}),
    Example("NEXT_STEP", {"ratings": RATINGS, "statuses": STATUSES}),
    Example("MULTIPLIER", {"category": "infrastructure"}),
    Example("COST", {"costs": COSTS}),
    Example("COST", {"costs": COSTS, "category": "development"}),
    Example("COST_TOTAL", {"costs": COSTS, "sum_of": "first_year"}),
    Example("POC_INVESTMENT", {"costs": COSTS, "months": 3.0}),
    Example("RULE_OF_THUMB", {"costs": COSTS, "months": 3.0}),
    Example("BUDGET", {"costs": COSTS, "planned": PLANNED, "contingency": 10.0}),
    Example("BUDGET", {"costs": COSTS, "sum_of": "run_rate", "planned": PLANNED, "language": "ja"}),
    Example(
        "PAYBACK",
        {
            "costs": COSTS,
            "planned": PLANNED,
            "benefit": [[9e6, 12e6]],
            "ramp_months": 6.0,
            "payback_start": 46357.0,
        },
    ),
    Example("PAYBACK", {"costs": [[None]] * 4, "benefit": [[None, None]]}),
    Example("MUST_MEETS", {"ratings": RATINGS, "answers": [["yes"], ["no"], [None]]}),
    Example("CAUSE", {"ratings": RATINGS, "statuses": STATUSES, "answers": [["yes"], ["no"], [None]]}),
    Example("CAUSE", {"ratings": RATINGS, "statuses": STATUSES, "cause": "unclear_purpose"}),
    Example("ROADMAP", {"start": 46357.0, "phase_months": [[2.0], [3.0], [6.0]]}),
    Example("KPI_RATING", {"target": 100.0, "actual": 121.0}),
    Example("COST_RATING", {"estimate": 100.0, "actual": 128.0}),
    Example("REACHABLE", {"ratings": GAPS}),
    Example("IMPROVEMENTS", {"ratings": RATINGS, "anchors": True}),
    Example("DRIVERS", {"ratings": RATINGS, "statuses": STATUSES, "answers": [[True], [False], [None]]}),
    Example("STANDING", {"amount": [[100000.0, 400000.0]], "category": "infrastructure"}),
    Example("OVERDUE", {"statuses": STATUSES, "due_dates": [[46357.0]] * 15, "as_of": 46358.0}),
    Example("DECISIONS", {"table": [["A", *RATINGS[0], *[True] * 15, "yes", 1.0, "✓"], [None] * 25]}),
    Example("RANK", {"pocs": [["Go", 5e6, 4e6], ["hold", 1.0, 1.0], ["go", 9e6, 4e6]]}),
    Example("LABEL", {"vocabulary": "decision", "code": [["go"], ["移行可"]], "language": "ja-JP"}),
    Example("ITEM", {"item": [[1.0, "security"]]}),
    Example("ANCHOR", {"criterion": "integration", "rating": [[5.0], [4.0]]}),
    Example("FINDINGS", {"fields": FIELDS}),
    Example("STEPS", {"fields": FIELDS}),
    Example("WHATIF", {"fields": FIELDS, "changes": [["data_quality", 5.0]]}),
    Example("WHY", {"function_name": "TOTAL", "argument1": [[9.0, None, None, None, None, None]]}),
    Example("VERSION"),
)


def as_posted(example: Example) -> list[Any]:
    """Return the arguments as the client sends them: a matrix each, null for what is left out."""
    function = next(each for each in FUNCTIONS if each.noun == example.noun)
    return [_matrix(example.arguments.get(each.name)) for each in function.arguments]


def _matrix(value: Any) -> Any:
    if value is None:
        return None
    rows = value if isinstance(value, list) else [[value]]
    return [[_posted(cell) for cell in row] for row in rows]


def _posted(cell: Any) -> Any:
    if isinstance(cell, CellProblem):
        return {"type": "Error", "basicType": "Error", "basicValue": cell.text, "errorType": "NotAvailable"}
    return "" if cell is None else cell


def as_shown(result: Any) -> list[list[Any]]:
    """Return a result as the client gets it."""
    rows = result if isinstance(result, list) else [[result]]
    return [[_shown(cell) for cell in row] for row in rows]


def _shown(cell: Any) -> Any:
    if isinstance(cell, date):
        serial = float((cell - FIRST_DAY).days)
        return {"type": "FormattedNumber", "basicValue": serial, "numberFormat": "m/d/yyyy"}
    return "" if cell is None else cell


def random_ratings(count: int) -> list[list[int | str]]:
    """Return rows of ratings, some of them blank, some typed as text or in full width."""
    drawn = random.Random(20261)
    spellings: list[Any] = [*[1, 2, 3, 4, 5] * 4, "", "", "4", "５", " 3 "]
    return [[drawn.choice(spellings) for _ in range(6)] for _ in range(count)]


def scored_by_core(bundle: Bundle, rows: list[list[int | str]]) -> list[list[Any]]:
    """Return total, range, verdict and concerns of each row as the core has them, in English."""
    template, label = bundle.template, bundle.catalogs["en"].label
    found = []
    for row in rows:
        given = {id_: _rating(cell) for id_, cell in zip(template.criterion_ids, row, strict=True)}
        card = score(template, {id_: rating for id_, rating in given.items() if rating is not None})
        concerns = ", ".join(label("criterion", id_) for id_ in card.concerns)
        found.append([card.total, *card.range, label("verdict", card.verdict), concerns])
    return found


def _rating(cell: int | str) -> int | None:
    return None if cell == "" else int(cell)
