"""What a file carries that it should not: other readings, copies, hidden sheets, active content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from ..patterns import pattern
from ..spreadsheetml.address import Position, position_of
from ..spreadsheetml.formulas.dangers import addresses, outside, suspect
from ..spreadsheetml.macros.active_content import ActiveContent
from ..spreadsheetml.reader import RawSheet
from ..workbook.submission.grammar.folding import folded
from ..workbook.submission.locate import unknown_sheets
from .base import Case, Occurrence, Rule, TextKey

OWN_MACROS, COMPILED = "own_vba", "own_vba_compiled"
MACROS = frozenset({"vba", OWN_MACROS, COMPILED, "macro_sheet", "dialog_sheet"})
OUTSIDE = frozenset({"external_link", "connection", "data_model", "external_reference"})
EMBEDDED = frozenset({"ole_object", "activex", "web_extension", "ribbon"})
EXPECTED: Mapping[str, frozenset[str]] = {
    "classic": frozenset({OWN_MACROS, COMPILED}),
    "lite": frozenset({"web_extension"}),
    "office": frozenset({"web_extension"}),
}
"""What an edition carries by itself."""

NETWORK = pattern(r"\\\\|//|file:", re.IGNORECASE)
OBEYED = pattern(r".*\.(?:conf|config|cfg|ini|toml|py|pyw)|requirements\.txt")
"""Titles of sheets from which xlwings, its add-ins and its kin take settings, or code that they run."""

COPY_SHARE = 0.5
"""A sheet that has this share of the fixed texts of another in their places is a copy of it."""
TELLING, MOST_TEXTS = 4, 20_000
"""Letters of a text that tells a sheet from others; how many cells of an unknown sheet are compared."""


TWICE = ("duplicate_", "two_", "several_", "shared_part")
ORDER = ("misplaced_", "foreign_", "cell_out", "row_out")
DIVIDED = ("divided_", "markup_")
"""Beginnings of the words that tell why programs read something differently."""


def ambiguous_content(case: Case) -> Iterator[Occurrence]:
    """Find what another program may read otherwise, by sheet and cause; other people's do not count."""
    yield from _by_cause("", case.reading.facts.ambiguous)
    reported = {(r.sheet, r.position) for r in case.reading.faulty}
    for sheet in case.reading.located.sheets.values():
        words = [word for word in sheet.ambiguous if not _is_reported(word, sheet.title, reported)]
        yield from _by_cause(sheet.title, words)


def _by_cause(sheet: str, words: Sequence[str]) -> Iterator[Occurrence]:
    causes: dict[str, list[str]] = {}
    for word in words:
        causes.setdefault(_cause(word), []).append(word)
    for cause, own in causes.items():
        found = _ambiguous(sheet, own)
        reason = TextKey(f"finding.PG114.reason_{cause}")
        yield replace(found, values={**found.values, "reason": reason})


def _cause(word: str) -> str:
    """Return why programs read differently what a word stands for."""
    causes = {"twice": TWICE, "order": ORDER, "divided": DIVIDED}
    return next((cause for cause, begins in causes.items() if word.startswith(begins)), "unreadable")


def _is_reported(word: str, title: str, reported: set[tuple[str, Position]]) -> bool:
    """Say whether a value that cannot be read is that of an answer, whose own finding says so."""
    return word.startswith("unreadable_value ") and (title, _position(word)) in reported


def unusual_content(case: Case) -> Iterator[Occurrence]:
    """Find what has one meaning, though some programs cannot read it or read it as something else."""
    for title, _ in case.reading.facts.broken:
        yield Occurrence(title, found=title, values={"count": 1})
    for sheet in case.reading.located.sheets.values():
        if sheet.unusual:
            cells = [word.rpartition(" ")[2] for word in sheet.unusual]
            yield _ambiguous(sheet.title, cells)


def cells_outside(case: Case) -> Iterator[Occurrence]:
    for sheet in case.reading.facts.sheets:
        if sheet.outside:
            yield Occurrence(sheet.title, found=sheet.title, values={"count": sheet.outside})


def _ambiguous(sheet: str, words: Sequence[str]) -> Occurrence:
    found = ", ".join(words[:3]) + (", …" if len(words) > 3 else "")
    return Occurrence(sheet, _position(words[0]), found=found, values={"count": len(words)})


def _position(word: str) -> Position | None:
    return position_of(word.rpartition(" ")[2])


def copied_sheet(case: Case) -> Iterator[Occurrence]:
    """Find second copies of a sheet, from the same file or from that of another engagement."""
    named = _titles_with_own_names(case)
    for sheet in unknown_sheets(case.reading.located, case.reading.facts):
        original = named.get(sheet.title) or _original(case, sheet)
        if original:
            yield Occurrence(sheet.title, found=sheet.title, values={"original": original})


def _titles_with_own_names(case: Case) -> dict[str, str]:
    """Return the sheets to which Excel gave names of their own when they were copied."""
    expected, titles = case.reading.expected, dict[str, str]()
    for title, name, _ in case.reading.facts.local_names:
        area = expected.names.get(name.casefold())
        if area is not None:
            titles.setdefault(title, expected.titles[area.sheet])
    return titles


def _original(case: Case, sheet: RawSheet) -> str:
    expected = case.reading.expected
    for id_, literals in expected.literals.items():
        same = sum(_says(sheet, position, value) for position, value in literals)
        if same and same >= COPY_SHARE * len(literals):
            return expected.titles[id_]
    return _disguised(case, sheet)


def _says(sheet: RawSheet, position: Position, value: str | float) -> bool:
    """Say whether a cell says what was planned, as far as an eye can tell."""
    cell = sheet.cells.get(position)
    if cell is None or isinstance(value, str) != isinstance(cell.value, str):
        return False
    return cell.value == value or (isinstance(value, str) and folded(str(cell.value)) == folded(value))


