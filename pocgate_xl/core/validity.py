"""What counts as given: an invalid answer reads as blank, here as in the workbook's formulas."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from ..errors import AnswerError
from .fields import COMMITTEE_DECISIONS, DETAIL, NOT_APPLICABLE, STATUSES, Field, detail_field, vocabulary
from .helper_kinds import BASES
from .submission import (
    Committee,
    ComponentResponse,
    CostResponse,
    Engagement,
    Goal,
    HelperInputs,
    ItemResponse,
    PhaseResponse,
    Recorded,
    Submission,
    Value,
)
from .template import Scale, Template

Code = TypeVar("Code", bound=str)

LARGEST_EXPONENT, SMALLEST_EXPONENT = 308, -324
"""The decimal range of a spreadsheet's numbers; it also keeps exact arithmetic affordable."""

LONGEST_MONTHS = 120
"""A PoC or a roadmap phase of more months is a slip of the pen."""

WHOLE_PERCENT = 100

BLANKS = " \t\r\n\u00a0\u200b\u3000"
"""What formulas pass over: an answer of nothing else is none."""
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U00016fe4\U0001d159"
"""Letters that fonts draw as nothing, such as the blanks of braille, Hangul and music."""
UNSEEN_RANGES = (("\ufe00", "\ufe0f"), ("\ufff0", "\ufff8"), ("\U000e0000", "\U000e0fff"))
"""First and last of those that choose a variant, and of those that are ignored where no font knows them."""
UNSEEN_KINDS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
"""Categories of Unicode without a glyph: white space, controls, marks of formatting."""

NO_ITEM, NO_COST, NO_HELPER = ItemResponse(), CostResponse(), HelperInputs()
NO_PHASE, NO_GOAL, NO_COMPONENT = PhaseResponse(), Goal(), ComponentResponse()

NOT_STARTED = STATUSES[-1]


def formulas_pass_over(text: str) -> bool:
    """Say whether the workbook's formulas, which know few of such characters, take a text for none."""
    return not text.strip(BLANKS)


def says_nothing(text: str) -> bool:
    """Say whether a reader sees nothing of a text."""
    return all(map(_unseen, text))


def _unseen(letter: str) -> bool:
    kind = unicodedata.category(letter) in UNSEEN_KINDS
    return kind or letter in UNSEEN or any(first <= letter <= last for first, last in UNSEEN_RANGES)


def check_ids(what: str, ids: Iterable[str], known: Collection[str]) -> None:
    """AnswerError where somebody names what the template does not have: it would be dropped silently."""
    unknown = [str(id_) for id_ in ids if id_ not in known]
    if unknown:
        raise AnswerError(f"Not {what} of the template: {', '.join(unknown)}.", f"It has {', '.join(known)}.")


def check_rating(scale: Scale, id_: str, value: object) -> int | None:
    """Return a rating that somebody gives, also as an integer of another library; AnswerError for others."""
    if value is None:
        return None
    try:
        rating = None if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        rating = None
    if rating is None or not scale.lowest <= rating <= scale.highest:
        valid = ", ".join(map(str, scale.ratings))
        raise AnswerError(
            f"{value!r} is not a rating ({id_}).", f"Ratings are the integers {valid}, or None."
        )
    return rating


def check_status(item: str, value: object, statuses: Collection[str]) -> None:
    """AnswerError where somebody gives a status that an item cannot have."""
    if value is not None and value not in statuses:
        raise AnswerError(
            f"{value!r} is not a status ({item}).", f"Statuses are {', '.join(statuses)}, or None."
        )


def check_amount(category: str, value: object) -> Decimal | None:
    """Return an amount that somebody gives; AnswerError where it is none."""
    amount = None
    if isinstance(value, Decimal):
        amount = valid_amount(value)
    elif hasattr(value, "__index__") and not isinstance(value, bool):
        amount = valid_amount(operator.index(value))
    if amount is None and value is not None:
        raise AnswerError(
            f"{value!r} is not an amount ({category}).", "Amounts are integers or Decimals from 0, or None."
        )
    return amount


def valid_rating(scale: Scale, value: object) -> int | None:
    """Return a rating of the scale; True is not 1."""
    return value if type(value) is int and scale.lowest <= value <= scale.highest else None


def valid_status(value: object, may_be_not_applicable: bool = False) -> str:
    """Return a status; anything but a known one reads as not started."""
    known = value in STATUSES or (may_be_not_applicable and value == NOT_APPLICABLE)
    return str(value) if known else NOT_STARTED


def valid_code(value: Code | None, codes: Container[str]) -> Code | None:
    """Return a code of a vocabulary."""
    return value if value in codes else None


def valid_number(value: Decimal | int | None) -> Decimal | None:
    """Return a number that a spreadsheet can hold, exact."""
    if value is None or isinstance(value, bool):
        return None
    number = Decimal(value)
    if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= SMALLEST_EXPONENT else None


def valid_amount(value: Decimal | int | None) -> Decimal | None:
    """Return an amount of money, zero or more."""
    number = valid_number(value)
    return number if number is not None and number >= 0 else None


