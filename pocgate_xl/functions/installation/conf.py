"""The configuration files of a user, from which our macros and those of xlwings take settings.

Macros read them line by line in the code page of the system, and the first line that names a setting
counts. So what an installation writes stands first, between two lines that begin with #, and what was
there before is as it was once that is taken out again.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from ...errors import OutputError
from ...output import make_folder, write_file

Conf: TypeAlias = "Mapping[str, str]"
PROJECTS = ("xlwings", "pocgate")
"""Whose files there are. Our macros read the second first; other workbooks read the first alone."""

TEMPLATES = "POCGATE_TEMPLATES"
LANGUAGE = "LANGUAGE"
"""The setting with the language of what functions say where a formula asks for none."""
"""Setting and variable of the environment: folders of templates of one's own, separated as in PATH."""

ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"
BEGIN = "# Written by pocgate addin install. Taken back by pocgate addin install --remove."
END = "# End of what pocgate wrote."
_BLOCK = re.compile(rb"\A" + re.escape(BEGIN).encode() + rb".*?" + re.escape(END).encode() + rb"\r?\n", re.S)


def conf_files(home: Path) -> tuple[Path, ...]:
    """Return where the files stand, if they are there."""
    return tuple(home / f".{project}" / f"{project}.conf" for project in PROJECTS)


def own_file(home: Path) -> Path:
    """Return where our settings stand, which no other project reads."""
    return conf_files(home)[PROJECTS.index("pocgate")]


def read_conf(file: Path) -> Conf | None:
    """Return the settings of a file by name in capitals; None when there is none."""
    data = _bytes(file)
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode(ENCODING, "replace")
    lines = text.replace("\ufeff", "").splitlines()
    rows = [row for row in csv.reader(lines, skipinitialspace=True) if len(row) >= 2]
    return {row[0].strip().upper().replace(" ", "_"): row[1].strip() for row in reversed(rows)}


def user_conf(home: Path) -> Conf:
    """Return the settings that our macros find: ours first, then those of xlwings; empty ones are none."""
    files = (read_conf(file) or {} for file in conf_files(home))
    return {name: value for conf in files for name, value in conf.items() if value}


def write_settings(file: Path, settings: Mapping[str, str]) -> None:
    """Put settings before everything else in a file, in place of those that stood there before."""
    lines = [BEGIN, *(f'"{name}","{value}"' for name, value in settings.items()), END, ""]
    try:
        block = "\r\n".join(lines).encode(ENCODING)
    except UnicodeEncodeError as error:
        problem = f"{error.object[error.start : error.end]!r} is no character of this system's code page."
        raise OutputError(problem, "Use a Python in a folder with a plain name.") from error
    make_folder(file.parent)
    write_file(file, block + _rest(_bytes(file) or b""))


def adopt_templates(home: Path) -> None:
    """Let functions look into the templates that an installation named, unless the environment names some."""
    if said := user_conf(home).get(TEMPLATES):
        os.environ.setdefault(TEMPLATES, said)


def take_out_settings(file: Path) -> bool:
    """Remove what `write_settings` wrote, and the file when nothing else is in it; say if there was any."""
    data = _bytes(file)
    if data is None or not _BLOCK.match(data):
        return False
    if rest := _rest(data):
        write_file(file, rest)
        return True
    file.unlink()
    if not any(file.parent.iterdir()):
        file.parent.rmdir()
    return True


def _rest(data: bytes) -> bytes:
    return _BLOCK.sub(b"", data, count=1)


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
