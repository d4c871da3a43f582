"""How occurrences become findings: their order, their language, what they quote."""

from __future__ import annotations

from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.opc.refusal import KINDS
from pocgate_xl.rules.base import SEVERITIES, FileProblem
from pocgate_xl.rules.field_labels import field_label
from pocgate_xl.rules.findings import findings_of, findings_of_file
from pocgate_xl.templates.loader import Bundle
from tests.workbook.fake_workbooks import draft_of, mangle


def test_findings_come_worst_first_then_in_reading_order(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    cells = {"pg_rating_integration": 9, "pg_engagement_id": "ENG-2", "pg_poc_cost_development": -1}
    mangle(draft, {"cells": cells})
    found = findings_of(draft.case(), bundle.default_catalog)
    ranks = [SEVERITIES.index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)
    assert [finding.code for finding in found if finding.severity == "error"] == ["PG602", "PG201", "PG401"]
    assert found == findings_of(draft.case(), bundle.default_catalog)


def test_a_clean_workbook_has_no_errors_in_any_language(bundle: Bundle) -> None:
    for language in bundle.catalogs:
        begun = draft_of(bundle, language, {"pg_rating_integration": 4})
        found = findings_of(begun.case(), bundle.catalogs[language])
        assert {finding.code for finding in found} == {"PG202", "PG302", "PG403"}


def test_what_nobody_has_begun_is_not_asked_for_answer_by_answer(bundle: Bundle) -> None:
    for language in bundle.catalogs:
        assert findings_of(draft_of(bundle, language).case(), bundle.catalogs[language]) == ()


def test_blanks_are_at_most_warnings(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"cells": dict.fromkeys(draft.expected.fields, "")})
    found = findings_of(draft.case(), bundle.default_catalog)
    assert [finding.code for finding in found if finding.severity == "error"] == []
    assert "PG601" in {finding.code for finding in found}


def test_findings_speak_the_language_asked_for(bundle: Bundle) -> None:
    case = draft_of(bundle, "en", {"pg_status_security": "done"}).case()
    found = findings_of(case, bundle.catalogs["ja"])[0]
    assert found.sheet == bundle.catalogs["en"].label("sheet", "scorecard")
    assert found.message.startswith(bundle.catalogs["ja"].label("criterion", "business_kpi"))


def test_what_is_quoted_is_short_and_on_one_line(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"cells": {"pg_status_security": "\x1b[2J\n{label}" + "x" * 1000}})
    found = next(f for f in findings_of(draft.case(), bundle.default_catalog) if f.code == "PG701")
    assert found.found.startswith("\\x1b[2J\\n{label}xxx")
    assert len(found.found) == 120
    assert "\x1b" not in found.message
    assert "\n" not in found.message


def test_a_hostile_title_is_quoted_harmlessly(bundle: Bundle) -> None:
    draft = draft_of(bundle)
    mangle(draft, {"rename": {"Scorecard": "Score\u202ecard"}})
    found = next(f for f in findings_of(draft.case(), bundle.default_catalog) if f.code == "PG102")
    assert found.sheet == "Score\\u202ecard"


def test_every_refusal_is_one_finding_in_words(bundle: Bundle) -> None:
    for kind in (*KINDS, "foreign_workbook", "unknown_template", "internal_fault"):
        for catalog in bundle.catalogs.values():
            (finding,) = findings_of_file(FileProblem(kind, "detail"), catalog)
            assert "{" not in finding.message
            assert "_" not in finding.message
            assert finding.found == "detail"


def test_every_input_is_called_what_stands_beside_it(bundle: Bundle) -> None:
    for catalog in bundle.catalogs.values():
        labels = {f.name: field_label(f, catalog, bundle.template) for f in input_fields(bundle.template)}
        assert [name for name, label in labels.items() if not label] == []
        assert len(set(labels.values())) == len(labels)
        for block in blocks(bundle.template):
            assert all(field_label(column, catalog, bundle.template) for column in block.columns)


def test_items_are_called_by_their_number(bundle: Bundle) -> None:
    field = next(f for f in input_fields(bundle.template) if f.name == "pg_status_security")
    label = field_label(field, bundle.default_catalog, bundle.template)
    assert label.startswith("5. ")
    assert label.endswith("Status")


def test_every_result_is_called_what_stands_beside_it(bundle: Bundle) -> None:
    from pocgate_xl.core.gate import assess
    from pocgate_xl.core.submission import Submission
    from pocgate_xl.rules.field_labels import output_label
    from pocgate_xl.workbook.submission.outputs import outputs_of

    blank = Submission()
    names = list(outputs_of(bundle.template, blank, assess(bundle.template, blank)))
    for catalog in bundle.catalogs.values():
        labels = [output_label(name, catalog) for name in names]
        assert [label for label in labels if "pg_" in label] == []
        assert len(set(labels)) == len(names)
    assert output_label("pg_identity_version", bundle.default_catalog) == "pg_identity_version"
