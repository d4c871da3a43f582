"""What the cells of a call say, read here on their own: ratings, codes, amounts, days, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pocgate_xl.core.checklist import Checklist, checklist_of
from pocgate_xl.core.costs import CostProjection, costs_of
from pocgate_xl.core.fields import (
    ANSWERS,
    BASES,
    COMMITTEE_DECISIONS,
    DECISIONS,
    DIRECTIONS,
    LEVELS,
    STANDINGS,
    STATUSES,
)
from pocgate_xl.core.scorecard import Scorecard, scorecard_of
from pocgate_xl.core.submission import (
    CostResponse,
    Engagement,
    ItemResponse,
    Recorded,
)
from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO
from pocgate_xl.templates.loader import Bundle
from tests.engines.lambdas.sheet import Argument, Typed

SPACES = " \t\r\n\u00a0\u200b\u3000"


class Unreadable(Exception):
    """What a cell says cannot be taken, so that the call is an error."""


@dataclass(frozen=True)
class Oracle:
    """What calls say for one template and the language of its workbook."""

    bundle: Bundle
    language: str
    instead: int | None = None
    """What is read where a cell says what cannot be taken: nothing, or the first or second that can."""

    def wrong(self, *taken: Any) -> Any:
        """Return what is read in the place of what cannot be taken."""
        if self.instead is None or not taken:
            raise Unreadable
        return (None, *taken)[self.instead % (len(taken) + 1)]

    @property
    def template(self) -> Any:
        return self.bundle.template

    def word(self, table: str, code: str, said: Sequence[Typed] | None) -> str:
        """Return a code as it is shown in the language that a call asks for."""
        tag = self.tag(said)
        if tag is None:
            return code
        return self.bundle.catalogs[tag].texts.get(f"{table}.{code}", code)

    def tag(self, said: Sequence[Typed] | None) -> str | None:
        """Return the language that a call asks for; None for codes."""
        asked = self.text(said)
        if asked in (None, "code", "CODE"):
            return self.language if asked is None else None
        for tag in (asked.lower(), asked.lower().partition("-")[0]):
            if tag in self.template.languages:
                return tag
        raise Unreadable

    def text(self, said: Sequence[Typed] | None) -> str | None:
        return None if said is None or blank(said[0]) else str(said[0])

    def code(self, codes: Sequence[str], table: str, value: Typed) -> str | None:
        """Return the code that a cell means: itself or its label in any language, whatever the case."""
        if blank(value):
            return None
        if not isinstance(value, str):
            return self.wrong(codes[0], codes[-1])
        spelled = " ".join(value.split(" ")).strip().lower()
        for code in codes:
            labels = (self.bundle.catalogs[tag].texts.get(f"{table}.{code}", code) for tag in self.languages)
            if spelled in (code.lower(), *(label.lower() for label in labels)):
                return code
        return self.wrong(codes[0], codes[-1])

    @property
    def vocabularies(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of what has words, by the name of its texts."""
        template = self.template
        members = {
            "item": template.items, "cost": template.costs.categories, "cause": template.causes,
            "strategy": template.strategies, "phase": template.phases, "horizon": template.horizons,
        }  # fmt: skip
        statuses = ("not_applicable",) if template.allows_not_applicable else ()
        return {
            "verdict": (*(band.id for band in template.verdicts), "incomplete"),
            "decision": DECISIONS, "committee": COMMITTEE_DECISIONS, "status": (*STATUSES, *statuses),
            "answer": ANSWERS, "criterion": template.criterion_ids, "question": template.questions,
            "group": tuple(group.id for group in template.groups), "level": LEVELS, "standing": STANDINGS,
            "component": template.components, "element": template.elements, "basis": BASES,
            "direction": DIRECTIONS, "language": template.languages,
            **{name: tuple(each.id for each in found) for name, found in members.items()},
        }  # fmt: skip

    @property
    def languages(self) -> tuple[str, ...]:
        return self.template.languages

    def ratings(self, cells: Sequence[Typed]) -> dict[str, int | None]:
        ids = self.template.criterion_ids
        return dict(zip(ids, map(self.rating, many(cells, len(ids))), strict=True))

    def rating(self, cell: Typed) -> int | None:
        if blank(cell):
            return None
        texts = {str(rating): rating for rating in self.template.scale.ratings}
        said = cell.strip() if isinstance(cell, str) else f"{cell:g}"
        if isinstance(cell, bool) or said not in texts:
            return self.wrong(self.template.scale.lowest, self.template.scale.highest)
        return texts[said]

    def scorecard(self, cells: Sequence[Typed]) -> Scorecard:
        return scorecard_of(self.template, self.ratings(cells))

    def checklist(self, statuses: Sequence[Typed], evidence: Sequence[Typed] | None = None) -> Checklist:
        items = self.template.items
        known = ["done", "in_progress", "not_started"]
        known += ["not_applicable"] if self.template.allows_not_applicable else []
        shown = [None] * len(items) if evidence is None else many(evidence, len(items))
        responses = {}
        for item, cell, proof in zip(items, many(statuses, len(items)), shown, strict=True):
            status = self.code(known, "status", cell)
            if status == "not_applicable" and not item.not_applicable:
                status = self.wrong("done", "not_started")
            responses[item.id] = ItemResponse(status, evidence=None if blank(proof) else str(proof))
        return checklist_of(self.template, responses, None)

    def answers(self, cells: Sequence[Typed] | None) -> dict[str, bool]:
        if cells is None:
            return {}
        ids = self.template.questions
        codes = [self.code(("yes", "no"), "answer", cell) for cell in many(cells, len(ids))]
        return {id_: code == "yes" for id_, code in zip(ids, codes, strict=True) if code}

    def group(self, said: Sequence[Typed] | None) -> str | None:
        groups = [group.id for group in self.template.groups]
        return self.code(groups, "group", said[0]) if said else None

    def projection(self, said: Mapping[str, Sequence[Typed] | None]) -> CostProjection:
        categories = self.template.costs.categories
        poc, plans = self._spent(said["costs"] or ()), said.get("planned")
        amounts = [None] * len(categories) if plans is None else many(plans, len(categories))
        planned = [self.amount(cell) for cell in amounts]
        responses = {
            each.id: CostResponse(spent, plan)
            for each, spent, plan in zip(categories, poc, planned, strict=True)
        }
        currency = said.get("currency")
        code = self.code(self.template.costs.currencies, "currency", currency[0]) if currency else None
        rate = None
        if code not in (None, self.template.costs.currency) and (exchange := said.get("exchange")):
            rate = self.number(exchange[0], above=Decimal(0))
        benefit = [None, None]
        if "benefit" in said:
            benefit = [self.amount(cell) for cell in many(said["benefit"] or (), 2)]
        percent = self.template.costs.contingency == "percent"
        most = Decimal(100) if percent else None
        kept = self.number(_first(said, "contingency"), least=Decimal(0), most=most)
        ramp = self.whole(_first(said, "ramp"), 0)
        months = self.number(_first(said, "months"), above=Decimal(0), most=Decimal(120))
        engagement = Engagement(
            currency=code, yen_per_unit=rate, poc_months=months,
            annual_benefit_low=benefit[0], annual_benefit_high=benefit[1],
        )  # fmt: skip
        recorded = Recorded(benefit_ramp_months=ramp, contingency=kept)
        return costs_of(self.template, engagement, responses, recorded, self.day(_first(said, "start")))

    def _spent(self, cells: Sequence[Typed]) -> list[Decimal | None]:
        categories = self.template.costs.categories
        spent = [each for each in categories if each.kind != "share"]
        if len(cells) == len(categories):
            shares = [cell for each, cell in zip(categories, cells, strict=True) if each.kind == "share"]
            if not all(map(blank, shares)):
                self.wrong()
            return [self.amount(cell) for cell in cells]
        amounts = iter([self.amount(cell) for cell in many(cells, len(spent))])
        return [None if each.kind == "share" else next(amounts) for each in categories]

    def number(
        self,
        cell: Typed,
        *,
        above: Decimal | None = None,
        least: Decimal | None = None,
        most: Decimal | None = None,
    ) -> Decimal | None:
        if blank(cell):
            return None
        number = None if isinstance(cell, str | bool) else Decimal(repr(cell))
        taken = number is not None and (
            (above is None or number > above)
            and (least is None or number >= least)
            and (most is None or number <= most)
        )
        return number if taken else self.wrong(Decimal(1), most or Decimal(70))

    def amount(self, cell: Typed) -> Decimal | None:
        return self.number(cell, least=Decimal(0))

    def whole(self, cell: Typed, least: int, most: int | None = None) -> int | None:
        number = self.number(cell, least=Decimal(least), most=None if most is None else Decimal(most))
        if number is not None and number != int(number):
            number = self.wrong(1, 70)
        return None if number is None else int(number)

    def day(self, cell: Typed) -> date | None:
        number = self.number(cell, least=Decimal(61), most=Decimal("2958465.999"))
        return None if number is None else date.fromordinal(DAY_ZERO.toordinal() + max(61, int(number)))


def _first(said: Mapping[str, Sequence[Typed] | None], name: str) -> Typed:
    cells = said.get(name)
    return cells[0] if cells else None


def cells_of(argument: Argument | None) -> list[Typed] | None:
    if argument is None:
        return None
    if argument.block is None:
        constant = argument.constant
        return [constant[1:-1].replace('""', '"') if constant.startswith('"') else float(constant)]
    return [cell for row in argument.block for cell in row]


def many(cells: Sequence[Typed], count: int) -> Sequence[Typed]:
    if len(cells) != count:
        raise Unreadable
    return cells


def blank(cell: Typed) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))
