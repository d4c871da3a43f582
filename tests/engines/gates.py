"""Gates with the built-in one's formulas and other numbers: what a formula takes from its lists shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import cycle

from pocgate_xl.core.template import Cause, Costs, Floors, Helper, HelperBand, Rows, Scale, Span
from pocgate_xl.templates.loader import Bundle
from tests.core.strict_gate import first_release


def shifted(bundle: Bundle) -> Bundle:
    """Return the same gate with other numbers wherever a formula takes one from its lists."""
    template = bundle.template
    changed = replace(
        template,
        scale=Scale(2, 6),
        floors=Floors(4, enforce=True),
        criteria=tuple(replace(c, helper=c.helper and _helper(c.helper)) for c in template.criteria),
        verdicts=tuple(
            replace(band, at_least=at_least)
            for band, at_least in zip(template.verdicts, (29, 21, 0), strict=True)
        ),
        costs=_other_costs(template.costs),
        levels=replace(template.levels, high=Decimal("0.6"), medium=Decimal("0.3")),
        phases=tuple(
            replace(phase, min_months=low, max_months=high)
            for phase, (low, high) in zip(template.phases, ((2, 3), (1, 4), (2, 4)), strict=True)
        ),
        horizons=tuple(
            replace(horizon, months=months)
            for horizon, months in zip(template.horizons, (2, 7, 13), strict=True)
        ),
    )
    return replace(bundle, template=changed, digest="shifted")


def _helper(helper: Helper) -> Helper:
    """Return a helper with bounds that differ from each other and from the built-in ones."""
    bounds = ("0.5", "0.3", "0.1") if helper.kind == "improvement" else ("0.05", "0.15", "0.45")
    bands = [
        HelperBand(rating, None if bound is None else Decimal(bound), band.inclusive)
        for band, bound, rating in zip(helper.bands, (*bounds, None), (6, 5, 4, 2), strict=True)
    ]
    return Helper(helper.kind, tuple(bands), None if helper.unknown_rating is None else 3)


def _other_costs(costs: Costs) -> Costs:
    tenth = Decimal("0.1234")  # more digits than a converted reference keeps

    def other(span: Span | None, plus: Decimal) -> Span | None:
        return span and Span(span.low + plus, span.high + 2 * plus)

    categories = tuple(
        replace(
            c,
            factor=other(c.factor, place / Decimal(8)),
            reference=other(c.reference, place + tenth),
            poc_reference=other(c.poc_reference, place + tenth if c.poc_reference.high else Decimal(0))
            if c.poc_reference
            else None,
        )
        for place, c in enumerate(costs.categories, 1)
    )
    return replace(costs, currency="EUR", guide=Span(Decimal("2.5"), Decimal("4.5")), categories=categories)


def steep(bundle: Bundle) -> Bundle:
    """Return the shifted gate rated from 0 on, where ratings must rise almost to the top."""
    other = shifted(bundle).template
    bands = zip(other.verdicts, (23, 13, 0), strict=True)
    template = replace(
        other,
        scale=Scale(0, 4),
        floors=Floors(2, enforce=True),
        criteria=tuple(replace(c, helper=c.helper and _from_zero(c.helper)) for c in other.criteria),
        verdicts=tuple(replace(band, at_least=at_least) for band, at_least in bands),
    )
    return replace(bundle, template=template, digest="steep")


def _from_zero(helper: Helper) -> Helper:
    bands = tuple(replace(band, rating=band.rating - 2) for band in helper.bands)
    return replace(helper, bands=bands, unknown_rating=helper.unknown_rating and 1)


def summit(bundle: Bundle) -> Bundle:
    """Return the shifted gate where only the best of all totals leads on, and two bands do not."""
    other = shifted(bundle)
    first, second, third = other.template.verdicts
    verdicts = (replace(first, at_least=36), replace(second, decision="hold"), third)
    return replace(other, template=replace(other.template, verdicts=verdicts), digest="summit")


def hilly(bundle: Bundle) -> Bundle:
    """Return the gate with a floor of its own for every criterion, no two neighbours alike."""
    return _with_floors(bundle, (3, 1, 4, 2, 5, 3), "hilly")


def rugged(bundle: Bundle) -> Bundle:
    """Return the gate with a high floor wherever the hilly one has a low one."""
    return _with_floors(bundle, (5, 5, 1, 5, 2, 4), "rugged")


def _with_floors(bundle: Bundle, floors: tuple[int, ...], digest: str) -> Bundle:
    turn = cycle(floors)
    criteria = tuple(replace(criterion, floor=next(turn)) for criterion in bundle.template.criteria)
    return replace(bundle, template=replace(bundle.template, criteria=criteria), digest=digest)


def lenient(bundle: Bundle) -> Bundle:
    """Return the gate of the first release, in which a total outweighs everything, in today's layout."""
    return replace(bundle, template=first_release(), digest="lenient")


def uneven(bundle: Bundle) -> Bundle:
    """Return the gate where floors, evidence and questions count for some and not for others."""
    template = bundle.template
    floors, rules = (None, 4, 1, 3, 5, None), cycle(("required", "optional", None, "expected"))
    changed = replace(
        template,
        criteria=tuple(
            replace(criterion, floor=floor)
            for criterion, floor in zip(template.criteria, floors, strict=True)
        ),
        groups=tuple(
            replace(group, items=tuple(replace(item, evidence=next(rules)) for item in group.items))
            for group in template.groups
        ),
        knock_out=template.questions[1:],
        evidence="expected",
        costs=replace(template.costs, contingency="amount"),
    )
    return replace(bundle, template=changed, digest="uneven")


def single(bundle: Bundle) -> Bundle:
    """Return the same gate with one of everything: its lists are single cells."""
    t = bundle.template
    item = t.groups[0].items[0]
    template = replace(
        t,
        criteria=t.criteria[:1],
        verdicts=tuple(
            replace(band, at_least=at_least)
            for band, at_least in zip((t.verdicts[0], t.verdicts[-1]), (4, 0), strict=True)
        ),
        groups=(replace(t.groups[0], items=(item,)),),
        costs=replace(t.costs, currencies=(t.costs.currency,), categories=t.costs.categories[1:2]),
        questions=t.questions[:1],
        knock_out=t.questions[:1],
        contradictions=(),
        strategies=t.strategies[:1],
        causes=(
            Cause("only", t.strategies[0].id, (t.criteria[0].id,), (item.id,), t.questions[:1]),
        ),
        elements=t.elements[:1],
        phases=t.phases[:1],
        horizons=t.horizons[:1],
        components=t.components[:1],
        rows=Rows(1, 1, 1),
    )  # fmt: skip
    catalogs = {
        language: replace(catalog, texts={**catalog.texts, "cause.only": "Only"})
        for language, catalog in bundle.catalogs.items()
    }
    return Bundle(template, catalogs, bundle.theme, "single", bundle.folder)
