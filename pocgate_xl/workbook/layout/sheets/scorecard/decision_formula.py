"""The decision as a native formula, as much of it as a template asks for, and its colours."""

from __future__ import annotations

from collections.abc import Iterator

from .....core.template import Template
from ...plan import Highlight
from ...styles.cell_styles import DECISION_TONES

DECISION = "pg_out_decision"
"""The cell of the decision's code; where it stands, people read, whatever else they may note there."""


def decision_formula(template: Template) -> str:
    """Return the formula of the gate decision's code.

    What a template never asks for is no part of it, so that nothing in a workbook stands idle.
    """
    met, waiting = tuple(_failing(template)), _waiting(template)
    parts = [
        ("pg_out_verdict=pg_code_verdict_incomplete", "pg_code_decision_incomplete"),
        ("pg_calc_band_decision<>pg_code_decision_go", "pg_calc_band_decision"),
        *((test, "pg_code_decision_conditional") for test in [_any(met)] if met),
        (f"{waiting}=0", "pg_code_decision_go"),
        (f"{waiting}=pg_calc_open_granted", "pg_code_decision_ready_for_approval"),
    ]
    formula = "pg_code_decision_clear_checklist"
    for test, code in reversed(parts):
        formula = f"IF({test},{code},{formula})"
    return f"={formula}"


def decision_tones(area: str) -> Iterator[Highlight]:
    """Yield the highlights that give an area the colour of the decision."""
    for tone, codes in DECISION_TONES.items():
        yield Highlight(area, _any(tuple(f"{DECISION}=pg_code_decision_{code}" for code in codes)), tone)


def _failing(template: Template) -> Iterator[str]:
    """Yield the tests of must-meets that are not met."""
    if template.floors.enforce:
        yield "pg_calc_concerns>0"
    if template.knock_out:
        yield "pg_calc_knocked_out>0"


def _any(tests: tuple[str, ...]) -> str:
    return f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests)


def _waiting(template: Template) -> str:
    """Return the name of how much is still to be cleared or answered."""
    more = requires_evidence(template) or template.knock_out
    return "pg_calc_waiting" if more else "pg_calc_open"


def requires_evidence(template: Template) -> bool:
    return any(template.evidence_of(item) == "required" for item in template.items)


def decision_steps(template: Template) -> Iterator[tuple[str, str]]:
    """Yield name and formula of what the decision rests on beside verdict and open items."""
    waiting = ["pg_calc_open"]
    if requires_evidence(template):
        waiting.append("pg_calc_bare")
    if template.knock_out:
        waiting.append("pg_calc_questions_blank")
        asked = [id_ for id_ in template.questions if id_ in template.knock_out]
        no, yes = (",".join(f"pg_calc_{word}_{id_}" for id_ in asked) for word in ("no", "yes"))
        yield "pg_calc_knocked_out", f"=SUM({no})"
        yield "pg_calc_questions_blank", f"=pg_list_knock_out-pg_calc_knocked_out-SUM({yes})"
    if waiting[1:]:
        yield "pg_calc_waiting", f"={'+'.join(waiting)}"
