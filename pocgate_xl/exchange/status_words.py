"""What the status says of an engagement, whatever shows it."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.catalog import Catalog
from ..records import dataclass
from .status import BesideFile, StatusRow


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The words of one language."""

    catalog: Catalog

    def text(self, key: str, **values: object) -> str:
        return self.catalog.text(f"follow_up.{key}", **values)

    def counted(self, key: str, count: int, name: str) -> str:
        """Return a text with a number, whose form for one is a text of its own."""
        return self.text(f"{key}_one") if count == 1 else self.text(key, **{name: count})

    def joined(self, parts: Iterable[str]) -> str:
        return self.catalog.text("portfolio.terms_separator").join(parts)

    def state(self, row: StatusRow) -> str:
        return self.text(f"state.{row.state}")

    def act(self, row: StatusRow) -> str:
        return self.text(f"act.{row.do}")

    def amount(self, row: StatusRow) -> str:
        """Return how far an answer has come that is not whole, or how much of it is wrong."""
        if row.state == "findings":
            return self.counted("errors", row.errors, "count")
        done = row.completeness
        if row.state != "incomplete" or done is None:
            return ""
        return self.text("given", given=done.given, needed=done.needed)

    def days(self, row: StatusRow) -> str:
        """Return how late an engagement is, or how long it has still."""
        if row.days is None:
            return self.text("no_due") if row.open else ""
        if row.days > 0:
            return self.counted("late", row.days, "days")
        return self.counted("left", -row.days, "days") if row.days else self.text("today")

    def decision(self, row: StatusRow) -> str:
        return self.catalog.label("decision", row.decided.decision) if row.decided else ""

    def committee(self, row: StatusRow) -> str:
        code = row.decided.committee.decision if row.decided else None
        return "" if code is None else self.catalog.label("committee", code)

    def reason(self, beside: BesideFile) -> str:
        return self.text(f"beside.{beside.reason}")
