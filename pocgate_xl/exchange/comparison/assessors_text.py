"""What assessors differ in, for reading: who came to what, then what to talk over first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...core.catalog import Catalog
from ...opc.safe_text import visible
from ...reports.layout import aligned, shown, width_of
from ...reports.parts import Screen
from .assessors import WIDE, Assessors, Judgement
from .words import question_name

LONGEST = 120
PAPER = Screen()
NOTHING = "–"
NAME = 30
"""Columns that an assessor's name takes at most."""


def assessors_text(assessors: Assessors, catalog: Catalog, screen: Screen = PAPER) -> Iterator[str]:
    """Yield the lines."""
    named = assessors.members[0].plain["engagement"]
    whose = [visible(named[key], LONGEST) for key in ("id", "organization", "poc_name") if named[key]]
    yield from shown([(each, "" if place else "1") for place, each in enumerate(whose)], 2, screen)
    yield from shown([(summary(assessors, catalog), "")], 2, screen)
    yield ""
    yield from (f"  {line}" for line in aligned(list(_members(assessors, catalog))))
    wide = [each for each in assessors.ratings if each.spread >= WIDE]
    close = [each for each in assessors.ratings if each.differs and each.spread < WIDE]
    for key, found in (
        ("wide", wide),
        ("close", close),
        ("items", [each for each in assessors.items if each.differs]),
        ("questions", [each for each in assessors.questions if each.differs]),
    ):
        yield from _differing(
            catalog.text(f"assessors.{key}", count=len(found)), found, assessors, catalog, screen
        )


def summary(assessors: Assessors, catalog: Catalog) -> str:
    """Return the range of totals and how many came to which decision."""
    low, high = assessors.totals
    decisions = catalog.text("text.separator").join(
        catalog.text("assessors.counted", what=catalog.label("decision", code), count=count)
        for code, count in assessors.decisions.items()
    )
    total = str(low) if low == high else catalog.text("text.range").join((str(low), str(high)))
    return catalog.text("assessors.summary", count=len(assessors.members), total=total, decisions=decisions)


def answer_in_words(judgement: Judgement, answer: int | str | None, catalog: Catalog) -> str:
    """Return an answer by its label."""
    if answer is None:
        return ""
    vocabulary = {"item": "item_status", "question": "answer"}.get(judgement.kind)
    return visible(catalog.label(vocabulary, str(answer)) if vocabulary else str(answer), LONGEST)


def name_of(judgement: Judgement, catalog: Catalog) -> str:
    """Return what is judged, by its name."""
    if judgement.kind == "question":
        return question_name(catalog, judgement.id)
    return catalog.label("criterion" if judgement.kind == "rating" else "item", judgement.id)


def _members(assessors: Assessors, catalog: Catalog) -> Iterator[Sequence[str]]:
    for each in assessors.members:
        yield _short(each.name), str(each.total), visible(catalog.label("decision", each.decision), 60)


def _short(name: str) -> str:
    """Return as much of a name as its columns hold."""
    shown_name = visible(name, LONGEST)
    while width_of(shown_name) > NAME:
        shown_name = f"{shown_name[:-2]}…"
    return shown_name


def _differing(
    title: str, found: Sequence[Judgement], assessors: Assessors, catalog: Catalog, screen: Screen
) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield from shown([(title, "1")], 2, screen)
    for judgement in found:
        yield from shown([(f"  {name_of(judgement, catalog)}", "")], 4, screen)
        answers = [answer_in_words(judgement, each, catalog) or NOTHING for each in judgement.answers]
        rows = zip(answers, (_short(each.name) for each in assessors.members), strict=True)
        for line, note in zip(aligned(list(rows)), judgement.notes, strict=True):
            words = [(f"    {line}", ""), (visible(note, LONGEST), "")]
            yield from shown([each for each in words if each[0]], 6, screen)
