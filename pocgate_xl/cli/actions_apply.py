"""`pocgate actions apply`: what was answered in a list, into copies of the workbooks that it is about."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.assessment import Assessment
from ..output import make_folder
from ..templates.files import files_of_templates
from ..templates.loader import load_bundle, template_folders
from .answered_copies import answered_tables, bundle_of, known_catalogs, write_copies
from .assessed import assessed
from .inputs import submissions_in
from .options import EXIT_CODES, languages_of, operators_language
from .speech import say

if TYPE_CHECKING:
    from ..exchange.actions.answered import ListEdit
    from ..exchange.actions.merge import CopyPlan, Merge


def apply(file: Path, folder: str, arguments: argparse.Namespace) -> int:
    """Write the copies and tell what came of each answer; 1 where there are conflicts."""
    arguments.lang = arguments.lang or operators_language(languages_of(arguments.template))
    edits = _edits(file, arguments)
    found = list(_assessments(file, folder, arguments)) if edits else []
    merge = _merged(edits, found, arguments)
    read: list[Path | str] = [file, *(each.file for each in found), *files_of_templates(arguments.template)]
    if merge.copies:
        make_folder(arguments.out)
    conflicts = write_copies(merge, lambda plan: arguments.out / _name(plan), read, arguments)
    if any(each.outcome == "unreadable" for each in found):
        return EXIT_CODES["unreadable"]
    return EXIT_CODES["findings"] if conflicts else 0


def _edits(file: Path, arguments: argparse.Namespace) -> tuple[ListEdit, ...]:
    from ..exchange.actions.answered import edits_in
    from ..workbook.submission.reading_context import ReadingContext

    bundle = load_bundle(template_folders(arguments.template)[0])
    reading = ReadingContext(bundle, bundle.template.languages[0])
    return edits_in(answered_tables(file), known_catalogs(arguments.template), reading)


def _assessments(file: Path, folder: str, arguments: argparse.Namespace) -> Iterator[Assessment]:
    """Yield every workbook of the folder; one that cannot be examined is named."""
    files = [each for each in submissions_in([folder], arguments.settings_files) if not _is_same(each, file)]
    for each in assessed(files, arguments, language=arguments.lang):
        if each.outcome == "unreadable":
            first = next(iter(each.findings), None)
            say(f"{each.file}: {first.code} {first.message}" if first else each.file)
        yield each


def _is_same(path: str, file: Path) -> bool:
    try:
        return os.path.samefile(path, file)
    except OSError:
        return False


def _merged(edits: tuple[ListEdit, ...], found: Iterable[Assessment], arguments: argparse.Namespace) -> Merge:
    from ..exchange.actions.merge import merged

    return merged(edits, found, partial(bundle_of, arguments.template))


def _name(plan: CopyPlan) -> str:
    """Return the name of a copy: its engagement's and its revision, with the ending of the original."""
    from ..workbook.creation.file_names import safe_name

    return f"{safe_name(plan.engagement)}-r{plan.revision}{Path(plan.found.file).suffix or '.xlsx'}"
