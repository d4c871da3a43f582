"""Occurrences as findings: in words, in one language, in an order that does not change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.assessment import Finding
from ..core.catalog import Catalog
from ..core.fields import Field, blocks
from ..core.template import Template
from ..opc.safe_text import visible
from ..spreadsheetml.address import Position, a1
from ..workbook.layout.plan import INTERNAL
from . import CASE_RULES, FILE_RULES
from .base import EVERY_RULE, SEVERITIES, Case, FileProblem, Occurrence, Policy, Rule, TextKey, reported
from .field_labels import field_label, output_label

TEXTS = ("message", "expected", "hint")
LONGEST_VALUE = 200
"""How much of a text from a file may stand inside a message."""


def findings_of(
    case: Case,
    catalog: Catalog,
    policy: Policy = EVERY_RULE,
    among: tuple[Rule[Case], ...] = CASE_RULES,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a workbook: worst first, then as one reads it."""
    order = {sheet.title: index for index, sheet in enumerate(case.reading.facts.sheets)}
    begun = case.assessment.completeness.state != "not_started"
    rules = [rule for rule in reported(among, policy) if begun or not rule.asks]
    found = [(rule, policy.applied(rule, occurrence)) for rule in rules for occurrence in rule.find(case)]
    found.sort(key=lambda pair: _key(pair[0], pair[1], order))
    template = case.reading.bundle.template
    return tuple(_finding(rule, occurrence, catalog, template) for rule, occurrence in found)


def findings_of_file(problem: FileProblem, catalog: Catalog) -> tuple[Finding, ...]:
    """Return why a file cannot be examined; there is always a reason."""
    found = [(rule, occurrence) for rule in FILE_RULES for occurrence in rule.find(problem)]
    return tuple(_file_finding(rule, problem, catalog) for rule, _ in found)


def finding_of_file(kind: str, detail: str, catalog: Catalog) -> Finding:
    """Return why a file is refused, in the words in which a check says it."""
    return findings_of_file(FileProblem(kind, detail), catalog)[0]


def _key(rule: Rule[Any], occurrence: Occurrence, order: Mapping[str, int]) -> tuple[Any, ...]:
    sheet = order.get(occurrence.sheet, -1 if not occurrence.sheet else len(order))
    position = occurrence.position or (0, 0)
    severity = SEVERITIES.index(occurrence.severity or rule.severity)
    return severity, not rule.leads, sheet, position, rule.code, _name(occurrence), occurrence.found


def _finding(rule: Rule[Any], occurrence: Occurrence, catalog: Catalog, template: Template) -> Finding:
    values = _values(occurrence, catalog, template)
    message, expected, hint = (
        catalog.text(_key_of(rule, occurrence, key, catalog), **values) for key in TEXTS
    )
    return Finding(
        code=rule.code,
        severity=occurrence.severity or rule.severity,
        sheet=visible(occurrence.sheet),
        cell=a1(occurrence.position) if occurrence.position else "",
        field=_name(occurrence),
        message=message,
        found=visible(occurrence.found),
        expected=expected,
        hint=hint,
        cells=tuple(map(a1, occurrence.cells)),
    )


def _name(occurrence: Occurrence) -> str:
    return occurrence.field.name if occurrence.field else occurrence.name


def _values(occurrence: Occurrence, catalog: Catalog, template: Template) -> dict[str, str]:
    """Return what fills the placeholders of a rule's texts."""
    field = occurrence.field
    return {
        "label": field_label(field, catalog, template) if field else _label(occurrence, catalog, template),
        "found": visible(occurrence.found),
        "sheet": visible(occurrence.sheet),
        "count": str(len(occurrence.cells)),
        "cells": _areas(occurrence.cells),
    } | {key: _word(value, catalog, template) for key, value in occurrence.values.items()}


def _label(occurrence: Occurrence, catalog: Catalog, template: Template) -> str:
    """Return what people call a cell that is no input: a result, a table of free rows, else its address."""
    name = occurrence.name
    label = output_label(name, catalog)
    if label != name or not name.startswith(
        ("pg_check", *INTERNAL, *(block.name for block in blocks(template)))
    ):
        return label
    rows = catalog.texts.get(f"sheet.{name.removeprefix('pg_')}")
    return rows or (a1(occurrence.position) if occurrence.position else name)


def _areas(cells: tuple[Position, ...]) -> str:
    if not cells:
        return ""
    from ..spreadsheetml.areas import areas_in_words  # few workbooks were changed in many places

    return areas_in_words(cells)


def _key_of(rule: Rule[Any], occurrence: Occurrence, key: str, catalog: Catalog) -> str:
    """Return the key of a text: the variant's, where the rule has one."""
    variant = f"finding.{rule.code}.{occurrence.variant}_{key}"
    return variant if occurrence.variant and variant in catalog.texts else f"finding.{rule.code}.{key}"


def _word(value: object, catalog: Catalog, template: Template) -> str:
    if isinstance(value, Field):
        return field_label(value, catalog, template)
    if isinstance(value, TextKey):
        words = {key: _word(each, catalog, template) for key, each in value.values.items()}
        return catalog.text(value.key, **words)
    return visible(str(value), LONGEST_VALUE)


def _file_finding(rule: Rule[Any], problem: FileProblem, catalog: Catalog) -> Finding:
    """Describe a file's problem; some kinds have words of their own, such as `hint_email`."""
    kind = catalog.texts.get(f"file_kind.{problem.kind}", problem.kind)
    detail = _detail(problem, catalog)
    values = {"kind": kind, "detail": detail}
    keys = {key: f"finding.{rule.code}.{key}" for key in TEXTS}
    own = {key: f"{text}_{problem.kind}" for key, text in keys.items()}
    message, expected, hint = (
        catalog.text(own[key] if own[key] in catalog.texts else keys[key], **values) for key in TEXTS
    )
    return Finding(
        rule.code, rule.severity, message=message, found=detail or kind, expected=expected, hint=hint
    )


def _detail(problem: FileProblem, catalog: Catalog) -> str:
    if not problem.detail:
        return ""
    from .file_details import detail_in_words  # most files are workbooks

    return visible(detail_in_words(problem.detail, catalog))
