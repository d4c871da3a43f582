"""What the writer's library cannot say about charts: alternative texts, formats of labels."""

from __future__ import annotations

import re
from html import escape

from ....opc.package import Package
from ...layout.plan import SheetPlan, WorkbookPlan

_FORMAT = re.compile(rb'(<(?:c:)?numFmt formatCode="[^"]*")\s*/>')
_PICTURE = re.compile(rb"(<(?:\w+:)?cNvPr\b[^>]*?)(\s*/>)")
_DESCRIBED = re.compile(rb'\sdescr="[^"]*"')


def mended_charts(package: Package, plan: WorkbookPlan, logo_alt: str) -> dict[str, bytes]:
    """Return the chart and drawing parts as they should be.

    Drawings are numbered in the order of the sheets that have any, pictures in a drawing in the
    order of its charts.
    """
    parts = {
        name: _FORMAT.sub(rb'\g<1> sourceLinked="0"/>', package.read(name))
        for name in package.names
        if name.startswith("xl/charts/chart")
    }
    drawn = [texts for sheet in plan.sheets if (texts := _texts(sheet, logo_alt))]
    for number, texts in enumerate(drawn, 1):
        name = f"xl/drawings/drawing{number}.xml"
        parts[name] = _described(package.read(name), texts)
    return parts


def _texts(sheet: SheetPlan, logo_alt: str) -> list[str]:
    """Return the alternative texts of a sheet's drawings: charts first, as the writer places them."""
    logo = [logo_alt] if sheet.brand and logo_alt else []
    return [chart.alt for chart in sheet.charts] + logo


def _described(drawing: bytes, texts: list[str]) -> bytes:
    remaining = iter(texts)

    def describe(match: re.Match[bytes]) -> bytes:
        text = next(remaining, "")
        return _DESCRIBED.sub(b"", match[1]) + f' descr="{escape(text)}"'.encode() + match[2]

    return _PICTURE.sub(describe, drawing)
