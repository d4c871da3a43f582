"""The plan of a template's workbook: as it was released, as it was compiled, or planned anew.

Plans that were made when the package was built lie beside the compiled template, a file for each
language, so that checking a workbook plans none. They count while the template is the one that they were
made from, and while every module that plans is the same, byte by byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from ...core.catalog import Catalog
from ...core.serialization import from_plain
from ...core.template import Template
from ...errors import PocgateError
from ...templates.files import builtin_home, plans_name
from ...templates.loader import Bundle, load_bundle
from .plan import LIVE_EDITIONS, PLAIN, WorkbookPlan
from .plan_json import plan_from_plain, plans_to_plain

HOME = Path(__file__).resolve().parents[2]
PLANNERS = (
    "core/catalog.py", "core/causes.py", "core/checklist.py", "core/completeness.py",
    "templates/excel_limits.py", "core/fields.py", "core/helper_kinds.py", "core/validity.py",
    "core/serialization.py", "core/submission.py",
    "opc/limits.py", "opc/refusal.py", "opc/safe_text.py", "opc/xml_parser.py",
    "core/template.py", "templates/theme.py", "spreadsheetml/areas.py", "spreadsheetml/address.py",
    "spreadsheetml/cell_types.py", "spreadsheetml/styles/colours.py", "spreadsheetml/serial_dates.py",
    "workbook/layout/context.py", "workbook/layout/formulas.py", "workbook/layout/styles/cell_styles.py",
    "workbook/layout/plan.py", "workbook/layout/sheet_builder.py",
    "workbook/layout/plan_json.py", "workbook/layout/workbook.py", "workbook/layout/sheets/**/*.py",
    "workbook/layout/styles/text_metrics.py",
    "errors.py", "patterns.py", "records.py")  # fmt: skip
"""What a plan depends on beside its template."""


@lru_cache(maxsize=32)
def plan_of(bundle: Bundle, language: str, edition: str = PLAIN) -> WorkbookPlan:
    """Return the plan of a template's workbook in one of its languages, as it was released or as it is."""
    if bundle.released is not None:
        from .released_plan import released_plan  # most workbooks are of today's layout

        return released_plan(bundle.released, language, edition)
    return compiled_plan(bundle, language, edition) or _kept_plan(bundle, language, edition)


def lambdas_of(bundle: Bundle, language: str) -> Mapping[str, str]:
    """Return the formulas of a template's library by name, as files have them; as released, or as it is."""
    if bundle.released is not None:
        from .released_plan import released_lambdas

        return released_lambdas(bundle.released, language)
    from .lambdas import formulas_of  # few workbooks have them

    return {each.name: each.stored for each in formulas_of(bundle, language)}


def _kept_plan(bundle: Bundle, language: str, edition: str) -> WorkbookPlan:
    """Return the plan of a gate of one's own, kept in the user's folder until its template changes."""
    if not _is_of_an_operator(bundle):
        return _planned(bundle, language, edition)
    from ...output.cache import kept  # of a gate of one's own

    facts = [planners(), bundle.digest, language, edition]
    made_from = hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def make() -> bytes:
        plans = {each: _planned(bundle, language, each) for each in (PLAIN, edition)}
        return json.dumps(plans_to_plain(plans), ensure_ascii=False).encode()

    return plan_from_plain(json.loads(kept(made_from, make)), language, edition)


def _is_of_an_operator(bundle: Bundle) -> bool:
    """Say whether a template is no built-in one, and just as it lies in its folder."""
    try:
        return bundle.folder.parent != builtin_home() and load_bundle(bundle.folder) is bundle
    except PocgateError:
        return False


def _planned(bundle: Bundle, language: str, edition: str) -> WorkbookPlan:
    from .workbook import plan_workbook  # every sheet has a module: only where nothing is compiled

    return plan_workbook(bundle.template, bundle.catalogs[language], edition)


def plans_of(bundle: Bundle) -> dict[tuple[str, str], WorkbookPlan]:
    """Return every plan of a template, by language and edition."""
    editions = (PLAIN, *LIVE_EDITIONS)
    pairs = product(bundle.template.languages, editions)
    return {(language, edition): plan_of(bundle, language, edition) for language, edition in pairs}


def compiled_plan(bundle: Bundle, language: str, edition: str) -> WorkbookPlan | None:
    """Return a plan as it was compiled; None where nothing is compiled or something changed since.

    A template that was changed after it was loaded is none of those that were compiled.
    """
    try:
        plain = _plain_plans(bundle.folder, language)
        if load_bundle(bundle.folder) is not bundle:
            return None
        if (plain["digest"], plain["planners"]) != (bundle.digest, planners()):
            return None
        return plan_from_plain(plain, language, edition)
    except (OSError, ValueError, LookupError, TypeError):
        return None


@lru_cache(maxsize=4)
def _plain_plans(folder: Path, language: str) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = json.loads((folder / plans_name(language)).read_bytes())
    return plain


@lru_cache(maxsize=1)
def planners() -> str:
    """Return the sha256 of all modules that plan; of none where their sources are not at hand."""
    files = sorted(file for pattern in PLANNERS for file in HOME.glob(pattern))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def compile_plans(compiled: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the plans of a compiled template as plain JSON values, by the name of their file."""
    from .workbook import plan_workbook

    template = from_plain(Template, compiled["template"])
    made = {}
    for language, texts in compiled["catalogs"].items():
        catalog = Catalog(language, texts)
        plans = {edition: plan_workbook(template, catalog, edition) for edition in (PLAIN, *LIVE_EDITIONS)}
        whose = {"digest": compiled["digest"], "planners": planners()}
        made[plans_name(language)] = {**whose, **plans_to_plain(plans)}
    return made
