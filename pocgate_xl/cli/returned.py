"""What came back, checked for commands that tell of all of it, and the template that most of it has."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..batch import Options, map_files
from ..core.assessment import Assessment
from ..progress import Progress
from ..templates.loader import Bundle, find_bundle, load_bundle, template_folders
from .options import policy_of


def assessed(files: Sequence[str], arguments: argparse.Namespace, jobs: int = 0) -> Iterator[Assessment]:
    """Yield the assessment of each file, by processes that can be killed: the files are not ours."""
    templates, only, policy = tuple(arguments.template), tuple(arguments.only_template), policy_of(arguments)
    options = Options(templates, language=arguments.lang, only=only, policy=policy)
    with Progress("files", len(files), quiet=arguments.quiet) as progress:
        for assessment in map_files(files, options, jobs=jobs or os.cpu_count() or 1):
            yield assessment
            progress.advance()


def prevailing_bundle(assessments: Sequence[Assessment], extra: Sequence[Path]) -> Bundle:
    """Return the template that most workbooks without errors are made with, in its newest version."""
    from ..portfolio.ranking import prevailing_template

    id_ = prevailing_template(assessments)
    found = None if id_ is None else find_bundle(id_, None, extra)
    return found or load_bundle(template_folders(extra)[0])
