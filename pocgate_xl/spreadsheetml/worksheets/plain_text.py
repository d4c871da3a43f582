"""What bytes of XML mean without a parser: text without tags, with no more than the five entities."""

from __future__ import annotations

import re

_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that XML forbids or changes."""
_OTHER_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_HEADER = re.compile(rb"<oddHeader>([^<>]*)</oddHeader>")
HEADER_NAME, TAGS = b"oddHeader", 2
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def plain_text(data: bytes) -> str | None:
    """Return data as text; None where XML forbids it, or means something else than five entities."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    usual = text.isprintable() or not _UNUSUAL.search(text)
    return text if usual and not ("&" in text and _OTHER_REFERENCE.search(text)) else None


def unescaped(text: str) -> str:
    """Return a plain text with its entities as the characters that they stand for."""
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text


def without_header(rest: bytes) -> bytes:
    """Return what stands around the rows without the page header, which differs from file to file.

    Where several elements are called so, nothing is taken out.
    """
    header = _HEADER.search(rest)
    if header is None or rest.count(HEADER_NAME) != TAGS or plain_text(header[1]) is None:
        return rest
    return rest[: header.start(1)] + rest[header.end(1) :]
