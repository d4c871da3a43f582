"""A workbook filled in by hand: a full one to begin with, then what matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from tests.engines.places import Places
from tests.engines.random_submissions import DrawnSubmission, Typed, draw

Change = tuple[Mapping[str, Typed | None], ...]


def serial(day: date) -> float:
    return float((day - DAY_ZERO).days)


class Hand:
    """Fill in a workbook by hand: a full one to begin with, then what matters."""

    def __init__(self, bundle: Bundle, language: str) -> None:
        self.template, self.catalog = bundle.template, bundle.catalogs[language]
        self.full = draw(self.template, self.catalog, 7, blanks=0, faults=0, ready=1).cells
        self.places = Places(plan_of(bundle, language))

    def label(self, vocabulary: str, code: str) -> str:
        return self.catalog.label(vocabulary, code)

    def cells(self, *changes: Mapping[str, Typed | None]) -> DrawnSubmission:
        """Return the full workbook with these cells changed; None empties one."""
        merged: dict[str, Typed | None] = dict(self.full)
        for change in changes:
            merged |= change
        return DrawnSubmission({key: value for key, value in merged.items() if value is not None})

    def rated(self, *ratings: int | None) -> dict[str, Typed | None]:
        return {
            f"pg_rating_{id_}": None if rating is None else float(rating)
            for id_, rating in zip(self.template.criterion_ids, ratings, strict=True)
        }

    def open(self, *numbers: int) -> dict[str, Typed | None]:
        """Clear all items but those with these numbers."""
        labels = [self.label("status", code) for code in ("in_progress", "not_started")]
        return {
            f"pg_status_{item.id}": labels[number % 2] if number in numbers else self.label("status", "done")
            for number, _, item in self.template.numbered_items()
        }

    @cached_property
    def steps_shown(self) -> int:
        """How many of the next steps the decision paper has room for."""
        return sum(key.startswith("step_cell ") for key in self.places.keys.values())

    def both_ends(self) -> tuple[range, range]:
        """Return the numbers of the first items and of the last, as many as steps are shown."""
        count = len(self.template.items)
        return range(1, self.steps_shown + 1), range(count - self.steps_shown + 1, count + 1)

    def inputs_by_sheet(self) -> list[list[str]]:
        """Return the keys of each sheet's inputs in reading order."""
        sheets: dict[str, list[str]] = {}
        for key, (_, (sheet, _)) in self.places.inputs.items():
            sheets.setdefault(sheet, []).append(key)
        return list(sheets.values())


def lasting(*months: float | None) -> dict[str, Typed | None]:
    ids = ("mvp", "improved", "expanded")
    return {
        f"pg_phase_months_{id_}": None if value is None else float(value)
        for id_, value in zip(ids, months, strict=True)
    }


def money(**amounts: Typed | None) -> dict[str, Typed | None]:
    names = {
        "infra": "pg_poc_cost_infrastructure", "dev": "pg_poc_cost_development",
        "data": "pg_poc_cost_data_preparation", "training": "pg_poc_cost_training",
        "p_infra": "pg_planned_cost_infrastructure", "p_dev": "pg_planned_cost_development",
        "p_data": "pg_planned_cost_data_preparation", "p_training": "pg_planned_cost_training",
        "p_ops": "pg_planned_cost_operations", "months": "pg_engagement_poc_months",
        "currency": "pg_engagement_currency", "rate": "pg_engagement_yen_per_unit",
    }  # fmt: skip
    return {names[key]: value for key, value in amounts.items()}


def figures(criterion: str, **parts: Typed | None) -> dict[str, Typed | None]:
    return {f"pg_helper_{criterion}_{part}": value for part, value in parts.items()}


def benefit(low: Typed | None, high: Typed | None, ramp: Typed | None = 0.0) -> dict[str, Typed | None]:
    ends = {"pg_engagement_annual_benefit_low": low, "pg_engagement_annual_benefit_high": high}
    return {**ends, "pg_benefit_ramp_months": ramp}
