"""One submission as the truth is computed from it: what was typed, what it means, what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.fields import blocks
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Submission, Value
from pocgate_xl.core.template import Template
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.formulas.calculate import CellError
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.interpret import HARMLESS, interpret
from pocgate_xl.workbook.submission.outputs import Output
from pocgate_xl.workbook.submission.reading_context import ReadingContext
from pocgate_xl.workbook.submission.shown.facts import Facts, places_of, words_of
from tests.engines.places import Node, Places

Typed = float | str | bool | CellError
"""What may stand in a cell; keys are those of `Places.inputs`."""

Expected = dict[Node, Output]


def raw_cell(typed: Typed) -> RawCell:
    if isinstance(typed, CellError):
        return RawCell("error", None, None, typed.text)
    if isinstance(typed, bool):
        return RawCell("bool", typed, None, str(int(typed)))
    if isinstance(typed, str):
        return RawCell("text", typed, None, typed)
    return RawCell("number", typed, None, repr(typed))


@dataclass(frozen=True)
class Case:
    """A submission and where it was typed.

    What the reader takes with a warning, such as a number typed as text, counts as not given here:
    formulas cannot read it, and the file is reported for it.
    """

    bundle: Bundle
    language: str
    places: Places
    typed: Mapping[str, Typed]

    @property
    def template(self) -> Template:
        return self.bundle.template

    @cached_property
    def _read(self) -> tuple[dict[str, Value], set[str]]:
        context = ReadingContext(self.bundle, self.language)
        answers: dict[str, Value] = {}
        faulty = set()
        for key, typed in self.typed.items():
            value, faults = interpret(self.places.inputs[key][0], raw_cell(typed), context)
            if any(fault.kind not in HARMLESS for fault in faults):
                faulty.add(key)
            elif value is not None:
                answers[key] = value
        return answers, faulty

    @property
    def answers(self) -> dict[str, Value]:
        return self._read[0]

    @property
    def faulty(self) -> set[str]:
        return self._read[1]

    @cached_property
    def rows(self) -> dict[str, Sequence[Mapping[str, Value]]]:
        """Every row of every table, empty ones too."""
        return {
            block.name: [
                {
                    field.part: self.answers[key]
                    for field in block.columns
                    if (key := f"{block.name}.{row}.{field.part}") in self.answers
                }
                for row in range(block.rows)
            ]
            for block in blocks(self.template)
        }

    @cached_property
    def submission(self) -> Submission:
        filled = {name: [row for row in rows if row] for name, rows in self.rows.items()}
        return submission_from_answers(self.template, self.answers, filled)

    @cached_property
    def assessment(self) -> ReadableAssessment:
        return assess(self.template, self.submission)

    @cached_property
    def facts(self) -> Facts:
        typed = {key: self.typed[key] for key in self.answers}
        return Facts(
            self.template,
            words_of(self.places.plan, self.bundle.catalogs[self.language]),
            self.submission,
            self.assessment,
            self.answers.keys(),
            {key: self.places.inputs[key][1][0] for key in self.faulty},
            {key: int(value) for key, value in typed.items() if isinstance(value, float)},
            places_of(self.places.plan),
            {
                key: str(value)
                for key, value in self.answers.items()
                if self.places.inputs[key][0].group == "who"
            },
        )
