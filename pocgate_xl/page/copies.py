"""Copies that the page's worker makes in Python: as `return` and `migrate` make them, and as one zip.

Nothing here needs openpyxl: what copies are begun with is taken along. Formulas are computed by the engine
that the page brings.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from ..batch.check import Options, examine
from ..core.assessment import Assessment
from ..core.completeness import OUTCOMES
from ..exchange.copies.current import current_of
from ..exchange.copies.ledger_table import ledger_table
from ..exchange.copies.maker import CopyKind, CopyMaker, MadeCopy
from ..exchange.copies.names import CopyNames
from ..opc.safe_text import visible
from ..opc.zip_writer import write_stored
from ..spreadsheetml.formulas.calculate import bring_engine
from .checking import own_templates

READABLE = frozenset(OUTCOMES) - {"unreadable"}
LEDGER = "ledger.csv"


def bring(compute: Callable[[str], str]) -> None:
    """Have formulas computed by the page's engine, a JSON text from a JSON text."""
    bring_engine(compute)


def copied(kind: CopyKind, file: str, name: str, out: str, language: str = "", page: str = "") -> str:
    """Write the copy of a file that somebody calls so; return, as JSON, what is to be said of it.

    `language` is that of the copy, "" for the workbook's own; `page` is the address that it names. There is
    none where `problem` says why, or where the file is `current` already.
    """
    options = Options(own_templates())
    assessment = examine(file, options)
    maker = CopyMaker(kind, READABLE, options, language or None, page)
    copy = replace(maker(assessment), file=name)
    if copy.content is not None:
        Path(out).write_bytes(copy.content)
    return json.dumps(_said(copy))


def _said(copy: MadeCopy) -> dict[str, Any]:
    counts = copy.counts
    lines = list(ledger_table([copy]))
    return {
        "made": copy.content is not None, "problem": visible(copy.problem), "was": copy.was, "now": copy.now,
        "kept": counts["carried"] + counts["changed"], "left_over": counts["left_over"],
        "corrections": copy.corrections, "checks": copy.checks, "missing": copy.missing,
        "head": lines[0], "ledger": "".join(lines[1:]),
    }  # fmt: skip


def current(lines: str) -> str:
    """Return which assessments, a JSON list of lines, nothing newer of an engagement stands for."""
    found = [_read(json.loads(line)) for line in json.loads(lines)]
    kept = {id(each) for each in current_of(cast("list[Assessment]", found))}
    return json.dumps([place for place, each in enumerate(found) if id(each) in kept])


def _read(plain: Any) -> Any:
    """Return JSON as something with attributes."""
    if isinstance(plain, dict):
        return SimpleNamespace(**{key: _read(each) for key, each in plain.items()})
    return [_read(each) for each in plain] if isinstance(plain, list) else plain


def names(submissions: str) -> str:
    """Return what the copies of submissions are called, both as a JSON list."""
    called = CopyNames()
    return json.dumps([called.name_for(each) for each in json.loads(submissions)])


def zipped(folder: str, ledger: str, out: str) -> None:
    """Write a zip of every file in a folder, and the ledger of what became of the answers beside them."""
    files = {each.name: each.read_bytes() for each in sorted(Path(folder).iterdir())}
    if ledger:
        files[LEDGER] = ledger.encode("utf-8")
    Path(out).write_bytes(write_stored(files))
