"""A template in words: what it asks, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.catalog import Catalog
from ..core.template import CostCategory, Criterion, Detail, Item, Span, Template
from ..templates.loader import Bundle

LIMITED = "conditional"
"""The best decision where a must-meet is not met."""


def summary(bundle: Bundle, catalog: Catalog) -> Iterator[str]:
    """Yield the lines that describe a template to a person, in one language."""
    template = bundle.template
    languages = ", ".join(template.languages)
    yield _say(
        catalog, "gate", id=template.id, version=template.version, languages=languages, digest=bundle.digest
    )
    yield f"{bundle.folder}"
    for title, lines in (
        ("sheet.scorecard", _scorecard(template, catalog)),
        ("text.questions", _questions(template, catalog)),
        ("sheet.checklist", _checklist(template, catalog)),
        ("sheet.costs", _costs(template, catalog)),
        ("sheet.causes", _causes(template, catalog)),
        ("sheet.roadmap", _phases(template, catalog)),
        ("report.show.details", _details(template, catalog)),
        ("report.contradictions", _contradictions(template, catalog)),
        ("report.show.source", _source(template)),
    ):
        indented = [f"  {line}" for line in lines]
        yield from ("", catalog.text(title), *indented) if indented else ()


def _say(catalog: Catalog, key: str, **values: object) -> str:
    return catalog.text(f"report.show.{key}", **values)


def _marks(catalog: Catalog, texts: Iterable[str]) -> str:
    return "".join(_say(catalog, "mark", text=text) for text in texts)


def _limited(catalog: Catalog) -> str:
    return catalog.label("decision", LIMITED)


def _scorecard(template: Template, catalog: Catalog) -> Iterator[str]:
    scale, floors = template.scale, template.floors
    yield _say(catalog, "scale", low=scale.lowest, high=scale.highest)
    key = "floor_enforced" if floors.enforce else "floor"
    yield _say(catalog, key, floor=floors.rating, decision=_limited(catalog))
    yield from (_criterion(criterion, catalog) for criterion in template.criteria)
    for band in template.verdicts:
        verdict, decision = catalog.label("verdict", band.id), catalog.label("decision", band.decision)
        yield _say(catalog, "total", total=band.at_least, verdict=verdict, decision=decision)


def _criterion(criterion: Criterion, catalog: Catalog) -> str:
    own = [] if criterion.floor is None else [_say(catalog, "own_floor", floor=criterion.floor)]
    return f"{criterion.id}: {catalog.label('criterion', criterion.id)}{_marks(catalog, own)}"


def _questions(template: Template, catalog: Catalog) -> Iterator[str]:
    mark = _say(catalog, "knock_out", decision=_limited(catalog))
    for question in template.questions:
        marks = [mark] if question in template.knock_out else []
        yield f"{question}: {catalog.label('question', question)}{_marks(catalog, marks)}"


def _checklist(template: Template, catalog: Catalog) -> Iterator[str]:
    yield _say(catalog, f"evidence_{template.evidence}")
    for number, group, item in template.numbered_items():
        if item is group.items[0]:
            yield f"{group.id}: {catalog.label('group', group.id)}"
        marks = _marks(catalog, _item(item, catalog))
        yield f"  {number}. {item.id}: {catalog.label('item', item.id)}{marks}"


def _item(item: Item, catalog: Catalog) -> Iterator[str]:
    """Yield what sets an item apart from the others."""
    if item.granted_at_gate:
        yield _say(catalog, "granted_at_gate")
    if item.not_applicable:
        yield _say(catalog, "not_applicable", status=catalog.label("item_status", "not_applicable"))
    if item.evidence:
        yield _say(catalog, f"own_evidence_{item.evidence}")


def _costs(template: Template, catalog: Catalog) -> Iterator[str]:
    guide = template.costs.guide
    yield catalog.text("text.amounts_in", a=template.costs.currency)
    yield catalog.text("text.guide", low=f"{guide.low:,f}", high=f"{guide.high:,f}")
    separator = catalog.text("text.separator")
    for category in template.costs.categories:
        label, unit = catalog.label("cost", category.id), catalog.label("unit", category.unit)
        yield f"{category.id}: {separator.join((label, unit, *_projection(category, catalog)))}"


def _projection(category: CostCategory, catalog: Catalog) -> Iterator[str]:
    """Yield what an amount is projected by, and what it is compared with."""
    published = category.reference
    if category.factor is None:
        assert published is not None  # a template without either has a mistake
        yield _say(catalog, "by_reference", span=_span(published, catalog))
        return
    of_poc = category.kind == "multiplied"
    factor = _span(category.factor, catalog, times=1 if of_poc else 100)
    yield _say(catalog, "multiplied" if of_poc else "share", span=factor)
    if published:
        yield _say(catalog, "reference", span=_span(published, catalog))
    else:
        yield _say(catalog, "no_reference")


def _span(span: Span, catalog: Catalog, times: int = 1) -> str:
    low, high = (f"{(end * times).normalize():,f}" for end in (span.low, span.high))
    return _say(catalog, "span", low=low, high=high)


def _causes(template: Template, catalog: Catalog) -> Iterator[str]:
    arrow = catalog.text("text.arrow").strip()
    for cause in template.causes:
        strategy = catalog.label("strategy", cause.strategy)
        yield f"{cause.id}: {catalog.label('cause', cause.id)} {arrow} {strategy}"
        ids = ", ".join((*cause.criteria, *cause.items, *cause.questions))
        yield f"  {_say(catalog, 'linked', ids=ids)}"


def _phases(template: Template, catalog: Catalog) -> Iterator[str]:
    for phase in template.phases:
        months = catalog.text("text.months_range", low=phase.min_months, high=phase.max_months)
        yield f"{phase.id}: {catalog.label('phase', phase.id)}{_marks(catalog, [months])}"


def _contradictions(template: Template, catalog: Catalog) -> Iterator[str]:
    for each in template.contradictions:
        severity = _marks(catalog, [catalog.text(f"report.{each.severity}")])
        yield f"{each.id}{severity}: {catalog.label('contradiction', each.id)}"


def _source(template: Template) -> Iterator[str]:
    if source := template.source:
        yield f"{source.publisher}: {source.title} ({source.published})"
        yield source.url


def _details(template: Template, catalog: Catalog) -> Iterator[str]:
    separator = catalog.text("text.separator")
    for detail in template.details:
        offered = f": {', '.join(detail.choices)}" if detail.choices else ""
        kind = separator.join(_kind(detail, catalog))
        yield f"{detail.id}: {catalog.detail(detail.id, None)[0]}{_marks(catalog, [kind])}{offered}"


def _kind(detail: Detail, catalog: Catalog) -> Iterator[str]:
    yield _say(catalog, detail.kind)
    if detail.required:
        yield _say(catalog, "required")
