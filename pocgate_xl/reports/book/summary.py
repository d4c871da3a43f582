"""What the check comes to: by outcome, by rule, by organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...core.completeness import OUTCOMES
from ...records import dataclass
from ...spreadsheetml.address import a1
from ...workbook.layout.plan import Cell, Print, SheetPlan
from ...workbook.layout.reports.cells import whole
from ...workbook.layout.reports.table import (
    LEFT,
    TITLE_HEIGHT,
    TOP,
    Column,
    heights_of,
    highlights_of,
    table_of,
    widths_of,
    write_table,
)
from ..text import SEVERITIES, counted
from .page import OUTCOME_TONES, SEVERITY_TONES, FindingsPage, text_cell

HEADER = 32
NUMBER = 14
"""Width of the columns that count."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule speaks with one severity, and in how many files."""

    code: str
    severity: str
    findings: int
    files: int


def plan_summary(page: FindingsPage) -> SheetPlan:
    """Plan three tables, one below the other."""
    found = counted(page.catalog, SEVERITIES, page.counts.severities)
    files = f"{page.column('files')} {page.counts.outcomes.total()}"
    subtitle = page.text("summary_rule", files=files, found=found) + page.counts.listed_in_words(page.catalog)
    builder = page.start("summary", subtitle)
    by_outcome, by_rule = tuple(outcome_columns(page)), tuple(rule_columns(page))
    by_whom = tuple(whose_columns(page))
    outcomes = write_table(builder, TOP, by_outcome, OUTCOMES)
    rules = write_table(builder, outcomes.stop + 1, by_rule, rule_counts(page))
    whose = write_table(builder, max(rules.stop, rules.start + 1) + 1, by_whom, _organizations(page))
    widths = widths_of(by_whom, page.catalog.language)
    every = range(outcomes.start, whose.stop)
    tops = {rows.start - 1: HEADER for rows in (outcomes, rules, whose)}
    tones = (*highlights_of(by_outcome, outcomes), *highlights_of(by_rule, rules))
    return SheetPlan(
        builder.id, builder.title, builder.cells, builder.names,
        widths=widths,
        heights={**TITLE_HEIGHT, **heights_of(builder.cells, every, widths, page.catalog.language), **tops},
        freeze=a1((TOP, LEFT + 1)),
        highlights=tones,
        print=Print("landscape", f"A1:{a1((whose.stop - 1, LEFT + len(by_whom) - 1))}"),
        unlocked=True,
        tables=(table_of("Rules", rules, by_rule), table_of("Organizations", whose, by_whom)),
    )  # fmt: skip


def outcome_columns(page: FindingsPage) -> Iterator[Column[str]]:
    """Yield each outcome with its files, also those that are not listed."""
    tones = page.tones(OUTCOME_TONES)
    yield Column(page.column("outcome"), 44, lambda each: Cell(page.coded(each), style="cell_strong"), tones)
    yield Column(page.column("files"), NUMBER, lambda each: whole(page.counts.outcomes[each]))


def rule_columns(page: FindingsPage) -> Iterator[Column[RuleCount]]:
    """Yield what each rule is about, how grave it is, and how often it speaks."""
    title = page.column
    yield Column(title("title"), 44, lambda each: text_cell(page.catalog.text(f"finding.{each.code}.title")))
    yield Column(title("rule"), NUMBER, lambda each: Cell(each.code, style="cell_strong", align="center"))
    yield Column(
        title("severity"), NUMBER, lambda each: Cell(page.coded(each.severity), style="cell", align="center"),
        page.tones(SEVERITY_TONES),
    )  # fmt: skip
    yield Column(title("findings"), NUMBER, lambda each: whole(each.findings))
    yield Column(title("files"), NUMBER, lambda each: whole(each.files))


def rule_counts(page: FindingsPage) -> list[RuleCount]:
    """Return the rules that speak, with how often."""
    counts = page.counts
    return [RuleCount(*rule, counts.findings[rule], counts.files[rule]) for rule in counts.rules()]


def whose_columns(page: FindingsPage) -> Iterator[Column[str]]:
    """Yield each organisation with its files by outcome, and what was found in them."""
    whose = page.counts.organizations

    def counting(key: str) -> Callable[[str], Cell]:
        return lambda each: whole(whose[each][key] or None)

    name = page.catalog.text("field.organization")
    yield Column(name, 44, lambda each: text_cell(each or page.text("unnamed")))
    yield Column(page.column("files"), NUMBER, counting("files"))
    for outcome in OUTCOMES:
        yield Column(page.coded(outcome), NUMBER, counting(outcome))
    for severity in SEVERITIES:
        yield Column(page.column(f"{severity}s"), 10, counting(severity))


def _organizations(page: FindingsPage) -> list[str]:
    """Return the organisations, those with most errors first."""
    whose = page.counts.organizations
    return sorted(whose, key=lambda each: (-whose[each]["error"], -whose[each]["files"], each))
