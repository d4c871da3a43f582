"""Rows of lists: who was asked, and until when."""

from __future__ import annotations

from datetime import date

from pocgate_xl.workbook.creation.lists.engagements import ListedEngagement


def listed(id_: str, due: date | None = None, email: str | None = None, **said: object) -> ListedEngagement:
    values = {"pg_engagement_id": id_, **{f"pg_engagement_{key}": value for key, value in said.items()}}
    aside = {key: value for key, value in (("due", due), ("email", email)) if value is not None}
    return ListedEngagement(2, values, aside=aside)  # type: ignore[arg-type]
