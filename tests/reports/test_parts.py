from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import Options, check_paths, map_files, own_catalog, workbooks_in
from pocgate_xl.reports import FORMATS, ReportFormat
from pocgate_xl.reports.parts import PartRenderer, ReportPart, chosen_catalog
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for


@pytest.fixture(scope="module")
def folder(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One accepted, one with findings, one that is no workbook, in two languages."""
    place = tmp_path_factory.mktemp("pieces")
    good = workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})
    (place / "good.xlsx").write_bytes(good)
    (place / "bad.xlsx").write_bytes(workbook_for(bundle, "ja", {"pg_rating_integration": 4}))
    (place / "page.xlsx").write_bytes(b"<html></html>")
    (place / "torn.xlsx").write_bytes(good[:-30])
    return place


def whole(folder: Path, form: ReportFormat, language: str | None) -> str:
    """Return the report as it is made from whole assessments, in this process."""
    found = check_paths([folder], language=language)
    pieces = form.render(found, lambda each: chosen_catalog(each, (), language), own_catalog(language))
    return "".join(map(str, pieces))


@pytest.mark.parametrize("how", [{}, {"jobs": 0}, {"jobs": 2}], ids=str)
@pytest.mark.parametrize("language", [None, "ja"])
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_report_is_the_same_wherever_its_pieces_are_made(
    folder: Path, form: ReportFormat, language: str | None, how: dict[str, Any]
) -> None:
    options = Options(language=language, transform=PartRenderer(form.path, (), language))
    pieces = map_files(workbooks_in([folder]), options, **how)
    assert "".join(form.assembler()(pieces, own_catalog(language))) == whole(folder, form, language)


def test_a_journal_keeps_whole_assessments_and_the_report_is_the_same(folder: Path, tmp_path: Path) -> None:
    form, journal = FORMATS[0], tmp_path / "journal"
    options = Options(transform=PartRenderer(form.path))
    for _ in range(2):
        pieces = map_files(workbooks_in([folder]), options, jobs=1, journal=journal)
        assert "".join(form.assembler()(pieces, own_catalog())) == whole(folder, form, None)
    assert list(check_paths([folder], journal=journal)) == list(check_paths([folder]))


def test_processes_send_back_pieces_and_nothing_is_made_of_them_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_teller: PartRenderer, _assessment: object) -> ReportPart:
        raise AssertionError

    monkeypatch.setattr(PartRenderer, "__call__", never)
    pieces = list(map_files(workbooks_in([folder]), Options(transform=PartRenderer(FORMATS[0].path)), jobs=1))
    assert all(isinstance(piece, ReportPart) for piece in pieces)
    outcomes = sorted(piece.outcome for piece in pieces)
    assert outcomes == ["incomplete", "not_started", "unreadable", "unreadable"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_teller_goes_to_other_processes_and_is_one_with_its_equals(form: ReportFormat) -> None:
    teller = PartRenderer(form.path, (Path("templates"),), "ja")
    again = pickle.loads(pickle.dumps(teller))
    assert (again, hash(again)) == (teller, hash(teller))
