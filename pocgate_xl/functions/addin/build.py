"""Workbooks and add-ins with VBA inside, made without Excel, for the xlwings that is installed.

The same package, versions of xlwings and pyOpenVBA give the same bytes. Nothing of xlwings goes in but
what its notice in the module covers, and it is not imported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from ...core.catalog import Catalog
from ...errors import EngineError
from ...opc.package import Package
from ...opc.relationships import CONTENT_TYPES
from ...opc.zip_writer import replace_parts, write_container
from ...spreadsheetml.macros.vba_project import digest_of, is_known, macros_of
from . import ribbon, vba
from .bridge import BRIDGE, bridge
from .package import ADDIN_TYPE, MACRO_TYPE, addin_parts
from .vba_writer import PROJECT, with_modules

PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHIPPED = "xlwings/xlwings.bas"
_CALLED = re.compile(
    r'PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-(?P<version>[\d.]+)\.dll" '
    r'\(ByRef Result As Variant, Optional ByVal Config As String = "", '
    r"Optional ByVal mode As Long = 1\) As Long"
)
"""How xlwings' own VBA says that its library is called, in every version since 0.16."""


def live_workbook(workbook: bytes) -> bytes:
    """Return a workbook of the classic edition as `.xlsm`, with our macros inside."""
    package = Package.from_bytes(workbook)
    types = package.read(CONTENT_TYPES).replace(PLAIN_TYPE, MACRO_TYPE.encode())
    return write_container(live_project(replace_parts(package, {CONTENT_TYPES: types})))


def live_project(workbook: bytes) -> dict[str, bytes]:
    """Return the parts of an `.xlsm` that has no macros yet, with ours, as `check` knows them."""
    modules = _modules(addin=False)
    _check_known(modules)
    parts = with_modules(workbook, modules)
    if macros_of(parts[PROJECT]).origin != "own_vba":
        raise EngineError("The macros were not written as they should be.", "Install another pyOpenVBA.")
    return parts


def _check_known(modules: Mapping[str, str]) -> None:
    """Name what a changed function needs before `check` takes its macros for ours."""
    unknown = [(name, digest_of(text)) for name, text in modules.items() if not is_known(name, text)]
    if unknown:
        named = ", ".join(map(" ".join, unknown))
        problem = f"Modules of macros that check does not know: {named}."
        raise EngineError(problem, "Add them to KNOWN in pocgate_xl/spreadsheetml/macros/known_macros.py.")


def addin(catalog: Catalog, interpreter: str = "", language: str = "") -> bytes:
    """Return the add-in for any workbook: functions and a ribbon group.

    `interpreter` is the Python that Excel is to start, `language` that of words where a formula asks for
    none; "" leaves them to the user's configuration.
    """
    settings = {"Interpreter_Win": interpreter, "Language": language}
    parts = addin_parts(settings, ribbon.ribbon_xml(catalog))
    made = with_modules(write_container(parts), addin_modules())
    # The library puts macros into workbooks only; an add-in is one that says so.
    made[CONTENT_TYPES] = made[CONTENT_TYPES].replace(MACRO_TYPE.encode(), ADDIN_TYPE.encode())
    return write_container(made)


def addin_modules() -> Mapping[str, str]:
    """Return the macros of the add-in, by name of their module."""
    return {**_modules(addin=True), ribbon.RIBBON: ribbon.ribbon_module()}


def _modules(*, addin: bool) -> Mapping[str, str]:
    return {
        BRIDGE: bridge(library_version(), addin=addin),
        vba.WRAPPERS: vba.wrappers(),
        vba.WIZARD: vba.help_module(),
    }


def library_version() -> str:
    """Return the version in the name of the library that the installed xlwings calls."""
    try:
        installed = distribution("xlwings")
    except PackageNotFoundError as missing:
        raise EngineError("xlwings is not installed.", "Install it: pip install xlwings") from missing
    file = Path(str(installed.locate_file(SHIPPED)))
    found = _CALLED.search(file.read_text("utf-8", "replace") if file.is_file() else "")
    if found is None or found["version"] != installed.version:
        problem = f"xlwings {installed.version} calls its library in a way that is not known here."
        raise EngineError(problem, "Install another version of xlwings.")
    return installed.version
