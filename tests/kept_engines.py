"""A stand-in for the engine's processes: one is kept for each set of formulas, as where blanks are prepared.

A new process reads some two thousand cells each time, which takes half a second of processor time; one that
is kept takes what is other than before, in a tenth of that. That it gives the same is the matter of
`spreadsheetml/formulas/test_calculate.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
from collections import OrderedDict
from subprocess import DEVNULL, PIPE

from pocgate_xl.errors import EngineError
from pocgate_xl.spreadsheetml.formulas import calculate
from pocgate_xl.spreadsheetml.formulas.engine_process import Answer, Request

NEW = ("spreadsheetml/formulas/", "faults/", "test_missing_libraries", "test_build_hook", "engines/")
"""Tests for which nothing stands in."""
MOST = 6
"""Processes that are kept."""
EXECUTABLE = sys.executable

compute = calculate._answer
_engines: OrderedDict[str, calculate._KeptEngine] = OrderedDict()


def use(place: str) -> None:
    """Let kept engines stand in while the tests of a file run, or not."""
    calculate._answer = compute if place.startswith(NEW) else _answer


def end() -> None:
    while _engines:
        _forget(next(iter(_engines)))


def _answer(request: Request, seconds: float) -> Answer:
    brought = calculate._kept or calculate._brought or sys.executable != EXECUTABLE
    if brought or seconds != calculate.SECONDS or hasattr(sys, "frozen"):
        return compute(request, seconds)
    formulas = [cell for cell in request["cells"] if cell[3] == "formula"]
    frame = hashlib.sha256(json.dumps([request["sheets"], request["names"], formulas]).encode()).hexdigest()
    try:
        return _engine_for(frame).answer(request)
    except EngineError:
        _forget(frame)
        raise


def _engine_for(frame: str) -> calculate._KeptEngine:
    folder = calculate._engine_folder()
    if frame not in _engines:
        if len(_engines) == MOST:
            _forget(next(iter(_engines)))
        command = [sys.executable, "-I", "-S", calculate.engine_process.__file__, folder, "several"]
        process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        _engines[frame] = calculate._KeptEngine(process, calculate.SECONDS)
    _engines.move_to_end(frame)
    return _engines[frame]


def _forget(frame: str) -> None:
    if engine := _engines.pop(frame, None):
        engine.process.kill()
        with contextlib.suppress(OSError):
            engine.process.__exit__(None, None, None)
