"""What the stamp of a workbook is called: its sheet, its parts, and what stands beside it in print."""

from __future__ import annotations

IDENTITY_SHEET = "identity"
IN_HEADER = ("pg_engagement_id", "pg_engagement_organization", "pg_engagement_poc_name")
"""What names an engagement at the top of every printed page."""
IDENTITY_TITLE = "pg_identity"
IDENTITY = ("template", "version", "digest", "engagement", "language", "edition")


def identity_name(key: str) -> str:
    return f"pg_identity_{key}"
