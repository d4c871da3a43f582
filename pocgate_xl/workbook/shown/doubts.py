"""Which cells may show something else though nobody altered them, because of an input or a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..dependencies import Node, resting_on
from ..interpret import CONVERTED, READ_ALIKE, FaultKind
from ..reader import Reading, Response
from .given import Given, is_odd

KNOWN = READ_ALIKE | CONVERTED


@dataclass(frozen=True, eq=False)
class Doubts:
    """Answer for each formula cell what it rests on."""

    given: Given

    @property
    def reading(self) -> Reading:
        return self.given.reading

    @cached_property
    def unknown(self) -> frozenset[Node]:
        """Return what rests on inputs that were not read, or of which nobody can say how formulas do."""
        doubtful = self._with_fault(lambda kind: kind not in KNOWN)
        odd = (self._node(response) for response in self.given.responses.values() if is_odd(response))
        return self._resting({*self._unread(), *doubtful, *odd})

    @cached_property
    def converted(self) -> frozenset[Node]:
        """Return what rests on inputs that are read here and count for nothing in formulas."""
        return self._resting(set(self._with_fault(lambda kind: kind in CONVERTED)))

    @cached_property
    def changed(self) -> frozenset[Node]:
        """Return the cells that are reported as changed, and what rests on them."""
        return self._resting({(change.sheet, change.position) for change in self.reading.changes})

    def _resting(self, nodes: set[Node]) -> frozenset[Node]:
        return resting_on(self.reading.blueprint.users, nodes) if nodes else frozenset()

    def _unread(self) -> Iterator[Node]:
        """Yield every input that is not where it belongs."""
        blueprint, displaced = self.reading.blueprint, self.reading.whereabouts.displaced
        for name in blueprint.fields.keys() - self.reading.responses.keys():
            area = blueprint.names[name]
            yield area.sheet, area.first
        for block in blueprint.blocks:
            area = blueprint.names[block.name]
            if block.name in displaced or area.sheet not in self.reading.whereabouts.sheets:
                rows = range(area.first[0], area.last[0] + 1)
                columns = range(area.first[1], area.last[1] + 1)
                yield from ((area.sheet, (row, column)) for row in rows for column in columns)

    def _with_fault(self, asked: Callable[[FaultKind], bool]) -> Iterator[Node]:
        for response in self.reading.faulty:
            if any(asked(fault.kind) for fault in response.faults):
                yield self._node(response)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {sheet.title: id_ for id_, sheet in self.reading.whereabouts.sheets.items()}

    def _node(self, response: Response) -> Node:
        return self._ids[response.sheet], response.position
