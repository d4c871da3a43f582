"""The same submission as other programs write it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from tests.hostile.edits import MAIN, RELATION, Parts, chain, on_part, on_parts
from tests.hostile.numbers_and_text import days_earlier
from tests.hostile.other_editors import richly, shared
from tests.hostile.shared_formulas import sharing
from tests.hostile.submission import part_of
from tests.hostile.xml_faults import STRICT, STRICT_RELATION, prefixed, recoded
from tests.workbook.office import converted

Writer = Callable[[bytes, Path], bytes]

EPOCH = datetime(1899, 12, 30)
PACKAGES = {"exceljs": "4.4.0", "luckyexcel": "1.0.1", "xlsx": "0.18.5", "xlsx-populate": "1.21.0"}
EXCELJS = """
const Excel = require('exceljs');
(async () => {
  const book = new Excel.Workbook();
  await book.xlsx.readFile(process.argv[2]);
  await book.xlsx.writeFile(process.argv[3]);
})();
"""
POPULATE = """
const populate = require('xlsx-populate');
(async () => {
  const book = await populate.fromFileAsync(process.argv[2]);
  await book.toFileAsync(process.argv[3]);
})();
"""
LUCKYEXCEL = """
const fs = require('fs');
const { transformExcelToLucky } = require('luckyexcel');
const write = (book) => fs.writeFileSync(process.argv[3], JSON.stringify(book));
transformExcelToLucky(fs.readFileSync(process.argv[2]), write, () => process.exit(1));
"""
SHEETJS = """
const XLSX = require('xlsx');
const book = XLSX.readFile(process.argv[2], {cellFormula: true, cellNF: true, sheetStubs: false});
XLSX.writeFile(book, process.argv[3], {bookSST: %s, bookType: 'xlsx', compression: true});
"""


def libreoffice(submission: bytes, folder: Path) -> bytes:
    return converted(submission, folder)


def libreoffice_iso(submission: bytes, folder: Path) -> bytes:
    """As `Office Open XML Spreadsheet`, LibreOffice's name for the published standard."""
    return converted(submission, folder, "Calc Office Open XML")


def libreoffice_by_ods(submission: bytes, folder: Path) -> bytes:
    """Through LibreOffice's own format and back."""
    source = folder / "in.xlsx"
    source.write_bytes(submission)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    for kind, file in (("ods", source), ("xlsx", folder / "ods" / "in.ods")):
        subprocess.run([*command, kind, "--outdir", str(folder / kind), str(file)],
                       check=True, capture_output=True, timeout=180)  # fmt: skip
    return (folder / "xlsx" / "in.xlsx").read_bytes()


def gnumeric(submission: bytes, folder: Path) -> bytes:
    source, target = folder / "in.xlsx", folder / "out.xlsx"
    source.write_bytes(submission)
    subprocess.run(["ssconvert", str(source), str(target)], check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def openpyxl_saved(submission: bytes, folder: Path) -> bytes:
    """Open and save, which loses what formulas computed."""
    book = openpyxl.load_workbook(io.BytesIO(submission))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsxwriter(submission: bytes, folder: Path) -> bytes:
    return _rebuilt(submission, {})


def xlsxwriter_inline(submission: bytes, folder: Path) -> bytes:
    """Row by row, with texts inside the cells."""
    return _rebuilt(submission, {"constant_memory": True})


def _rebuilt(submission: bytes, options: dict[str, bool]) -> bytes:
    """Write every cell and name anew, as XlsxWriter's users do; it writes as Excel does."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    formulas = openpyxl.load_workbook(io.BytesIO(submission))
    values = openpyxl.load_workbook(io.BytesIO(submission), data_only=True)
    stream = io.BytesIO()
    book = Workbook(stream, options)
    for sheet in formulas.worksheets:
        written = book.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                _write(written, cell, values[sheet.title])
    for name, defined in formulas.defined_names.items():
        book.define_name(name, f"={defined.attr_text}")
    book.close()
    return stream.getvalue()


def _write(written: Any, cell: Cell | MergedCell, values: Worksheet) -> None:
    if cell.value is None or isinstance(cell, MergedCell):
        return
    place = cell.row - 1, cell.column - 1
    if cell.data_type == "f":
        shown = values[cell.coordinate].value
        written.write_formula(*place, cell.value, None, _serial(shown))
    elif isinstance(cell.value, str):
        written.write_string(*place, cell.value)
    else:
        written.write(*place, _serial(cell.value))


def _serial(value: object) -> object:
    if isinstance(value, datetime):
        return (value - EPOCH).days
    return "" if value is None else value


def ironcalc(submission: bytes, folder: Path) -> bytes:
    import ironcalc as engine

    source, target = folder / "in.xlsx", folder / "out.xlsx"
    source.write_bytes(submission)
    engine.load_from_xlsx(str(source)).save_to_xlsx(str(target))
    return target.read_bytes()


def pandas(submission: bytes, folder: Path) -> bytes:
    """Write a sheet of one's own into the file, as pandas does: through openpyxl."""
    import pandas as pd

    file = folder / "in.xlsx"
    file.write_bytes(submission)
    with pd.ExcelWriter(file, engine="openpyxl", mode="a") as target:
        pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}).to_excel(target, sheet_name="Mine", index=False)
    return file.read_bytes()


