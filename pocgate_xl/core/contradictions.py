"""Contradictions: answers that cannot all be meant, by the conditions of the template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from ..records import dataclass
from .fields import Field, blocks, input_fields
from .submission import Submission, Value
from .template import Condition, ContradictionSeverity, Template
from .validity import FINDERS, answer_of

DECISION = "decision"
"""Selects what was computed, not an answer."""

Answered = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class FoundContradiction:
    """A contradiction and the fields concerned, in the order of its conditions."""

    id: str
    severity: ContradictionSeverity
    fields: tuple[str, ...]


def find_contradictions(
    template: Template, submission: Submission, decision: str
) -> tuple[FoundContradiction, ...]:
    """Return the contradictions in which every condition holds."""
    if not template.contradictions:
        return ()
    return tuple(_found(template, _Answers(template, submission, decision)))


def _found(template: Template, answers: _Answers) -> Iterator[FoundContradiction]:
    for contradiction in template.contradictions:
        names: dict[str, None] = {}
        for condition in contradiction.conditions:
            concerned = answers.concerned(condition)
            if concerned is None:
                break
            names |= dict.fromkeys(concerned)
        else:
            yield FoundContradiction(contradiction.id, contradiction.severity, tuple(names))


class _Answers:
    """Look up answers by selector."""

    def __init__(self, template: Template, submission: Submission, decision: str) -> None:
        self.template, self.submission, self.decision = template, submission, decision
        self.selected = _selected(template)

    def concerned(self, condition: Condition) -> tuple[str, ...] | None:
        """Return the fields by which a condition holds; None where it does not."""
        if condition.answer == DECISION:
            return () if _meets(condition, self.decision) else None
        if condition.answer:
            said = self._said((condition.answer,))
            return tuple(said) if all(_meets(condition, value) for value in said.values()) else None
        if condition.repeated:
            said = self._said((condition.repeated,))
            return tuple(_repeated(said, condition.times or 0)) or None
        said = self._said(condition.blank or condition.any_blank)
        blank = tuple(name for name, value in said.items() if value is None)
        return blank if blank and (condition.any_blank or len(blank) == len(said)) else None

    def _said(self, selectors: Iterable[str]) -> Answered:
        fields = (field for selector in selectors for field in self.selected[selector])
        return {field.name: self._answer(field) for field in fields}

    def _answer(self, field: Field) -> Value | None:
        if field.group in FINDERS:
            return answer_of(self.template, self.submission, field)
        return "filled" if self.submission.blocks.get(field.name) else None


def _meets(condition: Condition, value: Value | None) -> bool:
    """Say whether an answer stands within the bounds and codes of a condition."""
    if value in condition.none_of or (condition.one_of and value not in condition.one_of):
        return False
    bounded = condition.at_least is not None or condition.at_most is not None
    return not bounded or (isinstance(value, int | Decimal) and _within(condition, value))


def _within(condition: Condition, number: int | Decimal) -> bool:
    above = condition.at_least is None or number >= condition.at_least
    return above and (condition.at_most is None or number <= condition.at_most)


def _repeated(said: Answered, times: int) -> Iterator[str]:
    """Yield the fields whose text stands in so many of them."""
    same: dict[str, list[str]] = defaultdict(list)
    for name, value in said.items():
        if value is not None:
            same[_folded(str(value))].append(name)
    for names in same.values():
        if len(names) >= times:
            yield from names


def _folded(text: str) -> str:
    """Return a text without what people do not see as a difference: width, capitals, spaces."""
    return " ".join(normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=32)
def _selected(template: Template) -> dict[str, tuple[Field, ...]]:
    conditions = [each for parts in template.contradictions for each in parts.conditions]
    return {name: select(template, name) for each in conditions for name in selectors(each)}


def selectors(condition: Condition) -> tuple[str, ...]:
    """Return what a condition selects, the computed decision among it."""
    single = (name for name in (condition.answer, condition.repeated) if name)
    return (*single, *condition.blank, *condition.any_blank)


def select(template: Template, selector: str) -> tuple[Field, ...]:
    """Return the fields of a selector: a group, a key of it, a part of that; or a block of free rows."""
    group, *rest = selector.split(".")
    if not rest:
        rows = (block for block in blocks(template) if block.columns[0].group == group)
        if found := tuple(Field(block.name, "text", block.section, group) for block in rows):
            return found
    return tuple(
        field
        for field in input_fields(template)
        if field.group == group in FINDERS and rest == [field.key, field.part][: len(rest)]
    )
