"""The causes that a proof of concept fails from: how exposed it is to each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ....core.causes import counted_items
from ....core.template import Cause
from .decision import answered, evidence, knock_outs
from .formula_source import FormulaSource, given, plain
from .named_formula import NamedFormula, block, column, literal

DIGITS = 12
"""Beyond them a share is what binary fractions leave of it."""


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield the diagnosis, where the template has one."""
    if source.template.causes:
        yield source.function("CAUSE", _cause(source))


def _links(causes: Sequence[Cause], part: str, ids: Sequence[str]) -> list[list[int]]:
    """Return a row for each cause: 1 where it is linked to an id."""
    return [_linked(getattr(cause, part), ids) for cause in causes]


def _linked(linked: Collection[str], ids: Sequence[str]) -> list[int]:
    return [int(id_ in linked) for id_ in ids]


def _cause(source: FormulaSource) -> str:
    """Write the mean of what is linked to each cause; a question that knocks out makes it high."""
    template, scale = source.template, source.template.scale
    causes = template.causes
    criteria = block(_links(causes, "criteria", template.criterion_ids))
    ids = [item.id for item in template.items]
    items = block([_linked(counted_items(template, cause), ids) for cause in causes])
    weights = _links(causes, "questions", template.questions) if template.questions else []
    counts = column(
        [
            max(1, len(cause.criteria) + len(counted_items(template, cause)) + len(cause.questions))
            for cause in causes
        ]
    )
    rating = f'IF(rated="", 0, ({scale.highest}-rated)/{scale.highest - scale.lowest})'
    exposed = [f"MMULT({criteria}, {rating})", f"MMULT({items}, uncleared)"]
    said, high = "", "0"
    if any(map(any, weights)):
        said = f"  said, {answered(source)},\n"
        exposed.append(f'MMULT({block(weights)}, IF(said="yes", 0, 1))')
    knocking = [
        [weight * out for weight, out in zip(each, knock_outs(source), strict=True)] for each in weights
    ]
    if any(map(any, knocking)):
        high = f'MMULT({block(knocking)}, IF(said="no", 1, 0))'
    levels = template.levels
    return (
        "LAMBDA(ratings, statuses, [answers], [cause], [language], [evidence],\n"
        "  LET(rated, PG._RATED(ratings),\n"
        f"  uncleared, PG._UNCLEARED(PG._STATUSES(statuses), {evidence(source)}),\n"
        f"{said}"
        f"  mean, MAP(({'+'.join(exposed)})/{counts}, LAMBDA(each, ROUND(each, {DIGITS}))),\n"
        f'  exposure, IF(MMULT({criteria}, IF(rated="", 1, 0))>0, "", mean),\n'
        f'  level, IF({high}>0, "high", IF(exposure="", "unknown",\n'
        f'    IF(mean>={literal(plain(levels.high))}, "high", IF(mean>={literal(plain(levels.medium))},'
        ' "medium", "low")))),\n'
        f"  spoken, {given('language')},\n"
        "  found, HSTACK(PG._WORDS(level, PG._LEVEL(), spoken), exposure),\n"
        f"  asked, PG._CODE({given('cause')}, PG._CAUSE()),\n"
        f"  IF(ROWS(uncleared)<>{len(ids)}, NA(),\n"
        '  IF(asked="", HSTACK(PG._NAMES(PG._CAUSE(), spoken), found),\n'
        "    CHOOSEROWS(found, XMATCH(asked, CHOOSECOLS(PG._CAUSE(), 1)))))))"
    )
