"""Where several assessors of one engagement agree, and where they differ: most apart first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from ...core.template import Template
from ...errors import PocgateError
from ...opc.safe_text import visible
from ...records import dataclass
from .changes import Plain

WIDE = 2
"""From how many points on ratings are talked over first."""
FEWEST = 2
"""Assessors without whom nothing can differ."""


@dataclass(frozen=True, slots=True)
class Assessor:
    """Who assessed, and the whole assessment; `name` is nobody else's."""

    name: str
    plain: Plain

    @property
    def total(self) -> int:
        return int(self.plain["scorecard"]["total"])

    @property
    def decision(self) -> str:
        return str(self.plain["decision"])


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing as every assessor answered it, in their order: codes or ratings, and the words beside them.

    `field` is the input that it answers; None is no answer.
    """

    kind: Literal["rating", "item", "question"]
    id: str
    field: str
    answers: tuple[int | str | None, ...]
    notes: tuple[str, ...]

    @property
    def spread(self) -> int:
        """Return how many points lie between the highest rating and the lowest."""
        rated = [each for each in self.answers if isinstance(each, int)]
        return max(rated) - min(rated) if rated else 0

    @property
    def differs(self) -> bool:
        return len(set(self.answers)) > 1

    @property
    def agreed(self) -> int | str | None:
        """Return what all answered alike; None where they differ or nobody answered."""
        return None if self.differs else self.answers[0]


@dataclass(frozen=True)
class Assessors:
    """All assessors of an engagement and their judgements, those most apart first."""

    members: tuple[Assessor, ...]
    ratings: tuple[Judgement, ...]
    items: tuple[Judgement, ...]
    questions: tuple[Judgement, ...]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        return (*self.ratings, *self.items, *self.questions)

    @property
    def totals(self) -> tuple[int, int]:
        """Return the lowest and the highest total."""
        found = [each.total for each in self.members]
        return min(found), max(found)

    @cached_property
    def decisions(self) -> Mapping[str, int]:
        """Return how many came to which decision, most first."""
        return dict(Counter(each.decision for each in self.members).most_common())


def assessors_of(plains: Sequence[Plain], template: Template) -> Assessors:
    """Put assessments of one engagement side by side; PocgateError where they are of several."""
    _check_same(plains, lambda plain: plain["engagement"]["id"], "engagements")
    _check_same(plains, lambda plain: plain["template"]["id"], "templates")
    members = tuple(map(Assessor, _names(plains), plains))
    ratings = [_judgement(plains, "rating", id_, "rating", "note") for id_ in template.criterion_ids]
    items = [_judgement(plains, "item", item.id, "status", "evidence") for item in template.items]
    questions = [_judgement(plains, "question", id_, "question", "") for id_ in template.questions]
    return Assessors(members, *(_most_apart_first(each) for each in (ratings, items, questions)))


def _check_same(plains: Iterable[Plain], key: Callable[[Plain], Any], what: str) -> None:
    found = dict.fromkeys(visible(str(key(plain) or "–")) for plain in plains)
    if len(found) > 1:
        raise PocgateError(
            f"These workbooks are of different {what}: {', '.join(found)}.",
            "Give the workbooks of several assessors of one engagement.",
        )


def _names(plains: Sequence[Plain]) -> list[str]:
    """Return what each assessor is called; who has no name, or another's, is called by the file too."""
    said = [str(plain["engagement"]["assessor"] or "") for plain in plains]
    files = [str(plain["file"]).replace("\\", "/").rsplit("/", 1)[-1] for plain in plains]
    counts = Counter(said)
    named = [
        name if name and counts[name] == 1 else f"{name} ({file})" if name else file
        for name, file in zip(said, files, strict=True)
    ]
    again = Counter(named)
    return [name if again[name] == 1 else f"{name} {place}" for place, name in enumerate(named, 1)]


def _judgement(
    plains: Sequence[Plain], kind: Literal["rating", "item", "question"], id_: str, part: str, note: str
) -> Judgement:
    field = f"pg_{part}_{id_}"
    answers = [plain["answers"] or {} for plain in plains]
    notes = tuple(str(each.get(f"pg_{note}_{id_}") or "") for each in answers)
    return Judgement(kind, id_, field, tuple(each.get(field) for each in answers), notes)


def _most_apart_first(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(judgements, key=lambda each: (-each.spread, not each.differs)))
