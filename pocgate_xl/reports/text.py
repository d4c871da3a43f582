"""For reading: each file with its outcome, its decision and what was found, then a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..batch import own_catalogs
from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.catalog import Catalog
from ..workbook.visible import visible
from . import CatalogOf
from .pieces import Piece, piece_with

OUTCOMES = ("accepted", "findings", "unreadable")
SEVERITIES = ("error", "warning", "note")
LONGEST = 500


def render(assessments: Iterable[Assessment], catalog_of: CatalogOf, own: Catalog) -> Iterator[str]:
    """Yield the lines of each file, then the summary."""
    return joined((piece_with(piece(each, catalog_of(each)), each) for each in assessments), own)


def piece(assessment: Assessment, catalog: Catalog) -> str:
    """Return the lines of one file; what to do about a code stands there once."""
    return "".join(f"{line}\n" for line in _lines(assessment, catalog))


def joined(pieces: Iterable[Piece], own: Catalog) -> Iterator[str]:
    """Yield the lines of every file, then what they come to."""
    outcomes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for each in pieces:
        outcomes[each.outcome] += 1
        severities.update(each.severities)
        yield each.text
    yield f"{_summary(own, outcomes, severities)}\n"


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do: with an outcome, in whatever language."""
    from .known import first_line

    words = {catalog.text(f"report.{each}") for catalog in own_catalogs() for each in OUTCOMES}
    return first_line(head).split("  ")[0] in words


def _lines(assessment: Assessment, catalog: Catalog) -> Iterator[str]:
    yield _head(assessment, catalog)
    advised: set[tuple[str, str]] = set()
    for finding in assessment.findings:
        yield _finding(finding, catalog)
        if (finding.code, finding.hint) not in advised:
            advised.add((finding.code, finding.hint))
            yield f"         {visible(finding.hint, LONGEST)}"


def _head(assessment: Assessment, catalog: Catalog) -> str:
    words = [catalog.text(f"report.{assessment.outcome}"), visible(assessment.file, LONGEST)]
    if isinstance(assessment, ReadableAssessment):
        words += _decided(assessment, catalog)
    return "  ".join(words)


def _decided(assessment: ReadableAssessment, catalog: Catalog) -> Iterator[str]:
    yield visible(f"{assessment.template.id} {assessment.template.version}")
    if assessment.engagement.id:
        yield visible(assessment.engagement.id)
    low, high = assessment.scorecard.range
    yield f"{low}" if assessment.scorecard.complete else f"{low}–{high}"
    yield catalog.label("verdict", assessment.scorecard.verdict)
    yield catalog.label("decision", assessment.decision)


def _finding(finding: Finding, catalog: Catalog) -> str:
    severity = catalog.text(f"report.{finding.severity}")
    where = "!".join(part for part in (finding.sheet, finding.cell) if part)
    words = (finding.code, severity, visible(where), visible(finding.message, LONGEST))
    return "  " + "  ".join(word for word in words if word)


def _summary(catalog: Catalog, outcomes: Counter[str], severities: Counter[str]) -> str:
    files = ", ".join(f"{catalog.text(f'report.{each}')} {outcomes[each]}" for each in OUTCOMES)
    found = ", ".join(f"{catalog.text(f'report.{each}')} {severities[each]}" for each in SEVERITIES)
    return catalog.text("report.summary", total=outcomes.total(), files=files, found=found)
