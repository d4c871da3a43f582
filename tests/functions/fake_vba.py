"""The macros of a built file, run by an interpreter, on a computer that is made up.

What would ask Windows is played: variables, files, the loading of a library, and the library itself, which
answers with the command that it was given. Everything that was looked at is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication

PLAYED = ("Surroundings", "IsFile", "TextOf")
"""The only functions of the bridge that ask Windows for anything; a test holds that."""

HOME, SYSTEM = r"C:\Users\A", r"C:\Python311"
PYTHON = rf"{SYSTEM}\pythonw.exe"

STARTED = "(started)"
"""What is remembered when the library is asked to start Python."""

STAND_IN = """\
Public Asked As String

Public Function Surroundings(name As String) As String
{variables}
End Function

Public Function IsFile(path As String) As Boolean
    Asked = Asked & path & vbLf
    IsFile = InStr({files}, "|" & LCase$(path) & "|") > 0
End Function

Public Function TextOf(path As String) As String
    Asked = Asked & path & vbLf
{texts}
End Function

Public Function LoadLibraryA(path As String) As Long
    Asked = Asked & path & vbLf
    LoadLibraryA = InStr({files}, "|" & LCase$(path) & "|")
End Function

Public Function XLPyDLLActivateAuto(result As Variant, config As String, mode As Long) As Long
    Asked = Asked & "{started}" & vbLf
    result = IIf({starts}, config, "Python did not answer")
    XLPyDLLActivateAuto = IIf({starts}, 0, 1)
End Function

Public Function Everything() As String
    Everything = Asked
End Function
"""


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer: environment, files with their texts, and what merely is there."""

    variables: Mapping[str, str] = field(default_factory=lambda: {"USERPROFILE": HOME, "PATH": SYSTEM})
    texts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = (PYTHON,)
    library: str = f"xlwings64-{version('xlwings')}.dll"
    """Lies beside every file."""
    starts: bool = True
    """Whether Python, once started, answers."""

    @property
    def every_file(self) -> str:
        folders = {file.rpartition("\\")[0] for file in self.files}
        libraries = {rf"{folder}\{self.library}" for folder in folders}
        return "|".join(sorted({*self.files, *self.texts, *libraries})).lower()


class Excel:
    """Run the macros of a built file beside workbooks that somebody opened."""

    def __init__(self, built: Path, computer: Computer) -> None:
        self.app: Any = ExcelApplication.open(built, with_vba=False)
        source = module_of(built, "xlwings")
        self.app.add_module(without_windows(source), name="xlwings")
        self.app.add_module(stand_in(computer), name="StandIn")

    def open(self, workbook: Path) -> None:
        """Open a workbook, which becomes the active one."""
        self.app.activate_workbook(self.app.open_workbook(workbook))

    def run(self, macro: str, *arguments: object) -> Any:
        return self.app.run(macro, *arguments)

    @property
    def asked(self) -> set[str]:
        """Return every path that was looked at."""
        return set(filter(None, str(self.run("Everything")).split("\n"))) - {STARTED}

    @property
    def starts(self) -> int:
        """Count how often the library was asked to start Python."""
        return str(self.run("Everything")).split("\n").count(STARTED)


def module_of(built: Path, name: str) -> str:
    with ExcelFile(built) as book:
        return str(book.get_module(name)).replace("\r\n", "\n")


def without_windows(source: str) -> str:
    """Return the bridge without what the interpreter cannot do, and nothing else taken away."""
    for name in PLAYED:
        source = re.sub(
            rf"^Private Function {name}\(.*?^End Function\n", "", source, flags=re.DOTALL | re.MULTILINE
        )
    lines = [line for line in source.splitlines() if " Declare " not in line and "Attribute VB_" not in line]
    return "\n".join(lines) + "\n"


def stand_in(computer: Computer) -> str:
    variables = "\n".join(
        f"    If UCase$(name) = {_literal(name)} Then Surroundings = {_literal(value)}"
        for name, value in computer.variables.items()
    )
    texts = "\n".join(
        f"    If path = {_literal(path)} Then TextOf = {_literal(text)}"
        for path, text in computer.texts.items()
    )
    files = _literal(f"|{computer.every_file}|")
    return STAND_IN.format(
        variables=variables, texts=texts, files=files, started=STARTED, starts=computer.starts
    )


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""').replace("\n", '" & vbLf & "') + '"'
