"""What became of every answer of a workbook that was carried into a fresh one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from ....records import dataclass

EntryKind: TypeAlias = Literal["carried", "changed", "new", "left_over"]
KINDS: tuple[EntryKind, ...] = ("carried", "changed", "new", "left_over")

Reason: TypeAlias = Literal[
    "", "converted", "moved", "formula", "hidden", "unread", "no_form", "revision", "language", "label",
    "unknown_here", "not_taken", "no_row", "beside", "own_sheet", "note", "text", "earlier", "more",
    "other_copy", "new_here",
]  # fmt: skip
"""Why an answer does not simply stand where it stood."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One answer: where it stood, what stood there, and which input has it now.

    `field` is the key of the input in the fresh workbook, "" where there is none. `source` names the file
    where answers of several are put together; `label` and `why` are words of an earlier copy.
    """

    kind: EntryKind
    reason: Reason = ""
    field: str = ""
    title: str = ""
    cell: str = ""
    content: str = ""
    now: str = ""
    source: str = ""
    label: str = ""
    why: str = ""


def counted(entries: Iterable[LedgerEntry]) -> Mapping[EntryKind, int]:
    """Count the entries of each kind; those that are there none too."""
    counts = Counter(entry.kind for entry in entries)
    return {kind: counts.get(kind, 0) for kind in KINDS}
