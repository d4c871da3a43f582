"""What a person can answer: every input of a workbook, by its defined name.

Sheets place these fields, the reader reads them, `fill` writes them and rules speak of them. Ids
come from the template; the engine's own vocabulary (engagement fields, parts of a response) is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ..records import dataclass
from .helper_kinds import helper_form
from .template import Detail, Template

FieldKind = Literal["rating", "label", "money", "number", "whole", "date", "text"]
SheetId = Literal[
    "start", "scorecard", "checklist", "costs", "dashboard", "causes", "design", "process",
    "roadmap", "operations", "assumptions",
]  # fmt: skip

STATUSES = ("done", "in_progress", "not_started")
NOT_APPLICABLE = "not_applicable"
ANSWERS = ("yes", "no")
DECISIONS = ("go", "ready_for_approval", "clear_checklist", "conditional", "hold", "incomplete")
COMMITTEE_DECISIONS = ("approved", "conditions", "returned", "deferred", "rejected")
BASES = ("quote", "actual", "estimate")
DIRECTIONS = ("higher", "lower")
STANDINGS = ("within", "below", "above", "overlaps")
LEVELS = ("high", "medium", "low", "unknown")
UNITS = ("month", "once", "year")
INCOMPLETE = "incomplete"
DECISIVE = frozenset({"rating", "status", "question"})
"""Groups of the answers from which the gate decides."""
DETAIL = "detail"
IDENTITY_GROUPS = ("engagement", DETAIL)
"""Groups of the answers that say whose PoC it is: the engine's own, and those that a gate adds."""


