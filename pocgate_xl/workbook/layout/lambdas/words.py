"""What every function of the library reads and says: cells, codes, and words in a language.

A cell that looks empty says nothing. Words of every language are read; which language is spoken a call
may say, or ask for codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ....core.catalog import label_key
from ....core.fields import (
    ANSWERS,
    BASES,
    COMMITTEE_DECISIONS,
    DECISIONS,
    DIRECTIONS,
    INCOMPLETE,
    LEVELS,
    NOT_APPLICABLE,
    STANDINGS,
    STATUSES,
)
from ....core.template import Template
from .formula_source import CODE, FormulaSource, given
from .named_formula import Literal, NamedFormula, block, literal, row

SPACES = (160, 8203, 12288)
"""No-break, of no width, of full width: a web page and a Japanese keyboard give them."""
CODES_BETWEEN = "{low} – {high}"
NOTHING_BESIDE = 'IF(OR(low="", high=""), "", '
ALL = "all"
"""What stands for all groups together."""
SUMS = ("initial", "run_rate", "first_year", "three_year")


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield what the other formulas read and speak with, then every list of words."""
    helper = source.helper
    yield helper("SAID", f'LAMBDA(cells, IF({_seen("cells")}="", "", cells))')
    yield helper(
        "CELLS",
        "LAMBDA(cells, many,\n  IF(ROWS(cells)*COLUMNS(cells)=many, TOCOL(PG._SAID(cells)), NA()))",
    )
    yield helper("COLUMN", _column(source))
    yield helper(
        "WORD",
        "LAMBDA(meant, words, language,\n"
        "  INDEX(words, XMATCH(meant, CHOOSECOLS(words, 1)), PG._COLUMN(language)))",
    )
    yield helper(
        "WORDS",
        "LAMBDA(codes, words, language,\n  MAP(codes, LAMBDA(each, PG._WORD(each, words, language))))",
    )
    yield helper("NAMES", "LAMBDA(words, language, CHOOSECOLS(words, PG._COLUMN(language)))")
    yield helper(
        "CODE",
        "LAMBDA(said, words,\n"
        '  IF(PG._SAID(said)="", "",\n'
        "  INDEX(words, 1+MOD(XMATCH(TRIM(said), TOCOL(words, , TRUE))-1, ROWS(words)), 1)))",
    )
    yield helper(
        "CODES",
        "LAMBDA(cells, many, words,\n  MAP(PG._CELLS(cells, many), LAMBDA(each, PG._CODE(each, words))))",
    )
    for noun, keys in _lists(source.template):
        yield source.words(noun, keys)
    yield source.function("LABEL", _label(source))
    yield source.function("ANCHOR", _anchor(source))


def _column(source: FormulaSource) -> str:
    """Write where the words of a language stand; `ja-JP` is `ja` where no language has such a tag itself."""
    tags = row((CODE, *source.languages))
    found = f'XMATCH(LEFT(language, FIND("-", language&"-")-1), {tags})'
    if any("-" in tag for tag in source.languages):
        found = f"IFERROR(XMATCH(language, {tags}), {found})"
    return f'LAMBDA(language, IF(PG._SAID(language)="", {source.default_column}, {found}))'


def _seen(cells: str) -> str:
    """Return what is left of cells without control characters and spaces."""
    cells = f"CLEAN({cells})"
    for space in SPACES:
        cells = f'SUBSTITUTE({cells}, UNICHAR({space}), "")'
    return f"TRIM({cells})"


def _vocabularies(template: Template) -> dict[str, Sequence[str]]:
    """Return the codes of every vocabulary whose words may be looked up; a template may lack some."""
    statuses = (*STATUSES, NOT_APPLICABLE) if template.allows_not_applicable else STATUSES
    found: dict[str, Sequence[str]] = {
        "verdict": (*(band.id for band in template.verdicts), INCOMPLETE),
        "decision": DECISIONS, "committee": COMMITTEE_DECISIONS, "status": statuses, "answer": ANSWERS,
        "criterion": template.criterion_ids, "item": _ids(template.items),
        "group": (ALL, *_ids(template.groups)), "question": template.questions,
        "cost": _ids(template.costs.categories), "cause": _ids(template.causes),
        "strategy": _ids(template.strategies), "level": LEVELS, "standing": STANDINGS,
        "phase": _ids(template.phases), "horizon": _ids(template.horizons),
        "component": template.components, "element": template.elements, "basis": BASES,
        "direction": DIRECTIONS, "language": template.languages,
    }  # fmt: skip
    return {name: codes for name, codes in found.items() if codes}


