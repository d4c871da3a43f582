"""Plans of workbooks in the field, as files beside their template: read, and written for a new release."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import OutputError, PocgateError
from ...output import write_file
from ...templates.loader import Bundle, frozen_bundle
from ...templates.releases import FROZEN, INDEX, RELEASED, releases_of
from .plan import PLAIN, WorkbookPlan
from .plan_json import plan_from_plain, plans_to_plain

LAMBDAS = "lambdas"
"""What the formulas of the library stand under."""

Plans = Mapping[tuple[str, str], WorkbookPlan]
"""By language and edition."""


@lru_cache(maxsize=32)
def released_plan(folder: Path, language: str, edition: str) -> WorkbookPlan:
    """Return a plan as it was released; an edition that it does not have is the plain one."""
    return plan_from_plain(_plain_plans(folder, language), language, edition)


def released_lambdas(folder: Path, language: str) -> Mapping[str, str]:
    """Return the formulas of the library as it was released, by name; none of an earlier release."""
    lambdas: Mapping[str, str] = _plain_plans(folder, language).get(LAMBDAS, {})
    return lambdas


@lru_cache(maxsize=8)
def _plain_plans(folder: Path, language: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((folder / f"{language}.json").read_bytes())
    return plain


def freeze(bundle: Bundle, plans: Plans) -> Path:
    """Write today's plans of a template beside its sources; return their folder, which may be there."""
    plain = plans[bundle.template.languages[0], PLAIN]
    home = bundle.folder / RELEASED
    folder = home / f"{plain.version}-{plain.digest}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / FROZEN, frozen_bundle(bundle))
        for language in bundle.template.languages:
            own = {edition: plan for (tag, edition), plan in plans.items() if tag == language}
            _write(folder / f"{language}.json", plans_to_plain(own) | {LAMBDAS: _lambdas(bundle, language)})
        _write(home / INDEX, _index(bundle, folder.name, plans.values()))
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}.") from error
    return folder


def _lambdas(bundle: Bundle, language: str) -> dict[str, str]:
    """Return the formulas of today's library; none where the texts of a gate are too long for it."""
    from .lambdas import formulas_of

    try:
        return {each.name: each.stored for each in formulas_of(bundle, language)}
    except PocgateError:
        return {}


def _write(file: Path, plain: Any) -> None:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    write_file(file, f"{text}\n".encode())


def _index(bundle: Bundle, name: str, plans: Iterable[WorkbookPlan]) -> list[dict[str, Any]]:
    known = [
        {
            "folder": release.folder.name,
            "template": release.template,
            "version": release.version,
            "engine": release.engine,
            "digests": sorted(release.digests),
        }
        for release in releases_of(bundle.folder)
        if release.folder.name != name
    ]
    own = {
        "folder": name,
        "template": bundle.template.id,
        "version": bundle.template.version,
        "engine": __version__,
        "digests": sorted({plan.digest for plan in plans}),
    }
    return [*known, own]
