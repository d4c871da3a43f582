"""Texts that the loop writes, known again by how they begin."""

from __future__ import annotations

from ..reports.csv_cells import MARK
from .actions.keys import KEYS
from .status_csv import begins as begins_status

COMPARISON = b'{\n  "summary": {\n    "forward": '
"""How a comparison in JSON begins."""


def begins_comparison(head: bytes) -> bool:
    """Say whether a file begins as a comparison in JSON does."""
    return head.startswith(COMPARISON)


def begins_list(head: bytes) -> bool:
    """Say whether a file begins as a list of actions in separated values: by titles that no other has."""
    titles = head.partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "replace").split(",")
    return head.startswith(MARK.encode()) and titles[-len(KEYS) :] == list(KEYS)


def is_own_text(head: bytes) -> bool:
    """Say whether a file is one of these."""
    return begins_comparison(head) or begins_list(head) or begins_status(head)
