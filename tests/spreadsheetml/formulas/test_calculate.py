from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from types import MappingProxyType

import pytest

from pocgate_xl.errors import EngineError
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.formulas import calculate
from pocgate_xl.spreadsheetml.formulas.calculate import CellError, engine_kept, evaluate
from pocgate_xl.spreadsheetml.reader import RawSheet, RawWorkbook, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for

NO_STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
CHATTY = b"<headerFooter differentFirst='1'><firstFooter>&amp;P</firstFooter></headerFooter>"
TOO_DEEP = 4000
"""Brackets that fit into a formula and end the engine's process."""


def sheet(title: str, formulas: dict[Position, str], values: dict[Position, float] | None = None) -> RawSheet:
    cells = {place: RawCell("number", value, None, str(value)) for place, value in (values or {}).items()}
    cells |= {place: RawCell("blank", None, formula, "") for place, formula in formulas.items()}
    return RawSheet(title, "visible", "xl/worksheets/sheet1.xml", MappingProxyType(cells), ())


def workbook(
    *sheets: RawSheet, names: dict[str, str] | None = None, local: tuple[tuple[str, str, str], ...] = ()
) -> RawWorkbook:
    return RawWorkbook(sheets, names or {}, local, False, (), ())


def test_formulas_are_computed_whatever_sheets_are_called() -> None:
    first = sheet("It's (1)!", {(1, 2): "=pg_x*2", (1, 3): "='B & Co'!A1&\"!\""}, {(1, 1): 4})
    second = sheet("B & Co", {(1, 1): "='It''s (1)!'!A1+1", (2, 1): "=1/0", (3, 1): "=pg_x"}, {(9, 1): 7})
    names = {"pg_x": "'It''s (1)!'!$A$1", "_xlnm.Print_Area": "'B & Co'!$A$1:$B$9", "odd": "#REF!"}
    values = evaluate(workbook(first, second, names=names, local=(("B & Co", "pg_x", "'B & Co'!$A$9"),)))
    assert values == {
        "It's (1)!": {(1, 2): 8, (1, 3): "5!"},
        "B & Co": {(1, 1): 5, (2, 1): CellError("#DIV/0!"), (3, 1): 7},
    }


def test_what_the_engine_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    evaluate(workbook(sheet("A", {(1, 1): "=FOO(", (2, 1): "=[1]X!A1", (3, 1): "={1,2}", (4, 1): "=\ud800"})))
    deep = "=" + "(" * TOO_DEEP + "1" + ")" * TOO_DEEP
    with pytest.raises(EngineError, match=r"formulas cannot be computed"):
        evaluate(workbook(sheet("A", {(1, 1): deep})))
    assert capfd.readouterr() == ("", "")


def test_computing_ends_in_time() -> None:
    with pytest.raises(EngineError, match=r"cannot be computed within 0\.001 seconds"):
        evaluate(workbook(sheet("A", {(1, 1): "=1"})), seconds=0.001)


@pytest.mark.parametrize("second", [{(1, 1): 3.0}, {(1, 1): 4.0, (2, 1): 1.0}, {}, {(2, 1): 2.0}])
def test_a_kept_engine_gives_what_a_new_one_gives(second: dict[Position, float]) -> None:
    """Cells that are filled, changed and emptied; then other formulas, on another sheet."""
    formulas = {(1, 3): "=A1+A2", (2, 3): '=IF(A1="","-",COUNT(A1:A2))', (3, 3): "=1/A2"}
    books = [workbook(sheet("A", formulas, each)) for each in ({(1, 1): 3.0}, second, {(1, 1): 3.0})]
    books += [workbook(sheet("B", {(1, 3): "=2*A1"}, second)), books[0]]
    expected = [evaluate(each) for each in books]
    with engine_kept():
        assert [evaluate(each) for each in books] == expected


def test_a_kept_engine_that_ends_is_told() -> None:
    deep = "=" + "(" * TOO_DEEP + "1" + ")" * TOO_DEEP
    with engine_kept():
        evaluate(workbook(sheet("A", {(1, 1): "=1"})))
        with pytest.raises(EngineError, match=r"formulas cannot be computed"):
            evaluate(workbook(sheet("A", {(1, 1): deep})))
    assert evaluate(workbook(sheet("A", {(1, 1): "=1"}))) == {"A": {(1, 1): 1}}


def test_a_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r'not installed\. .*pip install "pocgate-xl\[formulas\]"'):
        evaluate(workbook(sheet("A", {(1, 1): "=1"})))


