"""What the scorecard, the checklist and the causes must show."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pocgate_xl.core.causes import Diagnosis
from pocgate_xl.core.checklist import CLEARED
from pocgate_xl.core.decision import RatingStep
from pocgate_xl.core.suggestions import suggest_ratings
from pocgate_xl.workbook.outputs import Output
from tests.engines.oracle.case import Case
from tests.engines.oracle.places import Node

Pairs = Iterator[tuple[Node, Output]]
BLANK = "–"


def concern_lines(case: Case) -> tuple[str, str]:
    """Return the concerns on two lines: those of the first half of the criteria, then the others.

    That there are none is known once everything is rated.
    """
    none = case.text("none") if case.assessment.scorecard.complete else BLANK
    ids, concerns = case.template.criterion_ids, case.assessment.scorecard.concerns
    halves = (ids[: len(ids) // 2], ids[len(ids) // 2 :])
    labels = ([case.catalog.label("criterion", id_) for id_ in half if id_ in concerns] for half in halves)
    lines = [case.text("separator").join(line) for line in labels if line]
    first, second, *_ = *(lines or [none]), "", ""
    return first, second


def reachable(case: Case) -> str:
    """Return the verdicts still possible, lowest first."""
    codes = reversed(case.assessment.scorecard.reachable)
    return case.text("or").join(case.catalog.label("verdict", code) for code in codes)


def raises(case: Case) -> list[RatingStep]:
    """Return the raises that the next step asks for; none while ratings are missing."""
    return [step for step in case.assessment.next_step.ratings if step.needed is not None]


def scorecard(case: Case) -> Pairs:
    places, assessed = case.places, case.assessment.scorecard
    suggestions = suggest_ratings(case.template, case.submission.helpers)
    for criterion in case.template.criteria:
        row = places.named(f"pg_rating_{criterion.id}")[1][0]
        concern = case.text("concern") if criterion.id in assessed.concerns else None
        yield places.under("scorecard", case.text("concern_header"), row), concern
        if criterion.helper:
            suggested = places.under("scorecard", case.text("suggested"), row)
            yield suggested, suggestions[criterion.id].rating
    verdict = places.beside("scorecard", case.text("verdict"))
    yield verdict, case.catalog.label("verdict", assessed.verdict)
    yield places.beside("scorecard", case.text("reachable")), reachable(case)
    yield from _improvements(case)


def _improvements(case: Case) -> Pairs:
    """Yield the table of what to raise: as many lines as there are criteria."""
    places, steps = case.places, raises(case)
    top, column = places.label("scorecard", case.text("needed"), "header")
    for line in range(len(case.template.criteria)):
        step = steps[line] if line < len(steps) else None
        label = step and case.catalog.label("criterion", step.criterion)
        shown: tuple[Output, ...] = (label, step and step.rating, step and step.needed)
        for offset, value in enumerate(shown, -2):
            yield ("scorecard", (top + 1 + line, column + offset)), value


def checklist(case: Case) -> Pairs:
    assessed = case.assessment.checklist
    for item in case.template.items:
        row = case.places.named(f"pg_status_{item.id}")[1][0]
        cleared = assessed.statuses[item.id] in CLEARED
        bare = cleared and case.blank(f"pg_evidence_{item.id}")
        flag = "overdue" if item.id in assessed.overdue else "no_evidence" if bare else None
        yield case.places.under("checklist", case.text("flag"), row), flag and case.text(flag)


def causes(case: Case) -> Pairs:
    for cause in case.template.causes:
        diagnosis = case.assessment.causes[cause.id]
        row = case.places.named(f"pg_out_cause_{cause.id}_exposure")[1][0]
        level = case.places.under("causes", case.text("level"), row)
        yield level, case.catalog.label("level", diagnosis.level)
        yield from _drivers(case, diagnosis, row)
    yield from _evidence(case)


def _drivers(case: Case, diagnosis: Diagnosis, row: int) -> Pairs:
    labels = [case.catalog.label(driver.kind, driver.id) for driver in diagnosis.drivers]
    for place in range(3):
        label = labels[place] if place < len(labels) else None
        yield case.places.under("causes", case.text(f"driver_{place + 1}"), row), label


def _evidence(case: Case) -> Pairs:
    """Yield the exposure of each piece of evidence, in the order of the template."""
    scale, submission = case.template.scale, case.submission
    values: list[Output] = []
    for rating in case.assessment.scorecard.ratings.values():
        exposed = None if rating is None else scale.highest - rating
        values.append(None if exposed is None else Fraction(exposed, scale.highest - scale.lowest))
    values += [int(item.id in case.assessment.checklist.open) for item in case.template.items]
    values += [int(submission.questions.get(id_) is not True) for id_ in case.template.questions]
    top = case.places.label("causes", case.text("evidence_item"), "header")[0]
    for row, value in enumerate(values, top + 1):
        yield case.places.under("causes", case.text("exposure"), row, nth=1), value
