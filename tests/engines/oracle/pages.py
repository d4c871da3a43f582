"""What every sheet says of itself, and what the first two sheets must show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pocgate_xl.core.template import Span
from pocgate_xl.workbook.outputs import Output
from tests.engines.oracle.case import Case
from tests.engines.oracle.money import standing_label
from tests.engines.oracle.places import Node
from tests.engines.oracle.ratings import BLANK, concern_lines, raises, reachable

Pairs = Iterator[tuple[Node, Output]]
NAMED_ITEMS = 6


def whose(case: Case) -> str:
    engagement = case.assessment.engagement
    name = f" – {engagement.poc_name}" if engagement.poc_name else ""
    return (engagement.organization or case.text("unnamed")) + name


def checks(case: Case) -> Pairs:
    """Yield which inputs must be corrected, how many on each sheet, and what the sheets say of it."""
    places, faulty = case.places, case.faulty
    for node, keys in places.faults.items():
        yield node, sum(key in faulty for key in keys)
    counts = Counter(places.inputs[key][1][0] for key in faulty)
    yield places.named("pg_check_all"), len(faulty)
    for sheet in places.shown_sheets:
        own = None
        if (name := f"pg_check_{sheet}") in places.names:
            own = counts[sheet]
            yield places.named(name), own
        yield places.styled(sheet, "subtitle"), whose(case)
        yield places.styled(sheet, "verdict_line"), _check_line(case, own)


def _check_line(case: Case, own: int | None) -> str:
    if not case.faulty:
        return case.text("check_fine")
    here = "" if own is None else f"{case.text('check_sheet')}{own} · "
    return f"{here}{case.text('check_all')}{len(case.faulty)}"


def start(case: Case) -> Pairs:
    for section, (filled, needed) in _progress(case).items():
        row = case.places.named(f"pg_who_{section}")[1][0]
        wanted = "required" if section in ("scorecard", "checklist") else "recommended"
        state = case.text("filled" if filled >= needed else wanted)
        yield case.places.under("start", case.text("filled"), row), filled
        yield case.places.under("start", case.text("state"), row), state


def _progress(case: Case) -> dict[str, tuple[int, int]]:
    """Return by section how much was answered rightly, and how much is wanted."""
    template, rows = case.template, case.rows
    wanted = {
        "scorecard": [f"pg_rating_{id_}" for id_ in template.criterion_ids],
        "checklist": [f"pg_status_{item.id}" for item in template.items],
        "costs": ["pg_engagement_poc_months"]
        + [
            f"pg_poc_cost_{category.id}"
            for category in template.costs.categories
            if category.kind != "share" and not category.poc_blank_is_zero
        ],
        "design": [f"pg_design_{id_}" for id_ in template.elements]
        + [f"pg_question_{id_}" for id_ in template.questions],
        "roadmap": ["pg_start_date"]
        + [f"pg_phase_months_{phase.id}" for phase in template.phases]
        + [f"pg_goal_{horizon.id}_kpi" for horizon in template.horizons],
        "operations": [f"pg_operations_{id_}_owner" for id_ in template.components],
    }
    progress = {
        section: (sum(name in case.answers for name in names), len(names))
        for section, names in wanted.items()
    }
    steps = sum("step" in row for row in rows["pg_process"])
    assumed = sum("assumption" in row for row in rows["pg_assumptions"])
    risked = sum("risk" in row for row in rows["pg_risks"])
    return progress | {"process": (steps, 1), "assumptions": (assumed + risked, 2)}


def dashboard(case: Case) -> Pairs:
    yield from _identity(case)
    yield from _decision(case)
    yield from _costs(case)
    yield from _open_items(case)
    for phase in case.assessment.roadmap.phases:
        row = case.places.label("dashboard", case.catalog.label("phase", phase.phase), "label")[0]
        yield case.places.under("dashboard", case.text("start"), row), phase.start
        yield case.places.under("dashboard", case.text("end"), row), phase.end


def _identity(case: Case) -> Pairs:
    engagement = case.assessment.engagement
    for key in ("id", "assessment_date", "revision", "assessor", "sponsor"):
        label = case.catalog.text(f"field.{key}")
        value = getattr(engagement, key)
        typed = case.typed.get(f"pg_engagement_{key}")
        if isinstance(value, str) and isinstance(typed, float):
            value = int(typed)
        yield case.places.below("dashboard", label, "caption"), BLANK if value is None else value


def _decision(case: Case) -> Pairs:
    label, places, assessment = case.catalog.label, case.places, case.assessment
    scorecard = assessment.scorecard
    span = case.text("range").join(str(bound) for bound in scorecard.range)
    steps = [
        f"{case.template.criterion_ids.index(step.criterion) + 1}{case.text('colon')}"
        f"{step.rating}{case.text('arrow')}{step.needed}"
        for step in raises(case)
    ]
    lines: dict[str, Output] = {
        "verdict": label("verdict", scorecard.verdict),
        "total": scorecard.total if scorecard.complete else span,
        "reachable": reachable(case),
        "next_step": label("next_step", assessment.decision),
        "raise": case.text("separator").join(steps) or BLANK,
        "clear": case.text("separator").join(str(number) for number, _ in _open(case)) or case.text("none"),
    }
    yield places.styled("dashboard", "decision"), label("decision", assessment.decision)
    for key, value in lines.items():
        yield places.beside("dashboard", case.text(key), "caption"), value
    sheet, (row, column) = places.beside("dashboard", case.text("concerns"), "caption")
    yield from zip(((sheet, (row + k, column)) for k in (0, 1)), concern_lines(case), strict=True)


def _open(case: Case) -> list[tuple[int, str]]:
    """Return number and label of every open item."""
    numbered = ((number, item.id) for number, _, item in case.template.numbered_items())
    return [
        (number, case.catalog.label("item", id_))
        for number, id_ in numbered
        if id_ in case.assessment.checklist.open
    ]


def _open_items(case: Case) -> Pairs:
    (row, column), found = case.places.label("dashboard", case.text("open_named"), "heading"), _open(case)
    count = min(NAMED_ITEMS, len(case.template.items))
    for place in range(count):
        named = "{}. {}".format(*found[place]) if place < len(found) else None
        if not found and place == 0:
            named = case.text("none")
        yield ("dashboard", (row + 1 + place, column)), named
    more = f"{case.text('more')}{len(found) - count}" if len(found) > count else None
    yield ("dashboard", (row + 1 + count, column)), more


def _costs(case: Case) -> Pairs:
    costs, places = case.assessment.costs, case.places
    rule = costs.rule_of_thumb
    rows: dict[str, tuple[Output, Output]] = {
        f"sum_{key}": _bounds(getattr(costs, key))
        for key in ("initial", "first_year", "run_rate", "three_year")
    }
    rows["rule_of_thumb"] = (rule.low, rule.high) if rule else (None, None)
    for key, (low, high) in rows.items():
        row = places.label("dashboard", case.text(key), "label")[0]
        yield places.under("dashboard", case.text("low"), row), low
        yield places.under("dashboard", case.text("high"), row), high
        unit = costs.currency if key.startswith("sum_") else standing_label(case, rule and rule.standing)
        yield places.under("dashboard", case.text("unit"), row), unit


def _bounds(span: Span | None) -> tuple[Output, Output]:
    return (span.low, span.high) if span else (None, None)


def charts(case: Case) -> Pairs:
    """Yield what the charts draw: 0 for what is not known."""
    yield from _rating_charts(case)
    yield from _checklist_chart(case)
    label, causes = case.catalog.label, case.assessment.causes
    named = [
        label("cause", id_) + case.text("colon") + label("level", found.level)
        for id_, found in causes.items()
    ]
    yield from _series(case, "causes", -1, named)
    yield from _series(case, "causes", 0, [found.exposure or 0 for found in causes.values()])
    spans = [getattr(case.assessment.costs, key) for key in ("initial", "first_year", "run_rate")]
    yield from _series(case, "costs", 0, [span.low if span else 0 for span in spans])
    yield from _series(case, "costs", 1, [span.high - span.low if span else 0 for span in spans])


def _series(case: Case, chart: str, series: int, values: Sequence[Output]) -> Pairs:
    nodes = case.places.chart(case.text(f"chart_{chart}"), series)
    yield from zip(nodes, values, strict=True)


def _rating_charts(case: Case) -> Pairs:
    ratings = case.assessment.scorecard.ratings.values()
    average = Fraction(max(band.at_least for band in case.template.verdicts), len(ratings))
    for chart in ("ratings", "radar"):
        yield from _series(case, chart, 0, [rating or 0 for rating in ratings])
        yield from _series(case, chart, 1, [average] * len(ratings))


def _checklist_chart(case: Case) -> Pairs:
    groups = case.assessment.checklist.groups
    named = [
        f"{case.catalog.label('group', id_)} {group.done} / {group.items}" for id_, group in groups.items()
    ]
    yield from _series(case, "checklist", -1, named)
    yield from _series(case, "checklist", 0, [group.done for group in groups.values()])
    yield from _series(case, "checklist", 1, [group.items - group.done for group in groups.values()])
