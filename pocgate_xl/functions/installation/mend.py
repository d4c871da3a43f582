"""What the doctor may mend by itself: files of ours, and our settings in the user's own profile."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...opc.package import open_package
from ...opc.refusal import Refused
from ...spreadsheetml.macros.vba_project import macros_of
from ..addin.vba_writer import PROJECT
from .conf import own_file, write_settings
from .install import ADDIN, is_own_addin, renew
from .interpreters import settings_for
from .machine import Machine
from .macro_files import ZONE, diagnose_file, marked
from .python_looks import in_store, started


def mend(machine: Machine, files: Sequence[Path] = ()) -> Iterator[str]:
    """Mend what is safe to mend; yield what was done.

    The profile is written when the Python that it names cannot answer, an installed add-in renewed when it
    is of another xlwings or release, and the mark of the web taken from what holds our macros alone.
    """
    if not machine.windows:
        return
    if not in_store(machine.executable) and any(each.state == "wrong" for each in started(machine)):
        settings = settings_for(machine, machine.executable)
        write_settings(own_file(machine.home), settings)
        yield f"written {own_file(machine.home)} ({', '.join(f'{k}: {v}' for k, v in settings.items())})"
    folder = machine.startup_folder
    addin = folder / ADDIN if folder else None
    if addin and is_own_addin(addin) and diagnose_file(addin).state != "fine":
        yield from renew(machine)
    for file in (*([addin] if addin else []), *files):
        if marked(machine, file) and has_own_macros(file):
            os.remove(f"{file}{ZONE}")
            yield f"unblocked {file}"


def has_own_macros(file: Path) -> bool:
    """Say whether a file holds macros of ours and none of anybody else."""
    if is_own_addin(file):
        return True
    try:
        package = open_package(str(file))
        project = package.read(PROJECT) if PROJECT in package.names else b""
    except (OSError, Refused):
        return False
    return bool(project) and macros_of(project).origin == "own_vba"
