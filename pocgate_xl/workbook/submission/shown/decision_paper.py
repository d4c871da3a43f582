"""What the decision paper must show in words: whose it is, why, five figures, ratings and causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...layout.styles.cell_styles import LETTERS, is_full_width
from ..outputs import Output
from .facts import BLANK, Facts, Truth
from .production import amount, decimal_of, month_of

MOST_NAMED = 3
"""More names in one sentence are counted instead."""


SIX = 6
"""So many criteria leave room for notes of two lines."""


def shortened(facts: Facts, text: str, place: str) -> str:
    """Return a text, or its beginning where there is no room for all of it."""
    most = LETTERS[place][is_full_width(facts.words.language)]
    return text[: most - 1] + facts.text("cut") if len(text) > most else text


def poc_name(facts: Facts) -> str:
    name = facts.assessment.engagement.poc_name
    return shortened(facts, str(name), "paper_name") if name else facts.text("unnamed_poc")


def paper_whose(facts: Facts, *keys: str) -> str:
    """Return whose it is: the organisation, who sponsors and who assesses."""
    return facts.text("dot").join(_said(facts, key) for key in keys)


def _said(facts: Facts, key: str) -> str:
    name = str(getattr(facts.assessment.engagement, key) or BLANK)
    if key == "organization":
        return shortened(facts, name, "owner")
    return facts.text(f"{key}_is") + shortened(facts, name, "person")


def paper_meta(facts: Facts) -> str:
    engagement = facts.assessment.engagement
    day = engagement.assessment_date
    dated = BLANK if day is None else f"{month_of(facts, day)}{facts.text('date_mark')}{day.day:02}"
    revision = facts.sentence("revision_is", engagement.revision or BLANK)
    return facts.text("dot").join(
        (str(engagement.id or BLANK), revision, facts.sentence("assessed_on", dated))
    )


def why_points(facts: Facts) -> str:
    """Return how far the total is from the next verdict, or what is still possible."""
    scorecard, template = facts.assessment.scorecard, facts.template
    rated = sum(rating is not None for rating in scorecard.ratings.values())
    if not rated:
        return facts.text("not_rated_yet")
    if not scorecard.complete:
        return facts.sentence("points_open", rated, len(scorecard.ratings), *scorecard.range)
    most = template.scale.highest * len(template.criteria)
    above = [band for band in template.verdicts if band.at_least > scorecard.total]
    if not above:
        label = facts.label("verdict", scorecard.verdict)
        return facts.sentence("points_enough", scorecard.total, most, label)
    short, label = above[-1].at_least - scorecard.total, facts.label("verdict", above[-1].id)
    return facts.sentence("points_short", scorecard.total, most, short, label)


def _answered(facts: Facts) -> bool:
    return any(item.status is not None for item in facts.submission.items.values())


def why_items(facts: Facts) -> str | None:
    """Return what is open on the checklist; nothing before anything is answered."""
    checklist = facts.assessment.checklist
    if not _answered(facts):
        return None
    text = facts.sentence("items_cleared", checklist.items)
    if checklist.open:
        text = facts.sentence("items_open", len(checklist.open), checklist.items)
    lacking = len(checklist.lacking_evidence)
    return text + (facts.text("dot") + facts.sentence("items_bare", lacking) if lacking else "")


def why_musts(facts: Facts) -> str:
    """Return the must-meets that fail, by name, or that all are met; concerns where floors are none."""
    floors = facts.template.floors.enforce
    concerns = [facts.label("criterion", id_) for id_ in facts.assessment.scorecard.concerns]
    parts = [_musts(facts, concerns if floors else [])] if floors or facts.template.knock_out else []
    if not floors:
        parts.append(_named(facts, "concerned", concerns) if concerns else "")
    return facts.text("dot").join(filter(None, parts))


def _musts(facts: Facts, floors: Sequence[str]) -> str:
    asked = [id_ for id_ in facts.template.questions if id_ in facts.template.knock_out]
    answers = {id_: facts.submission.questions.get(id_) for id_ in asked}
    failing = [*floors, *(question(facts, id_) for id_, answer in answers.items() if answer is False)]
    if failing:
        return _named(facts, "must_unmet", failing)
    scorecard = facts.assessment.scorecard
    if asked and not any(rating is not None for rating in scorecard.ratings.values()):
        return ""
    if blank := list(answers.values()).count(None):
        return facts.sentence("must_blank", blank)
    return facts.text("must_met") if scorecard.complete else ""


def question(facts: Facts, id_: str) -> str:
    """Return a question in short, where the template has it so."""
    return facts.words.texts.get(f"question_short.{id_}") or facts.label("question", id_)


def _named(facts: Facts, lead: str, names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return facts.sentence(f"{lead}_many", len(names))
    return facts.text(lead) + facts.text("separator").join(names)


def why_causes(facts: Facts) -> str:
    causes = facts.assessment.causes
    if high := [facts.label("cause", id_) for id_, found in causes.items() if found.level == "high"]:
        return _named(facts, "causes_high", high)
    unknown = any(found.level == "unknown" for found in causes.values())
    return "" if unknown else facts.text("causes_none")


def tile(facts: Facts, key: str) -> Output:
    return TILES[key](facts)


def _score(facts: Facts) -> str:
    scorecard, template = facts.assessment.scorecard, facts.template
    rated = any(rating is not None for rating in scorecard.ratings.values())
    span = facts.text("range").join(dict.fromkeys(map(str, scorecard.range))) if rated else BLANK
    return f"{span} / {template.scale.highest * len(template.criteria)}"


def _cleared(facts: Facts) -> str:
    checklist = facts.assessment.checklist
    return f"{checklist.done} / {checklist.items}"


def _launch(facts: Facts) -> str:
    start = facts.assessment.roadmap.start
    return BLANK if start is None else month_of(facts, start)


TILES: Mapping[str, Truth] = {
    "score": _score, "checklist": _cleared, "initial": lambda facts: amount(facts, "initial"),
    "benefit": lambda facts: amount(facts, "benefit"), "launch": _launch,
}  # fmt: skip


def tile_note(facts: Facts, key: str) -> Output:
    return NOTES[key](facts)


def _threshold(facts: Facts) -> str:
    return facts.sentence("tile_threshold", max(band.at_least for band in facts.template.verdicts))


def _overdue(facts: Facts) -> str | None:
    if not _answered(facts) or facts.assessment.engagement.assessment_date is None:
        return None
    late = len(facts.assessment.checklist.overdue)
    return facts.sentence("some_overdue", late) if late else facts.text("none_overdue")


def _ratio(facts: Facts) -> str | None:
    rule = facts.assessment.costs.rule_of_thumb
    if rule is None:
        return None
    ends = dict.fromkeys(decimal_of(facts, end) for end in (rule.low, rule.high))
    return facts.sentence("times_poc", facts.text("range").join(ends), facts.words.text("guide_range"))


def _payback(facts: Facts) -> str | None:
    payback = facts.assessment.costs.payback
    if payback.months is None:
        return None if payback.monthly_net is None else facts.sentence("no_payback", LONGEST)
    dated = facts.text("comma") + month_of(facts, payback.break_even) if payback.break_even else ""
    return facts.sentence("pays_back", decimal_of(facts, payback.months)) + dated


LONGEST = 120
"""Months within which a budget must be earned back."""


def _in_full(facts: Facts) -> str | None:
    phases = facts.assessment.roadmap.phases
    end = phases[-1].end if phases else None
    return None if end is None else facts.sentence("in_full", month_of(facts, end))


NOTES: Mapping[str, Truth] = {
    "score": _threshold, "checklist": _overdue, "initial": _ratio, "benefit": _payback, "launch": _in_full,
}  # fmt: skip


def segment(facts: Facts, criterion: str, level: str) -> int:
    rated = facts.assessment.scorecard.ratings[criterion]
    return int(rated is not None and rated >= int(level))


def rating(facts: Facts, criterion: str) -> int | None:
    return facts.assessment.scorecard.ratings[criterion]


def rating_enough(facts: Facts, criterion: str) -> int:
    """Return 1 where a rating, given to all, would reach the highest verdict."""
    rated, highest = rating(facts, criterion), max(band.at_least for band in facts.template.verdicts)
    return int(rated is not None and rated * len(facts.template.criteria) >= highest)


def rating_below(facts: Facts, criterion: str) -> int:
    rated = rating(facts, criterion)
    return int(rated is not None and rated < facts.template.floor_of[criterion])


def rating_note(facts: Facts, criterion: str) -> str | None:
    note = facts.submission.notes.get(criterion)
    place = "note" if len(facts.template.criteria) <= SIX else "note_line"
    return note and shortened(facts, note, place)


def cause_level(facts: Facts, cause: str) -> str:
    return facts.assessment.causes[cause].level


def chip(facts: Facts, cause: str) -> str:
    """Return a cause's level with its exposure in percent."""
    found = facts.assessment.causes[cause]
    if found.level == "unknown":
        return BLANK
    label = facts.label("level", found.level)
    if found.exposure is None:
        return label
    percent = int(Fraction(found.exposure) * 100 + Fraction(1, 2))
    return f"{label}{facts.text('dot')}{percent}{facts.text('percent_mark')}"


TRUTHS: Mapping[str, Truth] = {
    "poc_name": poc_name, "paper_whose": paper_whose, "paper_meta": paper_meta,
    "why_points": why_points, "why_items": why_items, "why_musts": why_musts, "why_causes": why_causes,
    "tile": tile, "tile_note": tile_note, "segment": segment, "rating": rating,
    "rating_enough": rating_enough, "rating_below": rating_below, "rating_note": rating_note,
    "cause_level": cause_level, "chip": chip,
}  # fmt: skip
