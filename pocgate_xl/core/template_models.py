"""The border where a template is read: what may stand in `template.toml`, checked by pydantic.

The models have the shape of the dataclasses in `template`, to which they are dumped; they add what
an author needs: bounds, descriptions for editors, and checks across fields.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from .template import ID_PATTERN


def _exact(value: Any) -> Any:
    """Let whole numbers stand where decimals do; floats never reach this border."""
    return Decimal(value) if type(value) is int else value


LARGEST = 10**15
"""Up to here a cell holds every whole number exactly."""

Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN),
    Field(description="Permanent snake_case id, at most 40 characters."),
]
Bound = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(str, return_type=str),
    Field(allow_inf_nan=False, ge=-LARGEST, le=LARGEST),
    WithJsonSchema({"type": "number"}),
]
Number = Annotated[Bound, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]
Share = Annotated[Number, Field(le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Model(BaseModel):
    """Forbid what is not declared; nothing is converted, so that "5" and true are no numbers."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True)


class ScaleModel(Model):
    lowest: Annotated[int, Field(ge=0, le=100)]
    """The lowest rating."""
    highest: Annotated[int, Field(ge=1, le=100)]
    """The highest rating; every whole number between is a rating too."""


class HelperBandModel(Model):
    rating: int
    """The rating that this band suggests."""
    bound: Bound | None = None
    """From this fraction on (improvement), or up to it (deviation); none in the last band."""
    inclusive: bool = True
    """Whether the bound itself belongs to the band."""


class HelperModel(Model):
    kind: Literal["improvement", "deviation"]
    """`improvement`: actual against target. `deviation`: actual against estimate."""
    bands: Annotated[tuple[HelperBandModel, ...], Field(min_length=1, max_length=50)]
    """First match wins; the last band has no bound."""
    unknown_rating: int | None = None
    """The rating for an explicit "cannot estimate"."""


class CriterionModel(Model):
    id: Id
    anchors: tuple[int, ...]
    """The ratings that have an anchor text, highest first."""
    helper: HelperModel | None = None
    """Figures that suggest a rating; a suggestion is never written."""


class FloorsModel(Model):
    rating: int
    """A rating below is a concern."""
    enforce: bool = False
    """Whether a concern keeps the decision at `conditional`."""


class VerdictBandModel(Model):
    id: Id
    at_least: Annotated[int, Field(ge=0)]
    """The total from which this verdict is given."""
    decision: Literal["go", "conditional", "hold"]
    """What the verdict leads to; with `go` the checklist decides the rest."""


class ItemModel(Model):
    id: Id
    granted_at_gate: bool = False
    """Granted at the gate meeting itself, as an approval is."""
    not_applicable: bool = False
    """Whether "not applicable" may be answered, with a justification."""


class GroupModel(Model):
    id: Id
    items: Annotated[tuple[ItemModel, ...], Field(min_length=1)]


class SpanModel(Model):
    low: Number
    high: Number


class CostCategoryModel(Model):
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


class CostsModel(Model):
    currency: CurrencyCode
    """The currency of all references."""
    currencies: Annotated[tuple[CurrencyCode, ...], Field(min_length=1)]
    """What the currency list offers."""
    guide: SpanModel
    """The rule of thumb: production cost as a multiple of the PoC investment."""
    categories: Annotated[tuple[CostCategoryModel, ...], Field(min_length=1, max_length=100)]


class LevelsModel(Model):
    high: Share
    """Exposure from which a cause is high."""
    medium: Share
    """Exposure from which a cause is medium."""


class CauseModel(Model):
    id: Id
    strategy: Id
    """The strategy that answers the cause."""
    criteria: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    questions: tuple[Id, ...] = ()


class StrategyModel(Model):
    id: Id
    sheet: Literal["design", "process", "roadmap", "operations", "costs"]
    """The sheet on which the strategy is worked out."""


class PhaseModel(Model):
    id: Id
    min_months: Annotated[int, Field(ge=1, le=120)]
    max_months: Annotated[int, Field(ge=1, le=120)]


class HorizonModel(Model):
    id: Id
    months: Annotated[int, Field(ge=1, le=600)]


class RowsModel(Model):
    process: Annotated[int, Field(ge=1, le=200)]
    assumptions: Annotated[int, Field(ge=1, le=200)]
    risks: Annotated[int, Field(ge=1, le=200)]


class TemplateModel(Model):
    """One gate as its author writes it."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
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