def pandas_values(submission: bytes, folder: Path, moved_down: int = 0) -> bytes:
    """Copy the values of every sheet that people see, some rows down: names and formulas are lost."""
    import pandas as pd

    file = folder / "out.xlsx"
    source = io.BytesIO(submission)
    sheets = pd.read_excel(source, sheet_name=None, header=None, dtype=object, engine="openpyxl")
    with pd.ExcelWriter(file) as target:
        for title, frame in sheets.items():
            down = 0 if title.startswith("pg_") else moved_down
            frame.to_excel(target, sheet_name=title, startrow=down, header=False, index=False)
    return file.read_bytes()


@cache
def _modules() -> Path:
    """Install the packages from npm into a folder of their own, once a run."""
    folder = Path(mkdtemp(prefix="pocgate-npm-"))
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
    npm = shutil.which("npm") or "npm"
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"],
        cwd=folder, check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return folder


def _by_node(script: str, submission: bytes, folder: Path) -> bytes:
    modules = _modules()
    source, target, program = folder / "in.xlsx", folder / "out.xlsx", folder / "program.js"
    source.write_bytes(submission)
    program.write_text(script)
    node = shutil.which("node") or "node"
    found = {**os.environ, "NODE_PATH": str(modules / "node_modules")}
    command = [node, str(program), str(source), str(target)]
    subprocess.run(command, cwd=folder, env=found, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def exceljs(submission: bytes, folder: Path) -> bytes:
    return _by_node(EXCELJS, submission, folder)


def populate(submission: bytes, folder: Path) -> bytes:
    """Open and save with xlsx-populate, which loses what formulas computed."""
    return _by_node(POPULATE, submission, folder)


def in_luckyexcel(workbook: bytes, folder: Path) -> Any:
    """Return a workbook as luckyexcel hands it to a page; it writes none."""
    return json.loads(_by_node(LUCKYEXCEL, workbook, folder))


def sheetjs(submission: bytes, folder: Path) -> bytes:
    return _by_node(SHEETJS % "true", submission, folder)


def sheetjs_inline(submission: bytes, folder: Path) -> bytes:
    return _by_node(SHEETJS % "false", submission, folder)


def shared_strings(submission: bytes, folder: Path) -> bytes:
    return shared(submission)


def rich_text(submission: bytes, folder: Path) -> bytes:
    return richly(submission)


def shared_formulas(submission: bytes, folder: Path) -> bytes:
    return sharing(submission)


def prefixes(submission: bytes, folder: Path) -> bytes:
    return on_parts(prefixed)(submission)


def utf16(submission: bytes, folder: Path) -> bytes:
    return recoded("utf-16-le", b"\xff\xfe", "UTF-16")(submission)


def counting_from_1904(submission: bytes, folder: Path) -> bytes:
    return days_earlier()(submission)


def _strict(parts: Parts) -> Parts:
    return {
        name: xml.replace(MAIN.encode(), STRICT.encode()).replace(RELATION.encode(), STRICT_RELATION.encode())
        for name, xml in parts.items()
    }


def strict_iso_dates(submission: bytes, folder: Path) -> bytes:
    """Strict namespaces with dates as dates, as Excel's `Strict Open XML` writes them."""
    dated = on_part(
        part_of("start"), lambda xml: xml.replace(b"><v>46295</v>", b' t="d"><v>2026-09-30T00:00:00</v>')
    )
    return chain(on_parts(_strict), dated)(submission)
