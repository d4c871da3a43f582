"""What can be wrong with Excel on a user's machine, and with the add-in that is installed in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .install import ADDIN, is_own_addin
from .interpreters import STORE, bits_of
from .machine import Examined, Machine
from .macro_files import diagnose_file, marked

PLATFORMS = {"x64": 64, "x86": 32}
INSTALL = "Run: pocgate addin install"
RENEW = "Run: pocgate addin refresh"
SUBJECT, SETTINGS, LIBRARY, INSTALLED = "Excel", "Macro settings", "xlwings DLL", "Installed add-in"


def excel(machine: Machine) -> Iterator[Examined]:
    """Say which Excel there is: from where, for how many bits."""
    if not machine.windows:
        yield Examined(SUBJECT, "skipped", "on Windows only")
        return
    program, bits = str(machine.registry.get("Excel", "")), excel_bits(machine)
    if not program:
        advice = "The add-in store's xlwings Lite needs no Python here: pocgate addin lite --out DIR"
        yield Examined(SUBJECT, "advice", "is not registered on this computer", advice)
    elif f"\\{STORE}\\" in program.lower():
        advice = (
            "Windows keeps an Excel from the Store apart, and it may not start other programs: install "
            "Office from office.com (Click-to-Run), or use xlwings Lite."
        )
        yield Examined(SUBJECT, "wrong", f"{program} comes from the Microsoft Store", advice)
    else:
        packaging = "Click-to-Run" if machine.registry.get("ClickToRun") else "installed by Windows Installer"
        yield Examined(SUBJECT, "fine", f"{program} ({bits or 'unknown'} bit, {packaging})")


def excel_bits(machine: Machine) -> int | None:
    """Return for how many bits Excel is made, whatever Windows and Python are; None when nothing tells."""
    program = str(machine.registry.get("Excel", ""))
    bits = bits_of(machine.head(program)) if program else None
    return bits or PLATFORMS.get(str(machine.registry.get("ClickToRun", "")).lower())


def library(machine: Machine) -> Iterator[Examined]:
    """Look for the library that Excel loads, which must be made for as many bits as Excel."""
    if not machine.windows:
        yield Examined(LIBRARY, "skipped", "on Windows only")
        return
    bits = excel_bits(machine) or machine.bits
    name = f"xlwings{bits}-{machine.versions.get('xlwings')}.dll"
    folder = machine.path(machine.executable).parent
    if any(machine.has(each / name) for each in (folder, folder.parent)):
        yield Examined(LIBRARY, "fine", f"{name}, for an Excel of {bits} bit")
    else:
        advice = f'Reinstall xlwings: "{machine.executable}" -m pip install --force-reinstall xlwings'
        yield Examined(LIBRARY, "wrong", f"{name} is not beside Python", advice)


def trust(machine: Machine) -> Iterator[Examined]:
    """Look at Excel's settings for macros, where the registry tells them."""
    if not machine.windows:
        yield Examined(SETTINGS, "skipped", "on Windows only")
        return
    yield _level(machine)
    said = machine.registry.get
    if said("AllLocationsDisabled"):
        advice = "Ask your administrator: neither the start-up folder nor any other is trusted."
        yield Examined(SETTINGS, "wrong", "trusted locations are switched off", advice)
    if said("DisableAllAddins"):
        advice = "Ask your administrator, or use xlwings Lite."
        yield Examined(SETTINGS, "wrong", "all add-ins are switched off", advice)
    if said("RequireAddinSig"):
        advice = "Ask your administrator to sign the add-in, or use xlwings Lite."
        yield Examined(SETTINGS, "wrong", "only signed add-ins run", advice)
    if not said("AccessVBOM"):
        advice = "Needed only for xlwings' “Import Functions”; ours are inside already."
        yield Examined("Access to the VBA project", "fine", "not granted", advice)


def _level(machine: Machine) -> Examined:
    level = machine.registry.get("VBAWarnings")
    if level == 4:
        advice = f"What lies in a trusted location runs even so, as the start-up folder is. {INSTALL}"
        return Examined(SETTINGS, "wrong", "macros are switched off without asking", advice)
    if level == 3:
        advice = "Put live workbooks into a trusted location (Trust Center > Trusted Locations)."
        return Examined(SETTINGS, "advice", "only signed macros run", advice)
    advice = "Files from mail or web stay blocked: Properties > Unblock, or a trusted location."
    return Examined(SETTINGS, "fine", "macros may be enabled", advice)


def installed(machine: Machine) -> Iterator[Examined]:
    """Look at the add-in in the start-up folder: whether it fits, and whether Excel loads it once."""
    folder = machine.startup_folder
    if not machine.windows or folder is None:
        yield Examined(INSTALLED, "skipped", "on Windows only")
        return
    file = folder / ADDIN
    if not file.exists():
        yield Examined(INSTALLED, "advice", "none", INSTALL)
    elif not is_own_addin(file):
        yield Examined(INSTALLED, "wrong", f"{file} is not ours", "Move it away.")
    else:
        found = diagnose_file(file)
        yield Examined(INSTALLED, found.state, f"{file}: {found.found}", RENEW if found.advice else "")
        yield from _marked(machine, file)
    yield from _ticked(machine, file)
    yield from _disabled(machine)


def _marked(machine: Machine, file: Path) -> Iterator[Examined]:
    if marked(machine, file):
        yield Examined(
            INSTALLED, "wrong", f"{file} is marked as from the web", "Run: pocgate addin doctor --mend"
        )


def _ticked(machine: Machine, file: Path) -> Iterator[Examined]:
    """Tell of a second one that somebody ticked in the list of add-ins."""
    for entry in _texts(machine, "Opened"):
        other = Path(entry[entry.find('"') + 1 : entry.rfind('"')] if '"' in entry else entry)
        if other.name.lower().endswith(".xlam") and other != file and is_own_addin(other):
            if file.exists():
                advice = "Untick it: File > Options > Add-ins > Go... (functions and tab are there twice)."
                yield Examined(INSTALLED, "wrong", f"{other} is loaded as well", advice)
            else:
                yield Examined(INSTALLED, "fine", f"{other} is ticked in the list of add-ins")


def _disabled(machine: Machine) -> Iterator[Examined]:
    for path in _texts(machine, "Disabled"):
        if path.lower().endswith((f"\\{ADDIN}", ".xlsm")):
            advice = "Enable it: File > Options > Add-ins > Manage: Disabled Items > Go..."
            yield Examined("Disabled items", "wrong", f"Excel switched off {path} after a crash", advice)


def _texts(machine: Machine, name: str) -> tuple[str, ...]:
    found = machine.registry.get(name, ())
    return found if isinstance(found, tuple) else ()
