"""Must-meets: the conditions of a gate that no total outweighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from ..records import dataclass
from .template import Template

MustMeetKind = Literal["floor", "question"]

VOCABULARIES: Mapping[MustMeetKind, str] = {"floor": "criterion", "question": "question"}
"""Which vocabulary of labels names a must-meet of each kind."""


@dataclass(frozen=True, slots=True)
class MustMeet:
    """Whether a must-meet is met; None while its rating or answer is missing."""

    kind: MustMeetKind
    id: str
    met: bool | None


def must_meets(
    template: Template, ratings: Mapping[str, int | None], questions: Mapping[str, bool]
) -> tuple[MustMeet, ...]:
    """Return every must-meet: floors where they are enforced, then the knock-out questions.

    `ratings` are valid ones; both kinds stand in template order.
    """
    floors = template.floor_of if template.floors.enforce else {}
    found = [MustMeet("floor", id_, _reached(ratings.get(id_), floor)) for id_, floor in floors.items()]
    asked = (id_ for id_ in template.questions if id_ in template.knock_out)
    return (*found, *(MustMeet("question", id_, questions.get(id_)) for id_ in asked))


def _reached(rating: int | None, floor: int) -> bool | None:
    return None if rating is None else rating >= floor


def failing(found: Iterable[MustMeet], kind: MustMeetKind) -> tuple[str, ...]:
    """Return the ids of one kind that are not met."""
    return tuple(each.id for each in found if each.kind == kind and each.met is False)


def reservations(found: Iterable[MustMeet], concerns: Iterable[str]) -> tuple[tuple[MustMeetKind, str], ...]:
    """Return what a total hides: must-meets that are not met, then concerns; nothing is named twice."""
    failed = [(each.kind, each.id) for each in found if each.met is False]
    others: list[tuple[MustMeetKind, str]] = [("floor", id_) for id_ in concerns]
    return tuple(dict.fromkeys((*failed, *others)))


def unanswered(found: Iterable[MustMeet]) -> tuple[str, ...]:
    """Return the knock-out questions without an answer."""
    return tuple(each.id for each in found if each.kind == "question" and each.met is None)
