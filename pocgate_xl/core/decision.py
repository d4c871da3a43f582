"""The gate decision: verdict and checklist together, with reasons and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .checklist import Checklist
from .scorecard import Scorecard, band_at, raises
from .template import Template, VerdictBand

Decision = Literal["go", "ready_for_approval", "clear_checklist", "conditional", "hold", "incomplete"]
ReasonCode = Literal[
    "verdict", "missing_ratings", "concerns", "enforced_floor",
    "open_items", "granted_at_gate", "all_items_cleared",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Say why in a code; `ids` name the verdict, criteria or items that it speaks of."""

    code: ReasonCode
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingStep:
    """Ask for a rating: `needed` instead of `rating`, or any where both are None."""

    criterion: str
    rating: int | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """Hold what leads to the `target` decision: ratings to raise or give, items to clear."""

    target: Decision | None = None
    ratings: tuple[RatingStep, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateDecision:
    """Hold a decision, why it fell so, and what changes it."""

    decision: Decision
    reasons: tuple[Reason, ...]
    next_step: NextStep


def decide(template: Template, scorecard: Scorecard, checklist: Checklist) -> GateDecision:
    """Decide, and say what leads on.

    Where several verdict bands share a decision, `conditional` aims at the lowest band that leads
    to go, and `hold` at the lowest band that leads to more than hold; the scorecard's own
    improvements aim at the next band whatever it leads to.
    """
    decision = _decision(template, scorecard, checklist)
    return GateDecision(
        decision,
        tuple(_reasons(template, decision, scorecard, checklist)),
        _next_step(template, decision, scorecard, checklist),
    )


def _decision(template: Template, scorecard: Scorecard, checklist: Checklist) -> Decision:
    if not scorecard.complete:
        return "incomplete"
    leads_to = band_at(template, scorecard.total).decision
    if leads_to != "go":
        return leads_to
    if scorecard.concerns and template.floors.enforce:
        return "conditional"
    if not checklist.open:
        return "go"
    return "ready_for_approval" if checklist.open == checklist.granted_at_gate else "clear_checklist"


def _reasons(
    template: Template, decision: Decision, scorecard: Scorecard, checklist: Checklist
) -> Iterator[Reason]:
    leads_to_go = scorecard.complete and band_at(template, scorecard.total).decision == "go"
    held_back = leads_to_go and decision == "conditional"
    if scorecard.complete:
        yield Reason("verdict", (scorecard.verdict,))
    else:
        yield Reason("missing_ratings", scorecard.missing)
    if scorecard.concerns:
        yield Reason("enforced_floor" if held_back else "concerns", scorecard.concerns)
    if leads_to_go and not held_back:
        yield from _checklist_reasons(checklist)


def _checklist_reasons(checklist: Checklist) -> Iterator[Reason]:
    others = tuple(id_ for id_ in checklist.open if id_ not in checklist.granted_at_gate)
    if others:
        yield Reason("open_items", others)
    if checklist.granted_at_gate:
        yield Reason("granted_at_gate", checklist.granted_at_gate)
    if not checklist.open:
        yield Reason("all_items_cleared")


def _next_step(
    template: Template, decision: Decision, scorecard: Scorecard, checklist: Checklist
) -> NextStep:
    match decision:
        case "go":
            return NextStep()
        case "incomplete":
            return NextStep(ratings=tuple(RatingStep(id_) for id_ in scorecard.missing))
        case "hold":
            band = _lowest_band(template, "go", "conditional")
            return NextStep(band.decision, _raises(template, scorecard, band))
        case "conditional":
            floor = template.floors.rating if template.floors.enforce else 0
            ratings = _raises(template, scorecard, _lowest_band(template, "go"), floor)
            return NextStep("go", ratings, checklist.open)
    return NextStep("go", items=checklist.open)


def _lowest_band(template: Template, *decisions: str) -> VerdictBand:
    return [band for band in template.verdicts if band.decision in decisions][-1]


def _raises(
    template: Template, scorecard: Scorecard, band: VerdictBand, floor: int = 0
) -> tuple[RatingStep, ...]:
    rows = raises(template, scorecard.given, band.at_least, floor)
    return tuple(RatingStep(row.criterion, row.rating, row.needed) for row in rows)
