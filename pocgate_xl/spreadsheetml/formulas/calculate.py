"""Values of a workbook's formulas: the one door to the engine that computes them.

The engine is given cells as they were read here, nothing else of the file, and runs in a process of
its own (`engine_process`): some 60 ms, against which making a workbook takes seconds the first time.
A host that can start no process brings an engine of its own, which takes and gives the same as JSON.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, TypeAlias

from ...errors import EngineError
from ...records import dataclass
from ..address import Position, names_area
from ..cells import RawCell
from ..reader import RawWorkbook
from . import engine_process
from .single_cells import with_ranges

Computed: TypeAlias = "float | str | bool | CellError"
Values: TypeAlias = Mapping[str, Mapping[Position, Computed]]
"""By sheet title; formulas that the engine cannot take have none."""

SECONDS = 60.0
PROBLEM = "The workbook's formulas cannot be computed"
ENGINE = "ironcalc"
_WORD = re.compile(r"[^\W\d][\w.\\]*")


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as #DIV/0!."""

    text: str


def evaluate(facts: RawWorkbook, seconds: float = SECONDS) -> Values:
    """Return the value of every formula, computed anew; EngineError when that cannot be done."""
    titles = [sheet.title for sheet in facts.sheets]
    if not any(cell.formula for sheet in facts.sheets for cell in sheet.cells.values()):
        return {title: {} for title in titles}  # nothing to ask an engine, which need not be there
    single = _single_cells(facts.names)
    cells = [cell for index, sheet in enumerate(facts.sheets) for cell in _cells(index, sheet.cells, single)]
    request = {"sheets": titles, "names": _names(facts, titles), "cells": cells}
    values: dict[str, dict[Position, Computed]] = {title: {} for title in titles}
    for sheet, row, column, failed, value in _answer(request, seconds):
        if value is not None:
            values[titles[sheet]][row, column] = CellError(str(value)) if failed else value
    return values


def _cells(sheet: int, cells: Mapping[Position, RawCell], single: Mapping[str, str]) -> Iterator[list[Any]]:
    for (row, column), cell in cells.items():
        if cell.formula and not cell.formula.startswith("{"):
            yield [sheet, row, column, "formula", with_ranges(cell.formula, single)]
        elif cell.kind not in ("blank", "invalid"):  # of an array what it showed: it is not computed anew
            yield [sheet, row, column, cell.kind, cell.value]


def _names(facts: RawWorkbook, titles: list[str]) -> list[tuple[str, int | None, str]]:
    """Return the names that formulas use, a third of them: each costs the engine time."""
    found: list[tuple[str, int | None, str]]
    found = [(name, None, reference) for name, reference in facts.names.items()]
    found += [
        (name, titles.index(title), reference)
        for title, name, reference in facts.local_names
        if title in titles
    ]  # fmt: skip
    texts = [cell.formula for sheet in facts.sheets for cell in sheet.cells.values() if cell.formula]
    words = {word.casefold() for text in (*texts, *facts.names.values()) for word in _WORD.findall(text)}
    return [entry for entry in found if entry[0].casefold() in words]


def _single_cells(names: Mapping[str, str]) -> dict[str, str]:
    """Return the references of the names that stand for one cell, by name in small letters."""
    areas = {name: names_area(reference) for name, reference in names.items()}
    return {name.casefold(): names[name] for name, area in areas.items() if area and area[1] == area[2]}


def bring_engine(compute: Callable[[str], str]) -> None:
    """Have formulas computed by an engine of the host's own from now on, a JSON text from a JSON text."""
    global _brought
    _brought = compute


_brought: Callable[[str], str] | None = None


def _answer(request: engine_process.Request, seconds: float) -> engine_process.Answer:
    if _kept is not None:
        return _kept.answer(request)
    if _brought is not None:
        return _brought_answer(_brought, request)
    folder = _engine_folder()
    if getattr(sys, "frozen", False) or not sys.executable:  # another program's Python starts none
        return engine_process.compute(request)
    command = [sys.executable, "-I", "-S", engine_process.__file__, folder]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode("ascii"), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=seconds, check=True, creationflags=NO_WINDOW,
        )  # fmt: skip
        return list(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        raise EngineError(f"{PROBLEM} within {seconds:g} seconds.") from None
    except (OSError, subprocess.CalledProcessError, ValueError) as problem:
        raise EngineError(f"{PROBLEM} ({type(problem).__name__}).") from problem


@contextmanager
def engine_kept(seconds: float = SECONDS) -> Iterator[None]:
    """Let one process compute all that is asked for here: the same formulas are not read twice.

    It is for workbooks of our own, and ends after so many seconds without an answer.
    """
    global _kept
    command = [sys.executable, "-I", "-S", engine_process.__file__, _engine_folder(), "several"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        creationflags=NO_WINDOW,
    ) as process:  # fmt: skip
        _kept = _KeptEngine(process, seconds)
        try:
            yield
        finally:
            _kept = None
            process.kill()


class _KeptEngine:
    """A process that answers one request after another."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process, self.seconds = process, seconds

    def answer(self, request: engine_process.Request) -> engine_process.Answer:
        assert self.process.stdin
        assert self.process.stdout
        watch = Timer(self.seconds, self.process.kill)
        watch.start()
        try:
            self.process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self.process.stdin.flush()
            return list(json.loads(self.process.stdout.readline()))
        except (OSError, ValueError) as problem:
            raise EngineError(f"{PROBLEM} ({type(problem).__name__}).") from problem
        finally:
            watch.cancel()


_kept: _KeptEngine | None = None


def _brought_answer(compute: Callable[[str], str], request: engine_process.Request) -> engine_process.Answer:
    try:
        answer = json.loads(compute(json.dumps(request)))
        return [[*place, failed, _as_computed(value)] for *place, failed, value in answer]
    except Exception as problem:  # whatever the host's language calls its faults
        raise EngineError(f"{PROBLEM} ({type(problem).__name__}).") from problem


def _as_computed(value: Any) -> Any:
    """Return a value as the engine here gives it: languages that know one kind of number write 2.0 as 2."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _engine_folder() -> str:
    """Return where the engine is installed, which the process is told: it searches nowhere else."""
    try:
        spec = importlib.util.find_spec(ENGINE)
    except ImportError:
        spec = None
    if spec is None or spec.origin is None:
        raise EngineError(f"{ENGINE}, which computes formulas, is not installed.", INSTALL)
    return str(Path(spec.origin).parents[1])


INSTALL = 'Install it: pip install "pocgate-xl[formulas]"; it has no wheel for some systems.'
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would show a console where the host has none."""
