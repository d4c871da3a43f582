"""File names that every system can hold: Windows forbids more than others do."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
"""Characters; with folders before it a path must stay below 260 on Windows."""
MOST_BYTES = 200
"""Linux and macOS count bytes, at most 255; an ending and a temporary name need some too."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = frozenset(
    (
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{d}{n}" for d in ("COM", "LPT") for n in "0123456789¹²³"),
    )
)


def safe_name(text: str) -> str:
    """Return a text as a file name without its ending; "_" where nothing of it can stay."""
    shown = "".join(c for c in unicodedata.normalize("NFC", text) if _may_stay(c))
    short = _FORBIDDEN.sub("_", shown)[:LONGEST].encode()[:MOST_BYTES]
    name = short.decode(errors="ignore").strip(" .")
    if name.split(".")[0].rstrip().upper() in _DEVICES:
        name = f"_{name}"
    return name or "_"


def _may_stay(character: str) -> bool:
    """Leave out what cannot be seen or encoded: format and control characters, lone surrogates."""
    return unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Co", "Cn")
