"""Every result of an open workbook as people read it: area, label, value, unit, and the name of its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from ...core.catalog import Catalog
from ...core.template import Template
from ...records import dataclass
from ...rules.review import Review
from ...spreadsheetml.serial_dates import serial_of
from ...workbook.submission.outputs import Output, outputs_of

Shown: TypeAlias = "str | int | Decimal | None"
Form: TypeAlias = Literal["", "money", "day", "share"]
FORMATS: Mapping[Form, str] = {"": "", "money": "#,##0", "day": "yyyy-mm-dd", "share": "0.00"}
"""How Excel shows each form, in the spelling that files and interfaces have in every language."""
RATIO_DIGITS = 9
PREFIX = "pg_out_"
WIDTHS = (18, 52, 24, 16, 34)
"""Of the columns, in characters."""
CURRENCY = "pg_engagement_currency"


class ResultRow(NamedTuple):
    """One result; a day is its serial number, of which `form` says that it is one."""

    area: str
    label: str
    value: Shown
    unit: str
    name: str
    form: Form = ""


@dataclass(frozen=True, slots=True)
class ResultsSheet:
    """A sheet of results: its title, the lines above the table, the titles of columns, and the rows.

    `titles` are those that such a sheet has in any language, `marker` what stands in its first cell: by both
    one of an earlier run is known, whatever language that was in.
    """

    title: str
    titles: frozenset[str]
    marker: str
    markers: frozenset[str]
    rule: str
    header: tuple[str, ...]
    rows: tuple[ResultRow, ...]

    @property
    def lines(self) -> list[tuple[Shown, ...]]:
        """Return all cells of the sheet from A1 on."""
        blank: tuple[Shown, ...] = (None,) * (len(self.header) - 1)
        table = [(row.area, row.label, row.value, row.unit, row.name) for row in self.rows]
        return [(self.marker, *blank), (self.rule, *blank), self.header, *table]

    @property
    def formats(self) -> Iterator[tuple[str, str]]:
        """Yield the cells whose numbers have a form, and that form."""
        for number, row in enumerate(self.rows, len(self.lines) - len(self.rows) + 1):
            if row.form:
                yield f"C{number}", FORMATS[row.form]


def results_sheet(review: Review) -> ResultsSheet:
    """Return the sheet of every result, in the language of the review."""
    catalog, every = review.catalog, review.bundle.catalogs.values()
    header = tuple(catalog.text(f"results.{key}") for key in ("area", "result", "value", "unit", "name"))
    return ResultsSheet(
        catalog.text("results.sheet"),
        frozenset(each.text("results.sheet") for each in every),
        catalog.text("results.title"),
        frozenset(each.text("results.title") for each in every),
        catalog.text("results.rule"),
        header,
        tuple(result_rows(review)),
    )


def result_rows(review: Review, *, plain: bool = False) -> Iterator[ResultRow]:
    """Yield every result in the order in which the workbook computes them.

    `plain` ones are for cells whose format is not ours to choose: days are texts.
    """
    template = review.bundle.template
    currency = str(review.reading.answers.get(CURRENCY) or template.costs.currency)
    words = ResultWords(review.catalog, template, currency)
    for name, truth in outputs_of(template, review.submission, review.assessment).items():
        yield words.row(name, truth.isoformat() if plain and isinstance(truth, date) else truth)


class Kind(NamedTuple):
    """Results of one kind: what their names are like, where they belong, what they are called and counted in.

    `label` gives the words from a match; `codes` is the vocabulary of those that are codes.
    """

    pattern: str
    area: str
    label: Callable[[ResultWords, re.Match[str]], str]
    unit: str = ""
    codes: str = ""
    form: Form = ""


class ResultWords:
    """What results are called in one language, with amounts in one currency."""

    def __init__(self, catalog: Catalog, template: Template, currency: str) -> None:
        self.catalog, self.currency = catalog, catalog.label("money_word", currency)
        self.units = {category.id: category.unit for category in template.costs.categories}

    def row(self, name: str, truth: Output) -> ResultRow:
        kind, found = _kind_of(name)
        unit, label = self._unit(kind, found), kind.label(self, found)
        return ResultRow(self.text(kind.area), label, self._value(truth, kind), unit, name, kind.form)

    def _unit(self, kind: Kind, found: re.Match[str]) -> str:
        if not kind.unit:
            return ""
        said = {"currency": self.currency}
        if kind.unit == "category":
            said["unit"] = self.catalog.label("unit", self.units[found["id"]])
        return self.catalog.text(f"results.unit_of.{kind.unit}", **said)

    def _value(self, truth: Output, kind: Kind) -> Shown:
        if isinstance(truth, str):
            return self.catalog.label(kind.codes, truth) if kind.codes else truth
        if isinstance(truth, Fraction):
            return round(Decimal(truth.numerator) / truth.denominator, RATIO_DIGITS)
        return serial_of(truth) if isinstance(truth, date) else truth

    def text(self, key: str) -> str:
        return self.catalog.text(key)

    def about(self, key: str, label: str) -> str:
        return self.catalog.text(f"results.{key}", label=label)

    def span(self, label: str, found: re.Match[str]) -> str:
        return self.about(found["end"], label)


def _text(key: str) -> Callable[[ResultWords, re.Match[str]], str]:
    return lambda words, _: words.text(key)


def _labelled(vocabulary: str, key: str = "") -> Callable[[ResultWords, re.Match[str]], str]:
    def label(words: ResultWords, found: re.Match[str]) -> str:
        name = words.catalog.label(vocabulary, found["id"])
        return words.about(key or found["end"], name)

    return label


def _sum(words: ResultWords, found: re.Match[str]) -> str:
    return words.span(words.text(f"text.sum_{found['id']}"), found)


def _budget(words: ResultWords, found: re.Match[str]) -> str:
    if found["id"] == "contingency":
        return words.span(words.text("text.contingency_on_top"), found)
    whole = words.about("with_contingency", words.text(f"text.sum_{found['id']}"))
    return words.span(whole, found)


SPAN = "(?P<end>low|middle|high)"
ONCE, YEARLY = "initial|first_year|three_year", "run_rate"
CHECKLIST, COSTS, CAUSES, ROADMAP = "sheet.checklist", "sheet.costs", "sheet.causes", "sheet.roadmap"
DECISION, SUGGESTED = "text.decision", "text.suggested"
KINDS: tuple[Kind, ...] = (
    Kind("total", DECISION, _text("pane.total"), "points"),
    Kind("total_min", DECISION, _text("results.lowest"), "points"),
    Kind("total_max", DECISION, _text("results.highest"), "points"),
    Kind("verdict", DECISION, _text("pane.verdict"), codes="verdict"),
    Kind("decision", DECISION, _text("pane.decision"), codes="decision"),
    Kind(
        "checklist_(?P<end>done|items)", CHECKLIST, lambda w, m: w.about(m["end"], w.text(CHECKLIST)), "items"
    ),
    Kind("checklist_(?P<id>.+)_(?P<end>done|items)", CHECKLIST, _labelled("group"), "items"),
    Kind(f"cost_(?P<id>{ONCE})_{SPAN}", COSTS, _sum, "money", form="money"),
    Kind(f"cost_(?P<id>{YEARLY})_{SPAN}", COSTS, _sum, "year", form="money"),
    Kind(f"cost_(?P<id>.+)_{SPAN}", COSTS, _labelled("cost"), "category", form="money"),
    Kind(f"budget_(?P<id>{YEARLY})_{SPAN}", COSTS, _budget, "year", form="money"),
    Kind(f"budget_(?P<id>.+)_{SPAN}", COSTS, _budget, "money", form="money"),
    Kind("benefit_monthly_net", COSTS, _text("text.benefit_monthly_net"), "month", form="money"),
    Kind("payback_months", COSTS, _text("text.payback_months"), "months", form="share"),
    Kind("break_even", COSTS, _text("text.break_even"), "day", form="day"),
    Kind("poc_investment", COSTS, _text("text.poc_investment"), "money", form="money"),
    Kind("rule_of_thumb", COSTS, _text("text.rule_of_thumb"), codes="standing"),
    Kind(f"rule_of_thumb_{SPAN}", COSTS, lambda w, m: w.span(w.text("text.rule_of_thumb"), m), form="share"),
    Kind("cause_(?P<id>.+)_exposure", CAUSES, _labelled("cause", "exposure"), "share", form="share"),
    Kind("cause_(?P<id>.+)", CAUSES, lambda w, m: w.catalog.label("cause", m["id"]), codes="level"),
    Kind("phase_start_(?P<id>.+)", ROADMAP, _labelled("phase", "starts"), "day", form="day"),
    Kind("phase_end_(?P<id>.+)", ROADMAP, _labelled("phase", "ends"), "day", form="day"),
    Kind("suggested_(?P<id>.+)", SUGGESTED, _labelled("criterion", "suggested"), "rating"),
)
"""Every kind of result, the more telling names first."""


def _kind_of(name: str) -> tuple[Kind, re.Match[str]]:
    """Return the kind of a result by its name; LookupError where there is none of that name."""
    for kind in KINDS:
        if found := re.fullmatch(PREFIX + kind.pattern, name):
            return kind, found
    raise LookupError(name)
