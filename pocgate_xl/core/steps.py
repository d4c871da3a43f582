"""The next step one by one: what to do, who is asked, until when, and what a rating must come to mean."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import dataclass
from .catalog import Catalog
from .decision import NextStep, RatingStep, Step, StepKind
from .fields import filler_of
from .submission import Answers
from .template import Template


@dataclass(frozen=True, slots=True)
class _Source:
    """What steps are told from: the gate, its words, and what was answered."""

    template: Template
    catalog: Catalog
    answers: Answers

    def step(self, do: StepKind, id_: str, field: str, label: str, **said: object) -> Step:
        """Return a step in words; `said` fills the sentence and what is known of the step itself."""
        words = {"label": label, **said}
        text = self.catalog.text(f"step.{do}", **words)
        own = {key: value for key, value in said.items() if key in ("was", "needed", "reach", "owner", "due")}
        return Step(do, id_, field, label, text, **own)  # type: ignore[arg-type]

    def who(self, field: str) -> str | None:
        """Return who fills in the section of a field."""
        name = self.answers.get(filler_of(self.template, field))
        return None if name is None else str(name)


def steps_of(template: Template, catalog: Catalog, next_step: NextStep, answers: Answers) -> Iterator[Step]:
    """Yield what leads on, in the order of the next step, in the words of a catalog.

    The owner of an item is asked, and for all else whoever fills its section in. Where it stands in a file
    is the caller's to add.
    """
    source = _Source(template, catalog, answers)
    yield from (_rating(source, each) for each in next_step.ratings)
    yield from _items(source, "clear", next_step.items)
    yield from _items(source, "give_evidence", next_step.evidence)
    for asked in next_step.questions:
        do: StepKind = "answer" if asked.answer is None else "settle"
        field, label = f"pg_question_{asked.question}", catalog.label("question", asked.question)
        was = None if asked.answer is None else "no"
        yield source.step(do, asked.question, field, label, was=was, needed="yes", owner=source.who(field))


def _rating(source: _Source, step: RatingStep) -> Step:
    id_, field = step.criterion, f"pg_rating_{step.criterion}"
    label, owner = source.catalog.label("criterion", id_), source.who(field)
    if step.needed is None:
        return source.step("rate", id_, field, label, owner=owner)
    reach = anchor_words(source.template, source.catalog, id_, step.needed)
    return source.step(
        "raise", id_, field, label, was=step.rating, needed=step.needed, reach=reach, owner=owner
    )


def _items(source: _Source, do: StepKind, ids: tuple[str, ...]) -> Iterator[Step]:
    """Yield items by number; one that is open without a word has not been started."""
    numbers = {item.id: number for number, _, item in source.template.numbered_items()}
    part = "status" if do == "clear" else "evidence"
    for id_ in ids:
        status = source.answers.get(f"pg_status_{id_}", "not_started")
        label = f"{numbers[id_]} {source.catalog.label('item', id_)}"
        owner, due = source.answers.get(f"pg_owner_{id_}"), source.answers.get(f"pg_due_{id_}")
        known = {"was": status, "needed": "done", "owner": owner, "due": due}
        words = source.catalog.label("status", str(status))
        yield source.step(do, id_, f"pg_{part}_{id_}", label, status=words, **known)


def anchor_words(template: Template, catalog: Catalog, criterion: str, rating: int) -> str:
    """Return what a rating means: its anchor, or the two that it lies between."""
    anchors = next(each.anchors for each in template.criteria if each.id == criterion)
    if rating in anchors:
        return catalog.text(f"anchor.{criterion}.{rating}")
    below = max((each for each in anchors if each < rating), default=None)
    above = min((each for each in anchors if each > rating), default=None)
    if below is None or above is None:
        return ""
    low, high = (catalog.text(f"anchor.{criterion}.{each}") for each in (below, above))
    return catalog.text("step.between", below=below, low=low, above=above, high=high)
