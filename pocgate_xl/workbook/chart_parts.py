"""What the writer's library cannot say about charts: alternative texts, formats of labels."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from .package import Package
from .plan import WorkbookPlan

_FORMAT = re.compile(rb'(<(?:c:)?numFmt formatCode="[^"]*")\s*/>')
_PICTURE = re.compile(rb"(<xdr:cNvPr\b[^>]*?)(\s*/>)")


def mended_charts(package: Package, plan: WorkbookPlan) -> dict[str, bytes]:
    """Return the chart and drawing parts as they should be.

    Drawings are numbered in the order of the sheets that have charts, pictures in a drawing in the
    order of its charts.
    """
    parts = {
        name: _FORMAT.sub(rb'\g<1> sourceLinked="0"/>', package.read(name))
        for name in package.names
        if name.startswith("xl/charts/chart")
    }
    drawn = [sheet for sheet in plan.sheets if sheet.charts]
    for number, sheet in enumerate(drawn, 1):
        name = f"xl/drawings/drawing{number}.xml"
        parts[name] = _described(package.read(name), [chart.alt for chart in sheet.charts])
    return parts


def _described(drawing: bytes, texts: list[str]) -> bytes:
    remaining = iter(texts)

    def describe(match: re.Match[bytes]) -> bytes:
        text = next(remaining, "")
        return match[1] + b" descr=" + quoteattr(text).encode() + match[2]

    return _PICTURE.sub(describe, drawing)
