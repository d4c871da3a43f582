"""Function = core = native formula on random cells, through the conversion of every host.

    POCGATE_PARITY=600 python -m pytest tests/functions/test_parity.py

asks for ten thousand calls that have a twin in the workbook.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.core.assessment import ReadableAssessment
from pocgate_xl.functions.call_context import CallContext
from pocgate_xl.functions.definitions.decision import next_step_words
from pocgate_xl.functions.lite.modules import lite_files
from pocgate_xl.functions.registry import FunctionProblem, call
from pocgate_xl.spreadsheetml.serial_dates import DAY_ZERO
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.outputs import Output, agrees, outputs_of
from tests.engines.engine import IroncalcWorkbook
from tests.engines.random_submissions import draw
from tests.functions.parity import Asked, asked
from tests.functions.parity_hosts import (
    NOUNS,
    expected_of_classic,
    expected_of_office,
    through_classic,
    through_lite,
    through_server,
)

SUBMISSIONS = int(os.environ.get("POCGATE_PARITY", "240"))
"""How many submissions are drawn; each gives about eighteen calls that have a twin in the workbook."""
IN_LITE = int(os.environ.get("POCGATE_PARITY_LITE", "10000"))
"""How many calls Pyodide answers, at most."""
KINDS = ((0.0, 0.0, 0.0), (0.05, 0.0, 0.0), (0.3, 0.0, 0.0), (0.7, 0.0, 0.0), (0.0, 0.0, 0.97),
         (0.02, 0.0, 0.9), (0.95, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0), (0.1, 0.3, 0.2))  # fmt: skip
"""Shares of blank cells, of faulty ones and of best answers; the last kind alone has faults."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A call, what the catalogue gives (a text: what is wrong), and the truths it has to agree with."""

    asked: Asked
    result: Any
    assessed: ReadableAssessment
    truths: dict[str, Output]
    natives: dict[str, object]
    clean: bool

    @property
    def twins(self) -> bool:
        return self.clean and bool(self.asked.twins or self.asked.share)


ELSEWHERE = frozenset(
    (
        "MULTIPLIER",
        "VERSION",
        "WHY",
        "STANDING",
        "LABEL",
        "ITEM",
        "ANCHOR",
        "DECISIONS",
        "RANK",
        "FINDINGS",
        "WHATIF",
        "STEPS",
    )
)
"""Functions of texts, tables and names, which no cell of a workbook shows: tests/functions/calls has them."""


