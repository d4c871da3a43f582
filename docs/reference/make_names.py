"""Write `names.md`: every defined name of a workbook, where it stands, what it is and what plans it.

`python docs/reference/make_names.py` after a sheet has changed; a test compares.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.fields import input_fields
from pocgate_xl.rules.field_labels import field_label, output_label
from pocgate_xl.spreadsheetml.address import Position, a1
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.layout.plan import (
    LIVE,
    LIVE_EDITIONS,
    OUTPUT_PREFIX,
    PLAIN,
    Area,
    Cell,
    SheetPlan,
    WorkbookPlan,
)
from pocgate_xl.workbook.layout.sheet_builder import SheetBuilder
from pocgate_xl.workbook.layout.sheets.inputs.checks import _checked as checked
from pocgate_xl.workbook.layout.sheets.inputs.checks import _with_master as with_master
from pocgate_xl.workbook.layout.sheets.inputs.progress import MASTER
from pocgate_xl.workbook.layout.workbook import plan_workbook

PAGE = Path(__file__).with_name("names.md")
SHEETS = Path("pocgate_xl/workbook/layout/sheets")
MEANINGS = tomllib.loads(Path(__file__).with_name("name_meanings.toml").read_text(encoding="utf-8"))
PASSED_ON = ("frame", "make_names", "sheet_builder", "mock", "grid")
"""Modules that place cells for others."""
KINDS = {
    "pg_out_": "result", "pg_list_": "list", "pg_code_": "code", "pg_text_": "text", "pg_calc_": "working",
    "pg_check_": "check", "pg_identity_": "identity",
}  # fmt: skip
VOCABULARY = re.compile(r"pg_list_(\w+)_(choice|code|label|position)")
ABOUT = ("criterion", "item", "question", "category", "sheet")
"""Vocabularies whose ids names end with."""
HEAD = """# Names of a workbook

Every defined name of the built-in template's workbook, by sheet: where it stands, what it is, and the
function below `{sheets}` that plans it. Names of inputs and results are for
good; those of workings, lists, codes and texts serve formulas only. `docs/reference/make_names.py` writes
this page.
"""

LIVE_HEAD = """
## Live editions

Beside each of the {results} results, named `pg_out_…`, stands on the hidden sheet *pg_live* what a
function gives, named `pg_live_…`. Live editions also have:

| name | cells | meaning | planned by |
|---|---|---|---|
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
    return "".join((*parts, *_live(bundle, plan)))


def _live(bundle: Bundle, plain: WorkbookPlan) -> Iterator[str]:
    """Yield the names that live editions have as well; what stands beside each result has one line."""
    live, sources = planned(bundle, next(iter(LIVE_EDITIONS)))
    catalog = bundle.catalogs["en"]
    yield LIVE_HEAD.format(results=sum(name.startswith(OUTPUT_PREFIX) for name in plain.names))
    for sheet in live.sheets:
        for name, area in sorted(sheet.names.items()):
            own = name.removeprefix(LIVE)
            if name not in plain.names and f"{OUTPUT_PREFIX}{own}" not in plain.names:
                meaning = f"live: {_from_entries(MEANINGS['live'], own, catalog)}"
                yield _row(Named(name, area, f"{meaning} ({sheet.title})", sources[name]))


def _named(
    sheet: SheetPlan, bundle: Bundle, labels: dict[str, str], sources: dict[str, str]
) -> Iterator[Named]:
    catalog = bundle.catalogs["en"]
    for name, area in sorted(sheet.names.items()):
        prefix = next((each for each in KINDS if name.startswith(each)), "")
        if prefix in ("", "pg_out_"):
            block = MEANINGS["input"].get(name.removeprefix("pg_"))
            label = labels.get(name) or block or output_label(name, catalog)
        else:
            label = _purpose(prefix, name, sheet.cells.get(area.first, Cell()).value, catalog)
        kind = KINDS.get(prefix, "input")
        yield Named(name, area, f"{kind}: {label}", sources.get(name) or _check_source(name))


def _purpose(prefix: str, name: str, value: object, catalog: Catalog) -> str:
    """Return what a name is for that serves formulas only; KeyError for one without an entry."""
    own = name.removeprefix(prefix)
    if prefix == "pg_text_":
        return f"`{value}`"
    if prefix == "pg_code_":
        return f"`{value}`, {own.removesuffix(f'_{value}').replace('_', ' ')}"
    found = VOCABULARY.fullmatch(name)
    if found and own not in MEANINGS["list"]:
        return str(MEANINGS["vocabulary"][found[2]]).format(found[1].replace("_", " "))
    return _from_entries(MEANINGS[KINDS[prefix] if prefix != "pg_calc_" else "calc"], own, catalog)


def _from_entries(entries: dict[str, str], own: str, catalog: Catalog) -> str:
    if own in entries:
        return entries[own]
    keys = (key for key in entries if own.startswith(f"{key}_") or key == "of")
    key = max(keys, key=len, default=own)
    about = own if key == "of" else own.removeprefix(f"{key}_")
    return entries.get(f"{key}_of", entries[key]).format(_label(about, catalog))


def _label(id_: str, catalog: Catalog) -> str:
    """Return what an id stands for, behind it the number of one of several."""
    bare, _, number = id_.rpartition("_")
    if number.isdigit():
        return f"{_label(bare, catalog)} ({number})"
    labels = (catalog.texts.get(f"{vocabulary}.{id_}") for vocabulary in ABOUT)
    return next(filter(None, labels), id_.replace("_", " "))


def _check_source(name: str) -> str:
    """Return the function that adds what no sheet gives itself: the checks."""
    return f"checks.py `{with_master.__name__ if name == MASTER else checked.__name__}`"


def _row(each: Named) -> str:
    first, last = a1(each.area.first), a1(each.area.last)
    cells = first if first == last else f"{first}:{last}"
    return f"| `{each.name}` | {cells} | {each.meaning.replace('|', '/')} | {each.source} |\n"


def planned(bundle: Bundle, edition: str = PLAIN) -> tuple[WorkbookPlan, dict[str, str]]:
    """Return the plan, and for each name the function that gave it."""
    sources: dict[str, str] = {}
    give = SheetBuilder.name

    def noting(builder: SheetBuilder, name: str, first: Position, last: Position | None = None) -> None:
        sources[name] = _caller()
        give(builder, name, first, last)

    with patch.object(SheetBuilder, "name", noting):
        return plan_workbook(bundle.template, bundle.catalogs["en"], edition), sources


def _caller() -> str:
    frame = sys._getframe(2)
    while frame.f_back and (Path(frame.f_code.co_filename).stem in PASSED_ON or "<" in frame.f_code.co_name):
        frame = frame.f_back
    _, _, below = Path(frame.f_code.co_filename).as_posix().rpartition(f"{SHEETS.as_posix()}/")
    return f"{below} `{frame.f_code.co_name}`"


if __name__ == "__main__":
    PAGE.write_text(page(load_bundle(builtin_home() / builtin_names()[0])), encoding="utf-8", newline="\n")
