"""What a mail says, in the words of a template: whose it is, what is missing or wrong, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..core.fields import input_fields
from ..core.submission import Engagement
from ..core.template import Template
from ..records import dataclass
from ..rules.field_labels import field_label
from ..templates.mail_checks import MAIL_PLACEHOLDERS
from ..workbook.layout.reports.cells import own
from .open_answers import missing_in
from .status import errors_of

MailKind = Literal["issue", "remind", "return"]
SHOWN = 10
"""How many missing answers a mail names."""
_BLANK_LINES = re.compile(r"\n[ \u3000]*(?:\n[ \u3000]*)+\n?")


@dataclass(frozen=True, slots=True)
class MailSubject:
    """What a mail is about: an engagement, what came back or goes along, and until when.

    `file` goes along; `assessment` is of what came back or is sent back. Without `as_of` nothing is overdue.
    """

    id: str
    engagement: Engagement
    due: date | None = None
    as_of: date | None = None
    file: str = ""
    assessment: Assessment | None = None


@dataclass(frozen=True, slots=True)
class MailTexts:
    """The texts of one language for workbooks of one template, which a browser checks at `page`."""

    catalog: Catalog
    template: Template
    page: str = ""

    def written(self, kind: MailKind, about: MailSubject) -> tuple[str, str]:
        """Return subject and body."""
        values = self._values(kind, about)
        subject, body = (self._filled(f"{kind}.{part}", values) for part in ("subject", "body"))
        return " ".join(subject.split()), _tidy(body)

    def _values(self, kind: MailKind, about: MailSubject) -> dict[str, object]:
        whose = about.engagement
        name = own(whose.assessor)
        values: dict[str, object] = {
            "id": own(about.id), "organization": own(whose.organization),
            "poc": own(whose.poc_name or about.id), "name": name,
            "file": own(about.file), "start": self.catalog.label("sheet", "start"),
            "due": self._day(about.due) if about.due else "",
        }  # fmt: skip
        values["greeting"] = self._filled("greeting" if name else "greeting_unnamed", values)
        values["due_line"] = self._due(about, values)
        values["closing"] = self._check_here() + self._filled("closing", values)
        if kind == "remind":
            return values | self._reminding(about, values)
        return values | (self._returning(about, values) if kind == "return" else {})

    def _check_here(self) -> str:
        """Return the paragraph on where a workbook can be checked before it comes back; "" for nowhere."""
        return self.catalog.text("page_link.mail", page=self.page) + "\n\n" if self.page else ""

    def _reminding(self, about: MailSubject, values: Mapping[str, object]) -> dict[str, object]:
        found = about.assessment
        if found is None:
            state, came = "outstanding", ""
        else:
            state = "not_started" if found.outcome == "not_started" else "incomplete"
            came = own(found.file.replace("\\", "/").rsplit("/", 1)[-1])
        more = {**values, **self._counts(found), "file": came}
        attached = self._filled("remind.attached", values) if about.file else ""
        missing = self._missing("remind", found) if state == "incomplete" else ""
        return {"state": self._filled(f"remind.{state}", more), "missing": missing, "attached": attached}

    def _returning(self, about: MailSubject, values: Mapping[str, object]) -> dict[str, object]:
        count = errors_of(about.assessment)
        key = {0: "return.errors_none", 1: "return.errors_one"}.get(count, "return.errors")
        state = self._filled(key, {**values, "count": count})
        return {"state": state, "missing": self._missing("return", about.assessment)}

    def _counts(self, found: Assessment | None) -> dict[str, object]:
        done = found.completeness if found else None
        return {} if done is None else {"given": done.given, "needed": done.needed}

    def _missing(self, kind: MailKind, found: Assessment | None) -> str:
        names = missing_in(found) if found else ()
        if not names:
            return ""
        return self._filled(f"{kind}.missing", {"items": "\n".join(self._items(names))})

    def _items(self, names: Sequence[str]) -> Iterator[str]:
        fields = {field.name: field for field in input_fields(self.template)}
        for name in names[:SHOWN]:
            field = fields.get(name)
            label = name if field is None else field_label(field, self.catalog, self.template)
            yield self._filled("item", {"item": label})
        if rest := len(names) - SHOWN if len(names) > SHOWN else 0:
            yield self._filled("more_one" if rest == 1 else "more", {"count": rest})

    def _due(self, about: MailSubject, values: Mapping[str, object]) -> str:
        if about.due is None:
            return self._filled("due_none", values)
        late = (about.as_of - about.due).days if about.as_of else -1
        if late <= 0:
            return self._filled("due_by" if late else "due_today", values)
        return self._filled("due_over_one" if late == 1 else "due_over", {**values, "days": late})

    def _day(self, day: date) -> str:
        """Return a day in words that nobody reads in two ways."""
        month = self.catalog.text("calendar.months").split()[day.month - 1].partition("/")[0]
        return self._filled("day", {"day": day.day, "month": month, "year": day.year})

    def _filled(self, key: str, values: Mapping[str, object]) -> str:
        blank = dict.fromkeys(MAIL_PLACEHOLDERS, "")
        return self.catalog.text(f"mail.{key}", **{**blank, **values})


def _tidy(body: str) -> str:
    """Return a body without the lines that had nothing to say."""
    lines = (line.rstrip() for line in body.strip().splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"
