"""A live workbook brought up to date: macros as they are made now, everything else untouched."""

from __future__ import annotations

import re

from ...errors import EngineError
from ...opc.package import Package
from ...opc.relationships import CONTENT_TYPES
from ...opc.zip_writer import write_container
from ...spreadsheetml.macros.vba_project import macros_of
from .build import live_project
from .vba_writer import PROJECT

RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
_OWN = re.compile(r"xl/(?:_rels/)?vbaProject[\w.]*", re.IGNORECASE)
"""The project, its signatures and what belongs to them."""

_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*/vbaProject\"[^<>]*/>")
_TYPE = re.compile(rb"<(?:\w+:)?Override\b[^<>]*PartName=\"/xl/vbaProject[^<>]*/>", re.IGNORECASE)


def refreshed(workbook: bytes) -> bytes:
    """Return a live workbook with macros for the xlwings that is installed.

    EngineError for workbooks of another kind, Refused for what is no workbook.
    """
    package = Package.from_bytes(workbook)
    if CONTENT_TYPES not in package.names or PROJECT not in package.names:
        raise EngineError("This is not a live workbook with macros.", "Make one: pocgate new --live classic")
    if macros_of(package.read(PROJECT)).origin == "vba":
        problem = "The macros in this workbook are not ours, or were changed."
        raise EngineError(problem, "Nothing was written. Ask whoever sent it what they are for.")
    return write_container(live_project(_without_macros(package)))


def _without_macros(package: Package) -> bytes:
    """Return the workbook as it was before it had macros; a signature of the old ones goes with them."""
    parts = {name: package.read(name) for name in package.names if not _OWN.fullmatch(name)}
    parts[RELATIONSHIPS] = _LINK.sub(b"", parts[RELATIONSHIPS])
    parts[CONTENT_TYPES] = _TYPE.sub(b"", parts[CONTENT_TYPES])
    if b'vbaProject"' in parts[RELATIONSHIPS]:
        raise EngineError("The macros cannot be taken out of this workbook.", "Save it in Excel once.")
    return write_container(parts)
