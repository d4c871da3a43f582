"""What must hold across the parts of a template, beyond what each field allows by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..core.causes import counted_items
from ..core.fields import INCOMPLETE
from ..core.helper_kinds import helper_form
from ..core.template import Cause, CostCategory, Helper, Template
from ..errors import Problem
from .contradiction_checks import contradiction_problems
from .detail_checks import detail_problems

"""Dotted path, and what is wrong there."""

RESERVED_CATEGORIES = frozenset({"initial", "run_rate", "first_year", "three_year"})
"""What the sums are called among the defined names of costs."""

EXPOSURE_SUFFIX = "_exposure"
"""What ends the defined name of a cause's exposure."""

CAUSE_LINKS = ("criteria", "items", "questions")


def template_problems(template: Template) -> list[Problem]:
    """Return every mistake that makes a template inconsistent, with its dotted path."""
    return [problem for check in CHECKS for problem in check(template)]


def _repeated(paths_and_ids: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, id_ in paths_and_ids:
        if id_ in seen:
            yield path, f"{id_!r} occurs twice"
        seen.add(id_)


def _unique_ids(template: Template) -> Iterator[Problem]:
    for name in (
        "criteria", "verdicts", "groups", "causes", "strategies", "phases", "horizons", "contradictions",
    ):  # fmt: skip
        parts = enumerate(getattr(template, name))
        yield from _repeated((f"{name}.{index}.id", part.id) for index, part in parts)
    for name in ("questions", "elements", "components", "languages", "knock_out"):
        yield from _repeated((f"{name}.{n}", id_) for n, id_ in enumerate(getattr(template, name)))
    yield from _repeated(
        (f"groups.{row}.items.{column}.id", item.id)
        for row, group in enumerate(template.groups)
        for column, item in enumerate(group.items)
    )


def _unique_cost_ids(template: Template) -> Iterator[Problem]:
    costs = template.costs
    yield from _repeated((f"costs.categories.{n}.id", c.id) for n, c in enumerate(costs.categories))
    yield from _repeated((f"costs.currencies.{n}", code) for n, code in enumerate(costs.currencies))


def _scale(template: Template) -> Iterator[Problem]:
    scale = template.scale
    if scale.lowest >= scale.highest:
        yield "scale.highest", f"must be above the lowest rating, {scale.lowest}"
    if template.floors.rating not in scale.ratings:
        yield "floors.rating", f"must lie in {scale.lowest} to {scale.highest}"
    for index, criterion in enumerate(template.criteria):
        if criterion.floor is not None and criterion.floor not in scale.ratings:
            yield f"criteria.{index}.floor", f"must lie in {scale.lowest} to {scale.highest}"
        outside = [anchor for anchor in criterion.anchors if anchor not in scale.ratings]
        if outside:
            yield f"criteria.{index}.anchors", f"{outside} lie outside the scale"
        if list(criterion.anchors) != sorted(set(criterion.anchors), reverse=True):
            yield f"criteria.{index}.anchors", "must fall, each rating once"
        if criterion.helper:
            yield from _helper(f"criteria.{index}.helper", criterion.helper, template)


def _helper(path: str, helper: Helper, template: Template) -> Iterator[Problem]:
    *bounded, last = helper.bands
    if last.bound is not None:
        yield f"{path}.bands.{len(bounded)}.bound", "the last band takes the rest: leave it out"
    if any(band.bound is None for band in bounded):
        yield f"{path}.bands", "only the last band may be without a bound"
    bounds = [band.bound for band in bounded if band.bound is not None]
    highest_first = helper_form(helper.kind).rising
    if bounds != sorted(bounds, reverse=highest_first):
        order = "falling" if highest_first else "rising"
        yield f"{path}.bands", f"bounds must be {order}"
    ratings = [band.rating for band in helper.bands]
    if helper.unknown_rating is not None:
        ratings.append(helper.unknown_rating)
    if any(rating not in template.scale.ratings for rating in ratings):
        yield f"{path}.bands", "a suggested rating lies outside the scale"


def _verdicts(template: Template) -> Iterator[Problem]:
    thresholds = [band.at_least for band in template.verdicts]
    if thresholds != sorted(set(thresholds), reverse=True):
        yield "verdicts", "at_least must fall from band to band"
    if thresholds[-1] != 0:
        yield f"verdicts.{len(thresholds) - 1}.at_least", "the last band must start at 0"
    reachable = template.scale.highest * len(template.criteria)
    if thresholds[0] > reachable:
        yield "verdicts.0.at_least", f"the highest possible total is {reachable}"
    for index, band in enumerate(template.verdicts):
        if band.id == INCOMPLETE:
            yield f"verdicts.{index}.id", f"{band.id!r} means that ratings are missing"
    yield from _band_decisions(template)


def _band_decisions(template: Template) -> Iterator[Problem]:
    order = ("go", "conditional", "hold")
    ranks = [order.index(band.decision) for band in template.verdicts]
    if ranks != sorted(ranks):
        yield "verdicts", "decisions must run from go over conditional to hold"
    if ranks[0] != 0:
        yield "verdicts.0.decision", "the highest band must lead to go"


def _costs(template: Template) -> Iterator[Problem]:
    if template.costs.currency not in template.costs.currencies:
        yield "costs.currencies", f"must contain {template.costs.currency}"
    if template.costs.guide.low > template.costs.guide.high:
        yield "costs.guide", "low is above high"
    for index, category in enumerate(template.costs.categories):
        for name, problem in _category(category):
            yield f"costs.categories.{index}.{name}", problem


def _category(category: CostCategory) -> Iterator[Problem]:
    if category.id in RESERVED_CATEGORIES:
        yield "id", f"{category.id!r} is the name of a sum"
    for name in ("factor", "poc_reference", "reference"):
        span = getattr(category, name)
        if span and span.low > span.high:
            yield name, "low is above high"
    if category.kind == "reference":
        if category.reference is None:
            yield "reference", "a category of this kind is projected by its reference"
        if category.factor is not None:
            yield "factor", "has no meaning for this kind"
    elif category.factor is None:
        yield "factor", f"a category of kind {category.kind!r} needs one"
    if category.kind == "share" and category.one_off:
        yield "one_off", "a share of the initial investment cannot be part of it"
    if category.one_off != (category.unit == "once"):
        yield "unit", 'one-off amounts have the unit "once", recurring ones "month" or "year"'


def _levels(template: Template) -> Iterator[Problem]:
    if template.levels.medium > template.levels.high:
        yield "levels.medium", "must not be above the bound of high"


def _causes(template: Template) -> Iterator[Problem]:
    strategies = [strategy.id for strategy in template.strategies]
    for index, cause in enumerate(template.causes):
        path = f"causes.{index}"
        if cause.strategy not in strategies:
            yield f"{path}.strategy", f"{cause.strategy!r} is not a strategy of this template"
        if cause.id.endswith(EXPOSURE_SUFFIX):
            yield f"{path}.id", f"must not end in {EXPOSURE_SUFFIX!r}, as names of exposures do"
        if not any(getattr(cause, link) for link in CAUSE_LINKS):
            yield path, "is linked to no evidence"
        elif not (cause.criteria or cause.questions or counted_items(template, cause)):
            yield path, "is linked to items alone that are granted at the gate, which do not count here"
        yield from _links(path, cause, template)


def _links(path: str, cause: Cause, template: Template) -> Iterator[Problem]:
    known: dict[str, Sequence[str]] = {
        "criteria": template.criterion_ids,
        "items": [item.id for item in template.items],
        "questions": template.questions,
    }
    for link in CAUSE_LINKS:
        ids: tuple[str, ...] = getattr(cause, link)
        for index, id_ in enumerate(ids):
            if id_ not in known[link] or id_ in ids[:index]:
                yield f"{path}.{link}.{index}", f"{id_!r} is unknown or occurs twice"


def _knock_out(template: Template) -> Iterator[Problem]:
    for index, id_ in enumerate(template.knock_out):
        if id_ not in template.questions:
            yield f"knock_out.{index}", f"{id_!r} is not among the questions"


def _phases(template: Template) -> Iterator[Problem]:
    for index, phase in enumerate(template.phases):
        if phase.min_months > phase.max_months:
            yield f"phases.{index}.min_months", "is above max_months"


CHECKS: tuple[Callable[[Template], Iterator[Problem]], ...] = (
    _unique_ids, _unique_cost_ids, _scale, _verdicts, _costs, _levels, _causes, _phases,
    _knock_out, contradiction_problems, detail_problems,
)  # fmt: skip
