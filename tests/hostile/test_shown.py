"""Whatever a cell that people see is made to show, something is said; of the untouched file nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import Finding, ReadableAssessment
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Submission
from pocgate_xl.opc.package import Package
from pocgate_xl.rules.base import Case
from pocgate_xl.rules.findings import findings_of
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import LIVE_EDITIONS, PLAIN
from pocgate_xl.workbook.submission.outputs import Output
from pocgate_xl.workbook.submission.reader import Reading, read_submission
from pocgate_xl.workbook.submission.shown import stored
from pocgate_xl.workbook.submission.shown.facts import Facts
from tests.engines.places import Node, Places
from tests.hostile.submission import ROWS, bundle, submission, typed

DECISIVE = {f"{word}{name}" for word in ("", "output ", "live ") for name in ("decision", "verdict", "total")}


def reading_of(workbook: bytes) -> Reading:
    return read_submission(read_workbook(Package.from_bytes(workbook)), lambda id_, version, digest: bundle())


def followed(reading: Reading) -> tuple[Submission, ReadableAssessment]:
    """Return what answers mean, and what follows from them."""
    template = reading.bundle.template
    given = submission_from_answers(template, reading.answers, reading.block_rows)
    return given, assess(template, given)


def findings_in(
    reading: Reading, follows: tuple[Submission, ReadableAssessment] | None = None
) -> tuple[Finding, ...]:
    return findings_of(Case(reading, *(follows or followed(reading))), reading.bundle.default_catalog)


@pytest.fixture
def _computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute once what must be shown: where no answer changes it is the same for every file."""
    kept: dict[int, tuple[Reading, Mapping[str, Output]]] = {}
    compute = stored._truths

    def truths(reading: Reading, facts: Facts) -> Mapping[str, Output]:
        key = id(reading.answers)
        if key not in kept:
            kept[key] = reading, compute(reading, facts)
        return kept[key][1]

    monkeypatch.setattr(stored, "_truths", truths)


def with_cell(reading: Reading, node: Node, cell: RawCell) -> Reading:
    """Return the reading of a file in which one cell stores something else."""
    sheet = reading.located.sheets[node[0]]
    changed = replace(sheet, cells={**sheet.cells, node[1]: cell})
    sheets = {**reading.located.sheets, node[0]: changed}
    named = reading.expected.name_at.get(node, "")
    outputs = {**reading.outputs, named: cell} if named in reading.outputs else reading.outputs
    facts = replace(
        reading.facts, sheets=tuple(changed if each is sheet else each for each in reading.facts.sheets)
    )
    located = replace(reading.located, sheets=sheets)
    return replace(reading, facts=facts, located=located, outputs=outputs)


def lies(cell: RawCell) -> Iterator[RawCell]:
    """Yield what may be stored instead: another value, another kind, an error, a truth, and nothing."""
    if isinstance(cell.value, float):
        yield cell._replace(value=cell.value + 1)
        yield cell._replace(kind="text", value="Go")
    else:
        yield cell._replace(kind="text", value=f"{cell.value or ''} Go")
        yield cell._replace(kind="number", value=5.0)
    yield cell._replace(kind="error", value="#N/A")
    yield cell._replace(kind="bool", value=True)
    yield cell._replace(kind="invalid", value=None)


def edition_of(edition: str) -> bytes:
    if edition == PLAIN:
        return submission()
    return workbook_for(bundle(), "en", {**typed(), **ROWS}, edition=edition)


@pytest.mark.usefixtures("_computed_once")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_another_value_in_any_cell_is_said(language: str) -> None:
    reading = reading_of(submission(language))
    assert findings_in(reading) == ()
    places = Places(reading.expected.plan)
    assert places.keys.keys() >= places.visible
    silent, mild, follows = [], [], followed(reading)
    for node, key in places.keys.items():
        every = list(lies(reading.located.sheets[node[0]].cells[node[1]]))
        for lie in every if language == "en" else every[:1]:
            found = findings_in(with_cell(reading, node, lie), follows)
            if {f.code for f in found} & {"PG111", "PG130", "PG131"} == set():
                silent.append((node, key, lie))
            another = lie.kind == "number" or (lie.kind == "text" and isinstance(lie.value, str))
            if key in DECISIVE and another and "error" not in {f.severity for f in found}:
                mild.append((node, key, lie))
    assert silent == []
    assert mild == []


@pytest.mark.usefixtures("_computed_once")
def test_a_value_that_is_gone_is_said() -> None:
    reading = reading_of(submission())
    silent, follows = [], followed(reading)
    for node, key in Places(reading.expected.plan).keys.items():
        cell = reading.located.sheets[node[0]].cells[node[1]]
        emptied = with_cell(reading, node, cell._replace(kind="blank", value=None))
        if cell.value not in (None, "") and findings_in(emptied, follows) == ():
            silent.append((node, key))
    assert silent == []


@pytest.mark.parametrize("edition", LIVE_EDITIONS)
def test_live_editions_are_held_to_the_same(edition: str) -> None:
    reading = reading_of(edition_of(edition))
    assert [f.code for f in findings_in(reading) if f.code in ("PG111", "PG130", "PG131")] == []


@pytest.mark.parametrize("edition", LIVE_EDITIONS)
def test_a_live_edition_cannot_show_another_decision_of_its_own(edition: str) -> None:
    reading = reading_of(edition_of(edition))
    places = Places(reading.expected.plan)
    (node,) = [node for node, key in places.keys.items() if key == "live decision"]
    lie = RawCell("text", "go", places.formula(node), "go")
    found = [f.code for f in findings_in(with_cell(reading, node, lie)) if f.severity == "error"]
    assert found == ["PG131"]


def test_answers_edited_without_computing_are_one_warning_and_the_decision_an_error() -> None:
    """A blank workbook that a program fills in keeps the values of a blank one."""
    blank = reading_of(workbook_for(bundle(), "en", {"pg_engagement_id": "E-1"}))
    full = reading_of(submission())
    sheets = {
        id_: replace(sheet, cells={**sheet.cells, **_formulas(blank.located.sheets[id_].cells)})
        for id_, sheet in full.located.sheets.items()
    }
    stale = replace(
        full,
        located=replace(full.located, sheets=sheets),
        facts=replace(full.facts, sheets=tuple(sheets.values())),
    )
    found = [(f.code, f.severity, f.sheet) for f in findings_in(stale)]
    assert found == [
        ("PG131", "error", "Start"), ("PG131", "error", "Scorecard"), ("PG131", "error", "Dashboard"),
        ("PG130", "warning", "Start"),
    ]  # fmt: skip


def _formulas(cells: Mapping[Position, RawCell]) -> dict[Position, RawCell]:
    return {position: cell for position, cell in cells.items() if cell.formula}
