"""What a file with macros needs, held against the machine it lies on; the file is only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...errors import EngineError
from ...opc.package import open_package
from ...opc.refusal import Refused
from ...rules.findings import finding_of_file
from ...spreadsheetml.macros.known_macros import GENERATION, KNOWN, installed_xlwings, macros_label
from ...spreadsheetml.macros.vba_project import (
    Module,
    Unreadable,
    digest_of,
    library_of,
    macros_of,
    modules_of,
    spoken,
)
from ..addin.bridge import BRIDGE, bridge
from ..addin.build import addin_modules
from ..addin.ribbon import RIBBON
from ..addin.vba import WIZARD, WRAPPERS
from ..addin.vba_writer import PROJECT
from ..registry import help_catalog
from .machine import Examined, Machine
from .python_looks import in_cloud

REFRESH = "Update a copy: pocgate addin refresh {} --output COPY.xlsm"
REBUILD = "Build it again: pocgate addin build --output {} --force"
FOREIGN = (
    "Its author must update its module xlwings; it starts a Python process of its own, ours are not touched."
)
OWN_MODULES = {BRIDGE, WRAPPERS, WIZARD, RIBBON, "Dictionary"}
"""Of add-ins of every release: the first had all that xlwings' own module needs."""
OBEYS = "it takes settings from the workbook that is open, and from its folder"


NO_FILE = {"directory": "it is a folder", "unreadable_file": "it cannot be opened ({reason})"}
"""Where a check would speak of workbooks that are missing."""
ZONE = ":Zone.Identifier"
"""The stream beside a file in which Windows keeps from where it came: the mark of the web."""
FROM_THE_WEB = (b"ZoneId=3", b"ZoneId=4")


def look_into(machine: Machine, file: Path) -> Iterator[Examined]:
    """Say everything about a file that may keep its macros from running."""
    yield diagnose_file(file)
    if marked(machine, file):
        advice = "Properties > Unblock, or put it into a trusted location; --mend does it for files of ours."
        yield Examined(str(file), "wrong", "is marked as from the web: Excel blocks its macros", advice)
    if in_cloud(str(file.absolute()), machine.environment):
        found = "lies in a cloud folder, where it may be absent, or be changed by others"
        yield Examined(str(file), "advice", found, "Our macros need no path of it; work on a copy elsewhere.")


def marked(machine: Machine, file: Path) -> bool:
    """Say whether Windows remembers that a file came from the web or from mail."""
    said = machine.head(f"{file}{ZONE}") or b""
    return any(zone in said for zone in FROM_THE_WEB)


def diagnose_file(file: Path) -> Examined:
    """Say whether the macros of a file fit the xlwings that is installed."""
    subject = str(file)
    try:
        package = open_package(str(file))
        project = package.read(PROJECT) if PROJECT in package.names else b""
        modules = modules_of(project) if project else ()
    except (OSError, Refused, Unreadable) as fault:
        return Examined(subject, "wrong", f"cannot be read: {_why(fault)}")
    if not modules:
        return Examined(subject, "skipped", "has no macros")
    macros = macros_of(project)
    if macros.generation:
        return _compared(subject, macros.generation, macros.library, REFRESH)
    return _addin(file, modules)


def _why(fault: Exception) -> str:
    """Say in words why nobody can tell what macros a file has."""
    if isinstance(fault, OSError):
        return fault.strerror or "it cannot be opened"
    if not isinstance(fault, Refused):
        return "its macros are damaged"
    if fault.kind in NO_FILE:
        return NO_FILE[fault.kind].format(reason=fault.detail)
    return finding_of_file(fault.kind, fault.detail, help_catalog("en")).message


def _addin(file: Path, modules: tuple[Module, ...]) -> Examined:
    """Judge what is no workbook of ours; no submission may hold an add-in, so it is no known macro."""
    subject, sources = str(file), _speaking(modules)
    library, installed = library_of(sources.get(BRIDGE, "")), installed_xlwings()
    if not library:
        return Examined(subject, "skipped", "its macros are not ours")
    if not are_own_addin(modules):
        return _foreign(subject, library)
    if library != installed or digest_of(sources[BRIDGE]) != digest_of(bridge(library, addin=True)):
        first = KNOWN[BRIDGE].get(digest_of(sources[BRIDGE])) == 1
        return _compared(subject, 1 if first else GENERATION, library, REBUILD, other=library == installed)
    try:
        current = {name: digest_of(source) for name, source in addin_modules().items()}
    except EngineError as fault:
        return Examined(subject, "wrong", str(fault))
    if current != {name: digest_of(source) for name, source in sources.items()}:
        found = f"add-in of another release, xlwings {library}: functions and buttons differ"
        return Examined(subject, "advice", found, REBUILD.format(subject))
    return Examined(subject, "fine", f"add-in of this release, xlwings {library}")


def are_own_addin(modules: tuple[Module, ...]) -> bool:
    """Say whether these are the modules of an add-in of ours, of whatever release, and no others."""
    sources = _speaking(modules)
    return {BRIDGE, RIBBON} <= sources.keys() <= OWN_MODULES and bool(library_of(sources[BRIDGE]))


def _speaking(modules: tuple[Module, ...]) -> dict[str, str]:
    """Return the modules by name, without those of sheets, which say nothing."""
    return {module.name: module.source for module in modules if spoken(module.source)}


def _foreign(subject: str, library: str) -> Examined:
    """Judge a workbook with macros of its own that calls xlwings: Excel would load two libraries."""
    installed = installed_xlwings()
    if library == installed:
        return Examined(subject, "fine", f"its macros are not ours; they call xlwings {library} as well")
    found = f"its macros are not ours and call xlwings {library}, but {installed or 'none'} is installed"
    return Examined(subject, "advice", found, FOREIGN)


def _compared(subject: str, generation: int, library: str, advice: str, *, other: bool = False) -> Examined:
    found, installed = macros_label(generation, library), installed_xlwings()
    if generation < GENERATION:
        return Examined(subject, "wrong", f"{found}: {OBEYS}", advice.format(subject))
    if other:
        found = f"add-in of another release, xlwings {library}: it starts Python in another way"
        return Examined(subject, "wrong", found, advice.format(subject))
    if library != installed:
        found = f"{found}, but xlwings {installed or '(none)'} is installed"
        return Examined(subject, "wrong", found, advice.format(subject))
    return Examined(subject, "fine", found)
