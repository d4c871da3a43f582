"""What the macros in a workbook or an add-in need, held against what is installed; the file is only read."""

from __future__ import annotations

from pathlib import Path

from ...opc.package import open_package
from ...opc.refusal import Refused
from ...spreadsheetml.known_macros import GENERATION, installed_xlwings, macros_label
from ...spreadsheetml.vba_project import Module, Unreadable, digest_of, library_of, macros_of, modules_of
from .bridge import BRIDGE, bridge
from .doctor import Examined
from .vba_writer import PROJECT

REFRESH = "Update a copy: pocgate addin refresh {} --output COPY.xlsm"
REBUILD = "Build it again: pocgate addin build --output {} --force"
OBEYS = "it takes settings from the workbook that is open, and from its folder"


def diagnose_file(file: Path) -> Examined:
    """Say whether the macros of a file fit the xlwings that is installed."""
    subject = str(file)
    try:
        package = open_package(str(file))
        project = package.read(PROJECT) if PROJECT in package.names else b""
        modules = modules_of(project) if project else ()
    except (OSError, Refused, Unreadable) as fault:
        return Examined(subject, "wrong", f"cannot be read ({type(fault).__name__})")
    if not modules:
        return Examined(subject, "skipped", "has no macros")
    macros = macros_of(project)
    if macros.generation:
        return _compared(subject, macros.generation, macros.library, REFRESH)
    return _addin(subject, modules)


def _addin(subject: str, modules: tuple[Module, ...]) -> Examined:
    """Tell an add-in of ours by its bridge; no submission may hold one, so it is no known macro."""
    source = next((module.source for module in modules if module.name == BRIDGE), "")
    library = library_of(source)
    if not library:
        return Examined(subject, "skipped", "its macros are not ours")
    ours = digest_of(source) == digest_of(bridge(library, addin=True))
    return _compared(subject, GENERATION if ours else 1, library, REBUILD)


def _compared(subject: str, generation: int, library: str, advice: str) -> Examined:
    found, installed = macros_label(generation, library), installed_xlwings()
    if generation < GENERATION:
        return Examined(subject, "wrong", f"{found}: {OBEYS}", advice.format(subject))
    if library != installed:
        found = f"{found}, but xlwings {installed or '(none)'} is installed"
        return Examined(subject, "wrong", found, advice.format(subject))
    return Examined(subject, "fine", found)
