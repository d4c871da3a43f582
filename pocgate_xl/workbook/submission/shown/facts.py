"""One submission as its workbook must show it: what was answered, what is wrong, what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ....core.assessment import ReadableAssessment
from ....core.catalog import Catalog, label_key
from ....core.completeness import asked_fields, identifying_fields, needed_fields
from ....core.decision import RatingStep
from ....core.fields import blocks, filler_of
from ....core.roadmap import PhasePlan
from ....core.submission import Submission
from ....core.template import Span, Template
from ....records import dataclass
from ...layout.plan import OUTPUT_PREFIX, WorkbookPlan, input_key, link_to
from ..outputs import Output, outputs_of

if TYPE_CHECKING:
    from .dashboard import PaperStep

Truth: TypeAlias = Callable[..., Output]
"""Takes the facts, then what a key is about."""

BLANK = "–"
DECISION = f"{OUTPUT_PREFIX}decision"


@dataclass(frozen=True, eq=False)
class Places:
    """How links name the cells of inputs, by key in the order of the plan, and the decision's sheet."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    home: str = ""


@dataclass(frozen=True, eq=False)
class Facts:
    """What every truth is computed from; inputs are spoken of by key (`input_key`).

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
    places: Places = field(default_factory=Places)
    people: Mapping[str, str] = field(default_factory=dict)
    """Who fills in each section, by the field that tells it."""

    def text(self, key: str) -> str:
        return self.words.text(f"text.{key}")

    def sentence(self, key: str, *values: object) -> str:
        """Return a text with values for its placeholders, in order; each is taken as it is."""
        return self.text(key).format_map(dict(zip("abcd", values, strict=False)))

    def who(self, name: str) -> str:
        """Return who fills in the section in which a field stands."""
        return self.people.get(filler_of(self.template, name)) or BLANK

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
        """Return the inputs that count for the progress of each section."""
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
    def missing(self) -> tuple[str, ...]:
        """Return what is asked for and not answered, what says whose a workbook is before the rest."""
        return tuple(name for name in _asked(self.template) if name not in self.answered)

    @cached_property
    def first_faulty(self) -> Mapping[str, str]:
        """Return the first faulty input of each sheet, by id, and of all under "", as links name them."""
        found: dict[str, str] = {}
        for key, link in self.places.inputs.items() if self.faulty else ():
            if key in self.faulty:
                found.setdefault("", link)
                found.setdefault(self.faulty[key], link)
        return found

    @cached_property
    def spans(self) -> Mapping[str, Span | None]:
        """Return the ranges of money that the decision paper shows."""
        costs = self.assessment.costs
        keys = ("initial", "run_rate", "first_year", "three_year", "contingency")
        return {**{key: getattr(costs.budget, key) for key in keys}, "benefit": costs.benefit}

    @cached_property
    def largest(self) -> Decimal:
        """Return the largest of these amounts."""
        return max((span.high for span in self.spans.values() if span), default=Decimal(0))

    @cached_property
    def phases(self) -> Mapping[str, PhasePlan]:
        return {each.phase: each for each in self.assessment.roadmap.phases}

    @cached_property
    def steps(self) -> tuple[PaperStep, ...]:
        """Return what it takes to reach the next decision."""
        from .dashboard import steps  # it needs these facts

        return steps(self)

    @cached_property
    def open_items(self) -> list[tuple[int, str]]:
        """Return number and id of every open item."""
        numbered = self.template.numbered_items()
        opened = frozenset(self.assessment.checklist.open)
        return [(number, item.id) for number, _, item in numbered if item.id in opened]


def places_of(plan: WorkbookPlan) -> Places:
    """Return how links name the inputs of a plan, and the sheet of its decision."""
    found = {
        input_key(cell.field, sheet.names[cell.field.name], position): link_to(sheet.title, position)
        for sheet in plan.sheets
        for position, cell in sorted(sheet.cells.items())
        if cell.field
    }
    homes = (sheet for sheet in plan.sheets if DECISION in sheet.names)
    return Places(found, link_to(next(homes, plan.sheets[0]).title, (1, 1)))


def words_of(plan: WorkbookPlan, catalog: Catalog) -> Catalog:
    """Return the texts of a language, as the plan has those that its formulas repeat.

    A released plan keeps its words, whatever the template says today.
    """
    own = {
        cell.shows: cell.value
        for sheet in plan.sheets
        for cell in sheet.cells.values()
        if cell.shows and isinstance(cell.value, str)
    }
    return Catalog(catalog.language, {**catalog.texts, **own})


@lru_cache(maxsize=32)
def _asked(template: Template) -> tuple[str, ...]:
    needed = {field.name for field in needed_fields(template)}
    return tuple(sorted((field.name for field in asked_fields(template)), key=lambda name: name in needed))


@lru_cache(maxsize=32)
def wanted(template: Template) -> Mapping[str, frozenset[str]]:
    """Return the keys of the inputs that each section wants."""
    return {section: frozenset(keys(template)) for section, keys in WANTED.items()}


def _costs(template: Template) -> Iterable[str]:
    categories = template.costs.categories
    wanted = [c.id for c in categories if c.kind != "share" and not c.poc_blank_is_zero]
    return ("pg_engagement_poc_months", *(f"pg_poc_cost_{id_}" for id_ in wanted))


def _design(template: Template) -> Iterable[str]:
    elements = (f"pg_design_{id_}" for id_ in template.elements)
    return (*elements, *(f"pg_question_{id_}" for id_ in template.questions))


def _roadmap(template: Template) -> Iterable[str]:
    months = (f"pg_phase_months_{phase.id}" for phase in template.phases)
    return ("pg_start_date", *months, *(f"pg_goal_{horizon.id}_kpi" for horizon in template.horizons))


def _rows(template: Template, **parts: str) -> Iterable[str]:
    """Yield the keys of one column of each of these tables."""
    for block in blocks(template):
        if part := parts.get(block.name):
            yield from (f"{block.name}.{row}.{part}" for row in range(block.rows))


def _scorecard(template: Template) -> Iterable[str]:
    ratings = (f"pg_rating_{id_}" for id_ in template.criterion_ids)
    return (*ratings, *(f"pg_question_{id_}" for id_ in template.knock_out))


WANTED: Mapping[str, Callable[[Template], Iterable[str]]] = {
    "start": lambda template: (field.name for field in identifying_fields(template)),
    "scorecard": _scorecard,
    "checklist": lambda template: (f"pg_status_{item.id}" for item in template.items),
    "costs": _costs,
    "design": _design,
    "elements": lambda template: (f"pg_design_{id_}" for id_ in template.elements),
    "process": lambda template: _rows(template, pg_process="step"),
    "roadmap": _roadmap,
    "operations": lambda template: (f"pg_operations_{id_}_owner" for id_ in template.components),
    "assumptions": lambda template: _rows(template, pg_assumptions="assumption", pg_risks="risk"),
}
