"""Lists with one entry are single cells, which engines take for values or for ranges."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.formulas.calculate import evaluate
from pocgate_xl.spreadsheetml.formulas.single_cells import with_ranges
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.rendering.openpyxl_writer import write_plan
from tests.engines.engine import facts_of, saved_by_libreoffice, typed_into
from tests.engines.gates import single
from tests.engines.random_submissions import draw, shares

DRAWN = 8


@pytest.mark.needs("soffice")
def test_a_gate_with_one_of_everything_shows_what_libreoffice_computes(
    bundle: Bundle, tmp_path: Path
) -> None:
    gate = single(bundle)
    plan = plan_of(gate, "en")
    uncomputed = write_plan(plan, gate.theme, "single")
    drawn = [
        draw(gate.template, gate.catalogs["en"], seed, **shares(seed), booleans=False)
        for seed in range(DRAWN)
    ]  # fmt: skip
    sent = [uncomputed, *(typed_into(uncomputed, plan, submission.cells) for submission in drawn)]
    files = [tmp_path / f"{number}.xlsx" for number in range(len(sent))]
    for file, content in zip(files, sent, strict=True):
        file.write_bytes(content)
    differing, asked = [], 0
    board = plan.sheet("dashboard")
    (first,) = [place for place, cell in board.cells.items() if cell.shows == "step_change 1"]
    for content, saved in zip(sent, saved_by_libreoffice(files, tmp_path), strict=True):
        facts = read_workbook(Package.from_bytes(content))
        ours, theirs = evaluate(facts), {sheet.title: sheet.cells for sheet in facts_of(saved).sheets}
        for sheet in facts.sheets:
            for position, cell in sheet.cells.items():
                if cell.formula:
                    other = theirs[sheet.title].get(position)
                    found = ours[sheet.title].get(position)
                    if not _same(found, other and other.value):
                        differing.append(
                            (sheet.title, a1(position), cell.formula, found, other and other.value)
                        )
        asked += bool(ours[board.title].get(first))
    assert differing == []
    assert asked > 1


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return (ours or "") == (theirs or "")


NAMES = {"pg_one": "'Bob''s (1)'!$B$2", "pg_two": "Plain!$C$3"}


@pytest.mark.parametrize(
    ("formula", "spelled"),
    [
        ('=COUNTIF(pg_one,"x")', "=COUNTIF('Bob''s (1)'!$B$2:$B$2,\"x\")"),
        ("=MATCH(PG_Two,pg_two,0)", "=MATCH(PG_Two,Plain!$C$3:$C$3,0)"),
        ('=INDEX($A$1,MATCH("pg_one,",B2,0))', '=INDEX($A$1:$A$1,MATCH("pg_one,",B2:B2,0))'),
        ("=SUM(pg_one,A1:A3,pg_many,pg_two*2,5)", "=SUM('Bob''s (1)'!$B$2:$B$2,A1:A3,pg_many,pg_two*2,5)"),
        ("=SUMIF('It''s'!A1,1,Other!B2)", "=SUMIF('It''s'!A1:A1,1,Other!B2:B2)"),
        ("=IF(pg_one=\"\",N(pg_one),(pg_one))", "=IF(pg_one=\"\",N(pg_one),(pg_one))"),
        ("=COUNTIFS(A1,1,B1,C1)", "=COUNTIFS(A1:A1,1,B1:B1,C1)"),
        ("=SUM(TRUE,1E5,LOG10(A1))", "=SUM(TRUE,1E5,LOG10(A1))"),
        ("=SUM()+A1)", "=SUM()+A1)"),
    ],
)  # fmt: skip
def test_a_single_cell_becomes_a_range_where_a_range_belongs(formula: str, spelled: str) -> None:
    assert with_ranges(formula, NAMES) == spelled
