"""The add-in in Excel's start-up folder and the profile that names its Python: put there and taken away.

Nothing in the add-in says where it was made, so one file serves every user. Which Python is started
stands in the user's own profile, where live workbooks find it too. So all of them share one process: in an
Excel xlwings' library keeps one for each command line (`Config::GetAutoConfig`, `xlwingsdll/config.cpp`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...core.catalog import Catalog
from ...errors import EngineError, OutputError
from ...opc.package import Package
from ...opc.refusal import Refused
from ...output import find_target, make_folder
from ...spreadsheetml.macros.vba_project import Unreadable, modules_of
from ...templates.files import own_folders
from ...templates.loader import load_bundle
from ..addin.build import addin, library_version
from ..addin.ribbon import ribbon_xml
from ..addin.vba_writer import PROJECT
from ..registry import default_gate, help_catalog
from .conf import LANGUAGE, TEMPLATES, own_file, take_out_settings, write_settings
from .interpreters import settings_for
from .machine import MAC, Machine
from .macro_files import are_own_addin
from .python_looks import in_store

ADDIN = "pocgate.xlam"
OPEN_IN_EXCEL = "Close every window of Excel and run this again."


def install(
    machine: Machine, language: str, python: str = "", *, profile: bool = True, templates: Sequence[Path] = ()
) -> Iterator[str]:
    """Put the add-in where Excel loads it, name its Python in the profile; yield what was done.

    `python` is the whole path of another Python than this one. Nothing is written where Excel cannot have
    such functions (EngineError), that Python or a template is not there (OutputError, TemplateError),
    something that is not ours is in the way, or Excel holds the file (OutputError).
    """
    file = addin_file(machine)
    _check_reaches_excel(machine)
    _check_python(machine, python)
    for folder in own_folders(templates):
        load_bundle(folder)
    data = addin(help_catalog(language))
    yield f"{_put(file, data)} {file} (xlwings {library_version()}, ribbon: {language})"
    if profile:
        settings = {**settings_for(machine, python or machine.executable), LANGUAGE: language}
        if templates:
            settings[TEMPLATES] = os.pathsep.join(str(folder.resolve()) for folder in templates)
        write_settings(own_file(machine.home), settings)
        yield f"written {own_file(machine.home)} ({', '.join(f'{k}: {v}' for k, v in settings.items())})"


def remove(machine: Machine) -> Iterator[str]:
    """Take away what `install` wrote, and nothing else; yield what was done, and what is not ours."""
    file, conf = addin_file(machine), own_file(machine.home)
    if file.exists() and not is_own_addin(file):
        yield f"left {file}, which is not ours"
    elif file.exists():
        try:
            file.unlink()
        except PermissionError as error:
            raise OutputError(f"{file} cannot be removed: Excel has it open.", OPEN_IN_EXCEL) from error
        yield f"removed {file}"
    if take_out_settings(conf):
        left = "what else it says stays" if conf.exists() else "nothing else was in it"
        yield f"removed our settings from {conf} ({left})"


def renew(machine: Machine) -> Iterator[str]:
    """Bring the installed add-in up to date in its own language; yield what was done."""
    file = addin_file(machine)
    if not file.exists():
        raise OutputError(f"{file} is not there.", "Install it: pocgate addin install")
    language = _language_of(file)
    data = addin(help_catalog(language))
    if file.read_bytes() == data:
        yield f"{file} is up to date"
    else:
        yield f"{_put(file, data)} {file} (xlwings {library_version()}, ribbon: {language})"


def addin_file(machine: Machine) -> Path:
    """Return where the add-in is installed; EngineError on a machine whose Excel takes none."""
    if machine.platform == MAC:
        problem = "Excel on a Mac cannot call Python functions of this kind."
        raise EngineError(problem, "Use xlwings Lite: pocgate addin lite --out DIR")
    folder = machine.startup_folder
    if folder is None:
        problem = "Excel's start-up folder is not known, as APPDATA is not set: this is not Windows."
        raise EngineError(problem, "Use xlwings Lite: pocgate addin lite --out DIR")
    return folder / ADDIN


def is_own_addin(file: Path) -> bool:
    """Say whether a file is an add-in of ours, of whatever release: our modules, and nothing beside them."""
    try:
        package = Package.from_bytes(file.read_bytes())
        modules = modules_of(package.read(PROJECT)) if PROJECT in package.names else ()
    except (OSError, Refused, Unreadable):
        return False
    return are_own_addin(modules)


def _check_reaches_excel(machine: Machine) -> None:
    """Refuse a Python whose writing into the profile is kept apart for it by Windows."""
    if machine.windows and in_store(machine.executable):
        problem = (
            "This Python comes from the Microsoft Store: Windows keeps what it writes into APPDATA apart, so "
            "Excel would see no add-in."
        )
        raise EngineError(
            problem, "Install Python from python.org or conda, pocgate there, and run it again."
        )


def _check_python(machine: Machine, python: str) -> None:
    """Refuse a Python of somebody's choice that is not a file on this machine."""
    if not python:
        return
    if not machine.path(python).is_absolute():
        raise OutputError(f"{python} is not the whole path of a Python.", "Name it from its drive on.")
    if not machine.has(python):
        raise OutputError(f"There is no Python {python}.", "Name the file itself, such as python.exe.")


def _put(file: Path, data: bytes) -> str:
    """Write the add-in; say whether it is new there or takes the place of an older one of ours."""
    renewed = file.exists()
    if renewed and not is_own_addin(file):
        raise OutputError(f"{file} is there and is not ours.", "Move it away and run this again.")
    make_folder(file.parent)
    try:
        find_target(file, force=True).write((data,))
    except OutputError as error:
        if isinstance(error.__cause__, PermissionError) and renewed:
            raise OutputError(f"{file} cannot be replaced: Excel has it open.", OPEN_IN_EXCEL) from error
        raise
    return "renewed" if renewed else "written"


def _language_of(file: Path) -> str:
    """Return the language of an add-in's ribbon: the one most of whose labels it bears."""
    if not is_own_addin(file):
        raise OutputError(f"{file} is not ours.", "Nothing was written.")
    ribbon = Package.from_bytes(file.read_bytes()).read("customUI/customUI.xml").decode("utf-8", "replace")

    def shared(catalog: Catalog) -> int:
        return sum(label in ribbon for label in ribbon_xml(catalog).split('"')[1::2])

    catalogs = default_gate().bundle.catalogs
    return max(catalogs, key=lambda language: shared(catalogs[language]))
