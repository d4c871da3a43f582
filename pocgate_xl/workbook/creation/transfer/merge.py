"""Partial copies of one engagement, put together: what they say alike once, what they contradict by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ....core.fields import blocks as blocks_of
from ....core.submission import Value
from ....spreadsheetml.address import a1
from .carry import REVISION, Transfer
from .ledger import LedgerEntry

Row = Mapping[str, Value]


def merged(parts: Sequence[tuple[str, Transfer]]) -> Transfer:
    """Return one transfer of several into the same template and language, by the names of their files.

    Where two of them answer differently the first is followed; what the other says is left over and named.
    """
    (name, first), *others = parts
    merger = _Merger(name, first)
    for source, other in others:
        merger.add(source, other)
    return replace(
        first, values=merger.values, rows=merger.rows, typed=merger.typed, free=merger.free,
        ledger=tuple(merger.ledger), lambdas=any(each.lambdas for _, each in parts),
    )  # fmt: skip


class _Merger:
    """What was taken so far, and what was not."""

    def __init__(self, name: str, first: Transfer) -> None:
        self.values, self.rows = dict(first.values), dict(first.rows)
        self.typed, self.free = dict(first.typed), dict(first.free)
        self.ledger = [replace(entry, source=name) for entry in first.ledger]
        self.room = {block.name: block.rows for block in blocks_of(first.bundle.template)}

    def add(self, source: str, other: Transfer) -> None:
        refused = {*self._values(other), *self._typed(other), *self._tables(other)}
        for key in refused & {REVISION}:
            self.values[key] = max(self.values[key], other.values[key])
        self.ledger += self._free(source, other)
        self.ledger += self._entries(source, other, refused - {REVISION})

    def _free(self, source: str, other: Transfer) -> Iterator[LedgerEntry]:
        """Take what stands where nothing of the others does; yield the rest."""
        for (id_, at), text in other.free.items():
            if self.free.setdefault((id_, at), text) != text:
                yield LedgerEntry("left_over", "other_copy", "", id_, a1(at), str(text), source=source)

    def _values(self, other: Transfer) -> Iterator[str]:
        """Take what nothing stands against; yield what is answered otherwise."""
        for name, value in other.values.items():
            if name in self.typed or self.values.setdefault(name, value) != value:
                yield name

    def _typed(self, other: Transfer) -> Iterator[str]:
        for key, text in other.typed.items():
            if key in self.values or self.typed.setdefault(key, text) != text:
                yield key

    def _tables(self, other: Transfer) -> Iterator[str]:
        """Add the rows that are not there yet below those that are; yield the keys of what has no room."""
        for name, rows in other.rows.items():
            mine = list(self.rows.get(name, ()))
            new = [(place, row) for place, row in enumerate(rows) if row and row not in mine]
            fitting = new[: self.room.get(name, 0) - len(mine)]
            if fitting:
                self.rows[name] = (*mine, *(row for _, row in fitting))
            for place, row in new[len(fitting) :]:
                yield from (f"{name}.{place}.{part}" for part in row)

    def _entries(self, source: str, other: Transfer, refused: set[str]) -> Iterator[LedgerEntry]:
        known = {entry.field for entry in self.ledger if entry.field}
        for entry in other.ledger:
            if entry.field in refused:
                yield replace(entry, kind="left_over", reason="other_copy", source=source)
            elif entry.field not in known or not entry.field:
                yield replace(entry, source=source)
