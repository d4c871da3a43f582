"""The decision as a native formula, as much of it as a template asks for."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.template import Template


def decision_formula(template: Template) -> str:
    """Return the formula of the gate decision's code.

    What a template never asks for is no part of it, so that nothing in a workbook stands idle.
    """
    met, answered = tuple(_failing(template)), bool(template.knock_out)
    parts = [
        ("pg_out_verdict=pg_code_verdict_incomplete", "pg_code_decision_incomplete"),
        ("pg_calc_band_decision<>pg_code_decision_go", "pg_calc_band_decision"),
        *((test, "pg_code_decision_conditional") for test in [_any(met)] if met),
        *([("pg_calc_questions_blank>0", "pg_code_decision_clear_checklist")] if answered else []),
        (f"{uncleared(template)}=0", "pg_code_decision_go"),
        (f"{uncleared(template)}=pg_calc_open_granted", "pg_code_decision_ready_for_approval"),
    ]
    formula = "pg_code_decision_clear_checklist"
    for test, code in reversed(parts):
        formula = f"IF({test},{code},{formula})"
    return f"={formula}"


def _failing(template: Template) -> Iterator[str]:
    """Yield the tests of must-meets that are not met."""
    if template.floors.enforce:
        yield "pg_calc_concerns>0"
    if template.knock_out:
        yield "pg_calc_knocked_out>0"


def _any(tests: tuple[str, ...]) -> str:
    return f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests)


def uncleared(template: Template) -> str:
    """Return the name of how many items are not cleared."""
    return "pg_calc_uncleared" if requires_evidence(template) else "pg_calc_open"


def requires_evidence(template: Template) -> bool:
    return any(template.evidence_of(item) == "required" for item in template.items)


def decision_steps(template: Template) -> Iterator[tuple[str, str]]:
    """Yield name and formula of what the decision rests on beside verdict and open items."""
    if requires_evidence(template):
        yield "pg_calc_uncleared", "=pg_calc_open+pg_calc_bare"
    if template.knock_out:
        asked = [id_ for id_ in template.questions if id_ in template.knock_out]
        no, yes = (",".join(f"pg_calc_{word}_{id_}" for id_ in asked) for word in ("no", "yes"))
        yield "pg_calc_knocked_out", f"=SUM({no})"
        yield "pg_calc_questions_blank", f"={len(asked)}-pg_calc_knocked_out-SUM({yes})"
