"""For reading: each file with its outcome, its decision and what was found, then a count.

Piped, every finding is one line and what belongs to it stands below; on a terminal lines break and hang.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..batch import own_catalogs
from ..core.assessment import Assessment, Finding, ReadableAssessment
from ..core.catalog import Catalog
from ..core.completeness import OUTCOMES
from ..core.decision import Step
from ..core.must_meets import VOCABULARIES, reservations
from ..core.submission import Engagement
from ..opc.safe_text import visible
from .parts import ReportPart, Screen

SEVERITIES = ("error", "warning", "note")
LONGEST = 500
INDENT = 9
"""Columns before what belongs to a finding."""
EARLIER = frozenset({"findings", "合格", "読取不可"})
"""Words for outcomes with which reports of earlier versions begin."""
PAPER = Screen()

TONES = {
    "accepted": "1;32", "not_started": "1;35", "incomplete": "1;35", "findings": "1;31", "unreadable": "1;31",
    "error": "31", "warning": "35", "note": "",
}  # fmt: skip
"""Colours that can be read on light and on dark: red, magenta, green; the rest has the terminal's own."""

MOST_STEPS = 4
"""How many steps a line names; all of them are in JSON."""
DECIDED = ("accepted", "incomplete")
"""Outcomes of which the next step is told; where answers are wrong they come first."""


def render_part(assessment: Assessment, catalog: Catalog, screen: Screen = PAPER) -> str:
    """Return the lines of one file; what to do about a code stands there once."""
    return "".join(f"{line}\n" for line in _lines(assessment, catalog, screen))


