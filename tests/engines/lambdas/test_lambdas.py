"""Every function of the library shows, in two engines, what the core computes; small mistakes are noticed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import ironcalc
import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.lambdas import with_lambdas
from pocgate_xl.workbook.layout.lambdas import formulas_of
from tests.engines.engine import saved_by_libreoffice
from tests.engines.gates import hilly, lenient, rugged, shifted, steep, summit, uneven
from tests.engines.lambdas import equivalents
from tests.engines.lambdas.compare import differences
from tests.engines.lambdas.draw import ARGUMENTS, drawn
from tests.engines.lambdas.edges import edges
from tests.engines.lambdas.equivalents import Equivalent, reason_of
from tests.engines.lambdas.mutants import mutants_of
from tests.engines.lambdas.mutation import Run, notices_all
from tests.engines.lambdas.oracle import Oracle
from tests.engines.lambdas.sheet import ENGINES, ERROR, Argument, Call, Ironcalc, looked_at, shown
from tests.engines.lambdas.truth import TRUTHS, differs, truth_of
from tests.engines.other_gate import other_bundle

DRAWN, FEW, SAMPLE = 25, 6, 40
"""Calls of each function in ironcalc, of each in formulon or of another gate, and mutants that are tried."""
GATES = (shifted, steep, lenient, hilly, rugged, summit, uneven, other_bundle)


def test_there_is_a_truth_for_every_function(bundle: Bundle) -> None:
    public = {each.noun for each in formulas_of(bundle, "en") if each.public}
    assert public == TRUTHS.keys() == ARGUMENTS.keys()


def _drawn(bundle: Bundle, count: int) -> list[Call]:
    """Return drawn calls of every function that a gate has."""
    nouns = [each.noun for each in formulas_of(bundle, "en") if each.public]
    return [call for noun in nouns for call in drawn(bundle, noun, count)]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_function_shows_the_truth_in_ironcalc(bundle: Bundle, language: str) -> None:
    names = formulas_of(bundle, language)
    at_edges = [call for noun in ARGUMENTS for call in edges(bundle, noun)]
    calls = [*at_edges, *_drawn(bundle, DRAWN)] if language == "en" else _drawn(bundle, FEW)
    assert differences("ironcalc", bundle, language, names, calls) == []


def test_every_function_shows_the_truth_in_formulon(bundle: Bundle) -> None:
    calls = [call for noun in ARGUMENTS for call in edges(bundle, noun)[::20]]
    calls += _drawn(bundle, FEW)
    assert differences("formulon", bundle, "en", formulas_of(bundle, "en"), calls) == []


@pytest.mark.parametrize("gate", GATES)
def test_other_gates_have_their_own_numbers(gate: Callable[[Bundle], Bundle], bundle: Bundle) -> None:
    own = gate(bundle)
    assert differences("ironcalc", own, "en", formulas_of(own, "en"), _drawn(own, FEW)) == []


def _said(bundle: Bundle, noun: str, *arguments: object) -> object:
    """Return what a call on cells shows; lists are columns of cells, None is left out."""
    given = tuple(
        None if each is None else Argument([[cell] for cell in (each if isinstance(each, list) else [each])])
        for each in arguments
    )
    (rows,) = shown(Ironcalc(formulas_of(bundle, "en")), [Call(noun, given)])
    return rows[0][0] if [len(row) for row in rows] == [1] else rows


def test_what_the_rubric_says_by_hand(bundle: Bundle) -> None:
    """Expected values are worked out from the published rubric, by no code."""
    rated = [5.0, 4.0, 3.0, 2.0, 4.0, 3.0]
    assert _said(bundle, "TOTAL", rated) == 21
    assert _said(bundle, "VERDICT", rated, "code") == "conditional"
    assert _said(bundle, "VERDICT", [4.0] * 6) == "Recommended for production"
    assert _said(bundle, "RANGE", [5.0, 5.0, None, None, 5.0, 5.0]) == [[22, 30]]
    assert _said(bundle, "REACHABLE", [5.0, 5.0, None, None, 5.0, 5.0], "code") == [
        ["production"], ["conditional"],
    ]  # fmt: skip
    assert _said(bundle, "IMPROVEMENTS", rated, "code") == [
        ["integration", 2, 4], ["data_quality", 3, 4],
    ]  # fmt: skip
    assert _said(bundle, "IMPROVEMENTS", [4.0] * 6) == [["", "", ""]]
    assert _said(bundle, "CONCERNS", [1.0, 5.0, 5.0, 1.0, 5.0, 5.0], "code") == "business_kpi, integration"
    assert _said(bundle, "COST", [30_000.0, 1_000_000.0, 200_000.0, None], "infrastructure") == [
        [90_000, 180_000]
    ]
    assert _said(bundle, "POC_INVESTMENT", [30_000.0, 1_000_000.0, 200_000.0, None], 3.0) == 1_290_000
    assert _said(bundle, "KPI_RATING", 100.0, 120.0, "higher") == 5
    assert _said(bundle, "COST_RATING", 100.0, 130.0) == 3
    assert _said(bundle, "MULTIPLIER", "開発費") == [[3, 5]]
    assert _said(bundle, "ANCHOR", "integration", 3.0) == "Integration plan confirmed"


@pytest.mark.parametrize("cell", [6.0, 0.0, 3.5, "good", True, "?"])
def test_a_rating_that_is_none_is_an_error_and_not_left_out(bundle: Bundle, cell: object) -> None:
    assert _said(bundle, "TOTAL", [cell, 4.0, 4.0, 4.0, 4.0, 4.0]) == ERROR


def test_cells_too_many_or_too_few_are_an_error(bundle: Bundle) -> None:
    assert _said(bundle, "TOTAL", [4.0] * 5) == ERROR
    assert _said(bundle, "TOTAL", [4.0] * 7) == ERROR


def test_a_workbook_as_it_is_made_computes_with_its_names(bundle: Bundle, tmp_path: Path) -> None:
    """The names are read from the file, by an engine that reads files."""
    file = tmp_path / "made.xlsx"
    made = calculated_workbook(bundle, "ja", {"pg_engagement_id": "ENG-1"}, "plain")
    file.write_bytes(with_lambdas(made, bundle, "ja"))
    model = ironcalc.load_from_xlsx(str(file))
    sheet = next(
        place for place, each in enumerate(model.get_worksheets_properties()) if each["name"] == "メモ"
    )
    for row, rating in enumerate((5, 4, 3, 2, 4, 3), 50):
        model.update_cell_with_number(sheet, row, 20, rating)
    model.update_cell_with_formula(sheet, 50, 22, "=PG.VERDICT(T50:T55)")
    model.evaluate()
    assert model.get_cell_value(sheet, 50, 22) == "条件付きで移行可"


PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "lambda.md"


def test_the_page_names_every_function_with_what_it_takes(bundle: Bundle) -> None:
    public = [each for each in formulas_of(bundle, "en") if each.public]
    named = re.findall(r"^\| `PG\.(\w+)\(([^)]*)\)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted((each.noun, ", ".join(each.parameters)) for each in public)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_examples_of_the_page_show_what_is_printed_beside_them(engine: str, bundle: Bundle) -> None:
    lines = re.findall(r"^=PG\.(.*?\))  +(.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) >= 7
    sheet = ENGINES[engine](formulas_of(bundle, "en"))
    for row, (formula, _) in enumerate(lines):
        sheet.formula(1 + 9 * row, 1, f"=PG.{formula}")
    sheet.calculate()
    for row, (_, printed) in enumerate(lines):
        (cells,) = looked_at(sheet, 1 + 9 * row, 1)
        assert " ".join(f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in cells) == printed


def test_a_sample_of_mutants_is_noticed(bundle: Bundle) -> None:
    run = Run(bundle, calls=DRAWN)
    mutants = [mutant for mutant in run.mutants() if not reason_of(mutant)]
    assert len(mutants) > 2500
    sample = random.Random(1).sample(mutants, SAMPLE)
    assert [mutant.marked for mutant in sample if not run.notices(mutant)] == []


def test_every_formula_has_mutants_and_each_is_another_formula(bundle: Bundle) -> None:
    library = formulas_of(bundle, "en")
    for each in library:
        stored = [mutant.formula.stored for mutant in mutants_of(library, each)]
        assert stored
        assert len({*stored, each.stored}) == len(stored) + 1


def test_every_reason_excuses_some_mutant_and_all_together_few(bundle: Bundle) -> None:
    mutants = list(Run(bundle).mutants())
    reasons = {reason_of(mutant) for mutant in mutants} - {""}
    assert reasons == {each.reason for each in equivalents.EQUIVALENT}
    assert sum(bool(reason_of(mutant)) for mutant in mutants) < len(mutants) * 0.08


def test_an_oracle_that_sees_nothing_is_told_by_survivors(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(bundle, calls=FEW)
    (mutant,) = [each for each in run.mutants() if each.name == "PG.TOTAL" and "SUM → COUNT" in each.marked]
    assert run.notices(mutant)
    monkeypatch.setattr("tests.engines.lambdas.mutation.differs", lambda found, truth: False)
    assert not run.notices(mutant)


def test_a_call_that_shows_too_much_or_another_word_differs() -> None:
    assert differs([["a"]], [["b"]])
    assert differs([["a", ""]], [["a"]])
    assert differs([["a"], [1.0]], [["a"]])
    assert differs([[True]], [[1.0]])
    assert differs([[1.0]], ERROR)
    assert not differs([[1.0 + 1e-12]], [[1.0]])


def test_a_cell_that_cannot_be_read_may_be_passed_over_only_where_nothing_rests_on_it(bundle: Bundle) -> None:
    oracle = Oracle(bundle, "en")
    one_bad = Call("VERDICT", (Argument([["x", 4.0, 4.0, 4.0, 4.0, 4.0]]), Argument(constant='"code"')))
    and_a_blank = Call("VERDICT", (Argument([["x", None, 4.0, 4.0, 4.0, 4.0]]), Argument(constant='"code"')))
    assert truth_of(oracle, one_bad) == ERROR
    assert not differs([["incomplete"]], truth_of(oracle, and_a_blank))
    assert differs([["production"]], truth_of(oracle, and_a_blank))


@pytest.mark.needs("soffice")
def test_libreoffice_keeps_the_names_and_computes_the_rest_as_before(bundle: Bundle, tmp_path: Path) -> None:
    """It does not know LAMBDA: the names stay as texts of formulas, in small letters."""
    made = calculated_workbook(
        bundle, "en", {"pg_engagement_id": "ENG-1", "pg_engagement_poc_months": 3}, "plain"
    )
    plain, with_names = tmp_path / "plain.xlsx", tmp_path / "names.xlsx"
    plain.write_bytes(made)
    with_names.write_bytes(with_lambdas(made, bundle, "en"))
    saved = [
        read_workbook(Package.from_bytes(file.read_bytes()))
        for file in saved_by_libreoffice([plain, with_names], tmp_path)
    ]
    cells = [
        {(sheet.title, place): cell.value for sheet in each.sheets for place, cell in sheet.cells.items()}
        for each in saved
    ]
    assert cells[0] == cells[1]
    names = {each.name for each in formulas_of(bundle, "en")}
    assert saved[1].names.keys() - saved[0].names.keys() == names


def test_what_libreoffice_saved_is_accepted(bundle: Bundle) -> None:
    """Told by spelling alone: the names as it writes them."""
    from pocgate_xl.spreadsheetml.formulas.text import same_formula

    for each in formulas_of(bundle, "en"):
        lowered = each.stored
        for name in ("LAMBDA", "LET", "MAP", "XMATCH", "ISOMITTED", "CHOOSECOLS"):
            lowered = lowered.replace(f"_xlfn.{name}(", f"_xlfn.{name.lower()}(")
        assert same_formula(f"={lowered}", f"={each.stored}")


def test_an_excuse_for_a_mutant_that_is_noticed_is_told(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(equivalents, "EQUIVALENT", (Equivalent(".*", "", "all are the same"),))
    run = Run(bundle, calls=FEW)
    (mutant,) = [each for each in run.mutants() if each.name == "PG.TOTAL" and "SUM → COUNT" in each.marked]
    assert notices_all(run, [mutant]) == 1
    assert "noticed though listed: PG.TOTAL" in capsys.readouterr().out
