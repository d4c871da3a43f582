"""Printed pages are large enough to be read, none is empty, nothing is cut off or stands over another."""

from __future__ import annotations

import unicodedata

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import area_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.layout.plan import SheetPlan, WorkbookPlan
from pocgate_xl.workbook.submission.altered.seen import within
from tests.paper.printed import Page, on_sheet, squashed
from tests.workbook.generated import shown

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftohtml")]

SMALLEST = 7.0
"""Points of the smallest letters on paper."""
BODY = {"dashboard": 9.0}
"""Points of most letters of a page that is read by others than who wrote it."""
USUAL_BODY = 8.0
LANGUAGES = ("en", "ja")
BUILT_IN = [f"{language} {state}" for language in LANGUAGES for state in ("blank", "half", "full")]
NAMES = [*BUILT_IN, *(f"own {language} {state}" for language in LANGUAGES for state in ("blank", "full"))]
SHEETS = ("start", "dashboard", "scorecard", "checklist", "costs", "causes", "design", "process", "roadmap",
          "operations", "assumptions", "notes")  # fmt: skip

Pages = dict[str, list[Page]]


def plan_for(name: str, bundle: Bundle, own: Bundle) -> WorkbookPlan:
    gate = own if name.startswith("own") else bundle
    return plan_of(gate, name.split()[-2])


@pytest.fixture
def plans(bundle: Bundle, own: Bundle) -> dict[str, WorkbookPlan]:
    return {name: plan_for(name, bundle, own) for name in NAMES}


@pytest.mark.parametrize("sheet", SHEETS)
def test_letters_on_paper_are_large_enough(pages: Pages, plans: dict[str, WorkbookPlan], sheet: str) -> None:
    faults = [
        f"{name} p. {page.number}: {page.smallest:.1f} and {page.usual:.1f} points"
        for name, plan in plans.items()
        for page in on_sheet(pages[name], plan.sheet(sheet).title)
        if page.smallest < SMALLEST or page.usual < BODY.get(sheet, USUAL_BODY)
    ]
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_empty(
    workbooks: dict[str, bytes], pages: Pages, plans: dict[str, WorkbookPlan], name: str
) -> None:
    """A page that repeats the title rows of its sheet says something below them."""
    values = shown(plans[name], read_workbook(Package.from_bytes(workbooks[name])))
    for plan in plans[name].sheets:
        found = on_sheet(pages[name], plan.title)
        assert bool(found) != plan.hidden, plan.id
        last = int(plan.print.title_rows.partition(":")[2] or 0)
        titles = {
            squashed(str(text)) for (id_, (row, _)), text in values.items() if id_ == plan.id and row <= last
        }
        for page in found[1:]:
            said = (
                line.text for line in page.body if not any(squashed(line.text) in title for title in titles)
            )
            assert any(any(map(str.isalpha, text)) for text in said), f"{plan.id} p. {page.number}"


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_whole_on_paper(
    workbooks: dict[str, bytes], pages: Pages, plans: dict[str, WorkbookPlan], name: str
) -> None:
    """LibreOffice leaves out the lines that its rows have no room for."""
    values = shown(plans[name], read_workbook(Package.from_bytes(workbooks[name])))
    faults = []
    for plan in plans[name].sheets:
        text = "".join(page.text for page in on_sheet(pages[name], plan.title))
        for (sheet, position), value in values.items():
            printed = isinstance(value, str) and sheet == plan.id and is_printed(plan, position)
            if printed and not all(piece in text for piece in in_one_font(str(value))):
                faults.append(f"{plan.id} {position}: {value}")
    assert faults == []


def in_one_font(text: str) -> list[str]:
    """Return the parts of a text between signs, which come from another font and stand apart in a PDF."""
    return "".join(" " if unicodedata.category(c) == "So" else c for c in squashed(text)).split()


def is_printed(plan: SheetPlan, position: tuple[int, int]) -> bool:
    area = area_of(plan.print.area)
    style = plan.cells[position].style if position in plan.cells else ""
    return area is not None and within(position, area) and style != "gantt"


@pytest.mark.parametrize("name", NAMES)
def test_no_text_stands_over_another(pages: Pages, name: str) -> None:
    faults = [(page.number, *pair) for page in pages[name] for pair in page.overlaps()]
    assert faults == []


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_page_says_whose_it_is(pages: Pages, name: str) -> None:
    assert all("ENG-2026-014" in page.text for page in pages[name] if page.body)
