"""A blank workbook that is taken along to where none can be made: only texts are put into it there.

It is prepared as every blank is. A text that the workbook would show otherwise than as it is (cut, quoted,
in a higher row) is refused, as nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...templates.loader import Bundle
from .prerendered import prepared_workbook

TEXTS = ("pg_engagement_id", "pg_engagement_organization", "pg_engagement_poc_name")
"""Whose texts are put in."""


def carried_workbook(bundle: Bundle, language: str, values: Mapping[str, str]) -> bytes:
    """Return a blank workbook with these texts; ValueError holds the name of one that cannot be put in.

    An engagement has an id; the other texts may be left out.
    """
    if not values.get(TEXTS[0]):
        raise ValueError(TEXTS[0])
    return prepared_workbook(bundle, language, {name: text for name, text in values.items() if text})