@pytest.fixture(scope="module")
def compared(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    """Draw submissions, half of them Japanese; compute each by core, by workbook and by function."""
    return [each for language in ("en", "ja") for each in _drawn(bundle, language, tmp_path_factory)]


def _drawn(bundle: Bundle, language: str, factory: pytest.TempPathFactory) -> Iterator[Compared]:
    engine = IroncalcWorkbook(bundle, language, factory.mktemp(language))
    for seed in range(SUBMISSIONS // 2):
        blanks, faults, ready = KINDS[seed % len(KINDS)]
        drawn = draw(
            bundle.template, bundle.catalogs[language], seed, blanks=blanks, faults=faults, ready=ready
        )
        case = engine.case(drawn)
        truths = outputs_of(case.template, case.submission, case.assessment)
        engine.type_in(drawn.cells)
        nodes = {name: engine.places.named(name) for name in truths}
        shown = engine.shown(nodes.values())
        natives = {name: shown[node] for name, node in nodes.items()}
        for each in asked(bundle.template, drawn, seed):
            yield Compared(each, _answered(each), case.assessment, truths, natives, clean=not faults)


def _answered(asked: Asked) -> Any:
    try:
        result = call(NOUNS[asked.noun], asked.arguments)
    except FunctionProblem as problem:
        return str(problem)
    return result if isinstance(result, list) else [[result]]


def test_most_calls_have_a_twin(compared: list[Compared]) -> None:
    assert sum(each.twins for each in compared) >= SUBMISSIONS * 17
    missing = NOUNS.keys() - ELSEWHERE - {each.asked.noun for each in compared}
    assert missing == set(), "tests/functions/parity.py compares each with a cell of the workbook"


def test_functions_give_what_core_and_native_formulas_give(compared: list[Compared]) -> None:
    assert [wrong for each in compared if each.twins for wrong in _differing(each)] == []


def _differing(each: Compared) -> Iterator[tuple[Any, ...]]:
    """Yield what core, formula and function give where they are not the same."""
    share = tuple(each.truths[name] for name in each.asked.share)
    if share:
        given = Fraction(each.result[0][0]).limit_denominator(1000)
        natives = [each.natives[name] for name in each.asked.share]
        if given != Fraction(*share) or natives != list(share):
            yield each.asked, share, natives, each.result
    for name, (row, column) in each.asked.twins.items():
        truth, native = each.truths[name], each.natives[name]
        # An estimate of nothing is told as a mistake, and suggests nothing in the workbook.
        given = None if isinstance(each.result, str) else _number(each.result[row][column])
        if not (agrees(truth, given) and agrees(truth, native)):
            yield each.asked, name, truth, native, each.result


def _number(cell: Any) -> Any:
    return (cell - DAY_ZERO).days if isinstance(cell, date) else cell


def test_what_no_single_cell_shows_is_what_the_core_gives(compared: list[Compared], bundle: Bundle) -> None:
    counts = dict.fromkeys(WITHOUT_TWIN, 0)
    for each in compared:
        if each.clean and each.asked.noun in counts:
            counts[each.asked.noun] += 1
            assert each.result == WITHOUT_TWIN[each.asked.noun](each, bundle)
    assert min(counts.values()) > SUBMISSIONS / 2


def _open_items(each: Compared, bundle: Bundle) -> Any:
    numbered = ((number, item.id) for number, _, item in bundle.template.numbered_items())
    open_ = each.assessed.checklist.open
    return [[number, id_] for number, id_ in numbered if id_ in open_] or [[None, None]]


def _improvements(each: Compared, bundle: Bundle) -> Any:
    rows = each.assessed.scorecard.improvements
    return [[row.criterion, row.rating, row.needed] for row in rows] or [[None] * 3]


def _next_step(each: Compared, bundle: Bundle) -> Any:
    gate = CallContext(bundle, each.asked.arguments["language"][0][0])
    return [[next_step_words(gate, each.assessed.decision, each.assessed.next_step)]]


def _must_meets(each: Compared, bundle: Bundle) -> Any:
    return [[found.id, found.met] for found in each.assessed.must_meets] or [[None, None]]


def _drivers(each: Compared, bundle: Bundle) -> Any:
    """Return three drivers and the strategy of each cause; none while nothing is said at all."""
    said = any(
        cell not in (None, "")
        for name in ("ratings", "statuses", "answers")
        for row in each.asked.arguments[name]
        for cell in row
    )
    causes = each.assessed.causes
    return [
        [
            id_,
            *[*([driver.id for driver in found.drivers] if said else []), None, None, None][:3],
            found.strategy,
        ]
        for id_, found in causes.items()
    ]


def _reachable(each: Compared, bundle: Bundle) -> Any:
    card = each.assessed.scorecard
    return [[id_] for id_ in card.reachable] if card.given else [[None]]


def _overdue(each: Compared, bundle: Bundle) -> Any:
    rows = [
        (n, item.id)
        for n, _, item in bundle.template.numbered_items()
        if item.id in each.assessed.checklist.overdue
    ]
    found = [[row[0], row[1]] for row in each.result]
    return each.result if found == ([list(row) for row in rows] or [[None, None]]) else rows


WITHOUT_TWIN: Mapping[str, Callable[[Compared, Bundle], Any]] = {
    "CONCERNS": lambda each, bundle: [[", ".join(each.assessed.scorecard.concerns) or None]],
    "IMPROVEMENTS": _improvements,
    "OPEN_ITEMS": _open_items,
    "NEXT_STEP": _next_step,
    "MUST_MEETS": _must_meets,
    "DRIVERS": _drivers,
    "REACHABLE": _reachable,
    "OVERDUE": _overdue,
}


def test_only_what_no_estimate_can_be_is_told_of_clean_cells(compared: list[Compared]) -> None:
    problems = {each.asked.noun for each in compared if each.clean and isinstance(each.result, str)}
    assert problems <= {"KPI_RATING", "COST_RATING"}


def test_faulty_cells_are_told_in_one_line(compared: list[Compared]) -> None:
    problems = [each.result for each in compared if not each.clean and isinstance(each.result, str)]
    assert len(problems) > SUBMISSIONS / 20
    assert all(len(line) <= 255 and "\n" not in line for line in problems)


def _wrong(compared: Sequence[Compared], answers: Sequence[Any], shown: Callable[[Any], Any]) -> list[Any]:
    assert len(compared) == len(answers)
    pairs = zip(compared, answers, strict=True)
    return [(each.asked, shown(each.result), got) for each, got in pairs if shown(each.result) != got]


def test_classic_conversion_gives_the_same(compared: list[Compared], tmp_path: Path) -> None:
    answers = through_classic([each.asked for each in compared], tmp_path)
    assert _wrong(compared, answers, expected_of_classic)[:3] == []


def test_the_servers_conversion_gives_the_same(compared: list[Compared], tmp_path: Path) -> None:
    if find_spec("xlwings_server") is None:
        pytest.skip("the extra [server] is not installed")
    answers = through_server([each.asked for each in compared], tmp_path)
    assert _wrong(compared, answers, expected_of_office)[:3] == []


@pytest.mark.needs("node", "npm")
def test_lites_conversion_gives_the_same(compared: list[Compared], bundle: Bundle, tmp_path: Path) -> None:
    chosen = compared[:: max(1, len(compared) // IN_LITE)]
    answers = through_lite([each.asked for each in chosen], tmp_path, lite_files(bundle, "en"))
    assert _wrong(chosen, answers, expected_of_office)[:3] == []