def _disguised(case: Case, sheet: RawSheet) -> str:
    """Return the sheet that another one stands for, wherever its texts are.

    It is taken for that sheet where an eye reads the same title, or where the real one is hidden.
    """
    expected = case.reading.expected
    texts: frozenset[str] | None = None
    for id_, own in case.reading.located.sheets.items():
        if own.title.casefold() != sheet.title.casefold() and folded(own.title) == folded(sheet.title):
            return expected.titles[id_]
        if own.state == "visible":
            continue
        planned = {folded(v) for _, v in expected.literals.get(id_, ()) if isinstance(v, str)}
        telling = {text for text in planned if len(text) >= TELLING}
        texts = _texts(sheet) if texts is None and telling else texts
        if telling and texts and len(telling & texts) >= COPY_SHARE * len(telling):
            return expected.titles[id_]
    return ""


def _texts(sheet: RawSheet) -> frozenset[str]:
    """Return the texts of a sheet as an eye compares them."""
    cells = islice(sheet.cells.values(), MOST_TEXTS)
    return frozenset(folded(cell.value) for cell in cells if isinstance(cell.value, str))


def hidden_sheet(case: Case) -> Iterator[Occurrence]:
    for sheet in unknown_sheets(case.reading.located, case.reading.facts):
        if sheet.state != "visible":
            yield Occurrence(sheet.title, found=sheet.title)


def macros(case: Case) -> Iterator[Occurrence]:
    return _carried(case, MACROS)


def compiled_macros(case: Case) -> Iterator[Occurrence]:
    """Find our own macros in a compiled form, which Excel adds when it saves and nobody else can read."""
    found = [item for item in case.reading.facts.active if item.kind == COMPILED]
    if found and COMPILED in EXPECTED.get(case.reading.identity.edition, ()):
        yield Occurrence(found=f"{COMPILED} {found[0].part}")


def other_macros(case: Case) -> Iterator[Occurrence]:
    """Find macros of ours that are made in another way here, or call another version of xlwings."""
    own = (OWN_MACROS, COMPILED) if OWN_MACROS in EXPECTED.get(case.reading.identity.edition, ()) else ()
    for item in case.reading.facts.active:
        if item.kind in own and item.target:
            from ..spreadsheetml.macros.known_macros import GENERATION, installed_xlwings, macros_label

            library = item.target.partition("xlwings ")[2]
            here = macros_label(GENERATION, library and (installed_xlwings() or library))
            if item.target != here:
                yield Occurrence(found=item.target, values={"here": here})
                return


def obeyed_sheet(case: Case) -> Iterator[Occurrence]:
    """Find sheets that a program would obey; one of ours under such a name is one, too."""
    facts, planned = case.reading.facts, set(case.reading.expected.titles.values())
    for title in (*(sheet.title for sheet in facts.sheets), *facts.other_sheets):
        if OBEYED.fullmatch(folded(title)) and title not in planned:
            yield Occurrence(title, found=title)


def outside_links(case: Case) -> Iterator[Occurrence]:
    """Find links to other files: parts that hold them, or formulas and names that spell them out."""
    carried = list(_carried(case, OUTSIDE))
    spelled = [] if carried else [text for text in _formulas(case) if outside(text)]
    yield from carried
    if spelled:
        yield Occurrence(found=spelled[0], values={"count": len(spelled)})


def _formulas(case: Case) -> Iterator[str]:
    """Yield formulas that nobody planned, and what names refer to, as far as they may lead elsewhere."""
    facts = case.reading.facts
    yield from (each.formula for formulas in case.reading.strange.values() for each in formulas)
    yield from _suspects(tuple(facts.names.values()))
    yield from (ref for _, _, ref in facts.local_names if suspect(ref))


@lru_cache(maxsize=16)
def _suspects(refs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what may lead elsewhere; most files of a batch have the same names."""
    return tuple(ref for ref in refs if suspect(ref))


def embedded_objects(case: Case) -> Iterator[Occurrence]:
    return _carried(case, EMBEDDED)


def _carried(case: Case, kinds: frozenset[str]) -> Iterator[Occurrence]:
    """Yield one occurrence for all content of these kinds."""
    unexpected = kinds - EXPECTED.get(case.reading.identity.edition, frozenset())
    found = [item for item in case.reading.facts.active if item.kind in unexpected]
    if found:
        yield Occurrence(found=_described(found[0]), values={"count": len(found)})


def _described(item: ActiveContent) -> str:
    return f"{item.kind} {item.target or item.part}"


def network_link(case: Case) -> Iterator[Occurrence]:
    """Find links to files of a network, which a click would open."""
    links = [item for item in case.reading.facts.active if item.kind == "hyperlink"]
    targets = (address for formula in _formulas(case) for address in addresses(formula))
    found = [target for target in (*(item.target for item in links), *targets) if NETWORK.match(target)]
    if found:
        yield Occurrence(found=found[0], values={"count": len(found)})


RULES: tuple[Rule[Case], ...] = (
    Rule("PG114", "error", ambiguous_content),
    Rule("PG115", "error", copied_sheet),
    Rule("PG116", "warning", hidden_sheet),
    Rule("PG117", "error", macros),
    Rule("PG118", "warning", outside_links),
    Rule("PG119", "warning", embedded_objects),
    Rule("PG120", "note", network_link),
    Rule("PG122", "note", compiled_macros),
    Rule("PG124", "error", obeyed_sheet),
    Rule("PG129", "note", other_macros),
    Rule("PG140", "warning", unusual_content),
    Rule("PG141", "note", cells_outside),
)