def valid_percent(value: Decimal | int | None) -> Decimal | None:
    """Return a percentage: 10 means 10 %."""
    percent = valid_amount(value)
    return percent if percent is not None and percent <= WHOLE_PERCENT else None


def valid_positive(value: Decimal | int | None) -> Decimal | None:
    """Return a number above zero, as rates and ratios must be."""
    return valid_amount(value) or None


def valid_months(value: Decimal | int | None) -> Decimal | None:
    """Return a length in months that may have a fraction."""
    months = valid_positive(value)
    return months if months is not None and months <= LONGEST_MONTHS else None


def valid_whole(value: object, least: int, most: int | None = None) -> int | None:
    """Return a whole number within bounds; True is not 1."""
    if type(value) is not int or value < least:
        return None
    return value if most is None or value <= most else None


def valid_engagement(template: Template, engagement: Engagement) -> Engagement:
    """Return the engagement with its invalid answers blank."""
    return replace(
        engagement,
        employees=valid_whole(engagement.employees, 1),
        poc_months=valid_months(engagement.poc_months),
        revision=valid_whole(engagement.revision, 1),
        currency=valid_code(engagement.currency, template.costs.currencies),
        yen_per_unit=valid_positive(engagement.yen_per_unit),
        annual_benefit_low=valid_amount(engagement.annual_benefit_low),
        annual_benefit_high=valid_amount(engagement.annual_benefit_high),
        language=valid_code(engagement.language, template.languages),
        details=dict(_valid_details(template, engagement.details)),
    )


def _valid_details(template: Template, details: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Yield the details that say something valid, in the template's order."""
    for detail in template.details:
        value = _valid(template, detail_field(detail), details.get(detail.id))
        if value is not None:
            yield detail.id, value


def valid_committee(committee: Committee) -> Committee:
    """Return what the committee recorded with an invalid decision blank."""
    return replace(committee, decision=valid_code(committee.decision, COMMITTEE_DECISIONS))


def valid_recorded(template: Template, recorded: Recorded) -> Recorded:
    """Return what is recorded beside the projection with invalid answers blank."""
    percent = template.costs.contingency == "percent"
    return replace(
        recorded,
        benefit_ramp_months=valid_whole(recorded.benefit_ramp_months, 0),
        contingency=(valid_percent if percent else valid_amount)(recorded.contingency),
        volume_ratio=valid_positive(recorded.volume_ratio),
    )


def answer_of(template: Template, submission: Submission, field: Field) -> Value | None:
    """Return the answer in a field; what is invalid there, or holds nothing but spaces, is None.

    Yes and no are codes, as in a workbook.
    """
    return _valid(template, field, FINDERS[field.group](submission, field))


def _valid(template: Template, field: Field, value: Any) -> Value | None:
    if value is None:
        return None
    if field.kind == "label":
        code: Value = _code(value)
        return code if code in vocabulary(template, field.vocabulary) else None
    if field.kind == "text":
        return None if says_nothing(str(value)) else value
    return value if field.kind == "date" or _is_number(field, value) else None


def _code(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _is_number(field: Field, value: Any) -> bool:
    """Say whether a value is a number within the bounds of its field."""
    number = valid_number(value)
    if number is None or (field.kind in ("rating", "whole") and type(value) is not int):
        return False
    low, high = field.minimum, field.maximum
    if low is not None and (number < low or (field.above_minimum and number == low)):
        return False
    return high is None or number <= high


def _part_of_item(submission: Submission, field: Field) -> Any:
    return getattr(submission.items.get(field.key, NO_ITEM), field.group)


def _part_of_cost(submission: Submission, field: Field) -> Any:
    part = field.group.removesuffix("_cost")
    return getattr(submission.costs.get(field.key, NO_COST), part)


def _helper(submission: Submission, field: Field) -> Any:
    part = "base" if field.part in BASES else field.part
    return getattr(submission.helpers.get(field.key, NO_HELPER), part)


FINDERS: Mapping[str, Callable[[Submission, Field], Any]] = {
    "engagement": lambda said, field: getattr(said.engagement, field.key),
    DETAIL: lambda said, field: said.engagement.details.get(field.key),
    "committee": lambda said, field: getattr(said.committee, field.key),
    "recorded": lambda said, field: getattr(said.recorded, field.key),
    "rating": lambda said, field: said.ratings.get(field.key),
    "note": lambda said, field: said.notes.get(field.key),
    "helper": _helper,
    "status": _part_of_item,
    "evidence": _part_of_item,
    "owner": _part_of_item,
    "due": _part_of_item,
    "poc_cost": _part_of_cost,
    "planned_cost": _part_of_cost,
    "basis": _part_of_cost,
    "question": lambda said, field: said.questions.get(field.key),
    "design": lambda said, field: said.design.get(field.key),
    "start": lambda said, field: said.start_date,
    "phase": lambda said, field: getattr(said.phases.get(field.key, NO_PHASE), field.part),
    "goal": lambda said, field: getattr(said.goals.get(field.key, NO_GOAL), field.part),
    "operations": lambda said, field: getattr(said.operations.get(field.key, NO_COMPONENT), field.part),
}
"""Where a submission keeps the answers of a group of fields."""
