"""The workbook's own formulas, run in real spreadsheet engines on drawn submissions."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import ironcalc

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.address import Position, a1
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from pocgate_xl.spreadsheetml.formulas.calculate import CellError
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook, plan_of
from pocgate_xl.workbook.layout.plan import WorkbookPlan
from pocgate_xl.workbook.submission.outputs import Output
from tests.engines.case import Case
from tests.engines.expected import expected, faults_of
from tests.engines.places import Node, Places
from tests.engines.random_submissions import DrawnSubmission, Typed

Differences = dict[str, tuple[Output, object]]
ERRORS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}


class IroncalcWorkbook:
    """A workbook that stays loaded: cells are set and formulas evaluated again."""

    def __init__(
        self,
        bundle: Bundle,
        language: str,
        folder: Path,
        changed: tuple[WorkbookPlan, bytes] | None = None,
    ) -> None:
        """Load the blank workbook of a template, or one that was `changed` on purpose."""
        plan, workbook = changed or (plan_of(bundle, language), blank_workbook(bundle, language))
        file = folder / "workbook.xlsx"
        file.write_bytes(workbook)
        self.bundle, self.language, self.places = bundle, language, Places(plan)
        self.model = ironcalc.load_from_xlsx(str(file))
        self.sheets = {sheet.id: index for index, sheet in enumerate(plan.sheets)}
        self.typed: dict[str, Typed] = {}

    def case(self, drawn: DrawnSubmission) -> Case:
        return Case(self.bundle, self.language, self.places, drawn.cells)

    def type_in(self, cells: Mapping[str, Typed]) -> None:
        """Fill in these cells and no others."""
        for key in self.typed.keys() - cells.keys():
            self.model.clear_cell_contents(*self.at(self.places.inputs[key][1]))
        for key, value in cells.items():
            if key not in self.typed or self.typed[key] != value or self.typed[key] is not value:
                self.set(self.places.inputs[key][1], value)
        self.typed = dict(cells)

    def at(self, node: Node) -> tuple[int, int, int]:
        return self.sheets[node[0]], *node[1]

    def set(self, node: Node, value: Typed) -> None:
        place = self.at(node)
        if isinstance(value, CellError):
            self.model.update_cell_with_formula(*place, ERRORS[value.text])
        elif isinstance(value, bool):
            self.model.update_cell_with_bool(*place, value)
        elif isinstance(value, str):
            self.model.update_cell_with_text(*place, value)
        else:
            self.model.update_cell_with_number(*place, value)

    def shown(self, nodes: Iterable[Node]) -> dict[Node, object]:
        """Return what cells show once everything is computed anew."""
        self.model.evaluate()
        return {node: self.model.get_cell_value(*self.at(node)) for node in nodes}

    def is_broken(self, node: Node) -> bool:
        """Say whether a cell shows an error, or fills the empty one beside it."""
        sheet, (row, column) = node
        if self.model.get_cell_type(*self.at(node)) == ironcalc.CellType.ErrorValue:
            return True
        beside = sheet, (row, column + 1)
        return self.places.is_empty(beside) and self.model.get_cell_value(*self.at(beside)) is not None

    def broken(self) -> dict[Node, object]:
        """Return the formulas, hidden ones too, that show an error or more than their own cell."""
        found = [node for node in self.places.formulas if self.is_broken(node)]
        return {node: self.model.get_cell_value(*self.at(node)) for node in found}


def differing(
    engine: IroncalcWorkbook, submissions: Iterable[DrawnSubmission]
) -> tuple[int, list[Differences]]:
    """Return how many cells were compared, and the differences of each submission that has any."""
    compared, found = 0, []
    for drawn in submissions:
        truth = expected(engine.case(drawn))
        engine.type_in(drawn.cells)
        wrong = faults_of(truth, engine.shown(truth))
        wrong |= {node: ("no error", value) for node, value in engine.broken().items() if node not in wrong}
        compared += len(truth)
        if wrong:
            found.append({named(engine.places, node): values for node, values in wrong.items()})
    return compared, found


def named(places: Places, node: Node) -> str:
    """Return how people speak of a cell."""
    names = [name for name, area in places.names.items() if (area.sheet, area.first) == node]
    return names[0] if names else f"{node[0]}!{a1(node[1])}"


def typed_into(workbook: bytes, plan: WorkbookPlan, cells: Mapping[str, Typed]) -> bytes:
    """Return the workbook with these cells filled in and nothing computed."""
    places = Places(plan)
    by_sheet: dict[str, dict[Position, NewValue]] = {}
    for key, value in cells.items():
        sheet, position = places.inputs[key][1]
        error = isinstance(value, CellError)
        new = NewValue(value.text, error=True) if isinstance(value, CellError) else NewValue(value)
        assert error == new.error
        by_sheet.setdefault(sheet, {})[position] = new
    package = Package.from_bytes(workbook)
    parts = {sheet.title: sheet.part for sheet in read_workbook(package).sheets}
    changed = {}
    for sheet, values in by_sheet.items():
        part = parts[plan.sheet(sheet).title]
        changed[part] = replace_cells(package.read(part), values)
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


def facts_of(file: Path) -> RawWorkbook:
    return read_workbook(Package.from_bytes(file.read_bytes()))


def shown_in(facts: RawWorkbook, plan: WorkbookPlan, nodes: Iterable[Node]) -> dict[Node, object]:
    """Return the cached values of cells of a saved workbook."""
    titles = {sheet.id: sheet.title for sheet in plan.sheets}
    sheets = {sheet.title: sheet for sheet in facts.sheets}
    cells = ((node, sheets[titles[node[0]]].cells.get(node[1])) for node in nodes)
    return {node: None if cell is None else cell.value for node, cell in cells}
