"""A workbook as Excel's client sends it: values from A1 on, dates as ISO texts, names with their places."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import Position, names_area
from pocgate_xl.spreadsheetml.reader import RawSheet, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.fill import Values, fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import Area

FIRST_DAY = datetime(1899, 12, 30)


def workbook(bundle: Bundle, language: str = "en", **answers: Any) -> bytes:
    """Return a workbook with an engagement and these answers, by defined name."""
    engagement: Values = {"pg_engagement_id": "ENG-1", "pg_engagement_poc_name": "Invoice capture"}
    return fill_workbook(workbook_for(bundle, language, engagement), bundle, language, answers)


def answered(bundle: Bundle) -> dict[str, Any]:
    """Return answers that lead to a decision with concerns, open items and findings."""
    template = bundle.template
    ratings = dict(zip(template.criterion_ids, (5, 2, 4, 3, 4, 1), strict=True))
    items = [item.id for item in template.items]
    return {
        "pg_engagement_assessment_date": "2026-11-20",
        "pg_engagement_poc_months": 3,
        **{f"pg_rating_{id_}": rating for id_, rating in ratings.items()},
        **{f"pg_status_{id_}": "done" for id_ in items[:9]},
        **{f"pg_evidence_{id_}": f"DOC-{number}" for number, id_ in enumerate(items[:8])},
        f"pg_status_{items[9]}": "in_progress",
        f"pg_due_{items[9]}": "2026-10-31",
        **{f"pg_poc_cost_{c.id}": 30000 for c in template.costs.categories if c.kind == "multiplied"},
    }


def book_json(content: bytes, bundle: Bundle, language: str = "en") -> dict[str, Any]:
    """Return the document that the client posts for a script."""
    facts = read_workbook(Package.from_bytes(content))
    plan = plan_of(bundle, language)
    dates = {
        (sheet.title, position)
        for sheet in plan.sheets
        for position, cell in sheet.cells.items()
        if cell.format == "date"
    }
    titles = [sheet.title for sheet in facts.sheets]
    return {
        "client": "Office.js",
        "version": "",
        "book": {
            "name": "Book1.xlsx",
            "active_sheet_index": 0,
            "selection": "A1",
            "calculation": "Automatic",
        },
        "names": [_name(name, ref, titles) for name, ref in facts.names.items()],
        "sheets": [_sheet(sheet, dates) for sheet in facts.sheets],
    }


def _name(name: str, ref: str, titles: list[str]) -> dict[str, Any]:
    place = names_area(ref)
    address = Area("", place[1], place[2]).ref.replace("$", "") if place else None
    return {
        "name": name, "refers_to": f"={ref}", "type": "Range", "address": address,
        "sheet_index": titles.index(place[0]) if place else None,
        "scope_sheet_name": None, "scope_sheet_index": None, "book_scope": True,
    }  # fmt: skip


def _sheet(sheet: RawSheet, dates: set[tuple[str, Position]]) -> dict[str, Any]:
    rows = max((position[0] for position in sheet.cells), default=1)
    columns = max((position[1] for position in sheet.cells), default=1)
    values: list[list[Any]] = [[""] * columns for _ in range(rows)]
    for (row, column), cell in sheet.cells.items():
        dated = (sheet.title, (row, column)) in dates and isinstance(cell.value, float)
        values[row - 1][column - 1] = _iso(cell.value) if dated else "" if cell.value is None else cell.value
    used = Area("", (1, 1), (rows, columns)).ref.replace("$", "")
    return {
        "name": sheet.title, "visibility": "Visible", "values": values, "used_range_address": used,
        "used_range_row_count": rows, "used_range_column_count": columns,
        "pictures": [], "shapes": [], "charts": [], "tables": [], "pivot_tables": [], "notes": [],
        "show_gridlines": True, "print_area": None, "notes_supported": False,
    }  # fmt: skip


def _iso(serial: Any) -> str:
    return f"{FIRST_DAY + timedelta(days=serial):%Y-%m-%dT%H:%M:%S}.000Z"


def shown(value: Any) -> Any:
    """Return what a cell shows of a value that a script hands over: an apostrophe only says "text"."""
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


def handed_over(action: dict[str, Any]) -> dict[Position, Any]:
    """Return what a script writes by where it goes, without what leaves a cell empty."""
    return {
        (row, column): shown(value)
        for row, values in enumerate(action["values"], action["start_row"] + 1)
        for column, value in enumerate(values, action["start_column"] + 1)
        if value not in (None, "")
    }


def added(before: bytes, after: bytes) -> dict[tuple[str, Position], Any]:
    """Return the cells of a file that were not in it before, by title of their sheet and position."""
    old, new = (read_workbook(Package.from_bytes(content)) for content in (before, after))
    there = {(sheet.title, position) for sheet in old.sheets for position in sheet.cells}
    return {
        (sheet.title, position): cell.value
        for sheet in new.sheets
        for position, cell in sheet.cells.items()
        if (sheet.title, position) not in there
    }
