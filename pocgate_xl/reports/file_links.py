"""Links from a report to the files that it speaks of: relative ones, and only where a name cannot mislead.

A name is text from outside. So a link leads to nothing but a workbook that was read, and whose name has no
sign that means something in a path or a URL to any program: no backslash, colon, `%` or `#` (Excel decodes
some of them twice), no control or hidden character. Its path is encoded as part of a URL, so that no name
begins with a scheme or a host. Other files are named without a link.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from ..batch.folders import SUFFIXES
from ..opc.safe_text import visible
from ..workbook.layout.plan import BESIDE

LONGEST = 1000
"""Characters of a link; Excel takes 2,079."""
_MISLEADING = re.compile(r"""[\\:%#?*"<>|]""")
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_TITLE = re.compile(r"""[^\[\]:?*/\\#%"<>|]+""")


def link_to_file(file: str, folder: Path | None, sheet: str = "", cell: str = "") -> str:
    """Return a link from a report in a folder to a place in a file; "" where there is to be none."""
    path = _seen_from(folder, file) if folder is not None else ""
    if not path or not path.lower().endswith(SUFFIXES) or _misleads(path):
        return ""
    link = BESIDE + quote(path, safe="/")
    return "" if len(link) > LONGEST else link + _within(sheet, cell)


@lru_cache(maxsize=1024)
def _seen_from(folder: Path, file: str) -> str:
    """Return the path of a regular file from a folder; "" where there is none, as on another drive."""
    try:
        if not os.path.isfile(file):  # a URL, or what lies in an archive
            return ""
        above, name = os.path.split(file)
        real = os.path.join(os.path.realpath(above), name)
        return os.path.relpath(real, os.path.realpath(folder)).replace(os.sep, "/")
    except (OSError, ValueError):
        return ""


def _misleads(path: str) -> bool:
    return _MISLEADING.search(path) is not None or visible(path, len(path)) != path


def _within(sheet: str, cell: str) -> str:
    """Return the place behind `#`, where both its parts are what Excel takes for them."""
    first = cell.partition(":")[0]
    if not (_TITLE.fullmatch(sheet) and visible(sheet, len(sheet)) == sheet and _ADDRESS.fullmatch(first)):
        return ""
    title = sheet.replace("'", "''")
    return f"#'{title}'!{first}"
