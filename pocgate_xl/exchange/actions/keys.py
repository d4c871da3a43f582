"""What a list of actions is found again by: titles of its last columns, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Part = Literal["answer", "evidence", "owner", "due"]
PARTS: tuple[Part, ...] = ("answer", "evidence", "owner", "due")
"""What a row may answer."""
KEY_ENGAGEMENT, KEY_FIELD, KEY_REVISION = "pg_engagement", "pg_field", "pg_revision"
THEN: Mapping[Part, str] = {part: f"pg_{part}_then" for part in PARTS}
"""Titles of the columns that say what stood in the workbook."""
KEYS = (KEY_ENGAGEMENT, KEY_FIELD, KEY_REVISION, *THEN.values())
