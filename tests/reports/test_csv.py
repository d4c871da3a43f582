"""A row a finding, and no file is lost."""

from __future__ import annotations

import csv
import io

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.reports import csv as csv_report
from pocgate_xl.reports.csv_cells import MARK
from pocgate_xl.templates.loader import Bundle
from tests.reports.samples import ERROR, HOSTILE, WARNING, found, hostile, report


def rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode()
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def test_every_finding_has_a_row_with_all_that_is_known_of_it(bundle: Bundle) -> None:
    first, second = rows(report("csv", [found(bundle, "in/a.xlsx", ERROR, WARNING)]))
    assert first == {
        "file": "in/a.xlsx", "outcome": "findings", "template": "poc_gate",
        "version": bundle.template.version, "language": "en", "engagement": "ENG-1", "organization": "Acme",
        "code": "PG201", "severity": "error", "sheet": "Scorecard", "cell": "G7",
        "field": "pg_rating_integration", "message": "Rating: “7” is not a valid rating.", "found": "7",
        "expected": "A whole number from 1 to 5.",
        "hint": "Choose a rating from the list.",
    }  # fmt: skip
    assert (second["code"], second["severity"], second["found"]) == ("PG202", "warning", "")


def test_a_file_without_findings_has_a_row_and_one_that_is_counted_alone_none(bundle: Bundle) -> None:
    clean = found(bundle, "b.xlsx", outcome="accepted")
    broken = Assessment.unreadable("c.pdf", None, ())
    (first, second) = rows(report("csv", [clean, broken]))
    assert (first["file"], first["outcome"], first["code"], first["message"]) == (
        "b.xlsx",
        "accepted",
        "",
        "",
    )
    assert (second["file"], second["outcome"], second["template"]) == ("c.pdf", "unreadable", "")
    assert rows("".join(csv_report.assemble([], None)).encode()) == []  # type: ignore[arg-type]


def test_no_text_is_computed_or_breaks_a_row(bundle: Bundle) -> None:
    content = report("csv", hostile(bundle))
    found_rows = rows(content)
    assert len(found_rows) == len(HOSTILE) == content.count(b"\r\n") - 1
    for row in found_rows:
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert [row["message"] for row in found_rows][:2] == ["'=1+1", "'@SUM(1)"]
    assert found_rows[10]["message"] == r"a\nb"


def test_it_is_known_again_and_told_from_the_table_of_answers(bundle: Bundle) -> None:
    ours, theirs = report("csv", [found(bundle)]), report("answers", [found(bundle)])
    assert (csv_report.begins(ours), csv_report.begins(theirs)) == (True, False)
    assert not csv_report.surely(ours.removeprefix(MARK.encode()), b"")
