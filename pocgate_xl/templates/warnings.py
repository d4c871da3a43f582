"""What in a template may not be meant: numbers that were right before something else changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil

from ..core.contradictions import select
from ..core.template import Template

Warned = tuple[str, str]
"""Dotted path, and what may not be meant there."""


def template_warnings(template: Template, reference: Template) -> list[Warned]:
    """Return what may not be meant in a consistent template; the reference is what it was made from."""
    return [warning for check in CHECKS for warning in check(template, reference)]


def _thresholds(template: Template, reference: Template) -> Iterator[Warned]:
    """Find thresholds taken over although the highest possible total is another one."""
    was, now = _highest_total(reference), _highest_total(template)
    if was == now and template.scale == reference.scale:
        return
    known = {band.id: band.at_least for band in reference.verdicts if band.at_least}
    for index, band in enumerate(template.verdicts):
        if known.get(band.id) == band.at_least:
            fitting = ceil(Fraction(band.at_least * now, was))
            yield (
                f"verdicts.{index}.at_least",
                f"{band.at_least} was set for totals up to {was}, and here they go up to {now}: "
                f"{fitting} would be the same share",
            )


def _highest_total(template: Template) -> int:
    return template.scale.highest * len(template.criteria)


def _reachable(template: Template, _: Template) -> Iterator[Warned]:
    """Find verdicts that no complete scorecard can get."""
    lowest = template.scale.lowest * len(template.criteria)
    above = _highest_total(template) + 1
    for index, band in enumerate(template.verdicts):
        if above <= lowest:
            yield f"verdicts.{index}.at_least", f"no total is below {above}: the lowest is {lowest}"
        above = band.at_least


def _scale(template: Template, reference: Template) -> Iterator[Warned]:
    """Find anchors and suggestions that stop short of the scale, and floors without effect."""
    ends = (template.scale.lowest, template.scale.highest)
    for index, criterion in enumerate(template.criteria):
        for end in ends:
            if criterion.anchors and end not in criterion.anchors:
                yield f"criteria.{index}.anchors", f"{end}, an end of the scale, has no anchor"
        helper = criterion.helper
        if helper and max(band.rating for band in helper.bands) < template.scale.highest:
            yield f"criteria.{index}.helper.bands", f"never suggest the highest rating, {ends[1]}"
        if criterion.floor == template.scale.lowest:
            yield f"criteria.{index}.floor", "no rating can be below it"
    if template.floors.rating == template.scale.lowest and template.floors.enforce:
        yield "floors.rating", "no rating can be below it"
    if template.scale != reference.scale and template.floors == reference.floors:
        was = reference.scale
        yield (
            "floors.rating",
            f"{template.floors.rating} was set for ratings from {was.lowest} to {was.highest}",
        )


def _conditions(template: Template, reference: Template) -> Iterator[Warned]:
    """Find bounds on ratings taken over although the scale is another one."""
    if template.scale == reference.scale:
        return
    known = {each.id: each for each in reference.contradictions}
    was = reference.scale
    for row, contradiction in enumerate(template.contradictions):
        if known.get(contradiction.id) != contradiction:
            continue
        for column, condition in enumerate(contradiction.conditions):
            if (condition.answer or "").split(".")[0] == "rating":
                yield (
                    f"contradictions.{row}.conditions.{column}",
                    f"its bound was set for ratings from {was.lowest} to {was.highest}",
                )


def _repeats(template: Template, _: Template) -> Iterator[Warned]:
    """Find conditions that ask for the same text more often than there are answers."""
    for row, contradiction in enumerate(template.contradictions):
        for column, condition in enumerate(contradiction.conditions):
            asked = len(select(template, condition.repeated)) if condition.repeated else 0
            if asked < (condition.times or 0):
                yield (
                    f"contradictions.{row}.conditions.{column}.times",
                    f"{condition.times} can never be reached: {condition.repeated!r} has {asked} answers",
                )


def _unlinked(template: Template, reference: Template) -> Iterator[Warned]:
    """Find new criteria and items that no cause looks at, where every other one is looked at."""
    if not template.causes:
        return
    for kind, parts in (("criteria", template.criterion_ids), ("items", [i.id for i in template.items])):
        linked = {id_ for cause in template.causes for id_ in getattr(cause, kind)}
        known = {*reference.criterion_ids, *(item.id for item in reference.items)}
        for id_ in parts:
            if id_ not in linked and id_ not in known:
                yield "causes", f"none is linked to {id_!r}"


CHECKS: tuple[Callable[[Template, Template], Iterator[Warned]], ...] = (
    _thresholds, _reachable, _scale, _conditions, _repeats, _unlinked,
)  # fmt: skip
