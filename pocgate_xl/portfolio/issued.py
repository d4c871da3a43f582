"""Who was asked and who has answered: the list that workbooks were issued from, against what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PureWindowsPath
from typing import Literal

from ..core.answers import submission_from_answers
from ..core.assessment import Assessment
from ..core.submission import Engagement
from ..core.template import Template
from ..records import dataclass
from ..workbook.creation.file_names import safe_name
from ..workbook.creation.lists.engagements import ListedEngagement
from .ranking import ApartReason, Ranking

IssuedState = Literal["not_answered", "apart", "answered", "not_asked"]
"""`apart`: what came back does not count; `not_asked`: it came back, and no list names it."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An engagement that was asked, or that came back unasked; `id` is empty where nobody says it.

    `engagement` is what the list says of it, else what its workbook does; `email` and `due` are the list's.
    `files` came back for it, the one that counts first; `reasons` say why none does, where none does.
    """

    id: str
    state: IssuedState
    engagement: Engagement
    email: str | None = None
    due: date | None = None
    files: tuple[str, ...] = ()
    reasons: tuple[ApartReason, ...] = ()

    @property
    def asked(self) -> bool:
        return self.state != "not_asked"


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back, and why it does not count, if it does not."""

    assessment: Assessment
    reason: ApartReason | None = None


def issued_of(rows: Iterable[ListedEngagement], ranking: Ranking, template: Template) -> tuple[Issued, ...]:
    """Return one for each row of the list, in its order, then those that nobody asked, by id.

    Ids are the list's, each of them once. A file that says no id is known by its name, if that is the
    one it was issued with. Whoever sends a workbook back as it went out has not answered.
    """
    listed = list(rows)
    back = _by_id(ranking, {safe_name(row.id).casefold(): row.id for row in listed})
    asked = [_asked(row, back.pop(row.id, ()), template) for row in listed]
    return (*asked, *(each for id_ in sorted(back) for each in _unasked(id_, back[id_])))


def _by_id(ranking: Ranking, names: Mapping[str, str]) -> dict[str, Sequence[Returned]]:
    """Return what came back for each engagement; "" for what says no id and has another name."""
    back: dict[str, list[Returned]] = {}
    for each in _returned(ranking):
        said = each.assessment.engagement and each.assessment.engagement.id
        back.setdefault(said or named_by_file(each.assessment.file, names), []).append(each)
    return {**back}


def _returned(ranking: Ranking) -> Iterator[Returned]:
    yield from (Returned(entry.assessment) for entry in ranking.entries)
    yield from (Returned(apart.assessment, apart.reason) for apart in ranking.apart)


def named_by_file(file: str, names: Mapping[str, str]) -> str:
    """Return the id with which the name of a file begins; "" where it is nobody's."""
    stem = PureWindowsPath(file).stem.casefold()  # which knows either slash
    begun = [name for name in names if stem.startswith(name) and not stem[len(name) :][:1].isalnum()]
    return names[max(begun, key=len)] if begun else ""


def _asked(row: ListedEngagement, back: Sequence[Returned], template: Template) -> Issued:
    engagement = submission_from_answers(template, row.values).engagement
    email, due = row.aside.get("email"), row.aside.get("due")
    return Issued(
        row.id, _state(back), engagement,
        email=None if email is None else str(email), due=due if isinstance(due, date) else None,
        files=_files(back), reasons=_reasons(back),
    )  # fmt: skip


def _state(back: Sequence[Returned]) -> IssuedState:
    if any(each.reason is None for each in back):
        return "answered"
    return "apart" if any(each.reason != "not_started" for each in back) else "not_answered"


def _files(back: Sequence[Returned]) -> tuple[str, ...]:
    return tuple(each.assessment.file for each in back)


def _reasons(back: Sequence[Returned]) -> tuple[ApartReason, ...]:
    """Return why files do not count, each reason once, while none of them counts."""
    if any(each.reason is None for each in back):
        return ()
    return tuple(dict.fromkeys(each.reason for each in back if each.reason))


def _unasked(id_: str, back: Sequence[Returned]) -> Iterator[Issued]:
    """Yield what came back unasked: one with an id, else a file each; of one unread nothing can be said."""
    groups = [back] if id_ else [[each] for each in back]
    for group in groups:
        engagement = next((each.assessment.engagement for each in group if each.assessment.engagement), None)
        if engagement is not None:
            yield Issued(id_, "not_asked", engagement, files=_files(group), reasons=_reasons(group))