def test_a_host_may_bring_an_engine_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calculate, "_brought", None)
    calculate.bring_engine(lambda request: json.dumps([[0, 1, 1, False, 2], [0, 2, 1, True, "#N/A"]]))
    values = evaluate(workbook(sheet("A", {(1, 1): "=1+1", (2, 1): "=NA()"})))
    assert values == {"A": {(1, 1): 2.0, (2, 1): CellError("#N/A")}}
    assert isinstance(values["A"][1, 1], float)
    calculate.bring_engine(lambda request: "no JSON")
    with pytest.raises(EngineError, match="cannot be computed"):
        evaluate(workbook(sheet("A", {(1, 1): "=1+1"})))


def test_a_program_that_is_no_python_computes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert evaluate(workbook(sheet("A", {(1, 1): "=1+1"}))) == {"A": {(1, 1): 2}}


def test_a_file_that_the_engine_itself_cannot_load_is_filled(
    bundle: Bundle, capfd: pytest.CaptureFixture[str]
) -> None:
    sent = Package.from_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    part = read_workbook(sent).sheets[0].part
    xml = sent.read(part)
    tail = xml.index(b"<headerFooter")
    odd = {"xl/styles.xml": NO_STYLES, part: xml[:tail] + CHATTY + xml[xml.index(b"</headerFooter>") + 15 :]}
    rating = f"pg_rating_{bundle.template.criterion_ids[0]}"
    filled = fill_workbook(replace_parts(sent, odd), bundle, "en", {rating: 5})
    assert read_workbook(Package.from_bytes(filled)).sheets
    assert capfd.readouterr() == ("", "")


def test_what_another_program_computed_stays_where_the_engine_knows_no_such_function(bundle: Bundle) -> None:
    sent = Package.from_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    facts = read_workbook(sent)
    notes = facts.sheets[[s.title for s in facts.sheets].index(bundle.catalogs["en"].label("sheet", "notes"))]
    row = (
        b'<row r="90"><c r="A90"><f>MYFUNCTION(1)</f><v>42</v></c><c r="B90"><f>1/0</f><v>3</v></c>'
        b'<c r="C90"><f t="array" ref="C90:C91">A1:A2</f><v>6</v></c></row></sheetData>'
    )
    changed = sent.read(notes.part).replace(b"</sheetData>", row)
    filled = fill_workbook(replace_parts(sent, {notes.part: changed}), bundle, "en", {})
    cells = read_workbook(Package.from_bytes(filled)).sheet(notes.title).cells  # type: ignore[union-attr]
    assert [cells[90, column].value for column in (1, 2, 3)] == [42, "#DIV/0!", 6]


def test_a_workbook_whose_formulas_give_something_else_does_not_leave(bundle: Bundle) -> None:
    sent = Package.from_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    changed = {
        sheet.part: sent.read(sheet.part).replace(b"<f>SUM($L$4:$L$9)<", b"<f>SUM($L$4:$L$9)+1<")
        for sheet in read_workbook(sent).sheets
    }
    assert any(xml != sent.read(part) for part, xml in changed.items())
    with pytest.raises(EngineError, match=r"pg_out_total would show 1, though it is 0\. Nothing was written"):
        fill_workbook(replace_parts(sent, changed), bundle, "en", {})


def test_a_blank_whose_formulas_give_something_else_is_not_made(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pocgate_xl.workbook.creation import blank
    from pocgate_xl.workbook.rendering import cached_values

    other = replace(bundle, digest="another")
    monkeypatch.setattr(cached_values, "evaluate", lambda facts: {s.title: {} for s in facts.sheets})
    with pytest.raises(EngineError, match=r"pg_out_\w+ would show nothing"):
        blank.blank_workbook(other, "en")


def is_no_link(cell: RawCell) -> bool:
    return bool(cell.formula) and not str(cell.value).startswith("#")


@pytest.mark.engine
def test_sheets_may_have_names_that_exclaim(bundle: Bundle) -> None:
    catalog = bundle.catalogs["en"]
    texts = {key: f"{text}!" if key.startswith("sheet.") else text for key, text in catalog.texts.items()}
    loud = replace(bundle, catalogs={**bundle.catalogs, "en": replace(catalog, texts=texts)}, digest="loud")
    answers = {"pg_engagement_id": "ENG-1", f"pg_rating_{bundle.template.criterion_ids[0]}": 5}
    shown = [
        {sheet.title.rstrip("!"): [(at, cell.value) for at, cell in sheet.cells.items() if is_no_link(cell)]}
        for each in (bundle, loud)
        for sheet in read_workbook(Package.from_bytes(workbook_for(each, "en", answers))).sheets
        if not sheet.title.startswith("pg_") and sheet.title.rstrip("!") in ("Scorecard", "Costs")
    ]
    assert shown[:2] == shown[2:]
    assert len(shown) == 4
