"""What every visible formula must show, computed without one of them.

From template, texts, the typed cells and the core's assessment; the plan says only where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pocgate_xl.workbook.outputs import Output, agrees, outputs_of
from tests.engines.oracle.case import Case, Expected
from tests.engines.oracle.money import costs, poc_investment
from tests.engines.oracle.pages import charts, checks, dashboard, start
from tests.engines.oracle.places import Node
from tests.engines.oracle.production import design, process, roadmap
from tests.engines.oracle.ratings import Pairs, causes, checklist, scorecard

PARTS: tuple[Callable[[Case], Pairs], ...] = (
    checks, start, dashboard, charts, scorecard, checklist, costs, causes, design, process, roadmap,
)  # fmt: skip

NOISE = Decimal("1e-6")
"""What the difference of two amounts may lack in binary fractions."""


def expected(case: Case) -> Expected:
    """Return what each visible formula of a case's workbook must show."""
    outputs = outputs_of(case.template, case.submission, case.assessment)
    shown: Expected = {case.places.named(name): value for name, value in outputs.items()}
    shown[case.places.named("pg_out_poc_investment")] = poc_investment(case)
    for part in PARTS:
        for node, value in part(case):
            if node in shown and shown[node] != value:
                raise ValueError(f"{node} is expected to show {shown[node]!r} and {value!r}")
            shown[node] = value
    return shown


def faults_of(truth: Expected, shown: dict[Node, object]) -> dict[Node, tuple[Output, object]]:
    """Return truth and shown value of every cell that does not agree; a text may be empty."""
    return {
        node: (value, shown.get(node))
        for node, value in truth.items()
        if not _agrees(value or None if isinstance(value, str) else value, shown.get(node))
    }


def _agrees(truth: Output, shown: object) -> bool:
    """Be stricter with amounts than a check of submissions, which must not stumble over noise."""
    if isinstance(truth, Decimal) and isinstance(shown, float):
        return abs(truth - Decimal(shown)) <= max(NOISE, abs(truth) * Decimal("1e-13"))
    return agrees(truth, shown)
