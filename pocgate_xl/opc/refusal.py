"""Why a file cannot be examined at all."""

from __future__ import annotations

from typing import Literal, get_args

from .safe_text import visible

FileKind = Literal[
    "empty", "too_large", "unreadable_file", "directory", "not_a_file", "lock_file",
    "encrypted", "encrypted_archive", "rights_protected", "old_xls", "binary_workbook", "open_document",
    "numbers", "xml_spreadsheet", "html", "pdf", "rtf", "json_text", "csv_text", "plain_text", "xml_text",
    "image", "text_document", "presentation", "iwork", "email", "outlook_message", "shortcut", "lfs_pointer",
    "archive", "not_a_workbook", "truncated", "damaged", "unsafe_container", "surplus_bytes",
    "unknown_packing", "limit", "doctype", "unsound_archive", "unsound_member",
]  # fmt: skip

KINDS: tuple[FileKind, ...] = get_args(FileKind)


class Refused(Exception):
    """What a file is instead of a readable workbook, by a stable word.

    `detail` is short, on one line, and hides nothing, whatever the file says.
    """

    def __init__(self, kind: FileKind, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = printable(detail, 200)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused) and (self.kind, self.detail) == (other.kind, other.detail)

    def __hash__(self) -> int:
        return hash((self.kind, self.detail))

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}" if self.detail else self.kind


def printable(text: str, length: int = 60) -> str:
    """Return text of bounded length, fit for any message: letters as they are, what hides escaped."""
    return visible(text, length)
