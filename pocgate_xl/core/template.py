"""A gate template as plain data: what calculations, sheets and rules are derived from.

These dataclasses hold the compiled form. They need the standard library only, so that one workbook
can be checked without TOML or pydantic; `template_models` is the border where a template is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from ..records import dataclass

Unit = Literal["month", "once", "year"]
HelperKind = Literal["improvement", "deviation"]
BandDecision = Literal["go", "conditional", "hold"]
Evidence = Literal["required", "expected", "optional"]
Basis = Literal["projection", "budget"]
ContradictionSeverity = Literal["error", "warning", "note"]
DetailKind = Literal["text", "number", "date", "list"]


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest rating, whole numbers."""

    lowest: int
    highest: int

    @property
    def ratings(self) -> range:
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True, slots=True)
class HelperBand:
    """Suggest `rating` from `bound` on (a fraction); the last band of a helper has no bound."""

    rating: int
    bound: Decimal | None = None
    inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Helper:
    """Suggest a rating by target and actual, or estimate and actual; `unknown_rating`: "cannot estimate"."""

    kind: HelperKind
    bands: tuple[HelperBand, ...]
    unknown_rating: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One item of the scorecard, the ratings that have an anchor, and a floor of its own."""

    id: str
    anchors: tuple[int, ...]
    helper: Helper | None = None
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Floors:
    """Ratings below `rating` are concerns; `enforce` makes must-meets of them."""

    rating: int
    enforce: bool = False


@dataclass(frozen=True, slots=True)
class VerdictBand:
    """The verdict from `at_least` points on, and the decision that it leads to."""

    id: str
    at_least: int
    decision: BandDecision


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the checklist; the gate meeting may grant it, `evidence` be its own rule."""

    id: str
    granted_at_gate: bool = False
    not_applicable: bool = False
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of checklist items."""

    id: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A low and a high bound."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class CostCategory:
    """`factor` multiplies the PoC cost (`multiplied`) or the initial investment (`share`).

    References are money in the template's currency per `unit`.
    """

    id: str
    kind: Literal["multiplied", "reference", "share"]
    unit: Unit
    one_off: bool
    factor: Span | None = None
    poc_reference: Span | None = None
    reference: Span | None = None
    poc_blank_is_zero: bool = False


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost model: currency and references, and whether plans count in the rule of thumb."""

    currency: str
    currencies: tuple[str, ...]
    guide: Span
    categories: tuple[CostCategory, ...]
    contingency: Literal["amount", "percent"] = "amount"
    rule_of_thumb: Basis = "projection"


@dataclass(frozen=True, slots=True)
class Levels:
    """The exposures (0 to 1) from which a cause is high or medium, and whether granted items count."""

    high: Decimal
    medium: Decimal
    granted_at_gate: bool = True


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause with its evidence (ids) and the strategy that answers it."""

    id: str
    strategy: str
    criteria: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy and the sheet that works it out."""

    id: str
    sheet: Literal["design", "process", "roadmap", "operations", "costs"]


@dataclass(frozen=True, slots=True)
class Phase:
    """A roadmap phase and its usual length in whole months."""

    id: str
    min_months: int
    max_months: int


@dataclass(frozen=True, slots=True)
class Horizon:
    """A time, in months after the start, by which goals are set."""

    id: str
    months: int


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows the free blocks offer."""

    process: int
    assumptions: int
    risks: int


@dataclass(frozen=True, slots=True)
class Detail:
    """What a gate asks of an engagement beside the engine's own fields; only lists have choices."""

    id: str
    kind: DetailKind
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on answers; exactly one of the first four is given.

    Answers are selected by group, key and part, as in `goal.<horizon>.kpi`; `decision` is the computed one.
    `answer`: all stand within the bounds and codes. `blank`: all are blank; `any_blank`: one is.
    `repeated`: the same text stands in so many `times`.
    """

    answer: str | None = None
    blank: tuple[str, ...] = ()
    any_blank: tuple[str, ...] = ()
    repeated: str | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be meant: those that meet every condition."""

    id: str
    severity: ContradictionSeverity
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The publication from which a rubric is taken."""

    title: str
    publisher: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class Template:
    """One gate: everything that may differ between organisations, but texts and looks.

    What has a default came later: without it a template means what it meant before. `evidence` is
    the rule for items without their own; `knock_out` names the questions that no total outweighs.
    """

    id: str
    version: str
    languages: tuple[str, ...]
    scale: Scale
    floors: Floors
    criteria: tuple[Criterion, ...]
    verdicts: tuple[VerdictBand, ...]
    groups: tuple[Group, ...]
    costs: Costs
    levels: Levels
    questions: tuple[str, ...]
    strategies: tuple[Strategy, ...]
    causes: tuple[Cause, ...]
    elements: tuple[str, ...]
    phases: tuple[Phase, ...]
    horizons: tuple[Horizon, ...]
    components: tuple[str, ...]
    rows: Rows
    evidence: Evidence = "expected"
    knock_out: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    source: Source | None = None
    details: tuple[Detail, ...] = ()

    def __hash__(self) -> int:
        """Hash by name alone: what is derived from a template is looked up for every workbook."""
        return hash((self.id, self.version))

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def criterion_ids(self) -> tuple[str, ...]:
        return tuple(criterion.id for criterion in self.criteria)

    @property
    def floor_of(self) -> dict[str, int]:
        """Return the floor of every criterion."""
        return {c.id: self.floors.rating if c.floor is None else c.floor for c in self.criteria}

    def evidence_of(self, item: Item) -> Evidence:
        """Return what is asked of an item's evidence."""
        return item.evidence or self.evidence

    @property
    def allows_not_applicable(self) -> bool:
        return any(item.not_applicable for item in self.items)

    def numbered_items(self) -> Iterator[tuple[int, Group, Item]]:
        """Yield number (from 1), group and item in checklist order."""
        pairs = ((group, item) for group in self.groups for item in group.items)
        for number, (group, item) in enumerate(pairs, 1):
            yield number, group, item
