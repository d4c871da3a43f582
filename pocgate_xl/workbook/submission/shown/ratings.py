"""What the scorecard, the checklist and the causes must show beside their results."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ....core.checklist import BLANK as UNANSWERED
from ....core.checklist import CLEARED, DONE, has_evidence
from ....core.decision import RatingStep
from ....core.template import Item
from ..outputs import Output
from .facts import Facts, Truth


def concern(facts: Facts, criterion: str) -> str | None:
    return facts.text("concern") if criterion in facts.assessment.scorecard.concerns else None


def reachable(facts: Facts) -> str:
    """Return the verdicts still possible, lowest first."""
    codes = reversed(facts.assessment.scorecard.reachable)
    return facts.text("or").join(facts.label("verdict", code) for code in codes)


def points(facts: Facts) -> str:
    """Return what the ratings come to, and while some are missing what they may come to."""
    card = facts.assessment.scorecard
    text = facts.text("points").replace("{total}", str(card.total))
    if card.complete:
        return text
    low, high = map(str, card.range)
    return text + facts.text("points_possible").replace("{low}", low).replace("{high}", high)


def rated(facts: Facts) -> str:
    """Return the verdict, or which criteria are not rated, by number, and which verdicts are possible."""
    card, ratings = facts.assessment.scorecard, facts.assessment.scorecard.ratings
    if card.complete:
        return facts.label("verdict", card.verdict)
    ids = enumerate(facts.template.criterion_ids, 1)
    missing = facts.text("separator").join(str(number) for number, id_ in ids if ratings[id_] is None)
    every = len(card.reachable) == len(facts.template.verdicts)
    still = facts.text("every_verdict") if every else reachable(facts)
    return facts.text("to_rate") + missing + facts.text("still_possible") + still


def anchor(facts: Facts, criterion: str, anchor: str) -> int | None:
    """Return 1 for the anchor that is the rating, 0 for those between which it lies."""
    rating, chosen = facts.assessment.scorecard.ratings[criterion], int(anchor)
    if rating is None or rating == chosen:
        return None if rating is None else 1
    own = next(each.anchors for each in facts.template.criteria if each.id == criterion)
    reached = range(min(chosen, rating), max(chosen, rating) + 1)
    passed = [other for other in own if other in reached and other != chosen]
    return None if passed or len(own) == 1 else 0


def _step(facts: Facts, line: str) -> RatingStep | None:
    """Return the n-th line of the table of what to raise."""
    place = int(line) - 1
    return facts.raises[place] if place < len(facts.raises) else None


def raise_criterion(facts: Facts, line: str) -> str | None:
    step = _step(facts, line)
    return None if step is None else facts.label("criterion", step.criterion)


def raise_rating(facts: Facts, line: str) -> int | None:
    step = _step(facts, line)
    return None if step is None else step.rating


def raise_needed(facts: Facts, line: str) -> int | None:
    step = _step(facts, line)
    return None if step is None else step.needed


def flag(facts: Facts, item: str) -> str | None:
    """Return what an item still wants: it is overdue, or cleared without evidence."""
    checklist = facts.assessment.checklist
    if item in checklist.overdue:
        return facts.text("overdue")
    bare = checklist.statuses[item] in CLEARED and facts.blank(f"pg_evidence_{item}")
    return facts.text("no_evidence") if bare else None


def item_flag(facts: Facts, item: str) -> str | None:
    """Return what an item still wants, in words; nothing where it is cleared, or open and in time."""
    checklist, rule = facts.assessment.checklist, facts.template.evidence_of(_item(facts, item))
    if item in checklist.overdue:
        return facts.text("overdue")
    if item in checklist.granted_at_gate:
        return facts.text("item_granted")
    if item in checklist.open or _proven(facts, item):
        return None
    if checklist.statuses[item] != DONE:
        return facts.text("item_no_reason")
    return {"required": facts.text("item_bare"), "expected": facts.text("item_unproven")}.get(rule)


def _item(facts: Facts, id_: str) -> Item:
    return next(item for item in facts.template.items if item.id == id_)


def _proven(facts: Facts, item: str) -> bool:
    return has_evidence(facts.submission.items.get(item, UNANSWERED))


def with_evidence(facts: Facts, group: str = "") -> int:
    """Count the items, of a group or of all, that are done and have evidence."""
    groups = [each for each in facts.template.groups if group in ("", each.id)]
    statuses = facts.assessment.checklist.statuses
    items = [item.id for each in groups for item in each.items if statuses[item.id] == DONE]
    return sum(_proven(facts, item) for item in items)


def checklist_counts(facts: Facts) -> str:
    checklist = facts.assessment.checklist
    counts = {"done": checklist.done, "items": checklist.items, "evidence": checklist.with_evidence}
    text = facts.text("checklist_counts")
    for name, count in counts.items():
        text = text.replace(f"{{{name}}}", str(count))
    return text


def group_counts(facts: Facts) -> str:
    """Return how many items are done, group by group."""
    groups = facts.assessment.checklist.groups
    labelled = ((facts.label("group", group.id), groups[group.id]) for group in facts.template.groups)
    return " · ".join(f"{label} {progress.done} / {progress.items}" for label, progress in labelled)


def level(facts: Facts, cause: str) -> str:
    return facts.label("level", facts.assessment.causes[cause].level)


def driver(facts: Facts, cause: str, place: str) -> str | None:
    drivers, index = facts.assessment.causes[cause].drivers, int(place) - 1
    return facts.label(drivers[index].kind, drivers[index].id) if index < len(drivers) else None


def exposure(facts: Facts, kind: str, id_: str) -> Output:
    """Return how much a criterion, an item or a question exposes, from 0 to 1."""
    if kind == "item":
        return int(id_ in facts.assessment.checklist.uncleared)
    if kind == "question":
        return int(facts.submission.questions.get(id_) is not True)
    scale, rating = facts.template.scale, facts.assessment.scorecard.ratings[id_]
    return None if rating is None else Fraction(scale.highest - rating, scale.highest - scale.lowest)


TRUTHS: Mapping[str, Truth] = {
    "points": points, "item_flag": item_flag, "with_evidence": with_evidence,
    "checklist_counts": checklist_counts, "group_counts": group_counts, "rated": rated, "anchor": anchor,
    "concern": concern, "raise_criterion": raise_criterion, "raise_rating": raise_rating,
    "raise_needed": raise_needed, "flag": flag, "level": level, "driver": driver, "exposure": exposure,
}  # fmt: skip
