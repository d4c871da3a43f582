"""Data validations that offer or say something else, and rules of any kind whose formulas fetch or run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from ....opc.xml_parser import Element
from ....spreadsheetml.address import Corners, Position, area_of
from ....spreadsheetml.formulas.dangers import runs, suspect
from ....spreadsheetml.formulas.text import Postfix, canonical
from ..grammar.folding import words_of
from .alteration import Alteration, gathered
from .seen import Seen, within

MOST_AREAS, MOST_WIDE = 20_000, 2_000
MOST_CHARACTERS = 500_000
"""How many of suspect formulas are taken apart; all that follow are held to."""
RULES = ("dataValidation/", "cfRule/")
FORMULAS = ("formula", "formula1", "formula2", "f")
BOUND = "cfvo"
"""Where a bar or a scale of colours begins or ends, which may be a formula."""
LONGEST = 255
"""Characters of a message that Excel keeps."""


def altered_lists(seen: Seen, around: tuple[Element, ...]) -> tuple[tuple[Alteration, ...], int]:
    """Return lists that offer something else, and how many cells have lost theirs."""
    single: dict[Position, set[Postfix]] = {}
    wide: list[tuple[Corners, Postfix]] = []
    for area, formula in islice(_offered(around), MOST_AREAS):
        if area[0] == area[1]:
            single.setdefault(area[0], set()).add(formula)
        else:
            wide.append((area, formula))
    changed: list[Position] = []
    lost = 0
    for at, planned in seen.lists.items():
        offers = single.get(at, set()) | {formula for area, formula in wide if within(at, area)}
        lost += not offers
        if offers - {canonical(f"={planned}")}:
            changed.append(at)
    return tuple(gathered("other_list", changed)), lost


def _offered(around: tuple[Element, ...]) -> Iterator[tuple[Corners, Postfix]]:
    """Yield each area, and what the formula computes, of every list."""
    for rule, texts in _validations(around):
        if rule.attributes.get("type") == "list":
            text = (texts.get("formula1") or texts.get("formula1/f", "")).removeprefix("=")
            formula = canonical(f"={text}")
            yield from ((area, formula) for area in _areas(rule, texts))


def _validations(around: tuple[Element, ...]) -> Iterator[tuple[Element, dict[str, str]]]:
    """Yield every validation, of older and newer kinds, with the texts in it by path."""
    rules: list[tuple[Element, dict[str, str]]] = []
    for element in around:
        if element.path.endswith("dataValidations/dataValidation"):
            rules.append((element, {}))
        elif rules and element.path.startswith(f"{rules[-1][0].path}/"):
            rules[-1][1].setdefault(element.path[len(rules[-1][0].path) + 1 :], element.text)
    return iter(rules)


def _areas(rule: Element, texts: Mapping[str, str]) -> Iterator[Corners]:
    refs = f"{rule.attributes.get('sqref', '')} {texts.get('sqref', '')}".replace("$", "")
    return (area for area in map(area_of, refs.split()) if area)


def altered_prompts(seen: Seen, around: tuple[Element, ...]) -> Iterator[Alteration]:
    """Yield messages beside cells that people read, where none was planned or another one."""
    rules = ((rule.attributes, area) for rule, texts in _validations(around) for area in _areas(rule, texts))
    found: dict[str, list[Position]] = {}
    wide = 0
    for attributes, area in islice(rules, MOST_AREAS):
        wide += area[0] != area[1]
        if wide > MOST_WIDE:
            yield Alteration("unread", (), "dataValidations")
            return
        words = " ".join(filter(None, (attributes.get("promptTitle"), attributes.get("prompt"))))
        cells: Iterable[Position] = (
            area[:1] if area[0] == area[1] else (at for at in seen.read if within(at, area))
        )
        other = [at for at in cells if words and at in seen.read and not _prompts(seen, at, words)]
        found.setdefault(words, []).extend(other)
    for words, places in found.items():
        if places:
            planned = " ".join(seen.plan.cells[places[0]].prompt)
            yield Alteration("other_prompt", tuple(sorted(places)), words, planned, words)


def _prompts(seen: Seen, at: Position, words: str) -> bool:
    """Say whether a message is that of a cell; some programs cut it, or leave its title out."""
    planned = " ".join(seen.plan.cells[at].prompt)
    if words == planned:
        return True
    found = words_of(words[:LONGEST])
    return bool(found) and found in words_of(planned)


def running_rules(around: tuple[Element, ...]) -> Iterator[Alteration]:
    """Yield formulas of validations and conditional formats that fetch or run something."""
    looked_at = 0
    for element in around:
        where, _, name = element.path.rpartition("/")
        text = element.attributes.get("val", "") if name == BOUND else element.text
        judged = name in (*FORMULAS, BOUND) and any(rule in f"{where}/" for rule in RULES)
        if judged and suspect(text):
            looked_at += len(text)
            if looked_at > MOST_CHARACTERS or runs(f"={text.removeprefix('=')}"):
                yield Alteration("running_rule", (), text)
