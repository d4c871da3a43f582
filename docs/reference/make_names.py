"""Write `names.md`: every defined name of a workbook, where it stands, what it is and what plans it.

`python docs/reference/make_names.py` after a sheet has changed; a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from pocgate_xl.core.fields import input_fields
from pocgate_xl.rules.field_labels import field_label, output_label
from pocgate_xl.spreadsheetml.address import Position, a1
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.layout.plan import Area, SheetPlan, WorkbookPlan
from pocgate_xl.workbook.layout.sheet_builder import SheetBuilder
from pocgate_xl.workbook.layout.workbook import plan_workbook

PAGE = Path(__file__).with_name("names.md")
SHEETS = Path("pocgate_xl/workbook/layout/sheets")
PASSED_ON = ("frame", "make_names", "sheet_builder", "mock")
"""Modules that place cells for others."""
KINDS = {
    "pg_out_": "result", "pg_list_": "list", "pg_code_": "code", "pg_text_": "text", "pg_calc_": "working",
    "pg_check_": "check", "pg_identity": "stamp",
}  # fmt: skip
HEAD = """# Names of a workbook

Every defined name of the built-in template's workbook, by sheet: where it stands, what it is, and the
function below `{sheets}` that plans it. Names of inputs and results are for
good; those of workings, lists, codes and texts serve formulas only. `docs/reference/make_names.py` writes
this page.
"""


@dataclass(frozen=True, slots=True)
class Named:
    """A defined name with its meaning in English and its source."""

    name: str
    area: Area
    meaning: str
    source: str


def page(bundle: Bundle) -> str:
    """Return the page for a template."""
    plan, sources = planned(bundle)
    labels = {
        f.name: field_label(f, bundle.catalogs["en"], bundle.template) for f in input_fields(bundle.template)
    }
    parts = [HEAD.format(sheets=SHEETS.as_posix())]
    for sheet in plan.sheets:
        rows = [_row(each) for each in _named(sheet, bundle, labels, sources)]
        parts.append(
            f"\n## {sheet.title}\n\n| name | cells | meaning | planned by |\n|---|---|---|---|\n"
            + "".join(rows)
        )
    return "".join(parts)


def _named(
    sheet: SheetPlan, bundle: Bundle, labels: dict[str, str], sources: dict[str, str]
) -> Iterator[Named]:
    for name, area in sorted(sheet.names.items()):
        kind = next((word for prefix, word in KINDS.items() if name.startswith(prefix)), "input")
        label = labels.get(name) or output_label(name, bundle.catalogs["en"])
        meaning = kind if label == name else f"{kind}: {label}"
        yield Named(name, area, meaning, sources.get(name, "checks.py"))


def _row(each: Named) -> str:
    first, last = a1(each.area.first), a1(each.area.last)
    cells = first if first == last else f"{first}:{last}"
    return f"| `{each.name}` | {cells} | {each.meaning.replace('|', '/')} | {each.source} |\n"


def planned(bundle: Bundle) -> tuple[WorkbookPlan, dict[str, str]]:
    """Return the plan, and for each name the function that gave it."""
    sources: dict[str, str] = {}
    give = SheetBuilder.name

    def noting(builder: SheetBuilder, name: str, first: Position, last: Position | None = None) -> None:
        sources[name] = _caller()
        give(builder, name, first, last)

    with patch.object(SheetBuilder, "name", noting):
        return plan_workbook(bundle.template, bundle.catalogs["en"], "plain"), sources


def _caller() -> str:
    frame = sys._getframe(2)
    while frame.f_back and (Path(frame.f_code.co_filename).stem in PASSED_ON or "<" in frame.f_code.co_name):
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name} `{frame.f_code.co_name}`"


if __name__ == "__main__":
    PAGE.write_text(page(load_bundle(builtin_home() / builtin_names()[0])), encoding="utf-8", newline="\n")
