"""What can be wrong with Python on a user's machine, and with what names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from ... import __version__
from .conf import PROJECTS, Conf, conf_files, own_file, read_conf, user_conf
from .interpreters import BARE, STORE, bits_of, conda_of, started_python
from .machine import Examined, Machine

UNRESERVED = 200
"""Windows stops at 260 characters; xlwings adds file names of its own."""
CLOUD = ("onedrive", "sharepoint", "dropbox", "google drive", "icloud")
CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
"""Where OneDrive says that its folders are, whatever they are called."""
INSTALL = "Run: pocgate addin install"
_WHOLE = re.compile(r"[A-Za-z]:\\|\\\\[^\\]|%[^%]+%|/")
"""How a whole path begins, a variable of the user among them."""


def in_store(path: str) -> bool:
    """Say whether a program comes from the Microsoft Store, or is its alias, which only opens the Store."""
    return f"\\{STORE}\\" in path.lower() or "\\packages\\pythonsoftwarefoundation." in path.lower()


def in_cloud(path: str, environment: Mapping[str, str]) -> bool:
    """Say whether a path lies in a folder that is synchronised."""
    lowered = path.lower()
    roots = tuple(environment[name].lower() for name in CLOUD_VARIABLES if environment.get(name))
    return lowered.startswith(roots) or any(cloud in lowered for cloud in CLOUD)


def python(machine: Machine) -> Iterator[Examined]:
    found = f"{machine.executable} ({machine.bits} bit, pocgate {__version__})"
    if machine.windows and in_store(machine.executable):
        yield Examined(
            "Python", "wrong", f"{found} comes from the Microsoft Store",
            "Excel often may not start it, and what it writes into APPDATA is kept apart: install Python "
            "from python.org and install pocgate there.",
        )  # fmt: skip
    else:
        yield Examined("Python", "fine", found)
    yield from _path("Python's path", machine.executable, machine)


def _path(subject: str, path: str, machine: Machine) -> Iterator[Examined]:
    """Say what in a path is known to keep Excel from finding it."""
    if in_cloud(path, machine.environment):
        advice = "Keep it in a folder that no cloud synchronises: paths there change and files may be absent."
        yield Examined(subject, "wrong", f"{path} lies in a cloud folder", advice)
    if " " in path:
        advice = "It works where it is written without quotes in the configuration; without spaces is safer."
        yield Examined(subject, "advice", f"{path} has a space", advice)
    if not path.isascii():
        advice = "VBA knows the characters of the system's code page only: prefer plain letters."
        yield Examined(subject, "advice", f"{path} has characters beyond ASCII", advice)
    if len(path) > UNRESERVED:
        advice = "Windows stops at 260: use a shorter path."
        yield Examined(subject, "advice", f"{len(path)} characters", advice)


def packages(machine: Machine) -> Iterator[Examined]:
    for package, found in machine.versions.items():
        if found:
            yield Examined(package, "fine", found)
        elif package == "pywin32" and not machine.windows:
            yield Examined(package, "skipped", "not needed here")
        else:
            command = f'"{machine.executable}" -m pip install {package}'
            yield Examined(package, "wrong", "is not installed in this Python", f"Run: {command}")


def configuration(machine: Machine) -> Iterator[Examined]:
    """Look at the user's configuration of xlwings and of the add-in."""
    for file in conf_files(machine.home):
        conf = read_conf(file)
        if conf is not None:
            yield from _configured(file, conf, machine)
        elif machine.windows and file == own_file(machine.home):
            yield Examined(str(file), "advice", "is not there", INSTALL)


def _configured(file: Path, conf: Conf, machine: Machine) -> Iterator[Examined]:
    interpreter = conf.get("INTERPRETER_WIN", "") or conf.get("INTERPRETER", "")
    if interpreter and interpreter.lower() not in BARE and not _WHOLE.match(interpreter):
        advice = f"Our macros start a whole path only: {machine.executable}"
        yield Examined(str(file), "wrong", f"{interpreter} is not the whole path of a program", advice)
    else:
        yield Examined(str(file), "fine", f"Python: {interpreter or 'the first on the path'}")
    yield from _path(f"{file}: PYTHONPATH", conf.get("PYTHONPATH", ""), machine)
    default = "true" if file.stem == PROJECTS[0] else ""
    if conf.get("ADD_WORKBOOK_TO_PYTHONPATH", default).lower() == "true":
        advice = "Ours import nothing beside a workbook, others with xlwings do: set it to False."
        yield Examined(str(file), "advice", "ADD_WORKBOOK_TO_PYTHONPATH is on", advice)


def started(machine: Machine) -> Iterator[Examined]:
    """Hold the Python that the macros would start against the one in which pocgate runs."""
    subject = "Python that Excel starts"
    if not machine.windows:
        yield Examined(subject, "skipped", "on Windows only")
        return
    python = started_python(machine, user_conf(machine.home))
    if not python:
        yield Examined(subject, "wrong", "none is named and none is on the path", INSTALL)
    elif in_store(python):
        yield Examined(subject, "wrong", f"{python} is an alias of the Microsoft Store", INSTALL)
    elif not machine.has(python):
        yield Examined(subject, "wrong", f"there is no {python}", INSTALL)
    elif machine.path(python).parent == machine.path(machine.executable).parent:
        yield Examined(subject, "fine", f"{python}{_environment(machine, python)}")
    else:
        yield _other(machine, subject, python)


def _environment(machine: Machine, python: str) -> str:
    named = conda_of(machine, python)
    return f" (conda environment {named[1]}, started without being activated)" if named else ""


def _other(machine: Machine, subject: str, python: str) -> Examined:
    """Judge another Python than this one: without pocgate it answers nothing."""
    bits = bits_of(machine.head(python))
    found = f"{python}{_environment(machine, python)}"
    found += f", {bits} bit, is another than this one ({machine.bits} bit)" if bits else ", not this one"
    if any(machine.has(folder / "pocgate_xl" / "__init__.py") for folder in _packages(machine, python)):
        return Examined(subject, "advice", found, f"To start this one instead: {INSTALL[5:]}")
    return Examined(subject, "wrong", f"{found}, and has no pocgate", INSTALL)


def _packages(machine: Machine, python: str) -> Iterator[PurePath]:
    """Yield where packages of a Python lie: beside it, or above it in a virtual environment."""
    folder = machine.path(python).parent
    yield from (each / "Lib" / "site-packages" for each in (folder, folder.parent))
