"""Which texts go into a workbook as they are, whatever shows them."""

from __future__ import annotations

from ...spreadsheetml.editing.quoted_styles import BEGINNINGS

LONGEST = 1000


def is_plain(text: str) -> bool:
    """Say whether a text is the same everywhere: nothing to escape, trim, hide, quote or cut."""
    if text.startswith(BEGINNINGS):
        return False
    return text.isprintable() and text == text.strip() and "_x" not in text and len(text) <= LONGEST


def is_shown_whole(text: str, longest: int) -> bool:
    """Say whether formulas show all of a text, which Excel counts in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) <= 2 * longest
