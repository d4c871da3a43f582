"""The row of one file, and the columns of all: which of them narrow screens leave out, and how they sort."""

from __future__ import annotations

from ...core.catalog import Catalog
from ..facts import FileFacts
from ..text import SEVERITIES
from .marked_up import text

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("column.file", "", ""), ("column.outcome", "o", ""), ("column.decision", "", "m"),
    ("column.total", "n", "m"), ("column.answers", "n", "m"), ("column.errors", "n", ""),
    ("column.warnings", "n", "s"), ("column.notes", "n", "s"), ("field.id", "", "x"),
    ("field.organization", "", "x"),
)  # fmt: skip
"""Key of the title; sorted by outcome (o), as a number (n); left out on small (s) to larger screens (x)."""
LONGEST = 4_000
"""Characters of the codes that a file is found by."""
OUTCOME_TONES = {
    "accepted": "good", "incomplete": "attention", "not_started": "", "findings": "bad", "unreadable": "bad",
}  # fmt: skip


def row(facts: FileFacts, name: str, own: Catalog) -> str:
    """Return the row of a file; end tags that HTML does without are left out, as there are many."""
    rules = " ".join(dict.fromkeys(each.code for each in facts.findings))
    outcome = (
        f'<span class="tag {OUTCOME_TONES[facts.outcome]}">{text(own.text(f"report.{facts.outcome}"))}</span>'
    )
    answers = "" if facts.needed is None else f"{facts.given}/{facts.needed}"
    counts = (str(facts.severities[each] or "") for each in SEVERITIES)
    cells = (
        outcome, text(facts.decision_label), text(facts.total), answers, *counts, text(facts.id),
        text(facts.organization),
    )  # fmt: skip
    written = (
        f"<td{_classes(kind, left)}>{cell}" for (_, kind, left), cell in zip(COLUMNS[1:], cells, strict=True)
    )
    begin = f'<tbody data-o={facts.outcome} data-r="{text(rules, LONGEST)}"><tr><th scope=row>{text(name)}'
    return f"{begin}{''.join(written)}\n"


def head(own: Catalog) -> str:
    """Return the titles of the columns."""
    cells = (
        f"<th scope=col data-k={kind or 't'}{_classes(kind, left)}>{text(_title(key, own))}</th>"
        for key, kind, left in COLUMNS
    )
    return f"<thead><tr>{''.join(cells)}</tr></thead>\n"


def _title(key: str, own: Catalog) -> str:
    return own.text(f"report.{key}" if key.startswith("column.") else key)


def _classes(kind: str, left: str) -> str:
    """Return the class attribute of a cell."""
    classes = " ".join(filter(None, ("n" if kind == "n" else "", left)))
    return f' class="{classes}"' if " " in classes else f" class={classes}" if classes else ""
