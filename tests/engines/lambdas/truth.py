"""What a call must show, as the calculations of `core` have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pocgate_xl.core.budget import middle
from pocgate_xl.core.causes import diagnose
from pocgate_xl.core.decision import decide
from pocgate_xl.core.must_meets import must_meets
from pocgate_xl.core.roadmap import schedule_roadmap
from pocgate_xl.core.steps import anchor_words
from pocgate_xl.core.submission import HelperInputs, PhaseResponse
from pocgate_xl.core.suggestions import suggest_rating
from pocgate_xl.core.template import Span
from pocgate_xl.spreadsheetml.serial_dates import serial_of
from tests.engines.lambdas.oracle import Oracle, Unreadable, blank, cells_of, many
from tests.engines.lambdas.sheet import ERROR, Call, Error, Shown, Typed

NEAR = 1e-9
SUMS = ("initial", "run_rate", "first_year", "three_year")


def truth_of(oracle: Oracle, call: Call) -> Shown | Error:
    """Return the cells that a call must fill; an error where at least one of them must be one.

    What does not rest on a cell that cannot be read may be shown all the same: it is what is shown whatever
    is read in its place.
    """
    said = [cells_of(argument) for argument in call.arguments]
    truth = TRUTHS[call.noun]
    try:
        return truth(oracle, said)
    except Unreadable:
        try:
            found = [truth(replace(oracle, instead=way), said) for way in range(3)]
        except Unreadable:
            return ERROR
        return Error(found[0] if found[0] == found[1] == found[2] else None)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, date):
        return float(serial_of(value))
    return value if isinstance(value, str | bool) else float(value)  # type: ignore[arg-type]


def _pair(span: Span | None) -> list[object]:
    return ["", ""] if span is None else [_cell(span.low), _cell(span.high)]


Said = list[list[Typed] | None]


def _padded(said: Said, count: int) -> Said:
    return [*said, *[None] * (count - len(said))]


def _total(oracle: Oracle, said: Said) -> Shown:
    return [[float(oracle.scorecard(said[0] or ()).total)]]


def _range(oracle: Oracle, said: Said) -> Shown:
    return [[float(bound) for bound in oracle.scorecard(said[0] or ()).range]]


def _verdict(oracle: Oracle, said: Said) -> Shown:
    ratings, language = _padded(said, 2)
    return [[oracle.word("verdict", oracle.scorecard(ratings or ()).verdict, language)]]


def _reachable(oracle: Oracle, said: Said) -> Shown:
    ratings, language = _padded(said, 2)
    card = oracle.scorecard(ratings or ())
    return [[oracle.word("verdict", code, language)] for code in card.reachable] if card.given else [[""]]


def _concerns(oracle: Oracle, said: Said) -> Shown:
    ratings, language = _padded(said, 2)
    found = oracle.scorecard(ratings or ()).concerns
    separator = oracle.bundle.catalogs[oracle.tag(language) or oracle.language].text("text.separator")
    return [[separator.join(oracle.word("criterion", code, language) for code in found)]]


def _improvements(oracle: Oracle, said: Said) -> Shown:
    ratings, language = _padded(said, 2)
    rows = oracle.scorecard(ratings or ()).improvements
    shown = [
        [oracle.word("criterion", row.criterion, language), float(row.rating), float(row.needed)]
        for row in rows
    ]
    return shown or [["", "", ""]]


def _completeness(oracle: Oracle, said: Said) -> Shown:
    statuses, group = _padded(said, 2)
    checklist, asked = oracle.checklist(statuses or ()), oracle.group(group)
    return [[float((checklist.groups[asked] if asked else checklist).completeness)]]


def _progress(oracle: Oracle, said: Said) -> Shown:
    statuses, group, language = _padded(said, 3)
    checklist, asked = oracle.checklist(statuses or ()), oracle.group(group)
    if asked:
        return [[float(checklist.groups[asked].done), float(checklist.groups[asked].items)]]
    tag = oracle.tag(language)
    every = oracle.bundle.catalogs[tag].text("text.all_items") if tag else "all"
    groups = [(oracle.word("group", id_, language), each) for id_, each in checklist.groups.items()]
    return [[name, float(each.done), float(each.items)] for name, each in ((every, checklist), *groups)]


def _open_items(oracle: Oracle, said: Said) -> Shown:
    statuses, group, language = _padded(said, 3)
    still_open, asked = oracle.checklist(statuses or ()).open, oracle.group(group)
    rows: Shown = [
        [float(number), oracle.word("item", item.id, language)]
        for number, of, item in oracle.template.numbered_items()
        if item.id in still_open and asked in (None, of.id)
    ]
    return rows or [["", ""]]


def _decision(oracle: Oracle, said: Said) -> Shown:
    ratings, statuses, language, answers, evidence = _padded(said, 5)
    scorecard, checklist = oracle.scorecard(ratings or ()), oracle.checklist(statuses or (), evidence)
    decided = decide(oracle.template, scorecard, checklist, oracle.answers(answers))
    return [[oracle.word("decision", decided.decision, language)]]


def _must_meets(oracle: Oracle, said: Said) -> Shown:
    ratings, answers, language = _padded(said, 3)
    found = must_meets(oracle.template, oracle.ratings(ratings or ()), oracle.answers(answers))
    tables = {"floor": "criterion", "question": "question"}
    rows = [[oracle.word(tables[each.kind], each.id, language), _cell(each.met)] for each in found]
    return rows or [["", ""]]


def _cause(oracle: Oracle, said: Said) -> Shown:
    ratings, statuses, answers, cause, language, evidence = _padded(said, 6)
    checklist = oracle.checklist(statuses or (), evidence)
    found = diagnose(
        oracle.template, oracle.ratings(ratings or ()), checklist.statuses, oracle.answers(answers),
        checklist.lacking_evidence,
    )  # fmt: skip
    rows = {
        id_: [oracle.word("level", each.level, language), _cell(each.exposure)] for id_, each in found.items()
    }
    asked = oracle.code(list(rows), "cause", cause[0]) if cause else None
    if asked:
        return [rows[asked]]
    return [[oracle.word("cause", id_, language), *row] for id_, row in rows.items()]


def _multiplier(oracle: Oracle, said: Said) -> Shown:
    categories = {each.id: each for each in oracle.template.costs.categories}
    asked = oracle.code(list(categories), "cost", (said[0] or [None])[0])
    if asked is None:
        raise Unreadable
    return [_pair(categories[asked].factor)]


def _cost(oracle: Oracle, said: Said) -> Shown:
    costs, category, planned, currency, exchange, language = _padded(said, 6)
    found = oracle.projection(
        {"costs": costs, "planned": planned, "currency": currency, "exchange": exchange}
    ).categories
    asked = oracle.code(list(found), "cost", category[0]) if category else None
    if asked:
        return [_pair(found[asked].projection)]
    return [[oracle.word("cost", id_, language), *_pair(each.projection)] for id_, each in found.items()]


def _sums(oracle: Oracle, found: Any, asked: Sequence[Typed] | None, language: Any, more: Shown) -> Shown:
    codes = [*SUMS, "contingency"][: len(SUMS) + len(more)]
    rows = [_pair(getattr(found, code)) for code in SUMS] + more
    names = {code: f"sum_{code}" for code in SUMS} | {"contingency": "contingency_on_top"}
    if asked and not blank(asked[0]):
        spelled = str(asked[0]).lower()
        for code, row in zip(codes, rows, strict=True):
            labels = (oracle.bundle.catalogs[tag].text(f"text.{names[code]}") for tag in oracle.languages)
            if spelled in (code, *(label.lower() for label in labels)):
                return [row]
        raise Unreadable
    tag = oracle.tag(language)
    shown = [oracle.bundle.catalogs[tag].text(f"text.{names[code]}") if tag else code for code in codes]
    return [[name, *row] for name, row in zip(shown, rows, strict=True)]


def _cost_total(oracle: Oracle, said: Said) -> Shown:
    costs, sum_, planned, currency, exchange, language = _padded(said, 6)
    found = oracle.projection(
        {"costs": costs, "planned": planned, "currency": currency, "exchange": exchange}
    )
    return _sums(oracle, found, sum_, language, [])


def _budget(oracle: Oracle, said: Said) -> Shown:
    costs, sum_, planned, currency, exchange, contingency, language = _padded(said, 7)
    found = oracle.projection(
        {
            "costs": costs, "planned": planned, "currency": currency, "exchange": exchange,
            "contingency": contingency,
        }
    ).budget  # fmt: skip
    return _sums(oracle, found, sum_, language, [_pair(found.contingency)])


def _poc_investment(oracle: Oracle, said: Said) -> Shown:
    costs, months = _padded(said, 2)
    found = oracle.projection({"costs": costs, "months": months})
    if found.poc_investment is None:
        return [[""]]
    length = Fraction(oracle.number((months or [None])[0], above=Decimal(0), most=Decimal(120)) or 0)
    times = {"once": Fraction(1), "month": length, "year": length / 12}
    spent = [each for each in found.categories.values() if each.poc is not None]
    exact = sum(Fraction(each.poc) * times[each.unit] for each in spent)  # which `core` rounds to a decimal
    return [[float(exact)]]


def _rule_of_thumb(oracle: Oracle, said: Said) -> Shown:
    costs, months, planned, currency, exchange, language = _padded(said, 6)
    rule = oracle.projection(
        {"costs": costs, "months": months, "planned": planned, "currency": currency, "exchange": exchange}
    ).rule_of_thumb
    if rule is None:
        return [[""] * 4]
    standing = oracle.word("standing", rule.standing, language)
    return [[_cell(rule.low), _cell(rule.middle), _cell(rule.high), standing]]


def _payback(oracle: Oracle, said: Said) -> Shown:
    costs, benefit, ramp, start, contingency, planned, currency, exchange = _padded(said, 8)
    found = oracle.projection(
        {
            "costs": costs, "benefit": benefit, "ramp": ramp, "start": start, "contingency": contingency,
            "planned": planned, "currency": currency, "exchange": exchange,
        }
    )  # fmt: skip
    net = None
    if found.benefit and found.budget.run_rate:  # which `core` rounds where a decimal cannot hold it
        net = (middle(found.benefit) - middle(found.budget.run_rate)) / 12
    return [[_cell(net), _cell(found.payback.months), _cell(found.payback.break_even)]]


def _roadmap(oracle: Oracle, said: Said) -> Shown:
    start, months, language = _padded(said, 3)
    phases = oracle.template.phases
    cells = many(months or (), len(phases))
    responses = {
        phase.id: PhaseResponse(oracle.whole(cell, 1, 120)) for phase, cell in zip(phases, cells, strict=True)
    }
    day = oracle.day((start or [None])[0])
    return [
        [oracle.word("phase", each.phase, language), *map(_cell, (each.start, each.end, each.within))]
        for each in schedule_roadmap(oracle.template, day, responses, {}).phases
    ]


def _suggested(oracle: Oracle, kind: str, criterion: Sequence[Typed] | None, inputs: HelperInputs) -> Shown:
    helped = [each for each in oracle.template.criteria if each.helper and each.helper.kind == kind]
    asked = oracle.code(oracle.template.criterion_ids, "criterion", criterion[0]) if criterion else None
    (helper, *_) = [each.helper for each in helped if asked in (None, each.id)] or [None]
    if helper is None:
        raise Unreadable
    found = suggest_rating(helper, inputs)
    if found.problem:
        raise Unreadable
    return [[_cell(found.rating)]]


def _kpi_rating(oracle: Oracle, said: Said) -> Shown:
    target, actual, direction, criterion = _padded(said, 4)
    sense = (oracle.code(("higher", "lower"), "direction", direction[0]) if direction else None) or "higher"
    inputs = HelperInputs(oracle.number((target or [None])[0]), oracle.number((actual or [None])[0]), sense)
    if None in (inputs.base, inputs.actual):
        return [[""]]  # before the criterion is looked at
    return _suggested(oracle, "improvement", criterion, inputs)


def _cost_rating(oracle: Oracle, said: Said) -> Shown:
    estimate, actual, unknown, criterion = _padded(said, 4)
    cannot = oracle.code(("yes", "no"), "answer", unknown[0]) if unknown else None
    if cannot == "yes":
        return _suggested(oracle, "deviation", criterion, HelperInputs(cannot_estimate=True))
    inputs = HelperInputs(oracle.number((estimate or [None])[0]), oracle.number((actual or [None])[0]))
    if None in (inputs.base, inputs.actual):
        return [[""]]
    return _suggested(oracle, "deviation", criterion, inputs)


def _label(oracle: Oracle, said: Said) -> Shown:
    vocabulary, codes, language = _padded(said, 3)
    known = oracle.vocabularies
    name = str((vocabulary or [""])[0]).lower()
    if name not in known:
        raise Unreadable
    read = [oracle.code(known[name], name, cell) for cell in codes or ()]
    words = ["" if code is None else oracle.word(name, code, language) for code in read]
    return [[word] for word in words]


def _anchor(oracle: Oracle, said: Said) -> Shown:
    criterion, rating, language = _padded(said, 3)
    asked = oracle.code(oracle.template.criterion_ids, "criterion", (criterion or [None])[0])
    step = oracle.rating((rating or [None])[0])
    if asked is None or step is None:
        raise Unreadable
    tag = oracle.tag(language)
    if tag is None:
        anchors = next(each.anchors for each in oracle.template.criteria if each.id == asked)
        near = (
            max((a for a in anchors if a <= step), default=None),
            min((a for a in anchors if a >= step), default=None),
        )
        return [["" if None in near else " – ".join(dict.fromkeys(f"{asked}.{anchor}" for anchor in near))]]
    return [[anchor_words(oracle.template, oracle.bundle.catalogs[tag], asked, step)]]


TRUTHS: Mapping[str, Callable[[Oracle, Said], Shown]] = {
    "TOTAL": _total, "RANGE": _range, "VERDICT": _verdict, "REACHABLE": _reachable, "CONCERNS": _concerns,
    "IMPROVEMENTS": _improvements, "COMPLETENESS": _completeness, "PROGRESS": _progress,
    "OPEN_ITEMS": _open_items, "DECISION": _decision, "MUST_MEETS": _must_meets, "CAUSE": _cause,
    "MULTIPLIER": _multiplier, "COST": _cost, "COST_TOTAL": _cost_total, "BUDGET": _budget,
    "POC_INVESTMENT": _poc_investment, "RULE_OF_THUMB": _rule_of_thumb, "PAYBACK": _payback,
    "ROADMAP": _roadmap, "KPI_RATING": _kpi_rating, "COST_RATING": _cost_rating, "ANCHOR": _anchor,
    "LABEL": _label,
}  # fmt: skip


def differs(found: Shown, truth: Shown | Error) -> bool:
    """Say whether a call shows anything else than it must."""
    if isinstance(truth, Error):
        failed = any(isinstance(cell, Error) for row in found for cell in row)
        return not failed and (truth.unless is None or differs(found, truth.unless))
    if [len(row) for row in found] != [len(row) for row in truth]:
        return True
    return any(
        not _same(a, b)
        for row, must in zip(found, truth, strict=True)
        for a, b in zip(row, must, strict=True)
    )


def _same(found: object, must: object) -> bool:
    if isinstance(found, bool) or isinstance(must, bool):
        return found is must
    if isinstance(found, float) and isinstance(must, float):
        return abs(found - must) <= max(NEAR, 1e-9 * abs(must))
    return found == must
