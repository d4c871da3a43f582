"""New values as the XML of one cell, in whatever prefix its sheet uses.

Source: ECMA-376 part 1, 18.3.1.4 c, 18.3.1.53 is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

from ...opc.limits import DEFAULT
from ...records import dataclass
from ..cell_types import encode_escapes


class EditError(ValueError):
    """Why a value cannot be put into a sheet without changing more than its cell."""


@dataclass(frozen=True, slots=True)
class NewValue:
    """What a cell shall show.

    With `keep_formula` the cell's formula stays and the value becomes what it last computed;
    `error` marks a text such as `#DIV/0!` as an error value; `style` is the number of the style of a cell
    that is not there yet.
    """

    value: str | int | float | Decimal | bool | None
    error: bool = False
    keep_formula: bool = False
    style: str = "0"


def cell_xml(prefix: str, address: str, kept: Mapping[str, str], formula: str, new: NewValue) -> str:
    """Return a whole cell element; `kept` are attributes that stay, `formula` its XML or nothing."""
    type_, content = _content(prefix, new, bool(formula))
    written = {"r": address, **kept, **({"t": type_} if type_ else {})}
    attributes = "".join(f' {name}="{escaped(value)}"' for name, value in written.items())
    if not formula and not content:
        return f"<{prefix}c{attributes}/>"
    return f"<{prefix}c{attributes}>{formula}{content}</{prefix}c>"


def _content(prefix: str, new: NewValue, computed: bool) -> tuple[str, str]:
    """Return a cell's type (nothing for numbers) and the XML of its value."""
    value = new.value
    if new.error:
        return "e", f"<{prefix}v>{_text(str(value))}</{prefix}v>"
    if isinstance(value, bool):
        return "b", f"<{prefix}v>{int(value)}</{prefix}v>"
    if isinstance(value, int | float | Decimal):
        return "", f"<{prefix}v>{_number(value)}</{prefix}v>"
    if computed:
        return "str", f"<{prefix}v>{_text(value or '')}</{prefix}v>"
    if not value:
        return "", ""
    space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
    return "inlineStr", f"<{prefix}is><{prefix}t{space}>{_text(value)}</{prefix}t></{prefix}is>"


def _number(value: int | float | Decimal) -> str:
    try:
        finite = math.isfinite(float(value))
    except (OverflowError, ValueError):
        finite = False
    if not finite:
        raise EditError("a cell holds finite numbers only")
    return repr(value) if isinstance(value, float) else str(value)


def _text(value: str) -> str:
    if len(value) > DEFAULT.cell_characters:
        raise EditError(f"a cell holds at most {DEFAULT.cell_characters} characters")
    return escaped(encode_escapes(value))


def escaped(text: str) -> str:
    """Return text for use in XML content or a quoted attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
