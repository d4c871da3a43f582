"""Ratings, and the figures that suggest them."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.helper_kinds import helper_form
from ..core.suggestions import FigureProblem, suggest_ratings
from .base import Case, Occurrence, Rule, at, blank_in, with_fault


def invalid_rating(case: Case) -> Iterator[Occurrence]:
    scale = case.reading.bundle.template.scale
    for occurrence in with_fault(case, "invalid_rating"):
        values = {"low": scale.lowest, "high": scale.highest}
        yield Occurrence(
            occurrence.sheet, occurrence.position, occurrence.field, found=occurrence.found, values=values
        )


def missing_rating(case: Case) -> Iterator[Occurrence]:
    return blank_in(case, _names(case, "rating"))


def zero_target(case: Case) -> Iterator[Occurrence]:
    return _helper_problem(case, "zero_target")


def estimate_not_positive(case: Case) -> Iterator[Occurrence]:
    return _helper_problem(case, "estimate_not_positive")


def _helper_problem(case: Case, problem: FigureProblem) -> Iterator[Occurrence]:
    template, helpers = case.reading.bundle.template, case.submission.helpers
    kinds = {each.id: each.helper.kind for each in template.criteria if each.helper}
    for id_, suggestion in suggest_ratings(template, helpers).items():
        response = case.reading.responses.get(f"pg_helper_{id_}_{helper_form(kinds[id_]).base}")
        if suggestion.problem == problem and response is not None:
            yield at(response, str(response.value))


def _names(case: Case, group: str) -> Iterator[str]:
    return (name for name, field in case.reading.expected.fields.items() if field.group == group)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG201", "error", invalid_rating),
    Rule("PG202", "warning", missing_rating, asks=True),
    Rule("PG203", "error", zero_target),
    Rule("PG204", "error", estimate_not_positive),
)
