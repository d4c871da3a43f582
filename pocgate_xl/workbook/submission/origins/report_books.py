"""Workbooks that earlier runs made of many, told from submissions and from anybody else's workbooks."""

from __future__ import annotations

import re
from pathlib import Path

from ....opc.package import Package, open_package
from ....opc.refusal import Refused
from ....opc.zip_reader import CENTRAL, CENTRAL_MARK
from ....spreadsheetml.reader import read_workbook
from ...layout.plan import IDENTITY_TITLE
from ...layout.reports.kinds import MARKS, ReportKind
from .identity import identity_of, places_of

BOOK = "xl/workbook.xml"
MOST = 1 << 14
"""Bytes of the list of names in such a workbook, with room for what programs add; submissions have more."""
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
    """Say whether a file is a workbook of this kind; what cannot be read is none."""
    try:
        facts = read_workbook(open_package(file))
    except Exception:  # whatever a damaged file does to its reader, it is not to be replaced
        return False
    places = places_of(facts)
    return places.get(MARKS[kind]) is not None and not identity_of(facts, places).template
