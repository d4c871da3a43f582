"""A comparison for reading: what it comes to, then what moved in each engagement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from ...core.catalog import Catalog
from ...opc.safe_text import visible
from ...reports.layout import shown, width_of
from ...reports.parts import Screen
from .changes import MovedValue, Plain
from .matching import MOVEMENTS, ComparedEngagement, Comparison, Movement
from .words import ChangeWords, words_of

LONGEST = 200
PAPER = Screen()
TONES: dict[Movement, str] = {
    "forward": "1;32", "back": "1;31", "changed": "1;35", "same": "", "new": "1;35", "gone": "1;31",
}  # fmt: skip
LISTED: tuple[Movement, ...] = ("new", "gone", "same")
"""Of which engagements nothing more is said than that they are there."""

CatalogOf = Callable[[Plain], Catalog]


def comparison_text(
    comparison: Comparison, catalog_of: CatalogOf, own: Catalog, screen: Screen = PAPER
) -> Iterator[str]:
    """Yield the lines."""
    yield from shown([(summary(comparison, own), "")], 2, screen)
    for each in comparison.engagements:
        if each.movement not in LISTED or each.incomparable:
            yield ""
            yield from _block(each, words_of(each.latest, catalog_of(each.latest)), screen)
    others = list(_listed(comparison, own))
    if others:
        yield ""
    for words in others:
        yield from shown(words, 4, screen)


def summary(comparison: Comparison, own: Catalog) -> str:
    """Return how many engagements went where, and how many files are not compared."""
    counts = [
        own.text(f"compare.counted.{movement}", count=count)
        for movement, count in comparison.counts.items()
        if count
    ]
    for key, files in (("unreadable", comparison.unexamined), ("set_aside", comparison.set_aside)):
        if files:
            counts.append(own.text(f"compare.counted.{key}", count=len(files)))
    said = own.text("text.separator").join(counts) or own.text("compare.nothing")
    return own.text("compare.summary", count=len(comparison.engagements), counts=said)


def _block(each: ComparedEngagement, words: ChangeWords, screen: Screen) -> Iterator[str]:
    yield from shown([*_named(each), (_movement(each, words.catalog), TONES[each.movement])], 2, screen)
    pairs = list(_lines(each, words))
    width = max((width_of(section) for section, _ in pairs), default=0)
    for section, line in pairs:
        padded = "  " + section + " " * (width - width_of(section))
        yield from shown([(padded, ""), (line, "")], width + 4, screen)


def _lines(each: ComparedEngagement, words: ChangeWords) -> Iterator[tuple[str, str]]:
    """Yield section and change; a section is named where it begins."""
    for _, group in groupby(each.changes, key=lambda change: change.section):
        yield from _section(list(group), words)
    left_out = words.catalog.text("compare.not_compared")
    for place, what in enumerate(each.incomparable):
        yield "" if place else left_out, words.incomparable(what)


def _section(changes: Sequence[MovedValue], words: ChangeWords) -> Iterator[tuple[str, str]]:
    for place, line in enumerate(words.lines(changes)):
        yield "" if place else words.section(changes[0]), line


def _named(each: ComparedEngagement) -> Iterator[tuple[str, str]]:
    """Yield which engagement it is, as much of it as is known."""
    named = each.latest["engagement"]
    texts = (each.id or each.latest["file"], named["organization"], named["poc_name"])
    return ((visible(text, LONGEST), "1" if not place else "") for place, text in enumerate(texts) if text)


def _movement(each: ComparedEngagement, catalog: Catalog) -> str:
    return catalog.text(f"compare.movement.{each.movement}")


def _listed(comparison: Comparison, own: Catalog) -> Iterator[list[tuple[str, str]]]:
    for movement in MOVEMENTS:
        if movement in LISTED and comparison.counts[movement]:
            ids = [
                each.id or each.latest["file"] for each in comparison.engagements if each.movement == movement
            ]
            yield [(own.text(f"compare.movement.{movement}"), TONES[movement]), (_ids(ids, own), "")]
    for apart in comparison.set_aside:
        reason = own.text(f"compare.set_aside.{apart.reason}", file=visible(apart.instead, LONGEST))
        side = own.text(f"compare.{apart.side}")
        yield [(own.text("compare.apart"), ""), (f"{side} {visible(apart.file, LONGEST)}", ""), (reason, "")]
    for unread in comparison.unexamined:
        side = own.text(f"compare.{unread.side}")
        said = visible(f"{unread.code} {unread.message}", LONGEST)
        place = f"{side} {visible(unread.file, LONGEST)}"
        yield [(own.text("report.unreadable"), "31"), (place, ""), (said, "")]


def _ids(ids: Iterable[str], own: Catalog) -> str:
    return own.text("text.separator").join(visible(id_) for id_ in ids)
