"""The border where a template is read: what may stand in `template.toml`, checked by pydantic.

The models have the shape of the dataclasses in `template`, to which they are dumped; they add what
an author needs: bounds, descriptions for editors, and checks across fields.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ..core.template import HelperKind
from .model_types import (
    Bound,
    CodeText,
    CurrencyCode,
    EvidenceRule,
    Id,
    LanguageTag,
    Number,
    Selector,
    ShareNumber,
    StrictModel,
    Words,
    shaped,
)


class ScaleModel(StrictModel):
    lowest: Annotated[int, Field(ge=0, le=100)]
    """The lowest rating."""
    highest: Annotated[int, Field(ge=1, le=100)]
    """The highest rating; every whole number between is a rating too."""


class HelperBandModel(StrictModel):
    rating: int
    """The rating that this band suggests."""
    bound: Bound | None = None
    """From this fraction on (improvement), or up to it (deviation); none in the last band."""
    inclusive: bool = True
    """Whether the bound itself belongs to the band."""


class HelperModel(StrictModel):
    kind: HelperKind
    """`improvement`: actual against target. `deviation`: actual against estimate."""
    bands: Annotated[tuple[HelperBandModel, ...], Field(min_length=1, max_length=50)]
    """First match wins; the last band has no bound."""
    unknown_rating: int | None = None
    """The rating for an explicit "cannot estimate"."""


class CriterionModel(StrictModel):
    later = frozenset({"floor"})
    id: Id
    anchors: tuple[int, ...]
    """The ratings that have an anchor text, highest first."""
    helper: HelperModel | None = None
    """Figures that suggest a rating; a suggestion is never written."""
    floor: int | None = None
    """Its own floor instead of that of all."""


class FloorsModel(StrictModel):
    rating: int
    """A rating below is a concern."""
    enforce: bool = False
    """Whether a floor is a must-meet: a rating below keeps the decision at `conditional`."""


class VerdictBandModel(StrictModel):
    id: Id
    at_least: Annotated[int, Field(ge=0)]
    """The total from which this verdict is given."""
    decision: Literal["go", "conditional", "hold"]
    """What the verdict leads to; with `go` the checklist decides the rest."""


class ItemModel(StrictModel):
    later = frozenset({"evidence"})
    id: Id
    granted_at_gate: bool = False
    """Granted at the gate meeting itself, as an approval is."""
    not_applicable: bool = False
    """Whether "not applicable" may be answered, with a justification."""
    evidence: EvidenceRule | None = None
    """Its own rule instead of that of all."""


class GroupModel(StrictModel):
    id: Id
    items: Annotated[tuple[ItemModel, ...], Field(min_length=1)]


class SpanModel(StrictModel):
    low: Number
    high: Number


class CostCategoryModel(StrictModel):
    id: Id
    kind: Literal["multiplied", "reference", "share"]
    """`multiplied`: PoC cost times factor. `reference`: the reference range is the projection.
    `share`: a share of the initial investment."""
    unit: Literal["month", "once", "year"]
    """Per what the amount is."""
    one_off: bool
    """Whether it belongs to the initial investment; if not it recurs."""
    factor: SpanModel | None = None
    """Multiplier (`multiplied`) or share (`share`), low and high."""
    poc_reference: SpanModel | None = None
    """Usual PoC cost, in the template's currency per unit."""
    reference: SpanModel | None = None
    """Usual production cost, in the template's currency per unit."""
    poc_blank_is_zero: bool = False
    """Whether a blank PoC cost means nothing was spent."""


class CostsModel(StrictModel):
    later = frozenset({"contingency", "rule_of_thumb"})
    currency: CurrencyCode
    """The currency of all references."""
    currencies: Annotated[tuple[CurrencyCode, ...], Field(min_length=1)]
    """What the currency list offers."""
    guide: SpanModel
    """The rule of thumb: production cost as a multiple of the PoC investment."""
    categories: Annotated[tuple[CostCategoryModel, ...], Field(min_length=1, max_length=100)]
    contingency: Literal["amount", "percent"] = "amount"
    """What is answered as contingency: money, or percent of the one-off budget."""
    rule_of_thumb: Literal["projection", "budget"] = "projection"
    """What the guide is held against: the projection alone, or plans where they are given."""


class LevelsModel(StrictModel):
    later = frozenset({"granted_at_gate"})
    high: ShareNumber
    """Exposure from which a cause is high."""
    medium: ShareNumber
    """Exposure from which a cause is medium."""
    granted_at_gate: bool = True
    """Whether items that are granted at the gate count; if not, no PoC is exposed by its meeting."""


class CauseModel(StrictModel):
    id: Id
    strategy: Id
    """The strategy that answers the cause."""
    criteria: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    questions: tuple[Id, ...] = ()


