"""What the page's worker does in Python: a file to what is shown of it and to its part of each report.

Parts are kept by the page, not here: a worker that a file has stopped takes nothing with it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from ..batch.check import Options, examine, own_catalog, too_late, unreadable
from ..batch.journal_format import to_stored
from ..core.assessment import Assessment, ReadableAssessment
from ..core.catalog import Catalog
from ..core.fields import input_fields
from ..opc.safe_text import visible
from ..reports import FORMATS
from ..reports.csv_cells import MARK, csv_line
from ..reports.facts import facts_of
from ..reports.parts import ReportPart, chosen_catalog, part_of
from ..rules.base import FileProblem
from ..rules.field_labels import field_label
from ..spreadsheetml.address import a1
from ..templates.acceptance import accepted_bundles
from ..templates.loader import Bundle, find_bundle
from ..workbook.layout.plans import plan_of

OWN_TEMPLATES = "own_templates"
"""The folder of an operator's templates, beside the package."""
FORMS = tuple(form for form in FORMATS if form.name in ("html", "csv", "answers", "text", "jsonl"))
"""The reports that the page offers."""
LATER = ("..spreadsheetml.surroundings", "..workbook.submission.altered.sheets")
"""What a check imports only once a workbook is read."""
LONGEST = 4000
COUNTED = ("errors", "warnings", "notes")
OVERVIEW = (
    "file", "id", "organization", "poc_name", "revision", "outcome", "decision", "total", "given", "needed",
    *COUNTED, "template", "language",
)  # fmt: skip
"""The columns of the status of many files."""


def prepare() -> None:
    """Load what checking a workbook of a template that is accepted loads, before there is one."""
    for module in (*(form.path for form in FORMS), *LATER):
        import_module(module, __package__)
    for bundle in accepted_bundles(own_templates(), ())[:1]:
        for language in bundle.template.languages:
            plan_of(bundle, language)


def checked(file: str, name: str, language: str) -> str:
    """Return, as JSON, what the page shows of a file that somebody calls so.

    The workbook's own language is spoken, that of the page where there is no workbook.
    """
    first = examine(file, _options())
    shown = first if first.template else examine(file, _options(language))
    return _as_json(replace(first, file=name), replace(shown, file=name), language)


def stopped(file: str, name: str, language: str, seconds: float, fault: str = "") -> str:
    """Return the same of a file that did not end in so many seconds, or that ended Python by a fault."""
    problem = FileProblem("internal_fault", fault) if fault else too_late(seconds)
    first, shown = (unreadable(file, problem, _options(each)) for each in (None, language))
    return _as_json(replace(first, file=name), replace(shown, file=name), language)


def report(name: str, parts: str, language: str) -> str:
    """Return a report of files whose parts the page has kept, a JSON list of texts, outcomes, severities."""
    form = next(form for form in FORMS if form.name == name)
    written = form.assembler()(parts_of(parts), own_catalog(language))
    return "".join(each if isinstance(each, str) else each.decode() for each in written)


def parts_of(parts: str) -> Iterator[ReportPart]:
    """Yield parts that the page has kept, as they were made."""
    return (ReportPart(text, outcome, tuple(found)) for text, outcome, found in json.loads(parts))


def overview(rows: str) -> str:
    """Return what is shown of files, a JSON list, as separated values, a row a file, in no language."""
    return MARK + "".join(map(csv_line, (OVERVIEW, *map(_overview_row, json.loads(rows)))))


def _overview_row(shown: dict[str, Any]) -> Iterator[Any]:
    counts = Counter(f"{each['severity']}s" for each in shown["findings"])
    return (counts[name] if name in COUNTED else shown.get(name) for name in OVERVIEW)


def _options(language: str | None = None) -> Options:
    return Options(own_templates(), language=language)


def own_templates() -> tuple[Path, ...]:
    """Return the folder of an operator's templates, if there is one."""
    folder = Path(__file__).resolve().parents[2] / OWN_TEMPLATES
    return (folder,) if folder.is_dir() else ()


def _as_json(first: Assessment, shown: Assessment, language: str) -> str:
    catalog = chosen_catalog(shown, own_templates(), None) if shown.template else own_catalog(language)
    parts = {
        form.name: part_of(
            import_module(form.path).render_part(shown if form.for_people else first, catalog), first
        )
        for form in FORMS
    }
    facts = asdict(facts_of(shown, catalog))
    plain = {**_visible(facts), "missing": _visible(list(_missing(shown, catalog)))}
    kept = {name: list(part) for name, part in parts.items()}
    return json.dumps({"shown": plain, "parts": kept, "stored": json.dumps(to_stored(first))})


def _visible(plain: Any) -> Any:
    """Return the same with every text as reports show it: hidden characters are seen."""
    if isinstance(plain, str):
        return visible(plain, LONGEST)
    if isinstance(plain, dict):
        return {key: _visible(each) for key, each in plain.items()}
    return [_visible(each) for each in plain] if isinstance(plain, list | tuple) else plain


def _missing(assessment: Assessment, catalog: Catalog) -> Iterator[dict[str, str]]:
    """Yield the needed answers that are not there: what each is called, and its cell."""
    if not isinstance(assessment, ReadableAssessment) or not assessment.completeness.missing:
        return
    bundle = find_bundle(assessment.template.id, assessment.template.version, own_templates())
    assert bundle is not None
    language = assessment.language or bundle.template.languages[0]
    fields = {field.name: field for field in input_fields(bundle.template)}
    places = _planned_places(bundle, language) | _places(assessment)
    for name in assessment.completeness.missing:
        sheet, cell = places.get(name, ("", ""))
        label = field_label(fields[name], catalog, bundle.template)
        yield {"label": label, "sheet": sheet, "cell": cell}


def _planned_places(bundle: Bundle, language: str) -> dict[str, tuple[str, str]]:
    sheets = plan_of(bundle, language).sheets
    return {name: (sheet.title, a1(area.first)) for sheet in sheets for name, area in sheet.names.items()}


def _places(assessment: ReadableAssessment) -> dict[str, tuple[str, str]]:
    """Return where fields stand in the file itself, as far as a step or a finding says so."""
    steps = {each.field: (each.sheet, each.cell) for each in assessment.next_step.steps if each.cell}
    found = {each.field: (each.sheet, each.cell) for each in assessment.findings if each.field and each.cell}
    return steps | found
