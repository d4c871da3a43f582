"""One submission as its workbook must show it: what was answered, what is wrong, what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from ...core.assessment import ReadableAssessment
from ...core.catalog import Catalog, label_key
from ...core.decision import RatingStep
from ...core.submission import Submission
from ...core.template import Template
from ..outputs import Output, outputs_of
from .progress import wanted

Truth: TypeAlias = Callable[..., Output]
"""Takes the facts, then what a key is about."""

BLANK = "–"


@dataclass(frozen=True, eq=False)
class Facts:
    """Hold what every truth is computed from; inputs are spoken of by key (`input_key`).

    `words` are the texts as they stand in the workbook. `answered` are the inputs that hold an answer,
    `faulty` those to correct with the sheet (by id) on which each stands. `numbers` are the texts that
    were typed as whole numbers, which cells repeat as numbers.
    """

    template: Template
    words: Catalog
    submission: Submission
    assessment: ReadableAssessment
    answered: AbstractSet[str]
    faulty: Mapping[str, str]
    numbers: Mapping[str, int] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return self.words.texts[f"text.{key}"]

    def label(self, vocabulary: str, code: str) -> str:
        return self.words.texts.get(label_key(vocabulary, code), code)

    def known(self, vocabulary: str, code: str | None) -> str | None:
        """Return the label of a code, if there is one."""
        return None if code is None else self.label(vocabulary, code)

    def blank(self, key: str) -> bool:
        """Say whether nothing was answered, rightly or wrongly."""
        return key not in self.answered and key not in self.faulty

    @cached_property
    def outputs(self) -> Mapping[str, Output]:
        return outputs_of(self.template, self.submission, self.assessment)

    @cached_property
    def wanted(self) -> Mapping[str, frozenset[str]]:
        """Return the inputs that each section wants."""
        return wanted(self.template)

    @cached_property
    def faults_on(self) -> Counter[str]:
        """Count the inputs to correct on each sheet."""
        return Counter(self.faulty.values())

    @cached_property
    def raises(self) -> list[RatingStep]:
        """Return the raises that the next step asks for; none while ratings are missing."""
        return [step for step in self.assessment.next_step.ratings if step.needed is not None]

    @cached_property
    def open_items(self) -> list[tuple[int, str]]:
        """Return number and id of every open item."""
        numbered = self.template.numbered_items()
        opened = frozenset(self.assessment.checklist.open)
        return [(number, item.id) for number, _, item in numbered if item.id in opened]
