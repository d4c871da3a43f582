"""Workbooks from a zip template are, part by part, those that are written the long way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pocgate_xl.errors import FillError
from pocgate_xl.opc.package import Package
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation import prerendered
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.fill import Values
from pocgate_xl.workbook.creation.prerendered import workbook_for

ODD_WORDS = ["TRUE", "12", "=1+1", "#N/A", "_x0041_", "青葉", "pgvalue43211", "&&"]
WORDS = st.text(max_size=12) | st.sampled_from(["Aoba & <Co> \"x\" 'y'", "a\nb", " a", *ODD_WORDS])
AMOUNTS = st.integers(0, 10**16) | st.decimals(0, 10**9, places=2)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "pg_engagement_id": WORDS,
        "pg_engagement_organization": WORDS,
        "pg_engagement_poc_name": WORDS,
        "pg_engagement_sponsor": WORDS | st.none(),
        "pg_engagement_change_note": st.sampled_from(["", "moved"]),
        "pg_engagement_employees": st.integers(1, 10**6),
        "pg_engagement_poc_start": st.dates(date(1901, 1, 1), date(2999, 1, 1)),
        "pg_engagement_poc_months": st.sampled_from([1, Decimal("2.5")]),
        "pg_engagement_revision": st.sampled_from([2, None]),
        "pg_engagement_annual_benefit_low": AMOUNTS,
    },
)

IN_DOLLARS: Values = {
    "pg_engagement_id": "ENG-1",
    "pg_engagement_currency": "USD",
    "pg_engagement_yen_per_unit": Decimal("150.25"),
    "pg_engagement_poc_months": 4,
    "pg_engagement_employees": 12,
}


def contents(workbook: bytes) -> dict[str, bytes]:
    package = Package.from_bytes(workbook)
    return {name: package.read(name) for name in package.names}


@settings(max_examples=10)
@given(values=VALUES, language=st.sampled_from(["en", "ja"]))
@example(values=IN_DOLLARS, language="en")
@example(
    values={"pg_engagement_organization": "Aoba " * 9 + "AB", "pg_engagement_sponsor": "S" * 25},
    language="en",
)
@example(values={"pg_engagement_poc_name": "青" * 20, "pg_engagement_organization": "葉" * 30}, language="ja")
@example(values={"pg_rating_integration": 4, "pg_process": [{"step": "Sort"}]}, language="en")
def test_every_part_is_what_the_long_way_gives(values: Values, language: str) -> None:
    bundle = load_bundle(builtin_home() / builtin_names()[0])
    substituted = workbook_for(bundle, language, values)
    assert contents(substituted) == contents(calculated_workbook(bundle, language, values))
    assert substituted == workbook_for(bundle, language, dict(reversed(values.items())))


def test_engagements_that_differ_in_what_is_merely_shown_share_a_zip_template(bundle: Bundle) -> None:
    prerendered._zip_template.cache_clear()
    for number in range(5):
        values = {
            "pg_engagement_id": f"ENG-{number}",
            "pg_engagement_organization": f"Organization {number}",
            "pg_engagement_poc_name": "Reading & sorting",
            "pg_engagement_poc_start": date(2026, 1, 1 + number),
        }
        workbook_for(bundle, "en", values)
    assert prerendered._zip_template.cache_info().misses == 1


def test_names_too_long_for_the_top_of_a_page_share_a_zip_template_too(bundle: Bundle) -> None:
    prerendered._zip_template.cache_clear()
    for number in range(3):
        name = {"pg_engagement_id": f"ENG-{number}", "pg_engagement_organization": "Aoba Hospitality " * 4}
        workbook_for(bundle, "en", name)
    assert prerendered._zip_template.cache_info().misses == 1


def test_values_that_look_equal_but_are_typed_otherwise_are_written_as_typed(bundle: Bundle) -> None:
    written = {
        contents(workbook_for(bundle, "en", {"pg_engagement_poc_months": months}))["xl/worksheets/sheet1.xml"]
        for months in (2, Decimal("2.0"))
    }
    assert len(written) == 2


@pytest.mark.parametrize("values", [
    {"pg_engagement_employees": 0}, {"pg_engagement_currency": "XXX"}, {"pg_engagement_poc_start": "soon"},
    {"pg_engagement_poc_months": -1}, {"pg_no_such_name": 1},
])  # fmt: skip
def test_what_a_cell_cannot_take_is_refused_as_ever(bundle: Bundle, values: Values) -> None:
    with pytest.raises(FillError):
        workbook_for(bundle, "en", values)
