"""What earlier runs left in a folder, told by what it says; what is not sure is not ours."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..batch.archives import archived_bytes, is_archived
from ..batch.folders import WORKBOOK
from ..batch.journal import HEADER
from ..batch.paths import is_url
from ..opc.package import regular_bytes
from ..opc.refusal import Refused
from ..reports import SAMPLE, is_surely_report
from ..workbook.submission.origins.report_books import may_be_report_book, names_report_book
from .own_texts import is_own_text


def is_earlier(file: str) -> bool:
    """Say whether a file is a report, a portfolio or a journal; nothing but files is opened."""
    try:
        if is_archived(file):
            return _is_ours(archived_bytes(file))
        if is_url(file) or not stat.S_ISREG(os.stat(file).st_mode):
            return False
        return _is_ours(*_ends(file))
    except (OSError, ValueError, Refused):
        return False


def _ends(file: str) -> tuple[bytes, bytes]:
    """Return how a file begins and how it ends; all of one that may be a portfolio."""
    with open(file, "rb") as stream:
        head = stream.read(SAMPLE)
        stream.seek(max(0, os.fstat(stream.fileno()).st_size - SAMPLE))
        tail = stream.read(SAMPLE)
    if head.startswith(WORKBOOK) and may_be_report_book(tail):
        return regular_bytes(Path(file)), tail
    return head, tail


def _is_ours(content: bytes, tail: bytes = b"") -> bool:
    if content.startswith(WORKBOOK):
        return may_be_report_book(tail or content) and names_report_book(content)
    head = content[:SAMPLE]
    return (
        content.startswith(HEADER) or is_surely_report(head, tail or content[-SAMPLE:]) or is_own_text(head)
    )


def head_of(file: Path) -> bytes:
    """Return how a regular file begins."""
    with file.open("rb") as stream:
        return stream.read(SAMPLE)
