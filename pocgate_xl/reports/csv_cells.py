"""Lines of comma-separated values as spreadsheets open them: no text is computed, no row is broken.

A line break is written `\\n`: RFC 4180 would allow it in quotes, but importers that split at every line would
begin a row with what follows, and compute that.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from ..opc.safe_text import visible

MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the encoding of the computer."""
_STEERING = re.compile(r"^[ \u3000]*[=+\-@\t\r＝＋－＠]")
"""How a text begins that a spreadsheet would compute."""


def csv_line(cells: Iterable[Any]) -> str:
    """Return a row with its line end."""
    stream = io.StringIO()
    csv.writer(stream).writerow([_cell(cell) for cell in cells])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as a spreadsheet is to take it: a text as a text, whatever it begins with."""
    if not isinstance(value, str) or _is_amount(value):
        return value
    text = visible(value, len(value) * 8)
    return f"'{text}" if _STEERING.match(value) else text


def without_guard(text: str) -> str:
    """Return a text as it was before it was kept from being computed."""
    return text[1:] if text.startswith("'") and _STEERING.match(text[1:]) else text


def _is_amount(text: str) -> bool:
    """Say whether a text is an exact amount, as JSON has those that are not whole."""
    return re.fullmatch(r"-?[0-9]+\.[0-9]+", text) is not None
