"""The template in which many workbooks are told of together: that of most of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..core.assessment import Assessment
from ..templates.loader import Bundle, find_bundle, load_bundle, template_folders
from .ranking import most_used, prevailing_template


def prevailing_bundle(ids: Iterable[str], templates: Sequence[Path] = ()) -> Bundle:
    """Return the template that most are made with, in its newest version."""
    return _newest(most_used(ids), templates)


def counting_bundle(assessments: Iterable[Assessment], templates: Sequence[Path] = ()) -> Bundle:
    """Return the template that most workbooks without errors are made with, in its newest version."""
    return _newest(prevailing_template(assessments), templates)


def _newest(id_: str | None, templates: Sequence[Path]) -> Bundle:
    """Return a template by its id; the first at hand where none is named or at hand."""
    found = None if id_ is None else find_bundle(id_, None, templates)
    return found or load_bundle(template_folders(templates)[0])
