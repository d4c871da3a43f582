"""Conditional formats that change what is read: values hidden or replaced, a decision in other colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ....opc.xml_parser import Element
from ....spreadsheetml.address import Corners, Position, area_of
from ....spreadsheetml.formulas.text import Postfix, canonical
from ....spreadsheetml.styles.cell_looks import CellLook, Difference, Looks, difference_of, plain_colour
from ....spreadsheetml.styles.colours import unreadable
from ....spreadsheetml.styles.number_formats import hides_or_replaces, words_of
from ...layout.plan import Highlight
from .alteration import Alteration
from .seen import Seen

FORMATTING, RULE = "conditionalFormatting", "cfRule"
BARS = ("dataBar", "iconSet")
MOST_AREAS = 5000
"""Areas of all conditional formats of a sheet together."""


class ConditionalFormat(NamedTuple):
    """One conditional format: its areas, its formula as it stands and as it computes, what it does.

    Several formulas (a value between two) are none that we planned: nothing is computed. `scale` are the
    colours between which it fills cells.
    """

    areas: tuple[Corners, ...]
    formula: str
    computes: Postfix
    look: Difference
    shows_value: bool
    scale: tuple[str | None, ...] = ()


Styles = Mapping[Position, CellLook]


def altered_conditions(
    seen: Seen, conditions: Iterable[ConditionalFormat], styles: Styles
) -> Iterator[Alteration]:
    """Yield what the conditional formats of a sheet do to what is read; too many of them say nothing."""
    areas = 0
    for condition in conditions:
        areas += 1 + len(condition.areas)
        if areas > MOST_AREAS:
            yield Alteration("unread", (), FORMATTING)
            return
        yield from _judged(seen, condition, styles)


def lost_conditions(seen: Seen, conditions: Iterable[ConditionalFormat]) -> int:
    """Count the planned conditional formats that are gone, or compute another thing."""
    found = tuple(conditions)
    lost = seen.highlights.keys() - {condition.computes for condition in found}
    return sum(not _joined(seen.highlights[computes], found) for computes in lost)


def _joined(highlight: Highlight, conditions: Iterable[ConditionalFormat]) -> bool:
    """Say whether a conditional format was joined with one that says the same of its own cells.

    LibreOffice writes the formula of the first of such areas for all of them.
    """
    from ....spreadsheetml.formulas.shared_formulas import shifted  # most formats are found as planned

    areas, computes = list(map(area_of, highlight.area.split())), canonical(f"={highlight.formula}")
    if not areas or not areas[0]:
        return False
    (row, column), _ = areas[0]
    return any(
        canonical("=" + shifted(each.formula, row - each.areas[0][0][0], column - each.areas[0][0][1]))
        == computes
        for each in conditions
        if each.computes and each.areas and set(areas) <= {*each.areas}
    )


def conditions_of(around: tuple[Element, ...], looks: Looks) -> Iterator[ConditionalFormat]:
    """Yield the conditional formats of a sheet, those of newer kinds too."""
    for group in _below(around, FORMATTING):
        start = len(group[0].path) + 1
        words = [group[0].attributes.get("sqref", "")]
        words += [element.text for element in group if element.path[start:] == "sqref"]
        areas = tuple(filter(None, map(area_of, " ".join(words).replace("$", "").split()[: MOST_AREAS + 1])))
        for rule in _below(group[1:], RULE):
            yield _condition(rule, areas, looks)


def _below(elements: tuple[Element, ...] | list[Element], local: str) -> Iterator[list[Element]]:
    """Yield each element of a name with what is in it."""
    found: list[Element] = []
    for element in elements:
        if element.path.rpartition("/")[2] == local:
            if found:
                yield found
            found = [element]
        elif found and element.path.startswith(f"{found[0].path}/"):
            found.append(element)
    if found:
        yield found


def _condition(rule: list[Element], areas: tuple[Corners, ...], looks: Looks) -> ConditionalFormat:
    formulas = [e.text for e in rule if e.path.endswith((f"{RULE}/formula", f"{RULE}/f"))]
    number = rule[0].attributes.get("dxfId", "")
    known = number.isascii() and number.isdigit() and len(number) < 8
    look = looks.difference(int(number)) if known else difference_of(rule, plain_colour)
    shows = all(
        element.attributes.get("showValue", "1") not in ("0", "false")
        for element in rule
        if element.path.endswith(BARS)
    )
    computes = canonical(f"={formulas[0]}") if len(formulas) == 1 else ()
    scale = tuple(map(plain_colour, (e for e in rule if e.path.endswith("colorScale/color"))))
    return ConditionalFormat(areas, "; ".join(formulas), computes, look, shows, scale)


def _judged(seen: Seen, condition: ConditionalFormat, styles: Styles) -> Iterator[Alteration]:
    if _fills(seen, condition):
        yield Alteration("condition_paints", _covered(seen.gauges, condition), condition.formula)
    covered = _covered(seen.read, condition)
    if not covered:
        return
    decides = bool(seen.decision.intersection(covered))
    shown = hides_or_replaces(condition.look.code) if condition.look.code else None
    if shown and shown.effect and condition.look.code:
        words = words_of(condition.look.code)
        yield Alteration("condition_format", covered, condition.look.code, "", words, decides)
    elif condition.look.struck:
        yield Alteration("struck", covered, condition.formula)
    elif not condition.shows_value or _unseen(condition.look):
        yield Alteration("condition_hides", covered, condition.formula)
    elif buried := _buried(condition, styles, covered):
        yield Alteration("condition_hides", buried, condition.formula)
    elif decides and _repaints(seen, condition):
        deciding = tuple(at for at in covered if at in seen.decision)
        yield Alteration("condition_paints", deciding, condition.formula)


def _covered(cells: Collection[Position], condition: ConditionalFormat) -> tuple[Position, ...]:
    single = {area[0] for area in condition.areas if area[0] == area[1]}
    within_wide = {
        (row, column)
        for (top, left), (bottom, right) in condition.areas
        if (top, left) != (bottom, right)
        for row, column in cells
        if top <= row <= bottom and left <= column <= right
    }
    return tuple(sorted(within_wide | single.intersection(cells)))


def _fills(seen: Seen, condition: ConditionalFormat) -> bool:
    """Say whether a condition fills cells that draw with their fill, otherwise than planned."""
    planned = seen.highlights.get(condition.computes)
    fill = condition.look.fill
    if not seen.gauges or fill is None or (planned and fill == seen.fill_of(planned)):
        return False
    usual = {seen.fill_of(highlight) for highlight in seen.plan.highlights}
    return (planned is None or fill in usual) and bool(_covered(seen.gauges, condition))


def _unseen(look: Difference) -> bool:
    """Say whether letters take the colour of what lies behind them; one colour alone is judged on paper."""
    return look.colour is not None and unreadable(look.colour, look.fill)


def _buried(
    condition: ConditionalFormat, styles: Styles, covered: tuple[Position, ...]
) -> tuple[Position, ...]:
    """Return the cells whose letters have every colour with which a condition fills them."""
    fills = condition.scale or ((condition.look.fill,) if condition.look.fill else ())
    if not fills or condition.look.colour is not None:
        return ()
    colours = {at: styles[at].colour for at in covered if at in styles}
    return tuple(at for at, colour in colours.items() if all(unreadable(colour, fill) for fill in fills))


def _repaints(seen: Seen, condition: ConditionalFormat) -> bool:
    """Say whether a decision gets colours that nobody planned, or those that mean another one."""
    planned = seen.highlights.get(condition.computes)
    fill = condition.look.fill
    if planned is None:
        return fill is not None or condition.look.colour is not None
    tones = {tone for tone, colour in seen.tones.items() if colour == fill}
    return bool(tones) and planned.tone in seen.tones and planned.tone not in tones