def _ids(members: Sequence[Any]) -> tuple[str, ...]:
    return tuple(each.id for each in members)


def _lists(template: Template) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the lists of words by name: codes, and the keys of their texts."""
    for name, codes in _vocabularies(template).items():
        keys = [(code, label_key(name, code)) for code in codes]
        yield name.upper(), [(ALL, "text.all_items"), *keys[1:]] if name == "group" else keys
    yield "CURRENCY", [(code, label_key("currency", code)) for code in template.costs.currencies]
    sums = [(code, f"text.sum_{code}") for code in SUMS]
    yield "SUM", [*sums, ("contingency", "text.contingency_on_top")]
    anchors = [f"{each.id}.{anchor}" for each in template.criteria for anchor in each.anchors]
    yield "ANCHORED", [(key, f"anchor.{key}") for key in anchors]


def _label(source: FormulaSource) -> str:
    """Write the word of each code, or of each word of another language; of none what is blank."""
    words = "NA()"
    for name in reversed(_vocabularies(source.template)):
        words = f"IF(asked={literal(name)}, PG._{name.upper()}(), {words})"
    return (
        "LAMBDA(vocabulary, codes, [language],\n"
        "  LET(asked, PG._SAID(vocabulary),\n"
        f"  words, {words},\n"
        f"  spoken, {given('language')},\n"
        "  MAP(PG._SAID(codes), LAMBDA(each,\n"
        '    IF(each="", "", PG._WORD(PG._CODE(each, words), words, spoken))))))'
    )


def _anchor(source: FormulaSource) -> str:
    """Write what a rating means: its anchor, or the two that it lies between."""
    template, scale = source.template, source.template.scale
    below, above = (
        block([_nearest(each.anchors, scale.ratings, side) for each in template.criteria]) for side in (-1, 1)
    )
    between = row([CODES_BETWEEN, *(source.catalogs[tag].text("step.between") for tag in source.languages)])
    sentence = f"INDEX({between}, PG._COLUMN(spoken))"
    word = 'PG._WORD(meant&"."&{}, PG._ANCHORED(), spoken)'.format
    ends = {scale.lowest, scale.highest}
    nothing = "" if all(ends <= {*each.anchors} for each in template.criteria) else NOTHING_BESIDE
    placeholders = {"below": "low", "low": word("low"), "above": "high", "high": word("high")}
    for name, value in placeholders.items():
        sentence = f'SUBSTITUTE({sentence}, "{{{name}}}", {value})'
    return (
        "LAMBDA(criterion, rating, [language],\n"
        "  LET(meant, PG._CODE(criterion, PG._CRITERION()),\n"
        f"  spoken, {given('language')},\n"
        "  about, XMATCH(meant, CHOOSECOLS(PG._CRITERION(), 1)),\n"
        f"  step, XMATCH(TRIM(rating), {row([str(rating) for rating in scale.ratings])}),\n"
        f"  low, INDEX({below}, about, step), high, INDEX({above}, about, step),\n"
        f"  {nothing}IF(low=high, {word('low')},\n"
        f"  {sentence}){')' if nothing else ''}))"
    )


def _nearest(anchors: Sequence[int], ratings: Iterable[int], side: int) -> list[Literal]:
    """Return the anchor of each rating, or the nearest one on a side of it; "" where there is none."""
    beside = ([anchor for anchor in anchors if (anchor - rating) * side >= 0] for rating in ratings)
    return [min(found, key=lambda anchor: anchor * side) if found else "" for found in beside]
