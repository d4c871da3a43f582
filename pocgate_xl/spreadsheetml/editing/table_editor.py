"""A table of Excel made larger where its sheet was: every program then counts the new cells as its own.

Source: ECMA-376 part 1, 18.5.1.2 table, 18.5.1.3 tableColumn, 18.5.1.4 tableColumns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...opc.package import Package
from ...opc.relationships import relationships_of, target_part
from ...opc.xml_tree import tree_of
from ...records import dataclass
from ..address import Corners, Position, a1, area_of
from .cell_writer import EditError, escaped

_AREA = re.compile(rb"""(<(?:table|autoFilter)\s(?:[^>]*?\s)?ref=["'])[^"']*""")
_ID = re.compile(rb"""<tableColumn\s(?:[^>]*?\s)?id=["']([0-9]+)""")
_COUNT = re.compile(rb"""(<tableColumns\s(?:[^>]*?\s)?count=["'])[0-9]+""")
_END = b"</tableColumns>"
_DIMENSION = re.compile(rb"""(<dimension\s+ref=["'])[^"']*""")


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table as its part has it; `totals` is how many rows of sums close it."""

    part: str
    xml: bytes
    area: Corners
    totals: int = 0


def table_at(package: Package, sheet: str, place: Position) -> TablePart | None:
    """Return the table of a sheet in which a cell lies; None where it lies in none."""
    for link in relationships_of(package, sheet).values():
        if link.kind == "table":
            found = _table(package, target_part(package, link))
            if found is not None and _holds(found.area, place):
                return found
    return None


def _table(package: Package, part: str) -> TablePart | None:
    xml = package.read(part)
    attributes = tree_of(xml, part).attributes
    area, totals = area_of(attributes.get("ref", "")), attributes.get("totalsRowCount", "0")
    return None if area is None else TablePart(part, xml, area, int(totals) if totals.isdecimal() else 0)


def _holds(area: Corners, place: Position) -> bool:
    (top, left), (bottom, right) = area
    return top <= place[0] <= bottom and left <= place[1] <= right


def larger_table(table: TablePart, last: Position, titles: Sequence[str]) -> bytes:
    """Return the XML of a table that reaches down and right to `last`; `titles` are those of its new columns.

    EditError where its XML is not as programs write it.
    """
    (_, right), columns = table.area[1], len(_ID.findall(table.xml))
    if right - table.area[0][1] + 1 != columns or last[1] != right + len(titles):
        raise EditError("its table does not say what its columns are")
    area = f"{a1(table.area[0])}:{a1(last)}".encode()
    xml = _AREA.sub(rb"\g<1>" + area, table.xml)
    if not titles:
        return xml
    first = max(map(int, _ID.findall(table.xml))) + 1
    added = "".join(
        f'<tableColumn id="{number}" name="{escaped(title)}"/>' for number, title in enumerate(titles, first)
    )
    counted = _COUNT.sub(rb"\g<1>%d" % (columns + len(titles)), xml)
    return counted.replace(_END, added.encode() + _END, 1)


def larger_dimension(xml: bytes, last: Position) -> bytes:
    """Return a sheet's XML that says how far its cells reach: some programs read no further."""
    return _DIMENSION.sub(rb"\g<1>A1:" + a1(last).encode(), xml, count=1)
