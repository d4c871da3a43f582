"""What differs between two assessments of an engagement, in their JSON form: an earlier report has that only.

Values are those of the JSON form: codes, numbers, ISO dates, texts, ranges of two amounts; None is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ...records import dataclass

Section = Literal[
    "result", "rating", "item", "question", "must_meet", "cost", "category", "benefit", "committee",
    "finding",
]  # fmt: skip
Plain = Mapping[str, Any]

SUMS = ("initial", "run_rate", "first_year", "three_year")
ITEM_PARTS = ("status", "evidence", "owner", "due")
AMOUNTS = ("poc", "planned")
BENEFITS = ("annual", "payback_months", "break_even")
COMMITTEE = ("decision", "by", "date", "conditions", "next_review")
QUESTION = "pg_question_"


@dataclass(frozen=True, slots=True)
class MovedValue:
    """One thing that is no longer what it was: `id` of the template or a key, and which part of it.

    A finding has its code for an id and the field that it is about, or its cell, for a part.
    """

    section: Section
    id: str
    part: str
    then: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Incomparable:
    """What cannot be held against each other, as it was and as it is; ids of a gate are on one side only."""

    what: Literal["engagement", "template", "currency", "total", "criterion", "item", "category"]
    then: str = ""
    now: str = ""


def changes_of(then: Plain, now: Plain) -> tuple[MovedValue, ...]:
    """Return what changed in what both have; of a file that could not be read nothing but the outcome."""
    if not is_readable(then) or not is_readable(now):
        found = list(_differing("result", "outcome", "", then["outcome"], now["outcome"]))
    else:
        found = [each for part in _PARTS for each in part(then, now)]
    return (*found, *_findings(then, now))


def is_readable(plain: Plain) -> bool:
    """Say whether anything of a file could be read."""
    return plain["template"] is not None and plain["scorecard"] is not None


def incomparable_of(then: Plain, now: Plain) -> tuple[Incomparable, ...]:
    """Return what is left out of the changes, and why."""
    if not is_readable(then) or not is_readable(now):
        return ()
    return tuple(_incomparable(then, now))


def _incomparable(then: Plain, now: Plain) -> Iterator[Incomparable]:
    named = (then["engagement"]["id"] or "", now["engagement"]["id"] or "")
    if named[0] != named[1]:
        yield Incomparable("engagement", *named)
    templates = (_template(then), _template(now))
    if templates[0] != templates[1]:
        yield Incomparable("template", *templates)
    if not _same_money(then, now):
        yield Incomparable("currency", str(then["costs"]["currency"]), str(now["costs"]["currency"]))
    if not _same_total(then, now):
        yield Incomparable("total", str(then["scorecard"]["total"]), str(now["scorecard"]["total"]))
    yield from _one_sided("criterion", then["scorecard"]["ratings"], now["scorecard"]["ratings"])
    yield from _one_sided("item", then["checklist"]["statuses"], now["checklist"]["statuses"])
    yield from _one_sided("category", then["costs"]["categories"], now["costs"]["categories"])


def _one_sided(
    what: Literal["criterion", "item", "category"], then: Plain, now: Plain
) -> Iterator[Incomparable]:
    yield from (Incomparable(what, then=id_) for id_ in then if id_ not in now)
    yield from (Incomparable(what, now=id_) for id_ in now if id_ not in then)


def _template(plain: Plain) -> str:
    return f"{plain['template']['id']} {plain['template']['version']}"


def _same_money(then: Plain, now: Plain) -> bool:
    return bool(then["costs"]["currency"] == now["costs"]["currency"])


def _same_total(then: Plain, now: Plain) -> bool:
    """Say whether totals are made of the same ratings."""
    return set(then["scorecard"]["ratings"]) == set(now["scorecard"]["ratings"])


def _differing(section: Section, id_: str, part: str, then: Any, now: Any) -> Iterator[MovedValue]:
    if then != now:
        yield MovedValue(section, id_, part, then, now)


def _results(then: Plain, now: Plain) -> Iterator[MovedValue]:
    yield from _differing("result", "outcome", "", then["outcome"], now["outcome"])
    yield from _differing("result", "decision", "", then["decision"], now["decision"])
    if _same_total(then, now):
        yield from _differing("result", "total", "", then["scorecard"]["total"], now["scorecard"]["total"])
    for key in ("cleared", "items"):
        yield from _differing("result", key, "", then["checklist"][key], now["checklist"][key])
    given = (then["completeness"]["given"], now["completeness"]["given"])
    yield from _differing("result", "given", "", *given)


def _ratings(then: Plain, now: Plain) -> Iterator[MovedValue]:
    before, after = then["scorecard"]["ratings"], now["scorecard"]["ratings"]
    for id_ in _both(before, after):
        yield from _differing("rating", id_, "", before[id_], after[id_])


def _items(then: Plain, now: Plain) -> Iterator[MovedValue]:
    for id_ in _both(then["checklist"]["statuses"], now["checklist"]["statuses"]):
        for part in ITEM_PARTS:
            name = f"pg_{part}_{id_}"
            yield from _differing("item", id_, part, _answer(then, name), _answer(now, name))


def _questions(then: Plain, now: Plain) -> Iterator[MovedValue]:
    names = dict.fromkeys(
        name for each in (now, then) for name in each["answers"] or {} if name.startswith(QUESTION)
    )
    for name in names:
        id_ = name.removeprefix(QUESTION)
        yield from _differing("question", id_, "", _answer(then, name), _answer(now, name))


def _must_meets(then: Plain, now: Plain) -> Iterator[MovedValue]:
    before = {(each["kind"], each["id"]): each["met"] for each in then["must_meets"]}
    for each in now["must_meets"]:
        kind, id_ = each["kind"], each["id"]
        if (kind, id_) in before:
            yield from _differing("must_meet", id_, kind, before[kind, id_], each["met"])


def _costs(then: Plain, now: Plain) -> Iterator[MovedValue]:
    """Yield sums of the projection, and those of the budget where they moved otherwise."""
    if not _same_money(then, now):
        return
    before, after = then["costs"], now["costs"]
    for name in SUMS:
        moved = (before[name], after[name])
        yield from _differing("cost", name, "projection", *moved)
        budget = (before["budget"][name], after["budget"][name])
        if budget != moved:
            yield from _differing("cost", name, "budget", *budget)
    for id_ in _both(before["categories"], after["categories"]):
        for part in AMOUNTS:
            was, is_ = before["categories"][id_][part], after["categories"][id_][part]
            yield from _differing("category", id_, part, was, is_)
    for key in BENEFITS:
        yield from _differing("benefit", key, "", before["benefit"][key], after["benefit"][key])


def _committee(then: Plain, now: Plain) -> Iterator[MovedValue]:
    for key in COMMITTEE:
        yield from _differing("committee", key, "", then["committee"][key], now["committee"][key])


def _findings(then: Plain, now: Plain) -> Iterator[MovedValue]:
    before, after = _by_place(then), _by_place(now)
    for code, part in after:
        if (code, part) not in before:
            yield MovedValue("finding", code, part, None, after[code, part])
    for code, part in before:
        if (code, part) not in after:
            yield MovedValue("finding", code, part, before[code, part], None)


def _by_place(plain: Plain) -> dict[tuple[str, str], str]:
    """Return the message of each finding that asks for something, by its code and what it is about."""
    found: dict[tuple[str, str], str] = {}
    for each in plain["findings"]:
        if each["severity"] != "note":
            place = "!".join(filter(None, (each["sheet"], each["cell"])))
            found.setdefault((each["code"], each["field"] or place), each["message"])
    return found


def _both(then: Plain, now: Plain) -> Iterator[str]:
    return (id_ for id_ in now if id_ in then)


def _answer(plain: Plain, name: str) -> Any:
    return (plain["answers"] or {}).get(name)


_PARTS = (_results, _ratings, _items, _questions, _must_meets, _costs, _committee)
