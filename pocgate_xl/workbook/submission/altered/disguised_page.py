"""A line that names the page where a workbook is checked, and leads elsewhere than it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ....core.catalog import Catalog
from ....spreadsheetml.address import Corners
from ....spreadsheetml.reader import RawSheet
from ...layout.page_link import PAGE_AT
from ..page_link import leads_elsewhere, page_named
from .alteration import Alteration, gathered


def disguised_page(
    start: RawSheet, links: Sequence[tuple[Corners, str]], catalogs: Iterable[Catalog]
) -> Iterator[Alteration]:
    """Yield links of that line to another host than the one that people read there."""
    targets = [target for area, target in links if PAGE_AT in area]
    address = page_named(start, catalogs) if targets else ""
    for target in targets:
        if address and leads_elsewhere(target, address):
            yield from gathered("link", [PAGE_AT], target)
