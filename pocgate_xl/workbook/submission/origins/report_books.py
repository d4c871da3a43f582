"""Workbooks that earlier runs made of many, told from submissions and from anybody else's workbooks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ....opc.limits import DEFAULT, MIB
from ....opc.package import Package, regular_bytes
from ....opc.refusal import Refused
from ....opc.relationships import content_types
from ....opc.zip_reader import CENTRAL, CENTRAL_MARK
from ....spreadsheetml.workbook_part import parsed_workbook, workbook_part
from ...layout.plan import IDENTITY, IDENTITY_TITLE, identity_name
from ...layout.reports.kinds import MARKS, ReportKind
from .identity import places_by_name

BOOK = "xl/workbook.xml"
MOST = 1 << 14
"""Bytes of the list of names in such a workbook, with room for what programs add; submissions have more."""
LARGE = replace(DEFAULT, file_bytes=1024 * MIB, unpacked_bytes=8192 * MIB, part_bytes=4096 * MIB)
"""How large a report may be of which nothing but its names is read."""
_NAMED = re.compile(rb"""<definedName\s[^>]*?\bname=["'](?:%b)["']""" % "|".join(MARKS.values()).encode())


def may_be_report_book(tail: bytes) -> bool:
    """Say by how a file ends whether its list of names may be a report's: mostly it is too long."""
    at = tail.rfind(BOOK.encode()) - CENTRAL.size
    return at < 0 or not tail.startswith(CENTRAL_MARK, at) or CENTRAL.unpack_from(tail, at)[9] <= MOST


def names_report_book(content: bytes) -> bool:
    """Say whether a file names the title of a report, and nothing as submissions do.

    Its list of names alone is read: enough to pass it over and say so, not to replace it.
    """
    try:
        package = Package.of_archive(content)
        if BOOK not in package.members or package.members[BOOK].unpacked > MOST:
            return False
        book = package.read(BOOK)
    except Refused:
        return False
    return _NAMED.search(book) is not None and IDENTITY_TITLE.encode() not in book.lower()


def is_report_book(file: Path, kind: ReportKind) -> bool:
    """Say whether a file is a workbook of this kind; what cannot be read is none.

    Its list of sheets and names is read, and no cell: a report on very many is larger than any submission.
    """
    try:
        package = Package.from_bytes(regular_bytes(file, LARGE), LARGE)
        part = workbook_part(package, content_types(package))
        listed = parsed_workbook(package.read(part), LARGE, part)
    except Exception:  # whatever a damaged file does to its reader, it is not to be replaced
        return False
    places = places_by_name(tuple(listed.names.items()))
    place, titles = places.get(MARKS[kind]), {sheet.title for sheet in listed.sheets}
    ours = place is not None and place[0] in titles
    return ours and IDENTITY_TITLE not in titles and not any(identity_name(key) in places for key in IDENTITY)
