"""One page for a browser that needs nothing else: sums, filters, every file with its decision and findings.

It asks for nothing over a network: its policy allows no more than its own style and script, known by their
digests. It is readable without the script; what it then lacks, it says. What belongs to few files is in the
page itself; of many the texts that repeat are there once, and the script puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...core.assessment import Assessment
from ...core.catalog import Catalog
from ..counts import Counts
from ..facts import facts_of, from_line, to_line
from ..parts import ReportPart
from ..spool import Spool, spooled

MOST_FILES = 5_000
"""Rows of a page that a browser still shows at once."""
WHOLE = 1 << 20
"""Bytes of facts up to which all of it stands in the page; beyond, texts that repeat stand once."""


def render_part(assessment: Assessment, catalog: Catalog) -> str:
    """Return the facts of one file, as a line."""
    return to_line(facts_of(assessment, catalog))


def assemble(parts: Iterable[ReportPart], own: Catalog) -> Iterator[str]:
    """Yield the page once all parts are there, as it begins with what they come to."""
    counts = Counts()
    with spooled() as kept:
        for each in parts:
            if counts.add(each):
                kept.add(each.text)
        yield from _page(kept, counts, own)


def _page(kept: Spool, counts: Counts, own: Catalog) -> Iterator[str]:
    from .detail import Details
    from .frame import Frame
    from .row import row

    whole = kept.size <= WHOLE
    frame, details = Frame(own, counts), Details(own)
    yield from frame.top(whole)
    for _, line in zip(range(MOST_FILES), kept, strict=False):
        facts = from_line(line)
        yield row(facts, counts.folder.below(facts.file), own)
        if whole:
            yield details.row(facts)
        else:
            details.keep(facts)
    yield from frame.bottom(counts.listed - MOST_FILES, None if whole else details)


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do."""
    from .frame import MADE_BY

    return head.startswith(b"<!doctype html>") and MADE_BY.encode() in head[:1024]


def surely(head: bytes, _tail: bytes) -> bool:
    """Say whether a file is such a report: nobody else says so of its pages."""
    return begins(head)