FIXED_VOCABULARIES = {
    "status": STATUSES,
    "answer": ANSWERS,
    "committee": COMMITTEE_DECISIONS,
    "basis": BASES,
    "direction": DIRECTIONS,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One input cell (or one column of a block): what may stand in it.

    `key` and `part` say what it answers: a template id or an engine field, and which part of it.
    `minimum` bounds numbers; `above_minimum` excludes the bound itself. `required` says that a gate sends
    workbooks back without it, though no decision rests on it.
    """

    name: str
    kind: FieldKind
    section: SheetId
    group: str
    key: str = ""
    part: str = ""
    vocabulary: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above_minimum: bool = False
    required: bool = False


def decisive(field: Field) -> bool:
    """Say whether a decision rests on this answer: the gate's, or the one that the committee records."""
    return field.group in DECISIVE or (field.group, field.key) == ("committee", "decision")


@dataclass(frozen=True, slots=True)
class FieldTable:
    """A table of free rows under one defined name, one `Field` a column."""

    name: str
    section: SheetId
    columns: tuple[Field, ...]
    rows: int


def vocabulary(template: Template, name: str) -> tuple[str, ...]:
    """Return the codes of a drop-down list, in the order in which it offers them."""
    if name in FIXED_VOCABULARIES:
        return FIXED_VOCABULARIES[name]
    if name.startswith(CHOICE):
        return next(each.choices for each in template.details if choices_of(each) == name)
    if name == "item_status":
        return (*STATUSES, NOT_APPLICABLE) if template.allows_not_applicable else STATUSES
    return {"currency": template.costs.currencies, "language": template.languages}[name]


INPUT_VOCABULARIES = (
    "status", "item_status", "answer", "committee", "basis", "direction", "currency", "language",
)  # fmt: skip
"""Vocabularies of the engine's own drop-down lists."""
CHOICE = "choice_"
"""What begins the vocabularies of a gate's own lists."""


def choices_of(detail: Detail) -> str:
    """Return the vocabulary of a detail; "" where it is no list."""
    return f"{CHOICE}{detail.id}" if detail.kind == "list" else ""


def own_vocabularies(template: Template) -> tuple[str, ...]:
    """Return the vocabularies of a gate's own drop-down lists."""
    return tuple(filter(None, map(choices_of, template.details)))


ZERO, ONE = Decimal(0), Decimal(1)


@lru_cache(maxsize=32)
def input_fields(template: Template) -> tuple[Field, ...]:
    """Return every named input cell, in the order of the sheets."""
    return tuple(field for part in _PARTS for field in part(template))


def blocks(template: Template) -> tuple[FieldTable, ...]:
    """Return the tables of free rows."""
    return (
        _block("process", "process", template.rows.process, "step ai staff judgement", "status"),
        _block("assumptions", "assumptions", template.rows.assumptions, "assumption affects owner", "review"),
        _block("risks", "assumptions", template.rows.risks, "risk mitigation owner", ""),
    )


def _block(name: str, section: SheetId, rows: int, texts: str, last: str) -> FieldTable:
    columns = [Field(f"pg_{name}", "text", section, name, part=part) for part in texts.split()]
    if last == "status":
        columns.append(Field(f"pg_{name}", "label", section, name, part=last, vocabulary="status"))
    elif last:
        columns.append(Field(f"pg_{name}", "date", section, name, part=last))
    return FieldTable(f"pg_{name}", section, tuple(columns), rows)


def _text(name: str, section: SheetId, group: str, key: str = "", part: str = "") -> Field:
    return Field(name, "text", section, group, key, part)


def _date(name: str, section: SheetId, group: str, key: str = "", part: str = "") -> Field:
    return Field(name, "date", section, group, key, part)


def _label(name: str, section: SheetId, group: str, vocabulary: str, key: str = "", part: str = "") -> Field:
    return Field(name, "label", section, group, key, part, vocabulary)


def _money(name: str, group: str, key: str = "", part: str = "") -> Field:
    return Field(name, "money", "costs", group, key, part, minimum=ZERO)


SECTIONS_WITH_OWNER: tuple[SheetId, ...] = (
    "scorecard", "checklist", "costs", "design", "process", "roadmap", "operations",
    "assumptions",
)  # fmt: skip


def filler_of(template: Template, name: str) -> str:
    """Return the field that tells who fills in a field's section; KeyError where nobody is named for it."""
    return _fillers(template)[name]


@lru_cache(maxsize=32)
def _fillers(template: Template) -> Mapping[str, str]:
    fields = input_fields(template)
    return {each.name: f"pg_who_{each.section}" for each in fields if each.section in SECTIONS_WITH_OWNER}


def _engagement(template: Template) -> Iterator[Field]:
    name, group = "pg_engagement_{}".format, "engagement"
    for key in ("id", "organization", "poc_name", "sponsor", "assessor", "industry"):
        yield _text(name(key), "start", group, key)
    yield Field(name("employees"), "whole", "start", group, "employees", minimum=ONE)
    yield _date(name("poc_start"), "start", group, "poc_start")
    yield Field(
        name("poc_months"), "number", "start", group, "poc_months",
        minimum=ZERO, maximum=Decimal(120), above_minimum=True,
    )  # fmt: skip
    yield _date(name("assessment_date"), "start", group, "assessment_date")
    yield Field(name("revision"), "whole", "start", group, "revision", minimum=ONE)
    yield _text(name("change_note"), "start", group, "change_note")
    yield _label(name("currency"), "start", group, "currency", "currency")
    yield Field(
        name("yen_per_unit"), "number", "start", group, "yen_per_unit",
        minimum=ZERO, above_minimum=True,
    )  # fmt: skip
    yield _label(name("language"), "start", group, "language", "language")
    yield from map(detail_field, template.details)
    for section in SECTIONS_WITH_OWNER:
        yield _text(f"pg_who_{section}", "start", "who", section)


def detail_field(detail: Detail) -> Field:
    """Return the input of what a gate asks of an engagement by itself."""
    kind: FieldKind = "label" if detail.kind == "list" else detail.kind
    return Field(
        f"pg_detail_{detail.id}", kind, "start", DETAIL, detail.id,
        vocabulary=choices_of(detail), required=detail.required,
    )  # fmt: skip


def _dashboard(template: Template) -> Iterator[Field]:
    yield _label("pg_committee_decision", "dashboard", "committee", "committee", "decision")
    yield _text("pg_committee_by", "dashboard", "committee", "by")
    yield _date("pg_committee_date", "dashboard", "committee", "date")
    yield _text("pg_committee_conditions", "dashboard", "committee", "conditions")
    yield _date("pg_committee_next_review", "dashboard", "committee", "next_review")
    for role in ("prepared", "reviewed", "approved"):
        yield _text(f"pg_signoff_{role}_by", "dashboard", "signoff", role, "by")
        yield _date(f"pg_signoff_{role}_date", "dashboard", "signoff", role, "date")


def _scorecard(template: Template) -> Iterator[Field]:
    low, high = Decimal(template.scale.lowest), Decimal(template.scale.highest)
    for criterion in template.criteria:
        id_ = criterion.id
        yield Field(f"pg_rating_{id_}", "rating", "scorecard", "rating", id_, minimum=low, maximum=high)
        yield _text(f"pg_note_{id_}", "scorecard", "note", id_)
        if criterion.helper is None:
            continue
        form = helper_form(criterion.helper.kind)
        for part in form.figures:
            yield Field(f"pg_helper_{id_}_{part}", "number", "scorecard", "helper", id_, part)
        yield _label(f"pg_helper_{id_}_{form.option}", "scorecard", "helper", form.codes, id_, form.option)
    for question in template.questions:
        yield _label(f"pg_question_{question}", "scorecard", "question", "answer", question)


def _checklist(template: Template) -> Iterator[Field]:
    for item in template.items:
        words = "item_status" if item.not_applicable else "status"
        yield _label(f"pg_status_{item.id}", "checklist", "status", words, item.id)
        yield _text(f"pg_evidence_{item.id}", "checklist", "evidence", item.id)
        yield _text(f"pg_owner_{item.id}", "checklist", "owner", item.id)
        yield _date(f"pg_due_{item.id}", "checklist", "due", item.id)


def _costs(template: Template) -> Iterator[Field]:
    for category in template.costs.categories:
        if category.kind != "share":
            yield _money(f"pg_poc_cost_{category.id}", "poc_cost", category.id)
            yield _label(f"pg_basis_{category.id}", "costs", "basis", "basis", category.id)
        yield _money(f"pg_planned_cost_{category.id}", "planned_cost", category.id)
    yield _money("pg_engagement_annual_benefit_low", "engagement", "annual_benefit_low")
    yield _money("pg_engagement_annual_benefit_high", "engagement", "annual_benefit_high")
    yield Field("pg_benefit_ramp_months", "whole", "costs", "recorded", "benefit_ramp_months", minimum=ZERO)
    yield _contingency(template)
    yield _label("pg_tax_included", "costs", "recorded", "answer", "tax_included")
    yield _label("pg_internal_labour", "costs", "recorded", "answer", "internal_labour")
    yield Field(
        "pg_volume_ratio", "number", "costs", "recorded", "volume_ratio",
        minimum=ZERO, above_minimum=True,
    )  # fmt: skip


def _contingency(template: Template) -> Field:
    """Ask for money, or for percent: 10 means 10 %."""
    if template.costs.contingency == "amount":
        return _money("pg_contingency", "recorded", "contingency")
    return Field(
        "pg_contingency", "number", "costs", "recorded", "contingency",
        minimum=ZERO, maximum=Decimal(100),
    )  # fmt: skip


def _design(template: Template) -> Iterator[Field]:
    for element in template.elements:
        yield _text(f"pg_design_{element}", "design", "design", element)


def _roadmap(template: Template) -> Iterator[Field]:
    yield _date("pg_start_date", "roadmap", "start", "start_date")
    for phase in template.phases:
        yield Field(
            f"pg_phase_months_{phase.id}", "whole", "roadmap", "phase", phase.id, "months",
            minimum=ONE, maximum=Decimal(120),
        )  # fmt: skip
        yield _text(f"pg_phase_scope_{phase.id}", "roadmap", "phase", phase.id, "scope")
    for horizon in template.horizons:
        for part in ("kpi", "baseline", "target", "measurement"):
            yield _text(f"pg_goal_{horizon.id}_{part}", "roadmap", "goal", horizon.id, part)


def _operations(template: Template) -> Iterator[Field]:
    for component in template.components:
        name = f"pg_operations_{component}_{{}}".format
        for part in ("owner", "procedure", "trigger"):
            yield _text(name(part), "operations", "operations", component, part)
        yield _label(name("status"), "operations", "operations", "status", component, "status")


_PARTS = (_engagement, _dashboard, _scorecard, _checklist, _costs, _design, _roadmap, _operations)
