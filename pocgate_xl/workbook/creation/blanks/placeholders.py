"""Values that stand in a zip template for those of an engagement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ....core.fields import Field, input_fields
from ....templates.loader import Bundle

WORD = "pgvalue"


class Placeholder(NamedTuple):
    """The value that stands for a field in a zip template, and its bytes as input and as result.

    `formulas` says how many cells show it. A `choice` is what formulas are computed with in its place.
    """

    field: Field
    value: str | int
    typed: bytes
    shown: bytes
    formulas: int
    width: float | None
    """Of its column, in characters."""
    height: float
    """Of its row, in points."""
    longest: int
    """Letters that formulas show whole; a longer text has a zip template of its own."""
    choice: str = ""


class Room(NamedTuple):
    """What is to know of a field's cell and of the formulas that show it."""

    formulas: int
    width: float | None
    height: float
    longest: int
    choice: str = ""


def placeholder_of(field: Field, number: int, room: Room) -> Placeholder:
    """Return the placeholder of a field; a label is one more text, once it is known."""
    if room.choice or field.kind == "text":
        word = f"{WORD}{number}"
        return Placeholder(replace(field, kind="text"), word, word.encode(), word.encode(), *room)
    return Placeholder(field, number, f"<v>{number}</v>".encode(), f"<v>{number}.0</v>".encode(), *room)


def bytes_of(placeholders: Iterable[Placeholder]) -> Iterator[bytes]:
    """Yield what stands for values in the parts of a workbook."""
    for each in placeholders:
        yield from {each.typed, each.shown}


def plain_of(placeholders: Mapping[str, Placeholder]) -> dict[str, list[Any]]:
    """Return placeholders as plain JSON values, by the name of their field."""
    return {
        name: [int(str(each.value).removeprefix(WORD)), *each[len(Placeholder._fields) - len(Room._fields) :]]
        for name, each in placeholders.items()
    }


def from_plain(plain: Mapping[str, list[Any]], bundle: Bundle) -> dict[str, Placeholder]:
    """Return them again; LookupError, ValueError or TypeError where they are none of this template."""
    fields = {field.name: field for field in input_fields(bundle.template) if field.name in plain}
    every = plain.items()
    return {name: placeholder_of(fields[name], number, Room(*room)) for name, (number, *room) in every}


def written(placeholders: Mapping[str, Placeholder]) -> bytes:
    return json.dumps(plain_of(placeholders)).encode()


def placeholders_in(bundle: Bundle, content: bytes) -> dict[str, Placeholder] | None:
    """Return what was written; None where that cannot be read."""
    try:
        return from_plain(json.loads(content), bundle)
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
