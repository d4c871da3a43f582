"""What a task pane shows of a workbook, and what it says itself, as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ....core.assessment import Finding
from ....core.catalog import Catalog
from ....core.must_meets import VOCABULARIES, reservations
from ....rules.review import Review
from ....workbook.layout.plan import Area
from ....workbook.rendering.cell_notes import MARK
from ..declaration import PANE, jobs_for

TEXTS = (
    "title", "checking", "working", "verdict", "decision", "next_step", "concerns", "open_items", "findings",
    "none", "total", "token", "token_hint", "use_token", "token_wrong", "no_answer", "jump", "not_seen",
    "no_findings", "more", "not_ours", "offer", "check_file", "saved_file", "back", "engagement", "create",
    "fill_in", "cancel", "no_notes", "refused", "help",
)  # fmt: skip
MESSAGES = (
    "marked", "unmarked_cells", "nothing_marked", "taken_off", "none_to_take", "results", "results_in_notes",
)  # fmt: skip
"""What jobs say at their end of what only the pane knows."""
UNBROKEN = "\u00a0"
"""A space at which no line ends."""


def pane_of(review: Review) -> dict[str, Any]:
    """Return verdict, decision, next step, concerns, open items and findings with their cells."""
    assessment, catalog = review.assessment, review.catalog
    scorecard = assessment.scorecard
    return {
        "language": catalog.language,
        "engagement": assessment.engagement.id or "",
        "name": assessment.engagement.poc_name or "",
        "verdict": {"code": scorecard.verdict, "label": catalog.label("verdict", scorecard.verdict)},
        "total": catalog.text("text.range").join(map(str, dict.fromkeys(scorecard.range))),
        "decision": {"code": assessment.decision, "label": catalog.label("decision", assessment.decision)},
        "next_step": catalog.text(f"next_step.{assessment.decision}"),
        "steps": list(_steps(review)),
        "concerns": list(_concerns(review)),
        "open_items": list(_links(review, "item", "pg_status_", assessment.checklist.open)),
        "findings": [_finding(review, found) for found in assessment.findings],
    }


def pane_texts(catalog: Catalog) -> dict[str, Any]:
    """Return what the pane itself says, what it has buttons for, and how it knows our notes."""
    jobs = [{"id": job.id, "label": job.label(catalog), "tip": job.tip(catalog)} for job in jobs_for(PANE)]
    return {
        "language": catalog.language,
        **{key: catalog.text(f"pane.{key}") for key in TEXTS},
        "said": {key: catalog.text(f"job.said.{key}") for key in MESSAGES},
        "jobs": jobs,
        "mark": MARK,
    }


def _steps(review: Review) -> Iterator[dict[str, str]]:
    """Yield the ratings to give or to raise and the questions to settle, with the cell of each."""
    catalog = review.catalog
    for step in review.assessment.next_step.ratings:
        label = catalog.label("criterion", step.criterion)
        if step.needed is not None:
            arrow = catalog.text("text.arrow").replace(" ", UNBROKEN)
            label = f"{label}{catalog.text('text.colon')}{step.rating}{arrow}{step.needed}"
        yield {"label": label, **_place(review, f"pg_rating_{step.criterion}")}
    asked = (each.question for each in review.assessment.next_step.questions)
    yield from _links(review, "question", "pg_question_", asked)


def _concerns(review: Review) -> Iterator[dict[str, str]]:
    """Yield what the total hides: must-meets that are not met, and concerns."""
    assessment = review.assessment
    for kind, id_ in reservations(assessment.must_meets, assessment.scorecard.concerns):
        prefix = "pg_question_" if kind == "question" else "pg_rating_"
        yield from _links(review, VOCABULARIES[kind], prefix, [id_])


def _links(review: Review, table: str, prefix: str, ids: Iterable[str]) -> Iterator[dict[str, str]]:
    numbers = {item.id: number for number, _, item in review.bundle.template.numbered_items()}
    for id_ in ids:
        label = review.catalog.label(table, id_)
        numbered = f"{numbers[id_]}. {label}" if table == "item" else label
        yield {"label": numbered, **_place(review, f"{prefix}{id_}")}


def _finding(review: Review, found: Finding) -> dict[str, str]:
    severity = review.catalog.text(f"report.{found.severity}")
    texts = {"message": found.message, "expected": found.expected, "hint": found.hint}
    place = {"sheet": found.sheet, "cell": found.cell}
    return {"code": found.code, "severity": found.severity, "label": severity, **texts, **place}


def _place(review: Review, name: str) -> dict[str, str]:
    """Return sheet title and address of a named cell; empty where its sheet is gone."""
    area: Area = review.reading.expected.names[name]
    sheet = review.reading.located.sheets.get(area.sheet)
    return {"sheet": sheet.title if sheet else "", "cell": area.ref.replace("$", "") if sheet else ""}
