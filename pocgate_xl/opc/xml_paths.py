"""Follow the few paths of a document on which content may stand; all else passes unread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from .limits import Limits
from .xml_parser import SHEET_NAMESPACES, Attributes, new_parser, out_of_bounds

Spec = Mapping[str, tuple[str, str]]
"""Parent and local name by place; the root's parent is the place ``""``."""


class PathStep(NamedTuple):
    """What may follow inside an element, and what to do when it begins and ends."""

    steps: dict[str, PathStep]
    opened: Callable[[Any, Attributes], None] | None
    closed: Callable[[Any], None] | None


OFF_PATH = PathStep({}, None, None)


class PathHandler:
    """Call `open_<place>` and `close_<place>` of a subclass along the paths of its `SPEC`.

    `here` is the place of the innermost element. A method that sets it to `OFF_PATH` when an element
    begins skips all of that element, its end too. Text goes to `sink`.
    """

    SPEC: ClassVar[Spec] = {}
    ROOT: ClassVar[PathStep]

    def __init_subclass__(cls) -> None:
        cls.ROOT = cls._place("")

    @classmethod
    def _place(cls, name: str, namespaces: Iterable[str] = SHEET_NAMESPACES) -> PathStep:
        """Return a place; a document stays in the namespace of its root."""
        steps = {
            f"{namespace} {local}": cls._place(child, (namespace,))
            for child, (parent, local) in cls.SPEC.items()
            if parent == name
            for namespace in namespaces
        }
        return PathStep(steps, getattr(cls, f"open_{name}", None), getattr(cls, f"close_{name}", None))

    def __init__(self, limits: Limits, part: str) -> None:
        self.limits, self.part = limits, part
        self.max_depth, self.max_attributes = limits.depth, limits.attributes
        self.here = self.ROOT
        self.outer: list[PathStep] = []
        self.sink: list[str] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        outer = self.outer
        outer.append(self.here)
        if len(outer) > self.max_depth or len(attributes) > self.max_attributes:
            raise out_of_bounds(self.limits, self.part, len(outer))
        place = self.here.steps.get(name)
        if place is None:
            self.here = OFF_PATH
            self.stray(name)
            return
        self.here = place
        opened = place.opened
        if opened is not None:
            opened(self, attributes)

    def end(self, _name: str) -> None:
        closed = self.here.closed
        if closed is not None:
            closed(self)
        self.here = self.outer.pop()

    def text(self, data: str) -> None:
        if self.sink is not None:
            self.sink.append(data)

    def interruption(self, *_: object) -> None:
        """Take notice of what divides a text for some readers: a comment, an instruction, CDATA."""
        if self.sink is not None:
            self.divided()

    def divided(self) -> None:
        """Take notice of such a division within a text that is read."""

    def referred(self) -> None:
        """Take notice of a character that is written as a number."""

    def stray(self, name: str) -> None:
        """Take notice of an element that is on no path."""


class PlacingHandler(PathHandler):
    """Follow paths of a text to where elements stand in its bytes: `parser.CurrentByteIndex` tells."""

    def __init__(self, xml: bytes, limits: Limits, part: str) -> None:
        super().__init__(limits, part)
        self.xml, self.parser = xml, new_parser(xml, limits, part)
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
