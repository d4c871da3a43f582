from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pocgate_xl.core.template import Condition, Contradiction, Floors, Levels, Scale, Span, Template
from pocgate_xl.templates.checks import template_problems

Change = Callable[[Template], Template]


def part(name: str, index: int, **changes: Any) -> Change:
    """Change one part of a template."""

    def change(template: Template) -> Template:
        parts = list(getattr(template, name))
        parts[index] = replace(parts[index], **changes)
        return replace(template, **{name: tuple(parts)})

    return change


def whole(**changes: Any) -> Change:
    return lambda template: replace(template, **changes)


def cost(index: int, **changes: Any) -> Change:
    def change(template: Template) -> Template:
        categories = list(template.costs.categories)
        categories[index] = replace(categories[index], **changes)
        return replace(template, costs=replace(template.costs, categories=tuple(categories)))

    return change


def costs(**changes: Any) -> Change:
    return lambda template: replace(template, costs=replace(template.costs, **changes))


def item_named_as_another(template: Template) -> Template:
    first, second, *others = template.groups
    items = (replace(second.items[0], id=first.items[0].id), *second.items[1:])
    return replace(template, groups=(first, replace(second, items=items), *others))


def helper(**changes: Any) -> Change:
    def change(template: Template) -> Template:
        found = template.criteria[0].helper
        assert found is not None
        return part("criteria", 0, helper=replace(found, **changes))(template)

    return change


def bands(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Change:
    def changed(template: Template) -> Template:
        found = template.criteria[0].helper
        assert found is not None
        return helper(bands=change(found.bands))(template)

    return changed


DOWN = Span(Decimal(2), Decimal(1))

YES = Condition("question", one_of=("yes",))


def granted_alone(template: Template, *, counts: bool = False) -> Template:
    levels = replace(template.levels, granted_at_gate=counts)
    changed = part("causes", 4, criteria=(), questions=())(template)
    return replace(changed, levels=levels)


CASES: list[tuple[str, Change]] = [
    ("criteria.1.id", part("criteria", 1, id="business_kpi")),
    ("verdicts.1.id", part("verdicts", 1, id="production")),
    ("verdicts.1.id", part("verdicts", 1, id="incomplete")),
    ("groups.1.id", part("groups", 1, id="technical")),
    ("groups.1.items.0.id", item_named_as_another),
    ("causes.1.id", part("causes", 1, id="unclear_purpose")),
    ("causes.1.id", part("causes", 1, id="unclear_purpose_exposure")),
    ("strategies.5.id", lambda t: replace(t, strategies=(*t.strategies, t.strategies[0]))),
    ("phases.1.id", part("phases", 1, id="mvp")),
    ("horizons.1.id", part("horizons", 1, id="3m")),
    ("questions.3", lambda t: replace(t, questions=(*t.questions, t.questions[0]))),
    ("elements.1", whole(elements=("data", "data"))),
    ("components.1", whole(components=("monitoring", "monitoring"))),
    ("languages.1", whole(languages=("en", "en"))),
    ("costs.categories.1.id", cost(1, id="infrastructure")),
    ("costs.categories.0.id", cost(0, id="run_rate")),
    ("costs.currencies.1", costs(currencies=("JPY", "JPY"))),
    ("costs.currencies", costs(currency="CHF")),
    ("costs.guide", costs(guide=DOWN)),
    ("costs.categories.0.factor", cost(0, factor=DOWN)),
    ("costs.categories.0.reference", cost(0, reference=DOWN)),
    ("costs.categories.0.poc_reference", cost(0, poc_reference=DOWN)),
    ("costs.categories.0.factor", cost(0, factor=None)),
    ("costs.categories.3.reference", cost(3, reference=None)),
    ("costs.categories.3.factor", cost(3, factor=Span(Decimal(1), Decimal(2)))),
    ("costs.categories.4.one_off", cost(4, one_off=True, unit="once")),
    ("costs.categories.0.unit", cost(0, unit="once")),
    ("scale.highest", whole(scale=Scale(5, 5))),
    ("floors.rating", whole(floors=Floors(6))),
    ("criteria.0.anchors", part("criteria", 0, anchors=(6, 3))),
    ("criteria.0.anchors", part("criteria", 0, anchors=(3, 5))),
    ("criteria.0.anchors", part("criteria", 0, anchors=(3, 3))),
    ("criteria.0.helper.bands.2.bound", bands(lambda found: found[:3])),
    ("criteria.0.helper.bands", bands(lambda found: (found[3], *found[1:]))),
    ("criteria.0.helper.bands", bands(lambda found: (found[1], found[0], *found[2:]))),
    ("criteria.0.helper.bands", bands(lambda found: (replace(found[0], rating=9), *found[1:]))),
    ("criteria.0.helper.bands", helper(unknown_rating=0)),
    ("verdicts", part("verdicts", 0, at_least=18)),
    ("verdicts.2.at_least", part("verdicts", 2, at_least=1)),
    ("verdicts.0.at_least", part("verdicts", 0, at_least=31)),
    ("verdicts", part("verdicts", 2, decision="go")),
    ("verdicts.0.decision", part("verdicts", 0, decision="conditional")),
    ("levels.medium", whole(levels=Levels(Decimal("0.25"), Decimal("0.5")))),
    ("causes.0.strategy", part("causes", 0, strategy="hope")),
    ("causes.0.criteria.0", part("causes", 0, criteria=("hope",))),
    ("causes.0.items.1", part("causes", 0, items=("impact_kpis", "impact_kpis"))),
    ("causes.0.questions.0", part("causes", 0, questions=("hope",))),
    ("causes.0", part("causes", 0, criteria=(), items=(), questions=())),
    ("phases.0.min_months", part("phases", 0, min_months=3)),
    ("criteria.1.floor", part("criteria", 1, floor=0)),
    ("criteria.1.floor", part("criteria", 1, floor=6)),
    ("knock_out.1", whole(knock_out=("parallel_redesign", "hope"))),
    ("knock_out.1", whole(knock_out=("parallel_redesign", "parallel_redesign"))),
    ("causes.4", granted_alone),
    ("contradictions.1.id", whole(contradictions=(Contradiction("a", "note", (YES,)),) * 2)),
]


def test_the_built_in_template_has_no_problem(template: Template) -> None:
    assert template_problems(template) == []


@pytest.mark.parametrize(("path", "change"), CASES)
def test_an_inconsistency_is_named_by_its_path(template: Template, path: str, change: Change) -> None:
    problems = template_problems(change(template))
    assert path in [found for found, _ in problems]
    assert all(problem for _, problem in problems)


def test_a_cause_of_granted_items_alone_is_one_where_they_count(template: Template) -> None:
    assert template_problems(granted_alone(template, counts=True)) == []


def test_two_bands_may_lead_to_the_same_decision(template: Template) -> None:
    assert template_problems(part("verdicts", 1, decision="go")(template)) == []
