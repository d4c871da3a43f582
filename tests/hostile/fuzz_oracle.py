"""What must hold of a mutant that was read: compared with a plain reading and with the original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pocgate_xl.spreadsheetml.formulas.text import same_formula
from pocgate_xl.spreadsheetml.reader import RawSheet, RawWorkbook
from pocgate_xl.workbook.submission.expected import ExpectedWorkbook
from tests.hostile.mutations import Original
from tests.hostile.slow_reader import Place, SlowBook, SlowCell, SlowSheet

CHANGED_TEXT = "PG108"
RESULTS = frozenset({"PG111", "PG112", "PG113", "PG130", "PG131"})
EMPTY = SlowCell(("blank", None), None)


class Base(NamedTuple):
    """A valid submission, what it says, and what is compared with it."""

    original: Original
    slow: SlowBook
    assessment: dict[str, Any]
    expected: ExpectedWorkbook


def differences(facts: RawWorkbook, slow: SlowBook) -> Iterator[str]:
    """Compare what was read fast with what was read slowly."""
    if [sheet.title for sheet in facts.sheets] != [sheet.title for sheet in slow.sheets]:
        yield "other sheets"
        return
    if {name.casefold(): ref for name, ref in facts.names.items()} != slow.names:
        yield "other names"
    if facts.date1904 != slow.date1904:
        yield "another date system"
    for fast, slowly in zip(facts.sheets, slow.sheets, strict=True):
        if not fast.ambiguous:
            yield from _sheet_differences(fast, slowly)


def _sheet_differences(fast: RawSheet, slow: SlowSheet) -> Iterator[str]:
    if fast.cells.keys() != slow.cells.keys():
        yield f"other cells of {fast.title}: {sorted(fast.cells.keys() ^ slow.cells.keys())[:5]}"
    for place in fast.cells.keys() & slow.cells.keys():
        cell, other = fast.cells[place], slow.cells[place]
        if (cell.kind, cell.value) != other.value:
            yield f"{fast.title} {place}: {cell.kind} {cell.value!r}, not {other.value!r}"
        if other.formula != "special" and cell.formula != other.formula:
            yield f"{fast.title} {place}: {cell.formula!r}, not {other.formula!r}"
    if len(fast.merges) > len(slow.merges):
        yield f"more merges in {fast.title}"


def unexplained(base: Base, slow: SlowBook, codes: set[str]) -> Iterator[str]:
    """Yield what was changed in an accepted workbook although nobody may."""
    expected = base.expected
    for name in expected.names:
        # Titles of sheets and addresses do not differ by case: not for Excel, not for us.
        if slow.names.get(name, "").casefold() != base.slow.names.get(name, "").casefold():
            yield f"name {name}: {slow.names.get(name)}"
    for id_, title in expected.titles.items():
        was, is_ = base.slow.sheet(title), slow.sheet(title)
        if was is None or is_ is None:
            yield f"sheet {title} is gone"
            continue
        yield from _changed_formulas(expected, id_, was, is_)
        if CHANGED_TEXT not in codes:
            yield from _changed_texts(expected, id_, was, is_)
    if not codes & RESULTS:
        yield from _changed_results(base, slow)


def _changed_formulas(expected: ExpectedWorkbook, id_: str, was: SlowSheet, is_: SlowSheet) -> Iterator[str]:
    for place, _ in expected.formulas[id_]:
        before, after = was.cells[place].formula, is_.cells.get(place, EMPTY).formula
        special = "special" in (before, after)
        if after is None or before is None or not (special or same_formula(after, before)):
            yield f"formula {was.title} {place}: {after}"


def _changed_texts(expected: ExpectedWorkbook, id_: str, was: SlowSheet, is_: SlowSheet) -> Iterator[str]:
    for place, _ in expected.literals.get(id_, ()):
        before, after = was.cells[place].value, is_.cells.get(place, EMPTY).value
        if before != after and str(before[1]).split() != str(after[1]).split():
            yield f"text {was.title} {place}: {after}"


def _changed_results(base: Base, slow: SlowBook) -> Iterator[str]:
    """Yield results that show something else although the answers are the same."""
    if not same_answers(base, slow, set()):
        return
    for name in base.expected.outputs:
        area = base.expected.names[name]
        title = base.expected.titles[area.sheet]
        before, after = _cell(base.slow, title, area.first), _cell(slow, title, area.first)
        if not _shows_alike(before.value[1], after.value[1]):
            yield f"result {name}: {after.value}"


def _shows_alike(before: object, after: object) -> bool:
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) <= 0.02 or abs(before - after) <= 1e-9 * abs(before)
    return (before or "") == (after or "")


def _cell(book: SlowBook, title: str, place: Place) -> SlowCell:
    sheet = book.sheet(title)
    return EMPTY if sheet is None else sheet.cells.get(place, EMPTY)


def same_answers(base: Base, slow: SlowBook, codes: set[str]) -> bool:
    """Say whether every cell that is read reads as before, and is where it was."""
    if slow.date1904 != base.slow.date1904 or _merges(slow) != _merges(base.slow):
        return False
    expected = base.expected
    return all(
        slow.names.get(name) == base.slow.names.get(name)
        and all(
            _alike(
                _cell(base.slow, expected.titles[area.sheet], p),
                _cell(slow, expected.titles[area.sheet], p),
            )
            for p in _places(area.first, area.last)
        )
        for name, area in expected.names.items()
        if name in expected.fields or name in {block.name for block in expected.blocks}
    )


def _merges(book: SlowBook) -> list[frozenset[str]]:
    return [sheet.merges for sheet in book.sheets]


def _places(first: Place, last: Place) -> Iterator[Place]:
    return ((row, column) for row in range(first[0], last[0] + 1) for column in range(first[1], last[1] + 1))


def _alike(before: SlowCell, after: SlowCell) -> bool:
    return before.value == after.value and before.formula == after.formula
