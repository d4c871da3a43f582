"""Links from cells of long tables to files beside the workbook; part of the writer.

Source: ECMA-376 part 1, 18.3.1.47 hyperlink; part 2, 9.3 relationships. A target is always relative, so that
it can name no other place and no program: nothing in it is a scheme or a host.
"""

from __future__ import annotations

import posixpath

from ...spreadsheetml.address import a1
from ...spreadsheetml.editing.cell_writer import escaped
from ..layout.plan import BESIDE, SheetPlan

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS_END = b"</Relationships>"
_BEFORE = b"<printOptions"
"""What follows the links of a sheet, by the order that the standard asks for."""


def links_part(name: str) -> str:
    """Return the part that holds the relationships of a sheet; each with a table has one."""
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


class FileLinks:
    """The links of one sheet; files that several cells lead to are named once."""

    def __init__(self, sheet: SheetPlan) -> None:
        self.ids: dict[str, str] = {}
        linked = (each for each in sheet.single_cells.items() if each[1].link.startswith(BESIDE))
        self.links = "".join(
            self._link(a1(place), cell.link.removeprefix(BESIDE))
            for place, cell in sorted(linked, key=lambda each: each[0])
        )

    def __bool__(self) -> bool:
        return bool(self.links)

    def _link(self, place: str, link: str) -> str:
        target, _, location = link.partition("#")
        id_ = self.ids.setdefault(target, f"rIdFile{len(self.ids) + 1}")
        within = f' location="{escaped(location).replace(chr(34), "&quot;")}"' if location else ""
        return f'<hyperlink ref="{place}" r:id="{id_}"{within}/>'

    def in_sheet(self, xml: bytes) -> bytes:
        """Return the sheet with its links."""
        if not self:
            return xml
        links = f'<hyperlinks xmlns:r="{RELATIONSHIPS}">{self.links}</hyperlinks>'
        return xml.replace(_BEFORE, links.encode() + _BEFORE, 1)

    def relationships(self) -> bytes:
        """Return the relationships of the files, and the end of their list."""
        each = (
            f'<Relationship Type="{RELATIONSHIPS}/hyperlink" Target="{escaped(target)}"'
            f' TargetMode="External" Id="{id_}"/>'
            for target, id_ in self.ids.items()
        )
        return "".join(each).encode() + LINKS_END
