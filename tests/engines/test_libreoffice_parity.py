"""LibreOffice computes what Python computes, and what ironcalc stores in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import plan_of
from pocgate_xl.workbook.plan import a1
from pocgate_xl.workbook.recalculate import recalculate
from pocgate_xl.workbook.writer import write_plan
from tests.engines.drawn import DrawnSubmission, draw, shares
from tests.engines.engine import facts_of, saved_by_libreoffice, shown_in, typed_into
from tests.engines.expected import expected, faults_of
from tests.engines.oracle.case import Case
from tests.engines.oracle.places import Places

SUBMISSIONS = 12
Saved = tuple[str, list[tuple[DrawnSubmission, Path, bytes]]]
"""Language, and what was typed, as LibreOffice saves it, and as it was sent."""


@pytest.fixture(scope="module", params=["en", "ja"])
def saved(request: pytest.FixtureRequest, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    language = request.param
    folder = tmp_path_factory.mktemp(language)
    plan = plan_of(bundle, language)
    uncomputed = write_plan(plan, bundle.theme, "parity")
    catalog = bundle.catalogs[language]
    drawn = [
        draw(bundle.template, catalog, 5000 + k, **shares(k), booleans=False) for k in range(SUBMISSIONS)
    ]
    sent = [typed_into(uncomputed, plan, submission.cells) for submission in drawn]
    files = [folder / f"{number}.xlsx" for number in range(SUBMISSIONS)]
    for file, content in zip(files, sent, strict=True):
        file.write_bytes(content)
    return language, list(zip(drawn, saved_by_libreoffice(files, folder), sent, strict=True))


@pytest.mark.needs("soffice")
def test_every_visible_formula_shows_in_libreoffice_what_python_computes(
    saved: Saved, bundle: Bundle
) -> None:
    language, results = saved
    plan = plan_of(bundle, language)
    places = Places(plan)
    for drawn, file, _ in results:
        truth = expected(Case(bundle, language, places, drawn.cells))
        assert faults_of(truth, shown_in(facts_of(file), plan, truth)) == {}


@pytest.mark.needs("soffice")
def test_every_stored_value_is_the_one_that_libreoffice_computes(
    saved: Saved, bundle: Bundle, tmp_path: Path
) -> None:
    language, results = saved
    compared, differing = 0, []
    for _, file, sent in results:
        ours = tmp_path / "ours.xlsx"
        ours.write_bytes(recalculate(sent))
        theirs = {sheet.title: sheet for sheet in facts_of(file).sheets}
        for sheet in facts_of(ours).sheets:
            for position, cell in sheet.cells.items():
                if not cell.formula:
                    continue
                compared += 1
                other = theirs[sheet.title].cells.get(position)
                if not _same(cell.value, other and other.value):
                    differing.append((sheet.title, a1(position), cell.value, other and other.value))
    assert differing == []
    assert compared == sum(1 for _ in plan_of(bundle, language).formula_cells()) * len(results)


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return ours == theirs or (ours in (None, "") and theirs in (None, ""))
