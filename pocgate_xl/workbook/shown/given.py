"""What a submission gave, as facts: as answers are understood here, and as formulas understand them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ...core.assessment import ReadableAssessment
from ...core.gate import assess
from ...core.responses import submission_from_answers
from ...core.submission import Submission
from ..interpret import HARMLESS
from ..plan import table_key
from ..reader import Reading, Response
from .facts import Facts

LARGEST_WHOLE = 10**11
"""Up to here a number that is joined to a text is written the same everywhere."""


@dataclass(frozen=True, eq=False)
class Given:
    """Hold a reading; what was answered in tables stands beside the named answers, all by key."""

    reading: Reading

    @cached_property
    def responses(self) -> Mapping[str, Response]:
        if not self.reading.rows:
            return self.reading.responses
        rows = {}
        for row in self.reading.rows:
            top = self.reading.blueprint.names[row.block.name].first[0]
            for response in row.responses.values():
                rows[table_key(response.field, response.position[0] - top)] = response
        return {**self.reading.responses, **rows}

    @cached_property
    def faulty(self) -> Mapping[str, Response]:
        """Return what the workbook wants corrected."""
        if not self.reading.faulty:
            return {}
        return {
            key: response
            for key, response in self.responses.items()
            if any(fault.kind not in HARMLESS for fault in response.faults)
        }

    def facts(self, submission: Submission, assessment: ReadableAssessment) -> Facts:
        """Return the facts as answers are understood here."""
        answered = {key for key, response in self.responses.items() if response.value is not None}
        unread = {key: response for key, response in self.faulty.items() if response.value is None}
        return self._facts(submission, assessment, answered, unread)

    def facts_of_formulas(self) -> Facts:
        """Return the facts as formulas understand answers, to which what is converted here is none."""
        template, reading = self.reading.bundle.template, self.reading
        kept = {name: value for name, value in reading.answers.items() if name not in self.faulty}
        submission = submission_from_answers(template, kept, reading.block_rows)
        answered = {key for key, r in self.responses.items() if r.value is not None} - self.faulty.keys()
        return self._facts(submission, assess(template, submission), answered, self.faulty)

    def _facts(
        self,
        submission: Submission,
        assessment: ReadableAssessment,
        answered: set[str],
        faulty: Mapping[str, Response],
    ) -> Facts:
        blueprint = self.reading.blueprint
        ids = {sheet.title: id_ for id_, sheet in self.reading.whereabouts.sheets.items()}
        on = {key: ids[response.sheet] for key, response in faulty.items()}
        words, numbers = blueprint.words, self._numbers()
        return Facts(blueprint.bundle.template, words, submission, assessment, answered, on, numbers)

    def _numbers(self) -> dict[str, int]:
        """Return the texts that were typed as whole numbers."""
        return {
            key: number
            for key, response in self.responses.items()
            if response.field.kind == "text" and (number := _whole(response)) is not None
        }


def _whole(response: Response) -> int | None:
    value = response.raw.value if response.raw else None
    whole = isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE
    return int(value) if whole else None  # type: ignore[arg-type]


def is_odd(response: Response) -> bool:
    """Say whether programs, or this one and formulas, may tell an answer without faults differently.

    A text that is a fraction or a truth value is written in the words of a country; what looks empty
    may be more to formulas than the spaces that they pass over.
    """
    raw = response.raw
    if raw is None or raw.kind == "blank" or response.faults:
        return False
    if raw.kind != "text":
        return response.field.kind == "text" and _whole(response) is None
    return response.value is None and str(raw.value).strip(" \u3000") != ""
