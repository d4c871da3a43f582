"""Workbooks that other programs wrote, and how they read them."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from pathlib import Path

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from pocgate_xl.spreadsheetml.address import Position
from pocgate_xl.spreadsheetml.reader import RawWorkbook


def busy_workbook() -> openpyxl.Workbook:
    """Return a workbook with what openpyxl writes into cells; it knows no `_xHHHH_` escapes."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    choose = random.Random(7)
    values = [
        1, -2.5, 1e-7, 1e300, True, False, "text", "日本語 <&> \"'", " spaces ", "two\nlines", "tab\there",
        "#N/A", "=1+1", '=SUM(A1:B9)&"x"', '=IFERROR(1/0,"")',
    ]  # fmt: skip
    for title in ("First", "第二 シート", "It's a 'third'"):
        sheet = book.create_sheet(title)
        for _ in range(150):
            sheet.cell(choose.randint(1, 60), choose.randint(1, 40)).value = choose.choice(values)
        sheet["A70"] = ArrayFormula("A70:A72", "=B1:B3*2")
        sheet.merge_cells("C80:D82")
    book["First"].sheet_state = "hidden"
    book.defined_names["pg_one"] = DefinedName("pg_one", attr_text="'第二 シート'!$A$1:$B$2")
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_openpyxl_reads(data: bytes) -> dict[str, dict[Position, object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: {
            (cell.row, cell.column): _plain(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _plain(value: object) -> object:
    return f"{{{value.text}}}" if isinstance(value, ArrayFormula) else value


def as_we_read(facts: RawWorkbook) -> dict[str, dict[Position, object]]:
    return {
        sheet.title: {
            position: cell.value if cell.formula is None else cell.formula
            for position, cell in sheet.cells.items()
        }
        for sheet in facts.sheets
    }


def converted(data: bytes, folder: Path, filter_: str = "Calc MS Excel 2007 XML") -> bytes:
    """Let LibreOffice open and save a workbook."""
    (folder / "in.xlsx").write_bytes(data)
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    arguments = [program, profile, "--headless", "--convert-to", f"xlsx:{filter_}", "--outdir", str(out)]
    subprocess.run([*arguments, str(folder / "in.xlsx")], check=True, capture_output=True, timeout=180)
    return (out / "in.xlsx").read_bytes()
