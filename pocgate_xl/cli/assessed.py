"""Workbooks that are not ours to assessments, in processes that can be killed, with progress."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..batch import Options, map_files, own_catalog
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..progress import Progress
from ..templates.loader import Bundle, find_bundle, most_spoken
from .options import policy_of


def assessed(
    files: Sequence[str],
    arguments: argparse.Namespace,
    transform: Callable[[Assessment], Any] | None = None,
    language: str | None = None,
) -> Iterator[Any]:
    """Yield the assessment of each file, or what is made of it where it was checked."""
    options = Options(
        tuple(arguments.template), language=language, transform=transform,
        only=tuple(arguments.only_template), policy=policy_of(arguments),
    )  # fmt: skip
    jobs = vars(arguments).get("jobs", 0)  # not every command lets the operator say
    with Progress("files", len(files), quiet=arguments.quiet) as progress:
        for each in map_files(files, options, jobs=jobs or os.cpu_count() or 1):
            yield each
            progress.advance()


def prevailing_language(languages: Iterable[str | None], bundle: Bundle, asked: str | None) -> str:
    """Return the language that is asked for, else that of most; the template's first decides ties."""
    if asked is not None and asked in bundle.catalogs:
        return asked
    return most_spoken(languages, bundle)


def catalog_finder(
    templates: Sequence[Path], language: str | None
) -> Callable[[str | None, str | None, str | None], Catalog]:
    """Return what finds the texts of a template by id, version and a workbook's own language."""
    known: dict[tuple[str | None, ...], Catalog] = {}

    def find(id_: str | None, version: str | None, own: str | None) -> Catalog:
        key = id_, version, own
        if key not in known:
            bundle = None if id_ is None else find_bundle(id_, version, templates)
            chosen = language or own or ""
            known[key] = (
                own_catalog(chosen) if bundle is None else bundle.catalogs.get(chosen, bundle.default_catalog)
            )
        return known[key]

    return find
