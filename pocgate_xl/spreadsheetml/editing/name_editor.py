"""Names for formulas, put into a workbook's own list of names.

Source: ECMA-376 part 1, 18.2.5 definedName, 18.2.6 definedNames.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...records import dataclass
from .cell_writer import EditError, escaped

END = b"</definedNames>"


@dataclass(frozen=True, slots=True)
class NewName:
    """A name of the whole workbook: its formula without `=`, and the comment that programs show."""

    name: str
    formula: str
    comment: str = ""


def with_names(xml: bytes, names: Iterable[NewName]) -> bytes:
    """Return a workbook part that has these names behind its own; EditError where it has no list of names."""
    if xml.count(END) != 1:
        raise EditError("the workbook has no list of names")
    return xml.replace(END, "".join(map(_element, names)).encode() + END)


def _element(new: NewName) -> str:
    comment = f' comment="{escaped(new.comment)}"' if new.comment else ""
    return f'<definedName name="{escaped(new.name)}"{comment}>{escaped(new.formula)}</definedName>'
