"""A report in parts, each made by the process that checked its file: they are all that it sends back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from ..batch import own_catalog
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..core.completeness import Outcome
from ..records import dataclass
from ..templates.loader import find_bundle


class ReportPart(NamedTuple):
    """What a report says of one file, and what its end counts."""

    text: str
    outcome: Outcome
    severities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """How a text is shown: the columns after which lines break, None where they may be long."""

    width: int | None = None
    colour: bool = False


@dataclass(frozen=True, slots=True)
class PartRenderer:
    """What makes the part of an assessment, in any process.

    The module has `render_part(assessment, catalog)`; one that takes the screen has a `Screen` too.
    """

    module: str
    templates: tuple[Path, ...] = ()
    language: str | None = None
    screen: Screen | None = None

    def __call__(self, assessment: Assessment) -> ReportPart:
        catalog = chosen_catalog(assessment, self.templates, self.language)
        screen = () if self.screen is None else (self.screen,)
        text: str = import_module(self.module).render_part(assessment, catalog, *screen)
        return part_of(text, assessment)


def part_of(text: str, assessment: Assessment) -> ReportPart:
    severities = tuple(finding.severity for finding in assessment.findings)
    return ReportPart(text, assessment.outcome, severities)


def chosen_catalog(assessment: Assessment, templates: Iterable[Path], language: str | None) -> Catalog:
    """Return the texts of an assessment: those of its template, in a language or the workbook's own."""
    if assessment.template is None or assessment.language is None:
        return own_catalog(language)
    template = assessment.template
    return _found(template.id, template.version, assessment.language, tuple(templates), language)


@lru_cache(maxsize=64)
def _found(id_: str, version: str, own: str, templates: tuple[Path, ...], language: str | None) -> Catalog:
    bundle = find_bundle(id_, version, templates)
    assert bundle is not None
    return bundle.catalogs.get(language or own, bundle.catalogs[own])
