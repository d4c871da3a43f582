"""The line in which a workbook names the page where it is checked: ours by its words, in any language.

Its address is believed and followed by nobody, and goes into no copy: there the operator's own stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from ...core.catalog import Catalog
from ...spreadsheetml.address import Position
from ...spreadsheetml.reader import RawSheet
from ..layout.page_link import KEY, PAGE_AT, START, WEB
from .reader import Reading

_ADDRESS = "{page}"


def page_line(reading: Reading) -> tuple[str, Position] | None:
    """Return the title of the sheet and the cell in which a workbook names a page; None where it does not."""
    start = reading.located.sheets.get(START)
    if start is None or not page_named(start, reading.bundle.catalogs.values()):
        return None
    return start.title, PAGE_AT


def page_named(start: RawSheet, catalogs: Iterable[Catalog]) -> str:
    """Return the address of the page that a first sheet names in our words; "" for none."""
    cell = start.cells.get(PAGE_AT)
    said = cell.value if cell is not None and cell.formula is None else None
    if not isinstance(said, str):
        return ""
    for catalog in catalogs:
        before, _, after = catalog.texts.get(KEY, "").partition(_ADDRESS)
        found = re.fullmatch(rf"{re.escape(before)}(\S+){re.escape(after)}", said) if before else None
        if found and found[1].startswith(WEB):
            return found[1]
    return ""


def leads_elsewhere(target: str, address: str) -> bool:
    """Say whether a link does not lead to the host that its text names."""
    return not target.startswith(WEB) or _host(target) != _host(address)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.casefold()
    except ValueError:
        return ""
