"""LibreOffice computes what Python computes, and what it saves says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import plan_of
from pocgate_xl.workbook.outputs import differences
from pocgate_xl.workbook.plan import a1
from pocgate_xl.workbook.recalculate import recalculate
from pocgate_xl.workbook.writer import write_plan
from tests.engines.drawn import DrawnSubmission, draw, shares
from tests.engines.engine import (
    facts_of,
    saved_by_libreoffice,
    shown_outputs,
    truth_of,
    typed_into,
)

SUBMISSIONS = 12


@pytest.fixture(scope="module", params=["en", "ja"])
def saved(
    request: pytest.FixtureRequest, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[tuple[DrawnSubmission, Path, bytes]]]:
    """Submissions typed into uncomputed workbooks, as LibreOffice saves them, and as sent."""
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
    results = saved_by_libreoffice(files, folder)
    return language, list(zip(drawn, results, sent, strict=True))


@pytest.mark.needs("soffice")
def test_every_output_that_libreoffice_computes_equals_the_core(
    saved: tuple[str, list[tuple[DrawnSubmission, Path, bytes]]], bundle: Bundle
) -> None:
    language, results = saved
    plan = plan_of(bundle, language)
    for drawn, file, _ in results:
        shown = shown_outputs(facts_of(file), plan)
        assert differences(truth_of(bundle.template, drawn), shown) == {}


@pytest.mark.needs("soffice")
def test_every_cached_value_that_we_write_is_the_one_that_libreoffice_computes(
    saved: tuple[str, list[tuple[DrawnSubmission, Path, bytes]]], bundle: Bundle, tmp_path: Path
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
