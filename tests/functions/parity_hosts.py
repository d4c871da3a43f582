"""Calls by the thousand through each host's own conversion, each host in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pocgate_xl.functions.classic import PROBLEM
from pocgate_xl.functions.officejs.source import function_name
from pocgate_xl.functions.registry import FUNCTIONS, CellProblem, Function
from tests.functions.examples import Example, as_posted, as_shown
from tests.functions.lite_site import laid_out, run_in_pyodide
from tests.functions.live_server import ROOT
from tests.functions.parity import Asked

NOUNS: Mapping[str, Function] = {function.noun: function for function in FUNCTIONS}
SECONDS = 900
DAYS = ("start", "payback_start", "as_of", "due_dates")
"""Arguments whose cells have the format of a date; such a cell comes as a moment over COM."""
FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
FIRST_SERIAL, END_OF_DATES = 61, 2958466
LEFT_OUT = "left out"
ERROR = "error"

ON_WINDOWS = """
import sys
from tests.functions.windows import served
udfs, com_server = served()
from tests.functions import parity_hosts
parity_hosts.answer_as_excel(com_server, sys.argv[1])
"""
ON_A_SERVER = """
import sys
from tests.functions import parity_hosts
parity_hosts.answer_as_server(sys.argv[1])
"""


def through_classic(calls: Sequence[Asked], folder: Path) -> list[Any]:
    """Return what a cell is given by xlwings' COM server."""
    return _in_process(ON_WINDOWS, [[each.noun, _to_com(each)] for each in calls], folder / "classic.json")


def expected_of_classic(result: Any) -> Any:
    """Return a result, or the text of a problem, as xlwings gives it to a cell; a lone row is a list."""
    if isinstance(result, str):
        return PROBLEM + result
    rows = [["" if cell is None else _moment(cell) for cell in row] for row in result]
    row = rows[0] if len(rows) == 1 else rows
    return row[0] if len(rows) == 1 and len(rows[0]) == 1 else row


def _moment(cell: Any) -> Any:
    return f"{cell.isoformat()} 00:00:00+00:00" if isinstance(cell, date) else cell


def _to_com(asked: Asked) -> list[Any]:
    return [_as_com(each.name, asked.arguments.get(each.name)) for each in NOUNS[asked.noun].arguments]


def _as_com(name: str, cells: Any) -> Any:
    if cells is None:
        return LEFT_OUT
    return [[_com_cell(name, cell) for cell in row] for row in cells]


def _com_cell(name: str, cell: Any) -> Any:
    if isinstance(cell, CellProblem):
        return {ERROR: cell.text}
    dated = name in DAYS and type(cell) is float and FIRST_SERIAL <= cell < END_OF_DATES
    return {"date": (FIRST_DAY + timedelta(days=cell)).isoformat()} if dated else cell


def answer_as_excel(com_server: Any, path: str) -> None:
    """Make the calls of a file as VBA does; `com_server` is that of xlwings."""
    from tests.functions.windows import DIVISION_BY_ZERO, MISSING, NOT_AVAILABLE, Cells, caller_of

    errors = {"#N/A": NOT_AVAILABLE, "#DIV/0!": DIVISION_BY_ZERO}

    def cell(raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return errors[raw[ERROR]] if ERROR in raw else datetime.fromisoformat(raw["date"])

    def argument(raw: Any) -> Any:
        if raw == LEFT_OUT:
            return MISSING
        rows = tuple(tuple(map(cell, row)) for row in raw)
        return Cells(rows if rows != ((rows[0][0],),) else rows[0][0])

    call = caller_of(com_server, "pocgate_xl.functions.classic")
    asked = json.loads(Path(path).read_text(encoding="utf-8"))
    answers = [call(f"POCGATE_{noun}", *map(argument, arguments)) for noun, arguments in asked]
    print(json.dumps(answers, default=str))


def through_server(calls: Sequence[Asked], folder: Path) -> list[Any]:
    """Return what the client is given: documents in, documents out, all but the HTTP between."""
    license_ = {"XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"}
    return _in_process(ON_A_SERVER, list(map(_posted, calls)), folder / "server.json", license_)


def expected_of_office(result: Any) -> Any:
    """Return a result as the client gets it, or the text of a problem."""
    return result if isinstance(result, str) else as_shown(result)


def _posted(asked: Asked) -> dict[str, Any]:
    name = function_name(NOUNS[asked.noun])
    return {"name": name, "args": as_posted(Example(asked.noun, asked.arguments))}


def answer_as_server(path: str) -> None:
    """Make the calls of a file as the server's route does."""
    from xlwings import XlwingsError

    from pocgate_xl.functions.registry import default_gate
    from pocgate_xl.functions.server.modules import called, functions_module

    gate = default_gate()
    functions_module(gate.bundle, gate.catalog)
    request = {
        "client": "Office.js", "caller_address": "[Book1.xlsx]Sheet1!A1", "session_id": "s", "version": "",
        "culture_info_name": "en-US", "date_format": "m/d/yyyy", "runtime": "1.4",
    }  # fmt: skip

    async def answer(call: Mapping[str, Any]) -> Any:
        try:
            _, document = await called(
                json.dumps({**request, "func_name": call["name"], "args": call["args"]}).encode()
            )
        except XlwingsError as problem:
            return str(problem)
        return json.loads(json.dumps(document))["result"]

    async def answers() -> list[Any]:
        return [await answer(call) for call in json.loads(Path(path).read_text(encoding="utf-8"))]

    print(json.dumps(asyncio.run(answers())))


def through_lite(calls: Sequence[Asked], folder: Path, files: Mapping[str, str]) -> list[Any]:
    """Return what Pyodide gives through the runtime of xlwings Lite."""
    site = laid_out(folder / "site", files)
    requests = {"calls": list(map(_posted, calls)), "scripts": [], "timed": []}
    answers = run_in_pyodide(site, requests, SECONDS)["answers"]
    return [each["error"] if isinstance(each, dict) else each for each in answers]


def _in_process(
    code: str, calls: Sequence[Any], file: Path, environment: Mapping[str, str] | None = None
) -> list[Any]:
    file.write_text(json.dumps(calls), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS,
        check=False, env={**os.environ, **(environment or {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return answers
