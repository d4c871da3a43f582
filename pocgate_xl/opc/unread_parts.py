"""Parts that are not read here but by other programs: none may declare a document type."""

from __future__ import annotations

import re
from collections.abc import Container

from ..patterns import pattern
from .limits import KIB
from .package import Package, PackedPart
from .refusal import Refused, printable
from .relationships import ContentTypes

ENDINGS = (".xml", ".rels", ".vml")
TYPES = ("+xml", "/xml")
DRAWN = "image/"
"""Pictures are XML too (SVG), and honest ones declare a document type; no reader of cells opens them."""
REMEMBERED, REMEMBERED_BYTES = 256, 16 * KIB
_SOUND: set[PackedPart] = set()
"""What was looked through before, and how much of it is kept."""

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_MARKS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", *_WIDE))
_ENCODING = pattern(rb"""<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([^"'<>]{1,40})["']""")
_LIKE_ASCII = pattern(
    rb"utf-?8|utf-?16.{0,3}|us-ascii|iso-?8859-\d+|windows-\d+|cp125\d|shift.?jis|euc-.+|gb.+|big5|koi8-.",
    re.IGNORECASE,
)
"""Encodings in which a document type can be seen without knowing more of them."""


def check_unread(package: Package, types: ContentTypes, read: Container[str]) -> None:
    """Look through every part of XML that is not read; `Refused` where one could expand or fetch."""
    for name in package.names:
        if name not in read and _is_xml(name, types):
            fault = _fault(package, name)
            if fault:
                raise Refused("doctype", f"{printable(name)} {fault}")


def _is_xml(name: str, types: ContentTypes) -> bool:
    claimed = types.of(name).casefold()
    return not claimed.startswith(DRAWN) and (name.lower().endswith(ENDINGS) or claimed.endswith(TYPES))


def _fault(package: Package, name: str) -> str:
    """Most parts are the template's, so that their packed bytes tell that they were looked through."""
    key = package.packed(name)
    if key in _SOUND:
        return ""
    fault = _found(package.read(name))
    if not fault and len(key.data) <= REMEMBERED_BYTES:
        if len(_SOUND) >= REMEMBERED:
            _SOUND.clear()
        _SOUND.add(key)
    return fault


def _found(data: bytes) -> str:
    if any(mark in data for mark in _MARKS):
        return "declares a document type"
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200])
    if declared and not _LIKE_ASCII.fullmatch(declared[1]):
        return "is written in an encoding that hides what it declares"
    return ""
