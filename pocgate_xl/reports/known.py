"""Earlier reports, told from what else may stand under their name."""

from __future__ import annotations

import re

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
CUT_OFF = 3
"""Bytes of a character that may stand at the end of a sample."""


def is_text(sample: bytes) -> bool:
    """Say whether the beginning of a file is that of a text in UTF-8."""
    if _CONTROLS.search(sample):
        return False
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - CUT_OFF and error.reason == "unexpected end of data"
    return True


def first_line(sample: bytes) -> str:
    """Return the first line of a text, empty for what is none."""
    return sample.partition(b"\n")[0].decode("utf-8", "replace") if is_text(sample) else ""
