"""LibreOffice computes what Python computes, and what it saves says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.rendering.cached_values import recalculate
from pocgate_xl.workbook.rendering.openpyxl_writer import write_plan
from tests.engines.case import Case
from tests.engines.edges import edges
from tests.engines.engine import facts_of, saved_by_libreoffice, shown_in, typed_into
from tests.engines.expected import expected, faults_of
from tests.engines.places import Places
from tests.engines.random_submissions import DrawnSubmission, draw, shares

DRAWN, EVERY = 7, 97
"""How many submissions are drawn, and which of those made by hand join them."""

Results = tuple[str, list[tuple[DrawnSubmission, Path, bytes]]]


def _submissions(bundle: Bundle, language: str) -> list[DrawnSubmission]:
    catalog = bundle.catalogs[language]
    drawn = [draw(bundle.template, catalog, 5000 + k, **shares(k), booleans=False) for k in range(DRAWN)]
    hand_made = edges(bundle, language)[3::EVERY]
    return drawn + [submission for submission in hand_made if not _has_booleans(submission)]


def _has_booleans(submission: DrawnSubmission) -> bool:
    """LibreOffice has no truth values: it takes TRUE for the number 1."""
    return any(isinstance(value, bool) for value in submission.cells.values())


@pytest.fixture(scope="module", params=["en", "ja"])
def saved(
    request: pytest.FixtureRequest, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Results:
    """Submissions typed into uncomputed workbooks, as LibreOffice saves them, and as sent."""
    language = request.param
    folder = tmp_path_factory.mktemp(language)
    plan = plan_of(bundle, language)
    uncomputed = write_plan(plan, bundle.theme, "parity")
    submissions = _submissions(bundle, language)
    sent = [typed_into(uncomputed, plan, submission.cells) for submission in submissions]
    files = [folder / f"{number}.xlsx" for number in range(len(sent))]
    for file, content in zip(files, sent, strict=True):
        file.write_bytes(content)
    return language, list(zip(submissions, saved_by_libreoffice(files, folder), sent, strict=True))


@pytest.mark.needs("soffice")
def test_every_cell_that_people_see_shows_the_truth(saved: Results, bundle: Bundle) -> None:
    language, results = saved
    plan = plan_of(bundle, language)
    places = Places(plan)
    assert len(results) >= 12
    for submission, file, _ in results:
        truth = expected(Case(bundle, language, places, submission.cells))
        assert faults_of(truth, shown_in(facts_of(file), plan, truth)) == {}


@pytest.mark.needs("soffice")
def test_every_cached_value_that_we_write_is_the_one_that_libreoffice_computes(
    saved: Results, bundle: Bundle, tmp_path: Path
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
    formulas = sum(1 for _ in plan_of(bundle, language).formula_cells())
    assert differing == []
    assert compared == formulas * len(results)


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return (ours or "") == (theirs or "") if ours in (None, "") else ours == theirs
