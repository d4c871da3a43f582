"""A register without rows: the same for all that have the same columns, so it is prepared or kept.

It is made as one with a single row. Where more follow, its table ends further down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ....opc.package import Package
from ....opc.refusal import Refused
from ....opc.zip_writer import replace_parts
from ....output.cache import kept
from ....templates.loader import Bundle
from ...layout.plan import WorkbookPlan
from ...rendering.report_writer import written_head
from ...rendering.rows.long_tables import Looks, look_key, with_long_tables
from ..blanks.container import Container, contained, container_of
from ..blanks.made_of import is_as_it_lies, made_of
from ..blanks.prepared import prepared_book

REGISTER = "register"
"""What a head is called among prepared blanks."""
COLUMNS, LOOKS = "columns", "looks"


class Head(NamedTuple):
    """A register without rows, and where the looks of its rows stand in the list of styles."""

    workbook: bytes
    looks: Looks

    def with_rows(self, plan: WorkbookPlan) -> bytes:
        return with_long_tables(self.workbook, plan, self.looks)


def head_for(plan: WorkbookPlan, one: WorkbookPlan, bundle: Bundle, title: str) -> Head | None:
    """Return the head of a register, made as that with `one` row; None where it has rows of other looks."""
    head = _head(one, bundle, title)
    sheet = plan.sheets[0]
    looks = {look_key(cell) for (row, _), cell in sheet.cells.items() if row >= sheet.values_from}
    if not looks <= head.looks.keys():
        return None
    return head._replace(workbook=_grown(head.workbook, one, plan))


def _head(plan: WorkbookPlan, bundle: Bundle, title: str) -> Head:
    columns = columns_of(plan)
    prepared = prepared_book(bundle, plan.language, REGISTER)
    if prepared and prepared[1].get(COLUMNS) == columns:
        return Head(prepared[0], _looks(prepared[1]))
    if not is_as_it_lies(bundle):
        return Head(*written_head(plan, bundle, title))
    made = made_of(bundle, plan.language, REGISTER, columns)
    content = kept(made, lambda: contained({REGISTER: said_head(plan, bundle, title)}), _opened)
    container = _opened(content)
    assert container is not None
    return Head(container.workbook(REGISTER), _looks(container.books[REGISTER]))


def said_head(plan: WorkbookPlan, bundle: Bundle, title: str) -> tuple[bytes, Mapping[str, Any]]:
    """Return a head, and what is to be kept of it beside its bytes."""
    workbook, looks = written_head(plan, bundle, title)
    return workbook, {COLUMNS: columns_of(plan), LOOKS: [[list(key), place] for key, place in looks.items()]}


def columns_of(plan: WorkbookPlan) -> list[list[str]]:
    """Return of each column what tells it from others: its title and how its values look."""
    sheet = plan.sheets[0]
    first = {column: cell for (row, column), cell in sheet.cells.items() if row == sheet.values_from}
    titles = {column: cell for (row, column), cell in sheet.cells.items() if row == sheet.values_from - 1}
    return [[str(titles[at].value), first[at].style, first[at].format] for at in sorted(titles)]


def _opened(content: bytes) -> Container | None:
    """Return what was kept; None where that cannot be read."""
    try:
        container = container_of(content)
        container.workbook(REGISTER)
        _looks(container.books[REGISTER])
    except (Refused, LookupError, ValueError, TypeError, AttributeError):
        return None
    return container


def _looks(said: Mapping[str, Any]) -> dict[tuple[str, ...], int]:
    return {tuple(key): int(place) for key, place in said[LOOKS]}


def _grown(workbook: bytes, one: WorkbookPlan, plan: WorkbookPlan) -> bytes:
    """Return a head whose table ends where that of the plan does."""
    before, after = (each.sheets[0].tables[0].area for each in (one, plan))
    if before == after:
        return workbook
    package = Package.from_bytes(workbook)
    found = re.compile(rb"\b%b\b" % before.encode())
    parts = {name: package.read(name) for name in package.names if name.startswith(PARTS)}
    return replace_parts(package, {name: found.sub(after.encode(), xml) for name, xml in parts.items()})


PARTS = ("xl/worksheets/sheet", "xl/tables/")
"""Where the area of a table stands."""
