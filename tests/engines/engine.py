"""The workbook's own formulas, run in real spreadsheet engines on drawn submissions."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import ironcalc

from pocgate_xl.core.gate import assess
from pocgate_xl.core.template import Template
from pocgate_xl.workbook.container import replace_parts
from pocgate_xl.workbook.outputs import Output, differences, outputs_of
from pocgate_xl.workbook.package import Package
from pocgate_xl.workbook.plan import Position, WorkbookPlan
from pocgate_xl.workbook.sheet_xml import WorkbookFacts, read_workbook
from pocgate_xl.workbook.splice import NewValue, replace_cells
from tests.engines.drawn import DrawnSubmission, Typed

Differences = dict[str, tuple[Output, object]]


def truth_of(template: Template, drawn: DrawnSubmission) -> dict[str, Output]:
    submission = drawn.submission(template)
    return outputs_of(template, submission, assess(template, submission))


def output_names(plan: WorkbookPlan) -> list[str]:
    return [name for name in plan.names if name.startswith("pg_out_")]


class IroncalcWorkbook:
    """A workbook that stays loaded: cells are set and formulas evaluated again."""

    def __init__(self, workbook: bytes, plan: WorkbookPlan, folder: Path) -> None:
        file = folder / "workbook.xlsx"
        file.write_bytes(workbook)
        self.model = ironcalc.load_from_xlsx(str(file))
        self.plan, self.areas = plan, plan.names
        self.sheets = {sheet.id: index for index, sheet in enumerate(plan.sheets)}
        self.inputs = [
            cell.field.name
            for sheet in plan.sheets
            for cell in sheet.cells.values()
            if cell.field and cell.block is None and cell.field.name in self.areas
        ]

    def place(self, name: str) -> tuple[int, int, int]:
        area = self.areas[name]
        return self.sheets[area.sheet], *area.first

    def outputs(self, cells: Mapping[str, Typed]) -> dict[str, object]:
        """Return every output after these cells, and no others, have been filled in."""
        for name in self.inputs:
            self._set(name, cells.get(name))
        self.model.evaluate()
        return {name: self.model.get_cell_value(*self.place(name)) for name in output_names(self.plan)}

    def _set(self, name: str, value: Typed | None) -> None:
        place = self.place(name)
        if value is None:
            self.model.clear_cell_contents(*place)
        elif isinstance(value, bool):
            self.model.update_cell_with_bool(*place, value)
        elif isinstance(value, str):
            self.model.update_cell_with_text(*place, value)
        else:
            self.model.update_cell_with_number(*place, value)


def differing(
    engine: IroncalcWorkbook, template: Template, submissions: Iterable[DrawnSubmission]
) -> tuple[int, list[Differences]]:
    """Return how many outputs were compared, and the differences of each submission that has any."""
    compared, found = 0, []
    for drawn in submissions:
        truth = truth_of(template, drawn)
        shown = engine.outputs(drawn.cells)
        assert truth.keys() == shown.keys()
        compared += len(truth)
        if wrong := differences(truth, shown):
            found.append(wrong)
    return compared, found


def typed_into(workbook: bytes, plan: WorkbookPlan, cells: Mapping[str, Typed]) -> bytes:
    """Return the workbook with these cells filled in and nothing computed."""
    by_sheet: dict[str, dict[Position, NewValue]] = {}
    for name, value in cells.items():
        area = plan.names[name]
        by_sheet.setdefault(area.sheet, {})[area.first] = NewValue(value)
    package = Package.from_bytes(workbook)
    parts = {sheet.title: sheet.part for sheet in read_workbook(package).sheets}
    changed = {}
    for sheet, new in by_sheet.items():
        part = parts[plan.sheet(sheet).title]
        changed[part] = replace_cells(package.read(part), new)
    return replace_parts(package, changed)


def saved_by_libreoffice(files: list[Path], folder: Path) -> list[Path]:
    """Open workbooks in LibreOffice, compute them and save them again as .xlsx."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    out = folder / "saved"
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    saved = [out / file.name for file in files]
    assert all(file.is_file() for file in saved)
    return saved


def facts_of(file: Path) -> WorkbookFacts:
    return read_workbook(Package.from_bytes(file.read_bytes()))


def shown_outputs(facts: WorkbookFacts, plan: WorkbookPlan) -> dict[str, object]:
    """Return the cached value of every output of a saved workbook."""
    sheets = {sheet.title: sheet for sheet in facts.sheets}
    shown: dict[str, object] = {}
    for name in output_names(plan):
        area = plan.names[name]
        cell = sheets[plan.sheet(area.sheet).title].cells.get(area.first)
        shown[name] = None if cell is None else cell.value
    return shown
