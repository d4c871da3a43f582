from __future__ import annotations

from dataclasses import replace

import pytest

from pocgate_xl.exchange.copies.kept_leftovers import LINES_AT
from pocgate_xl.exchange.copies.workbook import copy_base
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plan import PLAIN


@pytest.mark.parametrize(("organization", "last"), [("", 11), ("Chihayabara Group", 10)])
def test_what_a_copy_says_to_do_leaves_an_organization_its_place(
    bundle: Bundle, organization: str, last: int
) -> None:
    branded = replace(bundle, theme=replace(bundle.theme, organization=organization))
    base = copy_base(branded, "ja", PLAIN, with_findings=True)
    start = read_workbook(Package.from_bytes(base.workbook)).sheets[0]
    brand = start.cells.get((1, 11))
    assert ((brand.value if brand else None) or "") == organization
    assert (LINES_AT, (1, last)) in start.merges
