"""Engagements of two folders, matched by id: of several files of one the highest revision counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

from ...core.fields import DECISIONS
from ...portfolio.ranking import Version, precedence, set_aside
from ...records import dataclass
from .changes import Incomparable, MovedValue, Plain, changes_of, incomparable_of, is_readable

Movement = Literal["forward", "back", "changed", "same", "new", "gone"]
MOVEMENTS: tuple[Movement, ...] = ("forward", "back", "changed", "same", "new", "gone")
Side = Literal["then", "now"]
SetAsideReason = Literal["older_revision", "conflict", "copy", "no_id"]


@dataclass(frozen=True, slots=True)
class ComparedEngagement:
    """An engagement then and now, None on the side on which it is not; `changes` are all that moved."""

    id: str
    then: Plain | None
    now: Plain | None
    changes: tuple[MovedValue, ...] = ()
    incomparable: tuple[Incomparable, ...] = ()

    @property
    def latest(self) -> Plain:
        """Return what is known of it last."""
        found = self.now if self.now is not None else self.then
        assert found is not None
        return found

    @property
    def movement(self) -> Movement:
        """Return where it went: by decision, then total, then cleared items, then errors."""
        if self.then is None:
            return "new"
        if self.now is None:
            return "gone"
        for was, is_ in zip(_progress(self.then), _progress(self.now), strict=True):
            if was != is_ and was is not None and is_ is not None:
                return "forward" if is_ > was else "back"
        return "changed" if self.changes else "same"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that is not compared; `instead` is the file that is."""

    file: str
    side: Side
    reason: SetAsideReason
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Unexamined:
    """A file that could not be examined, and why."""

    file: str
    side: Side
    code: str
    message: str


@dataclass(frozen=True)
class Comparison:
    """Every engagement of both sides, by id, and the files that are not compared."""

    engagements: tuple[ComparedEngagement, ...]
    set_aside: tuple[SetAside, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()

    @cached_property
    def counts(self) -> Mapping[Movement, int]:
        """Return how many engagements went where."""
        found = Counter(each.movement for each in self.engagements)
        return {movement: found[movement] for movement in MOVEMENTS}


def compared_files(then: Plain, now: Plain) -> Comparison:
    """Compare two files, whatever engagement they say they are of."""
    unexamined = (*_unread("then", then), *_unread("now", now))
    if unexamined:
        return Comparison((), (), unexamined)
    return Comparison((_compared(_id(now) or _id(then), then, now),))


def compared_folders(then: Iterable[Plain], now: Iterable[Plain], only: bool = False) -> Comparison:
    """Compare engagements by id; with `only` no more of them than there are now."""
    before, after = _Files("then", then), _Files("now", now)
    ids = sorted(after.used if only else {**before.used, **after.used})
    compared = tuple(_compared(id_, before.used.get(id_), after.used.get(id_)) for id_ in ids)
    return Comparison(
        compared, (*before.set_aside, *after.set_aside), (*before.unexamined, *after.unexamined)
    )  # fmt: skip


def _compared(id_: str, then: Plain | None, now: Plain | None) -> ComparedEngagement:
    if then is None or now is None:
        return ComparedEngagement(id_, then, now)
    return ComparedEngagement(id_, then, now, changes_of(then, now), incomparable_of(then, now))


class _Files:
    """The files of one side: those that stand for an engagement, and the others."""

    def __init__(self, side: Side, files: Iterable[Plain]) -> None:
        found = list(files)
        self.unexamined = tuple(each for plain in found for each in _unread(side, plain))
        readable = sorted(filter(is_readable, found), key=_newest_first)
        self.used: dict[str, Plain] = {}
        self.set_aside: list[SetAside] = []
        for id_, group in groupby(readable, key=_id):
            first, *others = group
            if id_:
                self.used[id_] = first
                self.set_aside += [
                    SetAside(_file(each), side, set_aside(_version(first), _version(each)), _file(first))
                    for each in others
                ]
            else:
                self.set_aside += [SetAside(_file(each), side, "no_id") for each in (first, *others)]


def _unread(side: Side, plain: Plain) -> Iterator[Unexamined]:
    if not is_readable(plain):
        first: Mapping[str, Any] = next(iter(plain["findings"]), {"code": "", "message": ""})
        yield Unexamined(_file(plain), side, first["code"], first["message"])


def _id(plain: Plain) -> str:
    return str(plain["engagement"]["id"] or "")


def _file(plain: Plain) -> str:
    return str(plain["file"])


def _newest_first(plain: Plain) -> tuple[str, int, int, str, int, str]:
    engagement = plain["engagement"]
    day = engagement["assessment_date"]
    place = precedence(engagement["revision"], day and date.fromisoformat(day))
    return _id(plain), *place, str(plain["sha256"] or ""), len(_file(plain)), _file(plain)


def _version(plain: Plain) -> Version:
    return plain["responses_digest"], plain["engagement"]["revision"]


def _progress(plain: Plain) -> tuple[int | None, int | None, int | None, int | None]:
    """Return what says how far an engagement is, the weightiest first; more is better."""
    if not is_readable(plain):
        return None, None, None, None
    decision = plain["decision"]
    place = -DECISIONS.index(decision) if decision in DECISIONS else None
    errors = sum(each["severity"] == "error" for each in plain["findings"])
    total, cleared = plain["scorecard"]["total"], plain["checklist"]["cleared"]
    return place, whole_number(total), whole_number(cleared), -min(errors, 1)


def whole_number(value: Any) -> int | None:
    """Return a number of an earlier report; None where it is none."""
    return value if isinstance(value, int) else None
