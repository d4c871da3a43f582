"""Formulas written once for many cells, as Excel does for what is filled down or right."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import Position, a1, position_of
from pocgate_xl.spreadsheetml.formulas.shared_formulas import shifted
from tests.hostile.edits import on_parts

_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^<>]*>)<f>([^<]*)</f>')


def sharing(workbook: bytes) -> bytes:
    """Share every formula of a column that reads like the one above it."""
    return on_parts(
        lambda parts: {n: _shared(x) if "worksheets/sheet" in n else x for n, x in parts.items()}
    )(workbook)


def _shared(xml: bytes) -> bytes:
    found = {_place(match): match[3].decode() for match in _FORMULA.finditer(xml)}
    masters = _masters(found)

    def use(match: re.Match[bytes]) -> bytes:
        place = _place(match)
        if place not in masters:
            return match[0]
        master, last, number = masters[place]
        if place != master:
            return match[1] + b'<f t="shared" si="%d"/>' % number
        ref = f"{a1(master)}:{a1(last)}".encode()
        return match[1] + b'<f t="shared" ref="%b" si="%d">%b</f>' % (ref, number, match[3])

    return _FORMULA.sub(use, xml)


def _place(match: re.Match[bytes]) -> Position:
    place = position_of(match[2].decode())
    assert place
    return place


def _masters(found: dict[Position, str]) -> dict[Position, tuple[Position, Position, int]]:
    """Return first cell, last cell and number of each group, for every cell in one."""
    groups: list[list[Position]] = []
    for row, column in sorted(found, key=lambda place: (place[1], place[0])):
        above = (row - 1, column)
        if groups and groups[-1][-1] == above and shifted(found[above], 1, 0) == found[row, column]:
            groups[-1].append((row, column))
        else:
            groups.append([(row, column)])
    shared = [group for group in groups if len(group) > 1]
    return {place: (group[0], group[-1], n) for n, group in enumerate(shared) for place in group}
