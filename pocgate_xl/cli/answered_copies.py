"""Copies of workbooks with what was answered elsewhere: written, read back, and told of."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..batch import own_catalog, own_catalogs
from ..core.assessment import Assessment
from ..core.catalog import Catalog
from ..errors import PocgateError
from ..output import find_target
from ..templates.loader import Bundle, find_bundle, load_bundle, template_folders
from .assessed import assessed
from .streams import screen_of_stdout

if TYPE_CHECKING:
    from ..exchange.actions.ledger import WrittenCopy
    from ..exchange.actions.merge import Conflict, ConflictReason, CopyPlan, Merge
    from ..workbook.creation.lists.tables import Table


def answered_tables(file: Path) -> list[Table]:
    """Return the tables of a file, read where one that is not ours does no harm."""
    from ..batch.apart import done_apart
    from ..workbook.creation.lists.tables import tables_of

    return done_apart(tables_of, file)


def known_catalogs(folders: Sequence[Path]) -> list[Catalog]:
    """Return the texts in every language in which such a file may have been written."""
    bundles = [load_bundle(folder) for folder in template_folders(folders)]
    return [*own_catalogs(), *(each for bundle in bundles for each in bundle.catalogs.values())]


def bundle_of(folders: Sequence[Path], found: Assessment) -> Bundle:
    """Return the template of a workbook that was read."""
    assert found.template is not None
    bundle = find_bundle(found.template.id, found.template.version, folders)
    assert bundle is not None
    return bundle


def write_copies(
    merge: Merge,
    place_of: Callable[[CopyPlan], Path],
    read: Iterable[Path | str],
    arguments: argparse.Namespace,
) -> list[Conflict]:
    """Write what can be written and print what came of it; return the conflicts.

    A workbook that cannot take an answer gets none of them.
    """
    from ..exchange.actions.ledger import WrittenCopy

    written: list[WrittenCopy] = []
    conflicts = list(merge.conflicts)
    for plan in merge.copies:
        file = place_of(plan)
        try:
            _write(plan, file, read, arguments)
        except PocgateError as error:
            conflicts += _refused(plan, error)
            continue
        if odd := _otherwise(plan, file, arguments):
            file.unlink()
            conflicts += _refused(plan, None, odd)
            continue
        written.append(WrittenCopy(plan, str(file)))
    for line in _ledger(merge, written, conflicts, own_catalog(arguments.lang)):
        print(line)
    return conflicts


def _write(plan: CopyPlan, file: Path, read: Iterable[Path | str], arguments: argparse.Namespace) -> None:
    from ..batch.apart import done_apart
    from ..issuing.public import filled_copy

    target = find_target(file, read, force=arguments.force, claimed=True)
    original = Path(plan.found.file)
    target.write((done_apart(filled_copy, original, plan.values, list(arguments.template)),))


def _refused(plan: CopyPlan, error: PocgateError | None, odd: str = "") -> list[Conflict]:
    from ..exchange.actions.merge import conflict_of

    reason: ConflictReason = "reads_otherwise" if error is None else "not_written"
    found = odd or str(error)
    return [conflict_of(wish.edit, reason, found, wish.field.name) for wish in plan.wishes]


def _otherwise(plan: CopyPlan, file: Path, arguments: argparse.Namespace) -> str:
    """Return the names of answers that a written copy does not say as they were meant; "" for none."""
    (found,) = assessed([str(file)], argparse.Namespace(**{**vars(arguments), "quiet": True, "jobs": 1}))
    said: Mapping[str, Any] = found.answers or {}
    meant = {**(plan.found.answers or {}), **plan.values}
    meant = {name: value for name, value in meant.items() if value is not None}
    return ", ".join(sorted(name for name in meant.keys() | said.keys() if meant.get(name) != said.get(name)))


def _ledger(
    merge: Merge, written: list[WrittenCopy], conflicts: list[Conflict], catalog: Catalog
) -> Iterator[str]:
    from ..exchange.actions.ledger import ledger_lines
    from ..reports.parts import Screen

    return ledger_lines(merge, written, conflicts, catalog, screen_of_stdout() or Screen())
