"""One hostile or mangled file, and the one right answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Make = Callable[[bytes], bytes]
"""Turns the valid submission into the file that is handed in."""

Put = Callable[[Path, bytes], Path]
"""Puts the file into a folder and returns the path that is checked."""


def put(folder: Path, content: bytes) -> Path:
    file = folder / "submission.xlsx"
    file.write_bytes(content)
    return file


def unchanged(submission: bytes) -> bytes:
    return submission


@dataclass(frozen=True, slots=True)
class Case:
    """Record what must come out: the outcome and exactly these codes.

    `row` and `examples` are the words of the threat tables. `answers` are the responses that differ
    from those of the valid submission (None: no answer); everything computed must follow from them.
    `found` must occur in what the first finding quotes, `message` in what it says. A `dangerous` file
    gets a process of its own.
    """

    name: str
    row: str
    examples: tuple[str, ...]
    outcome: Literal["accepted", "findings", "unreadable"]
    codes: tuple[str, ...] = ()
    make: Make = unchanged
    put: Put = put
    answers: Mapping[str, Any] = field(default_factory=dict)
    found: str = ""
    message: str = ""
    cells: tuple[str, ...] = ()
    """`Sheet!A1` of findings that must be among those of the first code."""
    dangerous: bool = False
    seconds: float = 5.0
    consequences: bool = False
    """More findings follow from the fault, and what is computed is not what it was."""


def refused(
    name: str, row: str, example: str, code: str, make: Make = unchanged, *,
    found: str = "", message: str = "", place: Put = put, dangerous: bool = False,
) -> Case:  # fmt: skip
    """Return the case of a file that cannot be examined."""
    return Case(
        name, row, (example,), "unreadable", (code,), make, place, found=found, message=message,
        dangerous=dangerous,
    )  # fmt: skip
