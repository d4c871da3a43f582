from __future__ import annotations

import html
import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.blank import plan_of
from pocgate_xl.workbook.calculated import calculated_workbook, complete_values, page_header
from pocgate_xl.workbook.package import Package
from pocgate_xl.workbook.plan import IDENTITY, identity_name
from pocgate_xl.workbook.sheet_xml import WorkbookFacts, read_workbook

LONGEST_HEADER = 255
"""Characters that Excel takes for a page header."""


def facts_of(workbook: bytes) -> WorkbookFacts:
    return read_workbook(Package.from_bytes(workbook))


def value_of(bundle: Bundle, language: str, workbook: bytes, name: str) -> object:
    plan = plan_of(bundle, language)
    area = plan.names[name]
    sheet = facts_of(workbook).sheet(plan.sheet(area.sheet).title)
    assert sheet
    cell = sheet.cells.get(area.first)
    return cell and cell.value


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_workbook_carries_its_identity(bundle: Bundle, language: str) -> None:
    made = calculated_workbook(
        bundle, language, {"pg_engagement_id": "ENG-1", "pg_engagement_organization": "Aoba"}, "plain"
    )
    told = [value_of(bundle, language, made, identity_name(key)) for key in IDENTITY]
    plan = plan_of(bundle, language)
    assert told == ["poc_gate", plan.version, plan.digest, "ENG-1", language, "plain", "Aoba"]


def test_what_was_not_given_is_filled_in(bundle: Bundle) -> None:
    values = complete_values(bundle, "ja", {"pg_engagement_id": "ENG-1"}, "plain")
    assert values["pg_engagement_language"] == "ja"
    assert values["pg_engagement_currency"] == bundle.template.costs.currency
    assert values["pg_engagement_revision"] == 1


def test_what_was_given_holds(bundle: Bundle) -> None:
    given_ = {"pg_engagement_currency": "USD", "pg_engagement_revision": 3}
    values = complete_values(bundle, "en", given_, "plain")
    assert {name: values[name] for name in given_} == given_


def test_nobody_can_choose_another_identity(bundle: Bundle) -> None:
    values = complete_values(bundle, "en", {identity_name("digest"): "forged"}, "plain")
    assert values[identity_name("digest")] == plan_of(bundle, "en").digest


def test_every_sheet_is_headed_once_by_the_engagement(bundle: Bundle) -> None:
    values = {
        "pg_engagement_id": "ENG-1", "pg_engagement_organization": "A & B <Ltd>",
        "pg_engagement_poc_name": "line\\1\nnext", "pg_engagement_poc_start": date(2026, 4, 1),
    }  # fmt: skip
    made = Package.from_bytes(calculated_workbook(bundle, "en", values))
    for sheet in read_workbook(made).sheets:
        (header,) = re.findall(rb"<oddHeader>(.*?)</oddHeader>", made.read(sheet.part))
        assert html.unescape(header.decode()) == r"&RENG-1 · A && B <Ltd> · line\1\nnext"
        assert b"<oddHeader/>" not in made.read(sheet.part)


def test_a_workbook_of_nobody_has_an_empty_header() -> None:
    assert page_header({}) == b"<oddHeader>&amp;R</oddHeader>"


@example("&" * 200, "&", "")
@example("\u202e" * 50, "", "]]>")
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=40))
def test_a_header_shows_any_text_and_gives_no_command(id_: str, organization: str, name: str) -> None:
    values = {
        "pg_engagement_id": id_, "pg_engagement_organization": organization, "pg_engagement_poc_name": name,
    }  # fmt: skip
    header = html.unescape(page_header(values).decode()).removeprefix("<oddHeader>&R")
    shown = header.removesuffix("</oddHeader>")
    assert "&" not in shown.replace("&&", "")
    assert len(shown) <= LONGEST_HEADER
    assert not re.search("[\x00-\x1f\u202a-\u202e]", shown)
