"""The stream of a VBA project that holds its compiled form: written without any, as the specification asks.

MS-OVBA 2.3.4.1: a program that writes sources alone writes the version 0xFFFF and no cache. Any other
version says that what follows fits one build of Office, which then may trust it.
"""

from __future__ import annotations

STORAGE, STREAM = "VBA", "_VBA_PROJECT"
NO_CACHE = bytes.fromhex("cc61 ffff 00 0000")
"""Reserved1, Version, Reserved2, Reserved3."""


def without_cache(project: bytes) -> bytes:
    """Return a project that Office compiles when it opens it."""
    from pyopenvba.cfb import CFB

    file = CFB.from_bytes(project)
    file.write_stream_in_storage(STORAGE, STREAM, NO_CACHE)
    return bytes(file.to_bytes())
