"""Every rule by its cases: what it finds and what it leaves alone, in every language."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.core.assessment import Finding
from pocgate_xl.rules import CASE_RULES, FILE_RULES, RULES
from pocgate_xl.rules.base import FileProblem
from pocgate_xl.rules.findings import findings_of, findings_of_file
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.loader import Bundle
from tests.workbook.fake_workbooks import allowing_not_applicable, draft_of, mangle, requiring, with_places

CASES = Path(__file__).parent / "cases"
EXPECTATIONS = ("why", "at", "found", "expected", "count", "contradiction")


def cases(kind: str) -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))[kind]:
            found.append(pytest.param(file.stem, case, id=f"{file.stem} {case['why']}"))
    return found


def findings(bundle: Bundle, case: dict[str, Any]) -> tuple[Finding, ...]:
    """Return what is found, described in every language."""
    steps = {key: value for key, value in case.items() if key not in EXPECTATIONS}
    if "problem" in steps:
        problem = FileProblem(steps["problem"], "detail")
        described = [findings_of_file(problem, catalog) for catalog in bundle.catalogs.values()]
        return described[0]
    bundle = allowing_not_applicable(bundle, steps.pop("not_applicable", []))
    bundle = requiring(bundle, steps.pop("details", []))
    draft = draft_of(bundle, "en", steps.pop("values", {}))
    mangle(draft, with_places(draft, steps))
    judged = draft.case()
    described = [findings_of(judged, catalog) for catalog in bundle.catalogs.values()]
    assert [finding.code for finding in described[0]] == [finding.code for finding in described[-1]]
    return described[0]


def place(bundle: Bundle, at: str) -> str:
    """Return the address that a case names, which may be a defined name."""
    draft = draft_of(bundle)
    at = with_places(draft, at)
    if at.partition(".")[0] not in draft.expected.names and not at.startswith(("text:", "shown:")):
        return at
    title, position = draft.place(at)
    return f"{title}!{a1(position)}"


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_the_fault_is_found_where_it_is(bundle: Bundle, code: str, case: dict[str, Any]) -> None:
    found = [finding for finding in findings(bundle, case) if finding.code == code]
    assert found
    assert len(found) == case.get("count", len(found))
    first, case = found[0], with_places(draft_of(bundle), case)
    where = "!".join(part for part in (first.sheet, first.cell) if part)
    assert where == place(bundle, case.get("at", where))
    assert first.found == case.get("found", first.found)
    assert first.expected == case.get("expected", first.expected)
    assert first.message
    if "contradiction" in case:
        assert first.message == bundle.catalogs["en"].label("contradiction", case["contradiction"])
    assert "{" not in first.message + first.hint


@pytest.mark.parametrize(("code", "case"), cases("pass"))
def test_what_is_right_is_left_alone(bundle: Bundle, code: str, case: dict[str, Any]) -> None:
    assert [finding for finding in findings(bundle, case) if finding.code == code] == []


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    cases, codes = {file.stem for file in CASES.glob("*.toml")}, {rule.code for rule in RULES}
    assert sorted(codes - cases) == [], f"each needs a file in {CASES} with a [[fail]] and a [[pass]]"
    assert sorted(cases - codes) == [], f"files in {CASES} for rules that are not there"


@pytest.mark.parametrize("kind", ["fail", "pass"])
def test_every_contradiction_of_the_template_has_cases_with_and_without_it(bundle: Bundle, kind: str) -> None:
    entries = tomllib.loads((CASES / "PG801.toml").read_text(encoding="utf-8"))[kind]
    named = [case["contradiction"] for case in entries if "contradiction" in case]
    assert named == [contradiction.id for contradiction in bundle.template.contradictions]


def with_rule_of_evidence(bundle: Bundle, rule: Any) -> Bundle:
    """Return a template whose items of the first group have a rule of their own for evidence."""
    first, *others = bundle.template.groups
    own = replace(first, items=tuple(replace(item, evidence=rule) for item in first.items))
    return replace(bundle, template=replace(bundle.template, groups=(own, *others)))


@pytest.mark.parametrize(("rule", "missed"), [("required", True), ("expected", True), ("optional", False)])
def test_evidence_is_missed_unless_it_is_optional(bundle: Bundle, rule: str, missed: bool) -> None:
    case = {"cells": {"pg_status_security": "Done"}}
    found = [finding.code for finding in findings(with_rule_of_evidence(bundle, rule), case)]
    assert ("PG301" in found) is missed


@pytest.mark.parametrize("severity", ["note", "warning", "error"])
def test_a_contradiction_is_as_grave_as_the_template_says(bundle: Bundle, severity: Any) -> None:
    changed = tuple(replace(each, severity=severity) for each in bundle.template.contradictions)
    graver = replace(bundle, template=replace(bundle.template, contradictions=changed))
    found = findings(graver, {"cells": {"pg_rating_data_quality": 5}})
    assert [finding.severity for finding in found if finding.code == "PG801"] == [severity]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code} {rule.name}")
def test_every_rule_is_explained_in_every_language(bundle: Bundle, rule: Any) -> None:
    keys = [f"finding.{rule.code}.{key}" for key in ("title", "message", "expected", "hint", "docs")]
    missing = [
        f"texts/{tag}.toml: {key}"
        for tag, catalog in bundle.catalogs.items()
        for key in keys
        if not catalog.texts.get(key)
    ]
    assert missing == []


def test_no_text_belongs_to_a_rule_that_is_not_there(bundle: Bundle) -> None:
    codes = {key.split(".")[1] for key in bundle.default_catalog.texts if key.startswith("finding.")}
    assert codes == {rule.code for rule in RULES}


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(rule.family == "file" and rule.severity == "error" for rule in FILE_RULES)
    assert all(rule.family != "file" for rule in CASE_RULES)


def test_function_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
