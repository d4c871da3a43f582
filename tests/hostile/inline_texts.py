"""A workbook with all its texts inside their cells, so that faults can be done to them where they stand."""

from __future__ import annotations

import re

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import write_container

TABLE = "xl/sharedStrings.xml"
_TEXT = re.compile(rb"<si>(<t[^<>]*>[^<]*</t>)</si>")
_USE = re.compile(rb' t="s"><v>(\d+)</v></c>')
_NAMED = re.compile(rb"<(?:Override|Relationship)\b[^<>]*sharedStrings\.xml[^<>]*/>")


def inline(workbook: bytes) -> bytes:
    package = Package.from_bytes(workbook)
    texts = _TEXT.findall(package.read(TABLE))

    def stands(match: re.Match[bytes]) -> bytes:
        return b' t="inlineStr"><is>' + texts[int(match[1])] + b"</is></c>"

    parts = {name: package.read(name) for name in package.names if name != TABLE}
    return write_container({name: _NAMED.sub(b"", _USE.sub(stands, xml)) for name, xml in parts.items()})
