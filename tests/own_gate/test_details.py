"""What a gate asks beside the usual fields goes the whole way, from lists to reports."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import load_workbook

import pocgate_xl as pg
from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import Finding, ReadableAssessment, assessment_to_json
from pocgate_xl.core.assessment_schema import assessment_schema
from pocgate_xl.core.gate import assess
from pocgate_xl.errors import FillError
from pocgate_xl.opc.package import Package
from pocgate_xl.reports import FORMATS, ReportFormat
from pocgate_xl.rules.findings import findings_of
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation import prerendered
from pocgate_xl.workbook.creation.blank import blank_workbook
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.lists.columns import described
from pocgate_xl.workbook.creation.lists.engagements import read_engagements
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.engines.engine import IroncalcWorkbook, differing
from tests.engines.random_submissions import draw, shares
from tests.own_gate.detailed_gate import detailed_gate
from tests.workbook.fake_workbooks import draft_of

GIVEN = {
    "pg_detail_department": "sales", "pg_detail_ai_kind": "vision", "pg_detail_vendor": "=HYPERLINK(\"x\")",
    "pg_detail_monthly_users": Decimal("1200.5"), "pg_detail_contract_end": date(2027, 3, 31),
}  # fmt: skip
PLAIN = {
    "department": "sales", "ai_kind": "vision", "vendor": '=HYPERLINK("x")',
    "monthly_users": "1200.5", "contract_end": "2027-03-31",
}  # fmt: skip


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return detailed_gate(tmp_path_factory.mktemp("gates"))


@pytest.fixture(scope="module")
def own(gate: Path) -> Bundle:
    return load_bundle(gate)


def filled(own: Bundle, language: str, values: dict[str, Any]) -> bytes:
    made = workbook_for(own, language, {"pg_engagement_id": "ENG-1"})
    return fill_workbook(made, own, language, values)


def all_done(own: Bundle, rating: int) -> dict[str, Any]:
    """Answer everything that a decision needs."""
    template = own.template
    values: dict[str, Any] = {f"pg_rating_{id_}": rating for id_ in template.criterion_ids}
    for item in template.items:
        values |= {f"pg_status_{item.id}": "done", f"pg_evidence_{item.id}": f"report {item.id}"}
    costs = {f"pg_poc_cost_{c.id}": 100_000 for c in template.costs.categories if c.kind != "share"}
    answered = {f"pg_question_{id_}": "yes" for id_ in template.questions}
    return {**values, **costs, **answered, "pg_engagement_poc_months": 3}


def checked(file: Path, gate: Path) -> ReadableAssessment:
    assessment = check_file(file, (gate,))
    assert isinstance(assessment, ReadableAssessment)
    return assessment


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_filled_in_is_read_back_and_told_as_codes(
    own: Bundle, gate: Path, language: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(filled(own, language, GIVEN))
    assessment = checked(file, gate)
    assert dict(assessment.engagement.details) == {n.removeprefix("pg_detail_"): v for n, v in GIVEN.items()}
    assert [finding.code for finding in assessment.findings if finding.field.startswith("pg_detail")] == []
    plain = json.loads(json.dumps(assessment_to_json(assessment)))
    assert plain["engagement"]["details"] == PLAIN
    assert {name: plain["answers"][name] for name in GIVEN} == {f"pg_detail_{k}": v for k, v in PLAIN.items()}
    jsonschema.validate(plain, assessment_schema())
    frame = pg.to_frame([assessment])
    assert {name: frame[name][0] for name in GIVEN} == GIVEN


def test_a_gate_without_details_has_an_empty_mapping(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(blank_workbook(bundle, "en"))
    assessment = check_file(file)
    assert assessment.engagement is not None
    assert assessment.engagement.details == {}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_labels_stand_on_the_first_sheet_beside_inputs_with_lists_and_prompts(
    own: Bundle, language: str, tmp_path: Path
) -> None:
    file, catalog = tmp_path / "a.xlsx", own.catalogs[language]
    file.write_bytes(filled(own, language, GIVEN))
    sheet = load_workbook(file)[catalog.label("sheet", "start")]
    texts = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for detail in own.template.details:
        assert catalog.text(f"field.{detail.id}") in texts
    department = texts[catalog.label("choice_department", "sales")].coordinate
    rules = [rule for rule in sheet.data_validations.dataValidation if department in rule.sqref]
    assert [(rule.type, rule.formula1) for rule in rules] == [("list", "pg_list_choice_department_choice")]
    assert rules[0].prompt == catalog.text("prompt.detail_required.text")
    usual = [
        rule
        for rule in sheet.data_validations.dataValidation
        if rule.prompt == catalog.text("prompt.detail.text")
    ]
    assert {rule.type for rule in usual} == {"list", "decimal", "date"}
    vendor = texts['=HYPERLINK("x")']
    assert vendor.data_type in ("s", "inlineStr") or vendor.quotePrefix
    own_prompt = [
        rule.prompt for rule in sheet.data_validations.dataValidation if vendor.coordinate in rule.sqref
    ]
    assert own_prompt == [catalog.text("prompt.detail.vendor.text")]


WRONG = {
    "pg_detail_department": ("Marketing", "PG701"), "pg_detail_ai_kind": (3.0, "PG701"),
    "pg_detail_monthly_users": ("many", "PG705"), "pg_detail_contract_end": ("some day", "PG707"),
}  # fmt: skip


def findings(own: Bundle, language: str, values: dict[str, Any]) -> list[Finding]:
    draft = draft_of(own, language, values)
    return [
        finding
        for finding in findings_of(draft.case(), own.catalogs[language])
        if finding.field.startswith("pg_detail")
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_a_finding_at_its_cell(own: Bundle, language: str, name: str) -> None:
    value, code = WRONG[name]
    (finding,) = findings(own, language, {name: value})
    draft = draft_of(own, language)
    assert (finding.code, finding.severity, finding.field) == (code, "error", name)
    title, position = draft.place(name)
    assert (finding.sheet, finding.cell) == (title, a1(position))
    assert own.catalogs[language].text(f"field.{name.removeprefix('pg_detail_')}") in finding.message


def test_a_label_of_another_language_is_read(own: Bundle) -> None:
    draft = draft_of(own, "en", {"pg_detail_department": "営業部"})
    assert draft.reading().answers["pg_detail_department"] == "sales"
    assert [finding.code for finding in findings(own, "en", {"pg_detail_department": "営業部"})] == ["PG703"]


def test_a_required_field_is_missed_once_somebody_has_begun(own: Bundle) -> None:
    assert findings(own, "en", {}) == []
    (begun,) = findings(own, "en", {"pg_rating_integration": 4})
    assert (begun.code, begun.severity, begun.field) == ("PG606", "warning", "pg_detail_department")


@pytest.mark.parametrize(
    ("given", "outcome"), [({}, "findings"), ({"pg_detail_department": "plant"}, "accepted")]
)
def test_a_complete_workbook_without_a_required_field_is_sent_back(
    own: Bundle, gate: Path, given: dict[str, Any], outcome: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(filled(own, "ja", all_done(own, 5) | given))
    assessment = checked(file, gate)
    assert assessment.outcome == outcome
    missed = [f.severity for f in assessment.findings if f.code == "PG606"]
    assert missed == (["error"] if outcome == "findings" else [])


def test_what_is_wrong_reads_as_blank_in_python_too(own: Bundle) -> None:
    wrong = {"pg_detail_department": "marketing", "pg_detail_monthly_users": True, "pg_detail_vendor": "  "}
    found = assess(own.template, submission_from_answers(own.template, wrong))
    assert found.engagement.details == {}


LIST = """案件ID,担当部門,Kind of AI,vendor,月間利用者数,End of contract
E1,営業部,vision,@SUM(A1),"1,200",2027/3/31
E2,plant,生成AI,Aoba,,2027年4月30日
E3,Other department,,,12.5,
"""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_list_gives_details_by_id_or_label_of_any_language(
    own: Bundle, gate: Path, language: str, tmp_path: Path
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "out"
    listed.write_text(LIST, encoding="utf-8")
    command = ["new", "--from", str(listed), "--out", str(out), "--template", str(gate)]
    assert main([*command, "--lang", language, "--quiet"]) == 0
    said = [dict(checked(out / f"E{n}.xlsx", gate).engagement.details) for n in (1, 2, 3)]
    assert said == [
        {"department": "sales", "ai_kind": "vision", "vendor": "@SUM(A1)", "monthly_users": Decimal(1200),
         "contract_end": date(2027, 3, 31)},
        {"department": "plant", "ai_kind": "generative", "vendor": "Aoba", "contract_end": date(2027, 4, 30)},
        {"department": "other", "monthly_users": Decimal("12.5")},
    ]  # fmt: skip
    again = [*command, "--lang", language, "--quiet", "--force"]
    assert main(again) == 0, "a blank that holds only what it was made with may be replaced"


def test_faults_of_a_list_are_named(own: Bundle, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "id,Department,月間利用者数,contract_end,Vendr\nE1,人事,many,soon,x\n", encoding="utf-8"
    )
    found = read_engagements(listed, own, "ja")
    assert [problem.partition(":")[0] for problem in found.rows[0].problems] == [
        "Department", "月間利用者数", "contract_end",
    ]  # fmt: skip
    assert "sales (営業部), plant (工場), other (その他の部門)" in found.rows[0].problems[0]
    assert any("“Vendr”" in remark and "“Vendor”" in remark for remark in found.remarks)


def test_columns_of_lists_are_told_in_every_language(own: Bundle) -> None:
    rows = {row[0]: row[1:] for row in described(own)}
    assert rows["department"] == ("Department", "担当部門", "one of sales, plant, other")
    assert rows["monthly_users"] == ("Users a month", "月間利用者数", "a number")
    assert rows["contract_end"] == ("End of contract", "契約終了日", "a date, such as 2026-04-01")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_workbooks_of_a_list_are_those_that_are_written_the_long_way(own: Bundle, language: str) -> None:
    prerendered._zip_template.cache_clear()
    for department, kind, vendor in (("sales", "vision", "Aoba"), ("other", "generative", "和&<b>")):
        values = {
            "pg_engagement_id": "ENG-1", "pg_detail_department": department, "pg_detail_ai_kind": kind,
            "pg_detail_vendor": vendor, "pg_detail_monthly_users": Decimal("2.5"),
        }  # fmt: skip
        made, slow = workbook_for(own, language, values), calculated_workbook(own, language, values)
        assert parts(made) == parts(slow)
    assert prerendered._zip_template.cache_info().currsize == 1, "another choice needs no other zip template"


def parts(workbook: bytes) -> dict[str, bytes]:
    package = Package.from_bytes(workbook)
    return {name: package.read(name) for name in package.names}


def test_what_no_list_offers_is_refused_as_ever(own: Bundle) -> None:
    for code in ("Sales", "", False):
        with pytest.raises(FillError, match="pg_detail_department: expected one of sales, plant, other"):
            workbook_for(own, "en", {"pg_detail_department": code})


@pytest.fixture(scope="module")
def submitted(own: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("submitted")
    choices = (("sales", "vision", 5), ("sales", None, 3), ("plant", "generative", 5))
    for number, (department, kind, rating) in enumerate(choices):
        details = {"pg_detail_department": department, "pg_detail_ai_kind": kind, "pg_detail_vendor": "=1+1"}
        values = all_done(own, rating) | details | {"pg_engagement_id": f"E{number}"}
        language = ("en", "ja")[number % 2]
        (folder / f"E{number}.xlsx").write_bytes(filled(own, language, values))
    return folder


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Department: Sales, Kind of AI: Image recognition, Vendor: =1+1"),
    ("ja", "担当部門：営業部、AIの種類：画像認識、ベンダー：=1+1"),
])  # fmt: skip
def test_a_report_says_them_in_one_line(
    submitted: Path, gate: Path, language: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(submitted / "E0.xlsx"), "--template", str(gate), "--lang", language])
    assert f"\n  {said}\n" in capsys.readouterr().out


HOSTILE = "\x1b[2J\u202egnp.exe\nAccepted  a.xlsx\ud800"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_what_somebody_wrote_steers_no_report(own: Bundle, form: ReportFormat) -> None:
    said = {f"pg_detail_{detail.id}": HOSTILE for detail in own.template.details if detail.kind == "text"}
    found = replace(
        assess(own.template, submission_from_answers(own.template, said)), file="a.xlsx", answers=said
    )
    catalog = own.catalogs["en"]
    written = "".join(map(str, form.render([found], lambda _: catalog, catalog))).removeprefix("\ufeff")
    assert not {"\x1b", "\u202e", "\ud800"} & set(written)
    assert not any(line.startswith("Accepted  a.xlsx") for line in written.splitlines()[1:])


def test_the_answers_have_a_column_each(
    submitted: Path, gate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(submitted), "--template", str(gate), "--format", "answers"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [row["pg_detail_department"] for row in rows] == ["sales", "sales", "plant"]
    assert {row["pg_detail_vendor"] for row in rows} == {"'=1+1"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_native_formulas_mark_what_python_cannot_read(own: Bundle, language: str, tmp_path: Path) -> None:
    engine = IroncalcWorkbook(own, language, tmp_path)
    names = {name for keys in engine.places.faults.values() for name in keys}
    assert names >= GIVEN.keys(), "each has a cell that says whether it can be taken"
    drawn = [draw(own.template, own.catalogs[language], 400 + k, **shares(k)) for k in range(60)]
    assert differing(engine, drawn)[1] == []
