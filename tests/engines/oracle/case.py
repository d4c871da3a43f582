"""One submission as the oracle sees it: what was typed, what it means, what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.fields import blocks
from pocgate_xl.core.gate import assess
from pocgate_xl.core.loading import Bundle
from pocgate_xl.core.responses import submission_from_answers
from pocgate_xl.core.submission import Submission, Value
from pocgate_xl.core.template import Template
from pocgate_xl.workbook.evaluate import CellError
from pocgate_xl.workbook.interpret import FaultKind, Terms, interpret
from pocgate_xl.workbook.outputs import Output
from pocgate_xl.workbook.raw_cells import RawCell
from tests.engines.oracle.places import Node, Places

Typed = float | str | bool | CellError
"""What may stand in a cell; keys are those of `Places.inputs`."""

Expected = dict[Node, Output]

HARMLESS: frozenset[FaultKind] = frozenset({"hidden_characters", "formula_in_input"})
"""Faults that leave nothing to correct in the workbook."""


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
    """Hold a submission and where it was typed.

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

    @property
    def catalog(self) -> Catalog:
        return self.bundle.catalogs[self.language]

    def text(self, key: str) -> str:
        return self.catalog.text(f"text.{key}")

    @cached_property
    def _read(self) -> tuple[dict[str, Value], set[str]]:
        terms = Terms(self.bundle, self.language)
        answers: dict[str, Value] = {}
        faulty = set()
        for key, typed in self.typed.items():
            value, faults = interpret(self.places.inputs[key][0], raw_cell(typed), terms)
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

    def blank(self, key: str) -> bool:
        """Say whether nothing was answered, rightly or wrongly."""
        return key not in self.answers and key not in self.faulty

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
