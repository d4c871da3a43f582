"""Reading values, formulas and structure, and the whole check, against what others need to read less."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import python_calamine

from pocgate_xl.batch import check_file
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook

from .runner import Contender, Line, at_least, at_most, medians, milliseconds, ratio
from .samples import answered, own_written, saved_by_libreoffice

UNSEEN_FILES = 12

OPENPYXL, READ_ONLY = "openpyxl, values and formulas", "openpyxl, read-only"
CALAMINE = "calamine, values only"
ROOT = Path(__file__).parents[2]
UNSEEN = """
import io, sys, time
import openpyxl
from pathlib import Path
from pocgate_xl.batch import check_file
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook

def timed(action, things):
    before = time.process_time()
    for thing in things:
        action(thing)
    return (time.process_time() - before) / len(things) * 1000

def twice(content):
    openpyxl.load_workbook(io.BytesIO(content))
    openpyxl.load_workbook(io.BytesIO(content), data_only=True)

issued, *files = [Path(name) for name in sys.argv[1:]]
check_file(issued)
half = len(files) // 2
contents = [file.read_bytes() for file in files]
print(timed(lambda content: read_workbook(Package.from_bytes(content)), contents[:half]))
print(timed(check_file, files[half:]))
print(timed(twice, contents[:2]))
"""
"""Each process reads files of which it has only seen the blank form."""
LIMIT, READ, CHECK = "inflating what is needed", "our reading, with structure", "our whole check"
NEEDED = ("xl/worksheets/", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels", "[Content_Types]")


def _openpyxl(data: bytes, **options: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data), **options)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            tuple(row)
    book.close()


def _openpyxl_twice(data: bytes) -> None:
    openpyxl.load_workbook(io.BytesIO(data))
    openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def _calamine(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _inflate(packed: list[bytes]) -> None:
    for part in packed:
        zlib.decompress(part, -zlib.MAX_WBITS)


def contenders(data: bytes, file: Path) -> Mapping[str, Contender]:
    package = Package.from_bytes(data)
    packed = [package.raw(name) for name in package.names if any(word in name for word in NEEDED)]
    return {
        OPENPYXL: lambda: _openpyxl_twice(data),
        READ_ONLY: lambda: _openpyxl(data, read_only=True),
        CALAMINE: lambda: _calamine(data),
        READ: lambda: read_workbook(Package.from_bytes(data)),
        CHECK: lambda: check_file(file),
        LIMIT: lambda: _inflate(packed),
    }


def lines(data: bytes, rounds: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "workbook.xlsx")
        file.write_bytes(data)
        times = medians(contenders(data, file), rounds)
    yield at_least("reading against openpyxl", ratio(times, OPENPYXL, READ), 100)
    yield at_least("reading against calamine", ratio(times, CALAMINE, READ), 1)
    yield at_most("reading against inflating", ratio(times, READ, LIMIT), 4)
    yield at_least("whole check against openpyxl", ratio(times, OPENPYXL, CHECK), 50)
    yield from milliseconds(times)


def unseen_lines(rounds: int) -> Iterator[Line]:
    """Measure submissions whose every answer and result is another, as in real life."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.xlsx") for number in range(UNSEEN_FILES + 1)]
        for number, file in enumerate(files):
            file.write_bytes(answered(number) if number else own_written("blank"))
        times: dict[str, list[float]] = {READ: [], CHECK: [], OPENPYXL: []}
        for _ in range(rounds):
            command = [sys.executable, "-c", UNSEEN, *map(str, files)]
            printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for name, figure in zip(times, printed.split(), strict=True):
                times[name].append(float(figure))
    yield at_least("reading against openpyxl", ratio(times, OPENPYXL, READ), 100)
    yield at_least("whole check against openpyxl", ratio(times, OPENPYXL, CHECK), 50)
    yield from milliseconds(times)


def sections(rounds: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "Reading a submission as it was issued", list(lines(own_written(), rounds))
    yield "Reading submissions that differ in every answer", list(unseen_lines(max(rounds // 3, 1)))
    other = saved_by_libreoffice()
    if other is not None:
        yield "Reading a submission saved by LibreOffice", list(lines(other, rounds))
