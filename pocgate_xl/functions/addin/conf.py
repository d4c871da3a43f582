"""The configuration files of a user, from which our macros and those of xlwings take settings."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

Conf: TypeAlias = "Mapping[str, str]"
PROJECTS = ("xlwings", "pocgate")
"""Whose files there are. Our macros read the second first; other workbooks read the first alone."""


def conf_files(home: Path) -> tuple[Path, ...]:
    """Return where the files stand, if they are there."""
    return tuple(home / f".{project}" / f"{project}.conf" for project in PROJECTS)


def read_conf(file: Path) -> Conf | None:
    """Return the settings of a file by name in capitals; None when there is none."""
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    rows = [row for row in csv.reader(text.splitlines(), skipinitialspace=True) if len(row) >= 2]
    return {row[0].strip().upper().replace(" ", "_"): row[1].strip() for row in rows}