def assemble(parts: Iterable[ReportPart], own: Catalog, screen: Screen = PAPER) -> Iterator[str]:
    """Yield the lines of every file, then what they come to."""
    outcomes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for each in parts:
        outcomes[each.outcome] += 1
        severities.update(each.severities)
        yield each.text
    for line in _shown([(summary(own, outcomes, severities), "")], 2, screen):
        yield f"{line}\n"


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do: with an outcome or the count, in whatever language."""
    from .known import first_line

    line = first_line(head)
    words = {catalog.text(f"report.{each}").casefold() for catalog in own_catalogs() for each in OUTCOMES}
    return is_count(line) or line.split("  ")[0].casefold() in words | EARLIER


def surely(head: bytes, tail: bytes) -> bool:
    """Say whether a file is such a report: it begins as one, and its last line is the count."""
    if not begins(head):
        return False
    return is_count(tail.rstrip().rpartition(b"\n")[2].decode("utf-8", "replace"))


def is_count(line: str) -> bool:
    """Say whether a line begins as the count does, in whatever language."""
    counts = (catalog.text("report.summary").partition("{total}")[0] for catalog in own_catalogs())
    return any(re.match(rf"{re.escape(count)}\d+\D", line) for count in counts)


def _lines(assessment: Assessment, catalog: Catalog, screen: Screen) -> Iterator[str]:
    yield from _shown(_head(assessment, catalog), 2, screen)
    if assessment.engagement and assessment.engagement.details:
        yield from _shown([(_details_of(assessment.engagement, catalog), "")], 2, screen)
    if isinstance(assessment, ReadableAssessment) and assessment.outcome in DECIDED:
        for line in next_lines(assessment, catalog):
            yield from _shown([(" " * INDENT + line, "")], INDENT + 4, screen)
    reported: set[tuple[str, str]] = set()
    for finding in assessment.findings:
        yield from _shown(_finding(finding, catalog), INDENT, screen)
        for line in beside(finding, catalog, reported):
            yield from _shown([(" " * INDENT + visible(line, LONGEST), "")], INDENT, screen)


def _shown(words: Iterable[tuple[str, str]], hang: int, screen: Screen) -> Iterator[str]:
    """Yield one line, or what it takes on a screen; each word comes with its tone."""
    if screen == PAPER:
        yield "  ".join(text for text, _ in words)
    else:
        from .layout import shown  # nothing is shown on most runs

        yield from shown(words, hang, screen)


def _head(assessment: Assessment, catalog: Catalog) -> list[tuple[str, str]]:
    outcome = (catalog.text(f"report.{assessment.outcome}"), TONES[assessment.outcome])
    words = [outcome, (visible(assessment.file, LONGEST), "1")]
    if isinstance(assessment, ReadableAssessment):
        words += ((word, "") for word in _decided(assessment, catalog))
    return words


def _decided(assessment: ReadableAssessment, catalog: Catalog) -> Iterator[str]:
    yield visible(f"{assessment.template.id} {assessment.template.version}")
    if assessment.engagement.id:
        yield visible(assessment.engagement.id)
    if assessment.outcome != "not_started":
        yield from _verdict(assessment, catalog)
    filled = assessment.completeness
    if filled.missing:
        yield catalog.text("report.needed", given=filled.given, needed=filled.needed)


def _details_of(engagement: Engagement, catalog: Catalog) -> str:
    """Return what the gate asks beside the usual fields, in one line."""
    details = (catalog.detail(id_, value) for id_, value in engagement.details.items())
    colon, separator = catalog.text("text.colon"), catalog.text("text.separator")
    return "  " + separator.join(f"{visible(name)}{colon}{visible(said)}" for name, said in details)


def _verdict(assessment: ReadableAssessment, catalog: Catalog) -> Iterator[str]:
    yield total_of(assessment)
    yield catalog.label("verdict", assessment.scorecard.verdict)
    yield from _reservations(assessment, catalog)
    yield catalog.label("decision", assessment.decision)
    if decided := assessment.committee.decision:
        yield catalog.text("report.committee", decision=catalog.label("committee", decided))


def total_of(assessment: ReadableAssessment) -> str:
    """Return the total, or what it may still come to."""
    low, high = assessment.scorecard.range
    return f"{low}" if assessment.scorecard.complete else f"{low}–{high}"


def _reservations(assessment: ReadableAssessment, catalog: Catalog) -> Iterator[str]:
    """Yield what a total hides: must-meets that are not met, then concerns."""
    failed = sum(each.met is False for each in assessment.must_meets)
    hidden = reservations(assessment.must_meets, assessment.scorecard.concerns)
    named = [catalog.label(VOCABULARIES[kind], id_) for kind, id_ in hidden]
    for key, names in (("report.unmet", named[:failed]), ("report.concerns", named[failed:])):
        if names:
            yield catalog.text(key, names=catalog.text("text.separator").join(names))


def next_lines(assessment: ReadableAssessment, catalog: Catalog) -> Iterator[str]:
    """Yield what leads on, by name, with who is asked, until when and where; nothing where all is done."""
    target, steps = assessment.next_step.target, assessment.next_step.steps
    if not steps:
        return
    label = "" if target is None else catalog.label("decision", target)
    yield catalog.text("report.next", target=label) if label else catalog.text("report.first")
    yield from (f"  {_step(step, catalog)}" for step in steps[:MOST_STEPS])
    if len(steps) > MOST_STEPS:
        yield "  " + catalog.text("report.more", count=len(steps) - MOST_STEPS)


def _step(step: Step, catalog: Catalog) -> str:
    return "  ".join(step_words(step, catalog))


def step_words(step: Step, catalog: Catalog) -> list[str]:
    """Return what is to be done, by whom, until when and where, as far as that is known."""
    day = "" if step.due is None else catalog.text("step.by", day=step.due.isoformat())
    place = "!".join(filter(None, (step.sheet, step.cell)))
    return [visible(each, LONGEST) for each in (step.text, step.owner, day, place) if each]


def _finding(finding: Finding, catalog: Catalog) -> list[tuple[str, str]]:
    severity = (catalog.text(f"report.{finding.severity}"), TONES[finding.severity])
    message = visible(finding.message, LONGEST)
    words = [(f"  {finding.code}", "1"), severity, (visible(place_of(finding)), ""), (message, "")]
    return [(text, tone) for text, tone in words if text]


def place_of(finding: Finding) -> str:
    """Return where a finding is: the sheet and its cell, as far as they are known."""
    return "!".join(part for part in (finding.sheet, finding.cell) if part)


def beside(finding: Finding, catalog: Catalog, reported: set[tuple[str, str]]) -> Iterator[str]:
    """Yield what the message does not say; what is alike for many findings of a file once."""
    if finding.found and finding.found not in finding.message and not _is_kind(finding.found):
        yield catalog.text("report.found", text=finding.found)
    for key, text in (("report.wanted", finding.expected), ("", finding.hint)):
        if text and (finding.code, text) not in reported and not _is_said(finding, text):
            yield catalog.text(key, text=text) if key else text
        reported.add((finding.code, text))


def _is_kind(found: str) -> bool:
    """Say whether what was found is a kind of file: the message names it, in the report's language."""
    return found in _kinds()


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    """Return the words for kinds of files in every language; asked for with each finding of a report."""
    texts = (each for catalog in own_catalogs() for each in catalog.texts.items())
    return frozenset(text for key, text in texts if key.startswith("file_kind."))


def _is_said(finding: Finding, text: str) -> bool:
    """Say whether the line of a finding says a text too, if only by its place."""
    place = place_of(finding)
    return text.rstrip(".。") in finding.message or bool(place and place in text)


def summary(catalog: Catalog, outcomes: Mapping[Any, int], severities: Mapping[str, int]) -> str:
    """Return what all files come to."""
    files, found = counted(catalog, OUTCOMES, outcomes), counted(catalog, SEVERITIES, severities)
    return catalog.text("report.summary", total=sum(outcomes.values()), files=files, found=found)


def counted(catalog: Catalog, codes: Iterable[str], counts: Mapping[Any, int]) -> str:
    """Return how many there are of each outcome or severity."""
    words = (f"{catalog.text(f'report.{each}')} {counts.get(each, 0)}" for each in codes)
    return catalog.text("text.separator").join(words)
