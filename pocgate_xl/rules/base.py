"""What a rule is: a function that finds one kind of fault, a code for good, a severity."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..core.assessment import ReadableAssessment, Severity
from ..core.fields import Field
from ..core.submission import Submission
from ..records import dataclass
from ..spreadsheetml.address import Position
from ..workbook.submission.altered.alteration import Altered
from ..workbook.submission.interpret import InputFaultKind
from ..workbook.submission.reader import Reading, Response
from ..workbook.submission.shown.stored import Different, different_cells
from .decided import Decided, decided

if TYPE_CHECKING:
    from ..workbook.submission.changes.acts import Act

FAMILIES = (
    "file", "structure", "scorecard", "checklist", "costs", "plan", "engagement", "values",
    "contradictions",
)  # fmt: skip
"""Families of rules by the first digit of their codes."""

PROTECTING = ("file", "structure")
"""Families whose errors say that a file, or what it shows, is not what was sent out."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a file cannot be examined: a stable word, and what it concerns."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, eq=False)
class Case:
    """What rules judge: what a workbook says, what it means, what follows from it.

    `altered` is what a reader of the workbook sees otherwise.
    """

    reading: Reading
    submission: Submission
    assessment: ReadableAssessment
    altered: tuple[Altered, ...] = ()

    @property
    def decided(self) -> Decided:
        return decided(self.reading.bundle, self.assessment.decision, self.assessment.scorecard.verdict)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Return what was done to names, formulas and texts."""
        if not (self.reading.changes or self.reading.located.displaced):
            return ()
        # Nearly every workbook comes back as it was made.
        from ..workbook.submission.changes.acts import acts_of

        return acts_of(self.reading)

    @cached_property
    def different(self) -> tuple[Different, ...]:
        """Return the cells that show something else than follows from the answers."""
        found = different_cells(self.reading, self.submission, self.assessment)
        if not found:
            return ()
        # Nearly every workbook shows what it must.
        from ..workbook.submission.changes.explained import unexplained

        return unexplained(self.reading, found)


@dataclass(frozen=True, slots=True)
class TextKey:
    """A text of the catalog that stands inside a message, with what fills it."""

    key: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a fault is and what was found; `values` fill placeholders of the rule's texts.

    `sheet` is the title in the file. `field` or, for cells that are no inputs, `name` tells what it
    concerns. `cells` are those of what was done to several at once; `variant` names texts of the rule
    that tell it better than the usual ones, `severity` one that is not the rule's.
    """

    sheet: str = ""
    position: Position | None = None
    field: Field | None = None
    name: str = ""
    found: str = ""
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    cells: tuple[Position, ...] = ()
    variant: str = ""
    severity: Severity | None = None


Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """Bind a function that finds a fault to its code and severity; what leads is told before the others.

    A rule that `asks` misses answers alone: where nobody has begun, the outcome says it once for all.
    One that `guards` tells that what decides, or what people read of it, is not to be believed.
    """

    code: str
    severity: Severity
    find: Callable[[Subject], Iterable[Occurrence]]
    leads: bool = False
    asks: bool = False
    guards: bool = False

    @property
    def name(self) -> str:
        return self.find.__name__

    @property
    def family(self) -> str:
        return FAMILIES[int(self.code[2])]

    @property
    def protects(self) -> bool:
        """Say whether no operator may do without it: a submitter would be the one who gains."""
        refuses = self.severity == "error" and self.family in PROTECTING
        return refuses or self.guards


@dataclass(frozen=True, slots=True)
class Policy:
    """What an operator makes of the rules: how grave their findings are, and which ones are reported.

    `select` and `ignore` hold codes or what codes begin with. The longer one counts, of two as long `ignore`.
    Rules that protect are always reported, and never milder than they are.
    """

    severity: tuple[tuple[str, Severity], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def reports(self, rule: Rule[Any]) -> bool:
        ignored, selected = _reach(rule.code, self.ignore), _reach(rule.code, self.select)
        return rule.protects or ignored < selected or not (ignored or self.select)

    def severity_of(self, rule: Rule[Any], own: Severity | None = None) -> Severity:
        """Return how grave a finding is which of itself would be as grave as its rule, or as `own`."""
        own = own or rule.severity
        chosen = dict(self.severity).get(rule.code, own)
        return min(own, chosen, key=SEVERITIES.index) if rule.protects else chosen

    def applied(self, rule: Rule[Any], occurrence: Occurrence) -> Occurrence:
        if not self.severity:
            return occurrence
        return dataclasses.replace(occurrence, severity=self.severity_of(rule, occurrence.severity))


def reported(rules: tuple[Rule[Subject], ...], policy: Policy) -> tuple[Rule[Subject], ...]:
    """Return the rules that a policy reports; where it selects none and ignores none, all of them."""
    chosen = policy.select or policy.ignore
    return tuple(rule for rule in rules if policy.reports(rule)) if chosen else rules


def _reach(code: str, beginnings: Iterable[str]) -> int:
    """Return how much of a code the longest of its beginnings among these covers."""
    return max((len(each) for each in beginnings if code.startswith(each)), default=0)


EVERY_RULE = Policy()
"""What holds where no operator says otherwise."""


def at(response: Response, found: str = "", **values: object) -> Occurrence:
    """Return an occurrence in the cell of an answer."""
    return Occurrence(response.sheet, response.position, response.field, found=found, values=values)


def with_fault(case: Case, kind: InputFaultKind) -> Iterator[Occurrence]:
    """Yield the answers that have a fault of this kind."""
    for response in case.reading.faulty:
        for fault in response.faults:
            if fault.kind == kind:
                yield at(response, fault.found, reading=fault.reading)


def blank_in(case: Case, names: Iterable[str]) -> Iterator[Occurrence]:
    """Yield the named cells that were read and are blank."""
    for name in names:
        response = case.reading.responses.get(name)
        if response is not None and response.blank:
            yield at(response)
