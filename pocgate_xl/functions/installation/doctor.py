"""What stands between Excel and Python on one machine, looked at and never changed.

Away from Windows everything that can be looked at still is; the rest is said to be not applicable.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...templates.loader import builtin_names
from . import excel_looks, python_looks
from .machine import Examined, Machine


def diagnose(machine: Machine | None = None) -> tuple[Examined, ...]:
    """Look at everything and return what was found, in the order in which to mend it."""
    seen = machine or Machine()
    return tuple(result for look in LOOKS for result in look(seen))


def platform(machine: Machine) -> Iterator[Examined]:
    if machine.windows:
        yield Examined("Windows", "fine", "the functions can run in Excel on this machine")
    else:
        yield Examined(
            "Windows", "advice", f"this is {machine.platform}: classic functions run on Windows only",
            "Use xlwings Lite here: pocgate addin lite --out DIR",
        )  # fmt: skip


def templates(machine: Machine) -> Iterator[Examined]:
    yield Examined("Templates", "fine", ", ".join(builtin_names()))


def known_pains(machine: Machine) -> Iterator[Examined]:
    """Say what cannot be looked at from here."""
    if machine.windows:
        yield Examined(
            "Antivirus", "advice", "cannot be looked at",
            "If #VALUE! or nothing appears: a rule that keeps Office from starting programs "
            "(ASR “Block Office applications from creating child processes”) stops Python.",
        )  # fmt: skip


LOOKS = (
    platform, python_looks.python, python_looks.packages, excel_looks.excel, excel_looks.library,
    python_looks.configuration, python_looks.started, excel_looks.trust, excel_looks.installed, templates,
    known_pains,
)  # fmt: skip
