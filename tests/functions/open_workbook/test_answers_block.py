"""What is found in a block of names and values is what a check finds of the same answers in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pocgate_xl.batch.check import Options, assess_content
from pocgate_xl.core.fields import input_fields
from pocgate_xl.functions.registry import FUNCTIONS, call
from pocgate_xl.opc.package import Package
from pocgate_xl.rules.base import FAMILIES, PROTECTING
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plans import plan_of
from tests.functions.open_book import answered
from tests.workbook import generated

NOUNS = {function.noun: function for function in FUNCTIONS}


def block_of(bundle: Bundle, language: str, facts: RawWorkbook, rows: int = 3) -> list[list[Any]]:
    """Return name and value of every input of a file, and of the first rows of its tables."""
    plan = plan_of(bundle, language)

    def value(sheet: str, row: int, column: int) -> Any:
        found = facts.sheet(plan.sheet(sheet).title)
        cell: RawCell | None = found.cells.get((row, column)) if found else None
        return cell.value if cell else None

    def cells() -> Iterator[list[Any]]:
        for field in input_fields(bundle.template):
            area = plan.names[field.name]
            yield [field.name, value(area.sheet, *area.first)]
        for block in plan.blocks:
            area = plan.names[block.name]
            top, left = area.first
            for number in range(rows):
                for column, field in enumerate(block.columns):
                    name = f"{block.name}.{number + 1}.{field.part}"
                    yield [name, value(area.sheet, top + number, left + column)]

    return list(cells())


def found_by_check(content: bytes, language: str) -> list[list[str | None]]:
    findings = assess_content(content, Options(language=language)).findings
    judged = [each for each in findings if FAMILIES[int(each.code[2])] not in PROTECTING]
    return [[f.severity, f.code, f.sheet, f.cell, f.message, f.hint] for f in judged] or [[None] * 6]


@pytest.mark.parametrize("state", ["blank", "worst", "middling", "best", "odd"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_block_has_the_findings_of_its_file(bundle: Bundle, language: str, state: str) -> None:
    if state == "odd":
        engagement = {"pg_engagement_id": "ENG-2026-014"}
        content = fill_workbook(
            workbook_for(bundle, language, engagement), bundle, language, answered(bundle)
        )
    else:
        content = generated.workbook(bundle, language, state)
    block = block_of(bundle, language, read_workbook(Package.from_bytes(content)))
    told = "ja" if state == "middling" else language
    rows = call(NOUNS["FINDINGS"], {"fields": block, "language": told})
    assert isinstance(rows, list)
    words = {bundle.catalogs[told].text(f"report.{each}"): each for each in ("error", "warning", "note")}
    assert [[words.get(str(row[0])), *row[1:]] for row in rows] == found_by_check(content, told)


def codes(block: list[list[Any]]) -> list[Any]:
    rows = call(NOUNS["FINDINGS"], {"fields": block, "language": "code"})
    assert isinstance(rows, list)
    return [row[1] for row in rows]


def test_what_is_not_handed_over_is_not_missed() -> None:
    """A missing rating is PG202, items done while no process is described PG801."""
    begun = [["pg_rating_business_kpi", 4.0]]
    assert codes(begun) == [None]
    assert "PG202" in codes([*begun, ["pg_rating_data_quality", None]])
    done = [["pg_status_process_manuals", "Done"], ["pg_evidence_process_manuals", "wiki"]]
    assert codes(done) == [None]  # who hands over no process is not told that it is empty
    assert codes([*done, ["pg_process.1.step", None]]) == ["PG801"]
    assert codes([*done, ["pg_process.1.step", "Sort"]]) == [None]
