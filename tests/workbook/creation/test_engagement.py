from __future__ import annotations

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import RawWorkbook, read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.engagement import calculated_workbook, complete_values
from pocgate_xl.workbook.layout.plan import IDENTITY, identity_name


def facts_of(workbook: bytes) -> RawWorkbook:
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
    values = [value_of(bundle, language, made, identity_name(key)) for key in IDENTITY]
    plan = plan_of(bundle, language)
    assert values == ["poc_gate", plan.version, plan.digest, "ENG-1", language, "plain", "Aoba"]


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
