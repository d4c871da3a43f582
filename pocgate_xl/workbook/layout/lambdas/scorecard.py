"""The scorecard: total, range, verdict, what is still reachable, concerns, what to improve first."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.fields import INCOMPLETE
from .formula_source import FormulaSource, given
from .named_formula import NamedFormula, column, literal, row


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield what follows from the ratings alone."""
    template = source.template
    count, scale = len(template.criteria), template.scale
    offset = f"{scale.lowest - 1:+d}" if scale.lowest != 1 else ""
    texts = row([str(rating) for rating in scale.ratings])
    yield source.helper(
        "RATED",
        "LAMBDA(ratings,\n"
        f"  MAP(PG._CELLS(ratings, {count}), LAMBDA(each,\n"
        f'  IF(each="", "", XMATCH(TRIM(each), {texts}){offset}))))',
    )
    yield source.helper("BAND", _band(source))
    yield source.function("TOTAL", "LAMBDA(ratings, SUM(PG._RATED(ratings)))")
    yield source.function(
        "RANGE",
        "LAMBDA(ratings,\n"
        "  LET(rated, PG._RATED(ratings),\n"
        f'  HSTACK(SUM(IF(rated="", {scale.lowest}, rated)), SUM(IF(rated="", {scale.highest}, rated)))))',
    )
    yield source.function("VERDICT", _verdict(source))
    yield source.function("REACHABLE", _reachable(source))
    yield source.function("CONCERNS", _concerns(source))
    yield source.function("IMPROVEMENTS", _improvements(source))


def _thresholds(source: FormulaSource) -> list[int]:
    """Return the totals from which each verdict but the last holds, lowest first; that takes all below."""
    return [band.at_least for band in reversed(source.template.verdicts)][1:]


def _band(source: FormulaSource) -> str:
    """Write the number of the verdict of a total, the lowest verdict's being 1."""
    reached = _thresholds(source)
    above = f"+SUM(IF(total>={row(reached)}, 1, 0))" if reached else "+0*total"
    return f"LAMBDA(total, 1{above})"


def _verdict(source: FormulaSource) -> str:
    bands = row([band.id for band in reversed(source.template.verdicts)])
    return (
        "LAMBDA(ratings, [language],\n"
        "  LET(rated, PG._RATED(ratings),\n"
        f'  verdict, IF(OR(rated=""), {literal(INCOMPLETE)}, INDEX({bands}, PG._BAND(SUM(rated)))),\n'
        f"  PG._WORD(verdict, PG._VERDICT(), {given('language')})))"
    )


def _reachable(source: FormulaSource) -> str:
    """Write the bands between that of the lowest and that of the highest total, the highest first."""
    bands = row([band.id for band in reversed(source.template.verdicts)])
    return (
        "LAMBDA(ratings, [language],\n"
        "  LET(bounds, PG.RANGE(ratings),\n"
        "  low, PG._BAND(MIN(bounds)), high, PG._BAND(MAX(bounds)),\n"
        f"  spoken, {given('language')},\n"
        '  IF(AND(PG._RATED(ratings)=""), "", MAP(SEQUENCE(high-low+1, 1, high, -1), LAMBDA(each,\n'
        f"    PG._WORD(INDEX({bands}, each), PG._VERDICT(), spoken))))))"
    )


def _concerns(source: FormulaSource) -> str:
    floors = column(list(source.template.floor_of.values()))
    tags = source.languages
    separators = [source.catalogs[tag].text("text.separator") for tag in (source.language, *tags)]
    return (
        "LAMBDA(ratings, [language],\n"
        "  LET(rated, PG._RATED(ratings),\n"
        f"  spoken, {given('language')},\n"
        "  labels, PG._NAMES(PG._CRITERION(), spoken),\n"
        f"  low, rated<{floors},\n"
        f"  between, INDEX({row(separators)}, PG._COLUMN(spoken)),\n"
        '  REDUCE("", SEQUENCE(ROWS(low)), LAMBDA(listed, place,\n'
        "    IF(INDEX(low, place),\n"
        '    IF(listed="", "", listed&between)&INDEX(labels, place), listed)))))'
    )


def _improvements(source: FormulaSource) -> str:
    """Write the water-filling: lift all to the highest level that the goal pays for, the rest one by one."""
    template, scale = source.template, source.template.scale
    count, steps = len(template.criteria), _thresholds(source)
    nothing = row(["", "", ""])
    if not steps:
        return f"LAMBDA(ratings, [language], IF(ISERROR(SUM(PG._RATED(ratings))), NA(), {nothing}))"
    return (
        "LAMBDA(ratings, [language],\n"
        "  LET(rated, PG._RATED(ratings),\n"
        "  total, SUM(rated),\n"
        "  band, PG._BAND(total),\n"
        f'  IF(OR(rated="", band>{len(steps)}), {nothing},\n'
        f"  LET(goal, INDEX({row(steps)}, band),\n"
        f"  levels, {row(list(scale.ratings))},\n"
        "  lifted, IF(rated<levels, levels, rated),\n"
        f"  sums, MMULT({row([1] * count)}, lifted),\n"
        "  level, INDEX(levels, SUM(IF(sums<=goal, 1, 0))),\n"
        "  filled, IF(rated<level, level, rated),\n"
        f"  liftable, IF(filled=level, 1, 0),\n"
        "  turn, SCAN(0, liftable, LAMBDA(before, each, before+each)),\n"
        "  needed, filled+IF(turn<=goal-SUM(filled), liftable, 0),\n"
        "  raised, needed>rated,\n"
        f"  every, HSTACK(PG._NAMES(PG._CRITERION(), {given('language')}), rated, needed),\n"
        f"  SORTBY(FILTER(every, raised), FILTER(rated*{count}+SEQUENCE({count}), raised))))))"
    )
