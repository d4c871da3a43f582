"""What must hold for the texts of mail drafts: they ask for nothing that no mail has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Problem
from .text_checks import is_mail, placeholders

MAIL_PLACEHOLDERS = frozenset((
    "id", "organization", "poc", "name", "due", "days", "file", "count", "given", "needed", "item", "items",
    "start", "day", "month", "year", "greeting", "state", "missing", "due_line", "attached", "closing",
))  # fmt: skip
"""What each text of a mail may have, whatever the same text has in another language."""


def mail_problems(_template: object, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what texts of mails ask for that no mail has; malformed ones are told by others."""
    for key, text in texts.items():
        try:
            unknown = placeholders(text) - MAIL_PLACEHOLDERS if is_mail(key) else ()
        except ValueError:
            continue
        if unknown:
            named = ", ".join(f"{{{name}}}" for name in sorted(unknown))
            yield key, f"has unknown placeholders: {named}"
