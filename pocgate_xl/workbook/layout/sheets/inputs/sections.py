"""What each sheet is there for: whether a decision needs it, what counts as given, how much is wanted."""

from __future__ import annotations

from .....core.completeness import identifying_fields
from .....core.template import Template
from .....records import dataclass
from ...plan import Role

IDENTITY_MISSING = "pg_calc_identity_missing"


@dataclass(frozen=True, slots=True)
class Section:
    """A sheet by what people do on it.

    `given` is a formula that counts what was filled in, empty where there is nothing to count.
    """

    id: str
    role: Role
    given: str = ""
    needed: int = 0


def sections(template: Template) -> tuple[Section, ...]:
    """Return the sheets that people see, in their order."""
    statuses, stated = len(template.items), 'SUMPRODUCT((pg_calc_status_codes<>"")*1)'
    designed = "SUM(pg_calc_given_design)" if template.elements else ""
    named = f"ROWS({IDENTITY_MISSING})-SUM({IDENTITY_MISSING})"
    return (
        Section("start", "needed", named, len(identifying_fields(template))),
        _rated(template),
        Section("checklist", "needed", stated, statuses),
        _spent(template),
        Section("dashboard", "read"),
        Section("causes", "read"),
        Section("design", "optional", designed, len(template.elements)),
        Section("process", "optional", "SUM(pg_calc_given_process)", 1),
        _scheduled(template),
        _operated(template),
        Section("assumptions", "optional", "SUM(pg_calc_given_assumptions,pg_calc_given_risks)", 2),
        Section("notes", "free"),
    )


def _spent(template: Template) -> Section:
    """Count the PoC costs that must be known, and the months of the PoC."""
    categories = template.costs.categories
    wanted = [c.id for c in categories if c.kind != "share" and not c.poc_blank_is_zero]
    names = ["pg_calc_poc_months", *(f"pg_calc_poc_cost_{id_}" for id_ in wanted)]
    return Section("costs", "optional", f"COUNT({','.join(names)})", len(names))


def _rated(template: Template) -> Section:
    """Count the ratings, and the answers to knock-out questions: yes or no."""
    asked = [f"pg_calc_{word}_{id_}" for id_ in template.knock_out for word in ("yes", "no")]
    given = "COUNT(pg_calc_ratings)" + (f"+SUM({','.join(asked)})" if asked else "")
    return Section("scorecard", "needed", given, len(template.criteria) + len(template.knock_out))


def _scheduled(template: Template) -> Section:
    goals = "+SUM(pg_calc_given_goals)" if template.horizons else ""
    needed = 1 + len(template.phases) + len(template.horizons)
    return Section("roadmap", "optional", f"COUNT(pg_calc_start_date,pg_calc_phase_months){goals}", needed)


def _operated(template: Template) -> Section:
    given = "SUM(pg_calc_given_operations)" if template.components else ""
    return Section("operations", "optional", given, len(template.components))
