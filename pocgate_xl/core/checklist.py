"""The checklist: what is done, what is cleared, what is open, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from ..records import dataclass
from .fields import NOT_APPLICABLE, STATUSES
from .submission import ItemResponse
from .template import Item, Template
from .validity import check_ids, check_status, says_nothing, valid_status

DONE = "done"
CLEARED = frozenset({DONE, NOT_APPLICABLE})
BLANK = ItemResponse()


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many items are done among those that apply."""

    done: int
    items: int

    @property
    def completeness(self) -> Fraction:
        """Return done / items; 1 where no item applies, as nothing is open then."""
        return Fraction(self.done, self.items) if self.items else Fraction(1)


@dataclass(frozen=True, slots=True)
class Checklist(ItemCount):
    """The overall progress, that of each group, and item ids in checklist order.

    `granted_at_gate` holds the open items that the gate meeting itself grants; `latest_due` the day
    on which the last open item is due, None where no due date is known. `with_evidence` counts the
    done items that have evidence. `lacking_evidence` holds those that are done without evidence where
    the template requires it: they are done, yet not `cleared`.
    """

    statuses: Mapping[str, str]
    groups: Mapping[str, ItemCount]
    open: tuple[str, ...]
    granted_at_gate: tuple[str, ...]
    overdue: tuple[str, ...]
    latest_due: date | None
    with_evidence: int
    lacking_evidence: tuple[str, ...]
    cleared: int

    @property
    def uncleared(self) -> frozenset[str]:
        """Return what keeps the checklist from being cleared."""
        return frozenset((*self.open, *self.lacking_evidence))


def tally(
    template: Template,
    responses: Mapping[str, ItemResponse | str | None],
    assessment_date: date | None = None,
) -> Checklist:
    """Tally responses or statuses that somebody gives; AnswerError where one would be dropped."""
    items = {item.id: item for item in template.items}
    check_ids("checklist items", responses, items)
    read: dict[str, ItemResponse] = {}
    for id_, response in responses.items():
        read[id_] = response if isinstance(response, ItemResponse) else ItemResponse(response)
        check_status(id_, read[id_].status, statuses_of(items[id_]))
    return checklist_of(template, read, assessment_date)


def statuses_of(item: Item) -> tuple[str, ...]:
    """Return the statuses that an item can have."""
    return (*STATUSES, NOT_APPLICABLE) if item.not_applicable else STATUSES


def checklist_of(
    template: Template, responses: Mapping[str, ItemResponse], assessment_date: date | None
) -> Checklist:
    """Tally the checklist; overdue is what was due before the assessment date, never today."""
    statuses = item_statuses(template, responses)
    open_items = [item for item in template.items if statuses[item.id] not in CLEARED]
    done_items = [item for item in template.items if statuses[item.id] == DONE]
    lacking = tuple(i.id for i in done_items if _lacks(template, i, responses.get(i.id, BLANK)))
    overall = _progress(template.items, statuses)
    return Checklist(
        done=overall.done,
        items=overall.items,
        statuses=statuses,
        groups={group.id: _progress(group.items, statuses) for group in template.groups},
        open=tuple(item.id for item in open_items),
        granted_at_gate=tuple(item.id for item in open_items if item.granted_at_gate),
        overdue=tuple(
            item.id for item in open_items if _overdue(responses.get(item.id, BLANK), assessment_date)
        ),
        latest_due=_latest_due(responses.get(item.id, BLANK) for item in open_items),
        with_evidence=sum(has_evidence(responses.get(item.id, BLANK)) for item in done_items),
        lacking_evidence=lacking,
        cleared=overall.done - len(lacking),
    )


def has_evidence(response: ItemResponse) -> bool:
    """Say whether anything stands as evidence; what nobody sees is nothing."""
    return not says_nothing(response.evidence or "")


def _lacks(template: Template, item: Item, response: ItemResponse) -> bool:
    return template.evidence_of(item) == "required" and not has_evidence(response)


def item_statuses(template: Template, responses: Mapping[str, ItemResponse]) -> dict[str, str]:
    """Return the status of every item; blank, unknown or not allowed reads as not started."""
    return {
        item.id: valid_status(responses.get(item.id, BLANK).status, item.not_applicable)
        for item in template.items
    }


def _progress(items: Iterable[Item], statuses: Mapping[str, str]) -> ItemCount:
    applicable = [item for item in items if statuses[item.id] != NOT_APPLICABLE]
    return ItemCount(sum(statuses[item.id] == DONE for item in applicable), len(applicable))


def _overdue(response: ItemResponse, assessment_date: date | None) -> bool:
    if response.due is None or assessment_date is None:
        return False
    return response.due < assessment_date


def _latest_due(responses: Iterable[ItemResponse]) -> date | None:
    return max((response.due for response in responses if response.due is not None), default=None)
