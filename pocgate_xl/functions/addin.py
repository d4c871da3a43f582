"""Workbooks and add-ins with VBA inside, made without Excel from what xlwings ships.

The sources of xlwings (BSD) and of its Dictionary class (MIT) go in unchanged but for the project's
name, so their notices stay. The same package, xlwings and pyOpenVBA give the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.catalog import Catalog
from ..errors import EngineError
from ..workbook.container import replace_parts, write_container
from ..workbook.known_macros import KNOWN
from ..workbook.package import Package
from ..workbook.relationships import CONTENT_TYPES
from ..workbook.vba_project import origin_of
from . import vba
from .vba_stream import without_cache

if TYPE_CHECKING:
    from pyopenvba import ExcelFile

XLWINGS, DICTIONARY = "xlwings", "Dictionary"
PROJECT = "xl/vbaProject.bin"
BASE = "quickstart_addin_ribbon.xlam"
CONF_SHEET = "pocgate.conf"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PROJECT_NAME = 'PROJECT_NAME As String = "{}"'
EPOCH = b"2000-01-01T00:00:00Z"
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_PERSON = re.compile(rb"(<(?:dc:creator|cp:lastModifiedBy)>)[^<]*(<)")
_PATH = re.compile(rb"<mc:AlternateContent\b.*?</mc:AlternateContent>", re.DOTALL)
"""The folder of whoever saved the file last."""


def live_workbook(workbook: bytes) -> bytes:
    """Return a workbook of the classic edition as `.xlsm`, with xlwings and our wrappers inside."""
    package = Package.from_bytes(workbook)
    types = package.read(CONTENT_TYPES).replace(PLAIN_TYPE, MACRO_TYPE)
    parts = _with_project(replace_parts(package, {CONTENT_TYPES: types}), ".xlsm", _embed)
    if origin_of(parts[PROJECT]) != "own_vba":
        import xlwings

        problem = f"The macros of xlwings {xlwings.__version__} are not known to this version of pocgate."
        known = ", ".join(sorted(set(KNOWN[XLWINGS].values())))
        raise EngineError(problem, f"Workbooks made with them would be refused. Known: {known}.")
    return write_container(parts)


def addin(catalog: Catalog, interpreter: str = "") -> bytes:
    """Return the add-in for any workbook: functions and a ribbon group.

    `interpreter` is the Python that Excel is to start; "" leaves it to the user's configuration.
    """
    package = Package.from_bytes(_shipped(BASE).read_bytes())
    parts = _with_project(replace_parts(package, {}), ".xlam", _rename)
    conf = {
        "Interpreter_Win": interpreter,
        "UDF Modules": vba.PYTHON_MODULE,
        "Use UDF Server": True,
        # Else a .py file beside somebody else's workbook could stand in for a module.
        "ADD_WORKBOOK_TO_PYTHONPATH": False,
    }
    book = parts["xl/workbook.xml"].replace(b'name="_myaddin.conf"', f'name="{CONF_SHEET}"'.encode())
    core = _CLOCK.sub(rb"\g<1>" + EPOCH + rb"\g<2>", parts["docProps/core.xml"])
    parts["xl/workbook.xml"] = _PATH.sub(b"", book)
    parts["docProps/core.xml"] = _PERSON.sub(rb"\g<1>pocgate\g<2>", core)
    parts["xl/worksheets/sheet1.xml"] = _with_rows(parts["xl/worksheets/sheet1.xml"], conf)
    parts["customUI/customUI.xml"] = vba.ribbon_xml(catalog).encode()
    return write_container(parts)


def _shipped(name: str) -> Path:
    """Return a file of the installed xlwings."""
    import xlwings

    file = Path(xlwings.__file__).parent / name
    if not file.is_file():
        problem = f"xlwings {xlwings.__version__} ships no {name}."
        raise EngineError(problem, "Install another version of xlwings.")
    return file


def _with_project(container: bytes, suffix: str, edit: Any) -> dict[str, bytes]:
    """Return the parts of a file whose VBA project was edited; the library works on files only."""
    try:
        from pyopenvba import ExcelFile
    except ImportError as missing:
        action = 'Install it: pip install "pocgate-xl[addin]"'
        raise EngineError("pyOpenVBA, which puts macros into files, is not installed.", action) from missing
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"book{suffix}")
        file.write_bytes(container)
        with ExcelFile(file) as book:
            edit(book)
            book.save()
        package = Package.from_bytes(file.read_bytes())
    parts = {name: package.read(name) for name in package.names}
    return {**parts, PROJECT: without_cache(parts[PROJECT])}


def _embed(book: ExcelFile) -> None:
    """Give a workbook a project: a module for each sheet, xlwings, and our wrappers."""
    from pyopenvba.vba import VBAModuleKind

    project = book.add_vba_project()
    for module in project.modules:
        module.dirty = True  # written anew, without the compiled form that the library's template has
    project.add_module(XLWINGS, _source("xlwings.bas"))
    project.add_module(DICTIONARY, _source("addin/Dictionary.cls"), kind=VBAModuleKind.other)
    project.add_module(vba.WRAPPERS, _lines(vba.wrappers()))
    project.add_module(vba.WIZARD, _lines(vba.help_module()))


def _rename(book: ExcelFile) -> None:
    """Make the shipped add-in ours: its name, our wrappers, our buttons."""
    old, new = PROJECT_NAME.format("myaddin"), PROJECT_NAME.format("pocgate")
    source = book.get_module(XLWINGS)
    if old not in source:
        raise EngineError("The add-in that xlwings ships is built in another way.", "Install xlwings 0.37.")
    book.set_module(XLWINGS, _lines(source.replace(old, new)))
    project = book.vba_project()
    project.delete_module("RibbonMyAddin")
    project.add_module(vba.RIBBON, _lines(vba.ribbon_module()))
    project.add_module(vba.WRAPPERS, _lines(vba.wrappers("ActiveWorkbook")))
    project.add_module(vba.WIZARD, _lines(vba.help_module()))


def _source(name: str) -> str:
    return _lines(_shipped(name).read_text(encoding="utf-8"))


def _lines(source: str) -> str:
    """Return a source with the line ends that VBA keeps."""
    return "\r\n".join(source.splitlines()) + "\r\n"


def _with_rows(sheet: bytes, conf: Mapping[str, object]) -> bytes:
    """Put settings into the configuration sheet; what is not set falls back to the user's own."""
    told = [(key, value) for key, value in conf.items() if value != ""]
    rows = "".join(
        f'<row r="{row}">{_cell(f"A{row}", key)}{_cell(f"B{row}", value)}</row>'
        for row, (key, value) in enumerate(told, 1)
    )
    sheet = re.sub(rb"<dimension [^>]*/>", b"", sheet)
    data = f"<sheetData>{rows}</sheetData>".encode()
    return re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, sheet, flags=re.DOTALL)


def _cell(ref: str, value: object) -> str:
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
