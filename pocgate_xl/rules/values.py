"""What may be wrong with the value of any answer, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..core.fields import Field, vocabulary
from ..workbook.submission.interpret import UNCERTAIN, InputFaultKind
from .base import Case, Occurrence, Rule, TextKey, with_fault

GIVES_OTHERWISE: InputFaultKind = "formula_gives_otherwise"


def unknown_label(case: Case) -> Iterator[Occurrence]:
    for occurrence in with_fault(case, "unknown_label"):
        yield _with(occurrence, choices=_choices(case, occurrence.field))


def label_spelled_differently(case: Case) -> Iterator[Occurrence]:
    return _labels(case, "label_spelled_differently")


def label_of_another_language(case: Case) -> Iterator[Occurrence]:
    return _labels(case, "label_of_another_language")


def _labels(case: Case, kind: InputFaultKind) -> Iterator[Occurrence]:
    """Yield labels with the one that the workbook's own list has for what they mean."""
    catalog = case.reading.bundle.catalogs[case.reading.expected.language]
    for occurrence in with_fault(case, kind):
        assert occurrence.field is not None
        label = catalog.label(occurrence.field.vocabulary, str(occurrence.values["reading"]))
        yield _with(occurrence, planned=label)


def _choices(case: Case, field: Field | None) -> str:
    assert field is not None
    catalog = case.reading.bundle.catalogs[case.reading.expected.language]
    codes = vocabulary(case.reading.bundle.template, field.vocabulary)
    return " / ".join(catalog.label(field.vocabulary, code) for code in codes)


def _with(occurrence: Occurrence, **values: object) -> Occurrence:
    return replace(occurrence, values={**occurrence.values, **values})


def converted_number(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "converted_number")


def text_for_number(case: Case) -> Iterator[Occurrence]:
    return map(_of_kind, _with_reason(case, "text_for_number", "PG705"))


def converted_date(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "converted_date")


def unreadable_date(case: Case) -> Iterator[Occurrence]:
    return _with_reason(case, "unreadable_date", "PG707")


def _with_reason(case: Case, kind: InputFaultKind, code: str) -> Iterator[Occurrence]:
    """Yield answers that were not read, each with the reason."""
    for occurrence in with_fault(case, kind):
        yield _with(occurrence, reason=TextKey(f"finding.{code}.reason_{occurrence.values['reading']}"))


def not_whole(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "not_whole")


def out_of_bounds(case: Case) -> Iterator[Occurrence]:
    for occurrence in with_fault(case, "out_of_bounds"):
        assert occurrence.field is not None
        yield _with(occurrence, bounds=_bounds(occurrence.field))


def _bounds(field: Field) -> str:
    if field.minimum is None or field.maximum is None:
        sign, bound = ("≤", field.maximum) if field.minimum is None else ("≥", field.minimum)
        return f"{'>' if field.above_minimum else sign} {bound}"
    return f"{'> ' if field.above_minimum else ''}{field.minimum} – {field.maximum}"


def error_value(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "error_value")


def truth_value(case: Case) -> Iterator[Occurrence]:
    return map(_of_kind, with_fault(case, "truth_value"))


def _of_kind(occurrence: Occurrence) -> Occurrence:
    """Return an answer that is none with what its kind of field takes: of ratings from which to which."""
    field = occurrence.field
    assert field is not None
    bounds = {"low": field.minimum, "high": field.maximum}
    return replace(occurrence, values={**occurrence.values, **bounds}, variant=field.kind)


def unreadable_value(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "unreadable_value")


def formula_in_input(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "formula_in_input")


def formula_without_value(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "formula_without_value")


def formula_in_decisive_answer(case: Case) -> Iterator[Occurrence]:
    """Find answers of the decision that a formula gives: what it was saved with need not be what it shows."""
    return with_fault(case, "formula_in_decisive_answer")


def uncertain_formula(case: Case) -> Iterator[Occurrence]:
    """Find answers by formulas that others see otherwise, each with the reason."""
    for kind in (*UNCERTAIN.values(), GIVES_OTHERWISE):
        for occurrence in with_fault(case, kind):
            text = TextKey(f"finding.PG717.reason_{kind}", {"detail": occurrence.values["reading"]})
            yield _with(occurrence, reason=text)


def picture_in_cell(case: Case) -> Iterator[Occurrence]:
    """Find answers in whose place a picture stands, or what another program has left of it."""
    return _with_reason(case, "picture_in_cell", "PG718")


def hidden_characters(case: Case) -> Iterator[Occurrence]:
    return with_fault(case, "hidden_characters")


RULES: tuple[Rule[Case], ...] = (
    Rule("PG701", "error", unknown_label),
    Rule("PG702", "warning", label_spelled_differently),
    Rule("PG703", "note", label_of_another_language),
    Rule("PG704", "warning", converted_number),
    Rule("PG705", "error", text_for_number),
    Rule("PG706", "warning", converted_date),
    Rule("PG707", "error", unreadable_date),
    Rule("PG708", "error", not_whole),
    Rule("PG709", "error", out_of_bounds),
    Rule("PG710", "error", error_value),
    Rule("PG711", "error", truth_value),
    Rule("PG712", "error", unreadable_value),
    Rule("PG713", "warning", formula_in_input),
    Rule("PG714", "error", formula_without_value),
    Rule("PG715", "warning", hidden_characters),
    Rule("PG716", "error", formula_in_decisive_answer, guards=True),
    Rule("PG717", "error", uncertain_formula, guards=True),
    Rule("PG718", "warning", picture_in_cell),
)
