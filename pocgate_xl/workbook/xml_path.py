"""Follow the few paths of a document on which content may stand; all else passes unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from .limits import Limits
from .xml_parser import SHEET_NAMESPACES, Attributes, out_of_bounds

Spec = Mapping[str, tuple[str, str]]
"""Parent and local name by place; the root's parent is the place ``""``."""
NOTHING: Mapping[str, str] = {}


def steps(spec: Spec) -> dict[str, dict[str, str]]:
    """Return for each place which element leads to which place, in both editions of the format."""
    return {
        place: {
            f"{namespace} {local}": child
            for child, (parent, local) in spec.items()
            if parent == place
            for namespace in SHEET_NAMESPACES
        }
        for place in ("", *spec)
    }


class PathHandler:
    """Call `open_<place>` and `close_<place>` of a subclass along its paths.

    `place` is the innermost element on a path and `matched` its depth; `next` says what may follow,
    and a method that sets it to `NOTHING` skips the content of its element. Text goes to `sink`.
    """

    SPEC: ClassVar[Spec]
    STEPS: ClassVar[Mapping[str, Mapping[str, str]]]

    def __init__(self, limits: Limits, part: str) -> None:
        self.limits, self.part = limits, part
        self.max_depth, self.max_attributes = limits.depth, limits.attributes
        self.depth = self.matched = 0
        self.place = ""
        self.next = self.STEPS[""]
        self.sink: list[str] | None = None
        self.openers: dict[str, Callable[[Attributes], None]] = self._methods("open")
        self.closers: dict[str, Callable[[], None]] = self._methods("close")

    def _methods(self, verb: str) -> dict[str, Callable[..., None]]:
        found = {place: getattr(self, f"{verb}_{place}", None) for place in self.SPEC}
        return {place: method for place, method in found.items() if method}

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth = depth = self.depth + 1
        if depth > self.max_depth or len(attributes) > self.max_attributes:
            raise out_of_bounds(self.limits, self.part, depth)
        place = self.next.get(name) if self.matched == depth - 1 else None
        if place is None:
            self.stray(name)
            return
        self.matched, self.place, self.next = depth, place, self.STEPS[place]
        opener = self.openers.get(place)
        if opener is not None:
            opener(attributes)

    def end(self, _name: str) -> None:
        if self.matched == self.depth:
            closer = self.closers.get(self.place)
            if closer is not None:
                closer()
            self.place = self.SPEC[self.place][0]
            self.next = self.STEPS[self.place]
            self.matched -= 1
        self.depth -= 1

    def text(self, data: str) -> None:
        if self.sink is not None:
            self.sink.append(data)

    def stray(self, name: str) -> None:
        """Take notice of an element that is on no path."""