class StrategyModel(StrictModel):
    id: Id
    sheet: Literal["design", "process", "roadmap", "operations", "costs"]
    """The sheet on which the strategy is worked out."""


class PhaseModel(StrictModel):
    id: Id
    min_months: Annotated[int, Field(ge=1, le=120)]
    max_months: Annotated[int, Field(ge=1, le=120)]


class HorizonModel(StrictModel):
    id: Id
    months: Annotated[int, Field(ge=1, le=600)]


class RowsModel(StrictModel):
    process: Annotated[int, Field(ge=1, le=200)]
    assumptions: Annotated[int, Field(ge=1, le=200)]
    risks: Annotated[int, Field(ge=1, le=200)]


class ConditionModel(StrictModel):
    answer: Selector | None = None
    """These answers must all stand within the bounds, be one of the codes, or none of them."""
    blank: tuple[Selector, ...] = ()
    """All of these answers are blank."""
    any_blank: tuple[Selector, ...] = ()
    """At least one of these answers is blank."""
    repeated: Selector | None = None
    """The same text stands in `times` of these answers, capitals and spaces apart."""
    at_least: Bound | None = None
    at_most: Bound | None = None
    one_of: tuple[CodeText, ...] = ()
    """Codes such as "done"; a blank answer is none of them."""
    none_of: tuple[CodeText, ...] = ()
    """Codes; a blank answer meets this."""
    times: Annotated[int, Field(ge=2, le=1000)] | None = None


class ContradictionModel(StrictModel):
    id: Id
    severity: Literal["error", "warning", "note"]
    conditions: Annotated[tuple[ConditionModel, ...], Field(min_length=1, max_length=9)]
    """All of them must hold."""


class SourceModel(StrictModel):
    title: Words
    publisher: Words
    published: Annotated[str, shaped(r"^\d{4}(-\d{2}){0,2}$", "a date such as 2026-02-25, 2026-02 or 2026")]
    """The day, the month or the year."""
    url: Annotated[
        str,
        shaped(
            r"^https://[!$-~]{4,1000}$",
            "an address that begins with https://, without spaces or quotation marks",
        ),
    ]
    """Where it can be read; the Costs sheet links to it."""


class DetailModel(StrictModel):
    id: Id
    kind: Literal["text", "number", "date", "list"]
    """What is entered; in a list one of `choices`."""
    choices: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    """Codes of what a list offers, in its order; their labels stand in `choice_<id>` of each locale."""
    required: bool = False
    """Whether a workbook without it is sent back once everything else is answered."""


class TemplateModel(StrictModel):
    """One gate as its author writes it."""

    later = frozenset({"evidence", "knock_out", "contradictions", "source", "details"})
    id: Id
    version: Annotated[str, shaped(r"^\d+\.\d+\.\d+$", "three numbers joined by dots, such as 1.0.0")]
    """Raised with every change of meaning; stamped in every workbook."""
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    """Each has a file in `locale/`; the first is the default."""
    scale: ScaleModel
    floors: FloorsModel
    criteria: Annotated[tuple[CriterionModel, ...], Field(min_length=1, max_length=30)]
    verdicts: Annotated[tuple[VerdictBandModel, ...], Field(min_length=2, max_length=9)]
    groups: Annotated[tuple[GroupModel, ...], Field(min_length=1, max_length=12)]
    costs: CostsModel
    levels: LevelsModel
    questions: tuple[Id, ...] = ()
    strategies: tuple[StrategyModel, ...]
    causes: Annotated[tuple[CauseModel, ...], Field(max_length=12)]
    elements: tuple[Id, ...]
    phases: Annotated[tuple[PhaseModel, ...], Field(min_length=1, max_length=12)]
    horizons: tuple[HorizonModel, ...]
    components: tuple[Id, ...]
    rows: RowsModel
    evidence: EvidenceRule = "expected"
    """What is asked beside an item that is done. `required`: without evidence it is not cleared.
    `expected`: without it there is a warning. `optional`: nothing."""
    knock_out: tuple[Id, ...] = ()
    """The questions that no total outweighs: answered no, the decision is at most `conditional`."""
    contradictions: Annotated[tuple[ContradictionModel, ...], Field(max_length=99)] = ()
    """Answers that cannot all be meant."""
    source: SourceModel | None = None
    """The publication from which the rubric is taken."""
    details: Annotated[tuple[DetailModel, ...], Field(max_length=20)] = ()
    """What is asked of an engagement beside the usual fields: a department, the kind of AI, a vendor."""


def template_schema() -> dict[str, Any]:
    """Return the JSON schema that editors complete and check `template.toml` with."""
    schema = TemplateModel.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Gate template (template.toml)",
    }


def dump(model: TemplateModel) -> dict[str, Any]:
    """Return plain JSON values of a model: numbers that must stay exact become strings."""
    return model.model_dump(mode="json")
