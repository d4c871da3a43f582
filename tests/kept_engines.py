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
from typing import Any

from pocgate_xl.errors import EngineError
from pocgate_xl.spreadsheetml.formulas import calculate, engine_process
from pocgate_xl.spreadsheetml.formulas.engine_process import Answer, Request

NEW = ("spreadsheetml/formulas/", "faults/", "test_missing_libraries", "test_build_hook")
"""Tests for which nothing stands in."""
MOST = 6
"""Processes that are kept."""
EXECUTABLE = sys.executable

compute = calculate._answer
_engines: OrderedDict[str, calculate._KeptEngine] = OrderedDict()
_read: dict[str, tuple[Any, Any]] = {}


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
    frame = _frame(request)
    try:
        return _engine_for(frame).answer(request)
    except EngineError:
        _forget(frame)
        raise


def _frame(request: Request) -> str:
    return hashlib.sha256(json.dumps(engine_process._frame(request)).encode()).hexdigest()


def read_beforehand(request: Request, seconds: float) -> Answer:
    """Compute in this process, so that copies of it need not read the formulas again."""
    _read[_frame(request)] = engine_process._loaded(request), request["cells"]
    return engine_process._values(*_read[_frame(request)][0])


def answer_of_a_copy(request: Request, seconds: float) -> Answer:
    """Compute with what was read before this process was copied; in another process where that is nothing."""
    if (known := _read.get(_frame(request))) is None:
        return compute(request, seconds)
    loaded, before = known
    engine_process._change(loaded[0], before, request["cells"])
    _read[_frame(request)] = loaded, request["cells"]
    return engine_process._values(*loaded)


def _engine_for(frame: str) -> calculate._KeptEngine:
    folder = calculate._engine_folder()
    if frame not in _engines:
        if len(_engines) == MOST:
            _forget(next(iter(_engines)))
        command = [sys.executable, "-I", "-S", engine_process.__file__, folder, "several"]
        process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        _engines[frame] = calculate._KeptEngine(process, calculate.SECONDS)
    _engines.move_to_end(frame)
    return _engines[frame]


def _forget(frame: str) -> None:
    if engine := _engines.pop(frame, None):
        engine.process.kill()
        with contextlib.suppress(OSError):
            engine.process.__exit__(None, None, None)
