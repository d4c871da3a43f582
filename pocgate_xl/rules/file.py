"""Files that cannot be examined: what each really is, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterator

from .base import FileProblem, Occurrence, Rule

OTHER_FILES = (
    "not_a_workbook", "html", "pdf", "rtf", "json_text", "csv_text", "plain_text", "xml_text", "image",
    "text_document", "presentation", "iwork", "email", "outlook_message", "shortcut", "lfs_pointer",
    "archive", "unsound_archive",
)  # fmt: skip
"""Kinds of files that are no workbooks."""


def _of(problem: FileProblem, *kinds: str) -> Iterator[Occurrence]:
    if problem.kind in kinds:
        yield Occurrence(found=problem.detail)


def not_a_workbook(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, *OTHER_FILES)


def foreign_workbook(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "foreign_workbook")


def unknown_template(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "unknown_template")


def other_template(problem: FileProblem) -> Iterator[Occurrence]:
    """Find workbooks of a gate that the operator does not accept, such as a milder one."""
    return _of(problem, "other_template")


def password_protected(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "encrypted", "encrypted_archive")


def rights_protected(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "rights_protected")


def other_spreadsheet_format(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "old_xls", "binary_workbook", "open_document", "numbers", "xml_spreadsheet")


def damaged_file(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "truncated", "damaged")


def unsafe_file(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "unsafe_container", "surplus_bytes", "unknown_packing", "doctype", "unsound_member")


def beyond_limits(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "too_large", "limit")


def lock_file(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "lock_file")


def no_file(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "unreadable_file", "directory", "not_a_file")


def beyond_resources(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "time_limit", "memory_limit")


def crashing_file(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "worker_crashed")


def empty_file(problem: FileProblem) -> Iterator[Occurrence]:
    """Find files of 0 bytes, which mostly stand for a file that was not fetched from a shared drive yet."""
    return _of(problem, "empty")


def internal_fault(problem: FileProblem) -> Iterator[Occurrence]:
    return _of(problem, "internal_fault")


RULES: tuple[Rule[FileProblem], ...] = (
    Rule("PG001", "error", not_a_workbook),
    Rule("PG002", "error", foreign_workbook),
    Rule("PG003", "error", unknown_template),
    Rule("PG004", "error", password_protected),
    Rule("PG005", "error", rights_protected),
    Rule("PG006", "error", other_spreadsheet_format),
    Rule("PG007", "error", damaged_file),
    Rule("PG008", "error", unsafe_file),
    Rule("PG009", "error", beyond_limits),
    Rule("PG010", "error", lock_file),
    Rule("PG011", "error", no_file),
    Rule("PG012", "error", beyond_resources),
    Rule("PG013", "error", crashing_file),
    Rule("PG014", "error", other_template),
    Rule("PG015", "error", empty_file),
    Rule("PG099", "error", internal_fault),
)
