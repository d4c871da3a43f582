"""A function of one cell and of a table of 1,000 × 6 ratings, through each host, against xlwings alone.

"xlwings alone" takes and gives the same cells by its default conversion and computes nothing.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from pocgate_xl.functions.lite.modules import lite_files
from pocgate_xl.functions.registry import FUNCTIONS, call, default_gate
from tests.functions.lite_site import laid_out, run_in_pyodide
from tests.functions.live_server import SECONDS, Server, free_port, serving

from .runner import Contender, Line, at_most, medians, milliseconds, ratio

ROOT = Path(__file__).parents[2]
NOUNS = {function.noun: function for function in FUNCTIONS}
ROW = [[5, 4, 3, 2, 1, 4]]
CELLS = (1, 2, 3, 4, 5, "")
_DRAWN = random.Random(6)
RANGES = [[_DRAWN.choices(CELLS, k=6) for _ in range(1000)] for _ in range(60)]
"""Tables of ratings and blanks, all their rows drawn."""
RANGE = RANGES[0]
CELL, TABLE, OTHERS, STOCK_CELL, STOCK_TABLE = (
    "one cell",
    "1,000 × 6",
    "1,000 × 6, another table each time",
    "xlwings alone, one cell",
    "xlwings alone, 1,000 × 6",
)
GOAL = 10
"""Milliseconds for the table through the server."""

STOCK = '''
"""What xlwings does by itself."""

from xlwings import arg, func


@func
@arg("ratings", ndim=2)
def stock(ratings):
    return [[0, 0, 0, "", ""] for _ in ratings]
'''

CLASSIC = """
import json, sys
from tests.functions.windows import Cells, caller_of, served
udfs, com_server = served()
import xlwings
from pocgate_xl.functions import classic
from tests.benchmarks.functions import CELL, RANGE, ROW, filled, STOCK_CELL, STOCK_TABLE, TABLE
from tests.benchmarks.runner import medians

@xlwings.func
@xlwings.arg("ratings", ndim=2)
def stock(ratings):
    return [[0, 0, 0, "", ""] for _ in ratings]

module = sys.modules[classic.MODULE]
module.stock = stock
ours = caller_of(com_server, classic.MODULE)
row, table = (Cells(tuple(map(tuple, filled(rows)))) for rows in (ROW, RANGE))
print(json.dumps(medians({
    CELL: lambda: ours("POCGATE_TOTAL", row), TABLE: lambda: ours("POCGATE_SCORES", table),
    STOCK_CELL: lambda: ours("stock", row), STOCK_TABLE: lambda: ours("stock", table),
}, int(sys.argv[1]))))
"""


def sections(rounds: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield a title and the lines under it."""
    yield "Functions: the catalogue itself", list(_catalogue(rounds))
    yield "Functions: classic conversion (stand-ins for Windows)", list(_classic(rounds))
    yield "Functions: Lite (Pyodide under Node)", list(_lite(rounds))
    yield "Functions: server, on loopback", list(_server(rounds))


def _catalogue(rounds: int) -> Iterator[Line]:
    row, table, others = filled(ROW), filled(RANGE), cycle([filled(each) for each in RANGES])
    contenders: dict[str, Contender] = {
        CELL: lambda: call(NOUNS["TOTAL"], {"ratings": row}),
        TABLE: lambda: call(NOUNS["SCORES"], {"ratings": table}),
        OTHERS: lambda: call(NOUNS["SCORES"], {"ratings": next(others)}),
    }
    yield from milliseconds(medians(contenders, rounds))


def filled(rows: Sequence[Sequence[Any]]) -> list[list[float | None]]:
    """Return cells as hosts that know blanks hand them over."""
    return [[None if cell == "" else float(cell) for cell in row] for row in rows]


def _classic(rounds: int) -> Iterator[Line]:
    command = [sys.executable, "-c", CLASSIC, str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    times = json.loads(done.stdout.splitlines()[-1])
    yield Line(f"{TABLE} against xlwings alone", f"{ratio(times, TABLE, STOCK_TABLE):.3g}×")
    yield from milliseconds(times)


def _lite(rounds: int) -> Iterator[Line]:
    bundle = default_gate().bundle
    files = dict(lite_files(bundle, bundle.template.languages[0]))
    files["main.py"] += STOCK.partition("import arg, func")[2]
    calls = (
        (CELL, "total", [ROW, None, None]), (TABLE, "scores", [RANGE, None, None]),
        (STOCK_CELL, "stock", [ROW]), (STOCK_TABLE, "stock", [RANGE]),
    )  # fmt: skip
    timed = [
        {"label": label, "name": name, "args": args, "repeat": 3}
        for _ in range(rounds)
        for label, name, args in calls
    ]
    with tempfile.TemporaryDirectory() as folder:
        site = laid_out(Path(folder, "site"), files)
        times = run_in_pyodide(site, {"calls": [], "scripts": [], "timed": timed})["times"]
    yield Line(f"{TABLE} against xlwings alone", f"{ratio(times, TABLE, STOCK_TABLE):.3g}×")
    yield from milliseconds(times)


def _server(rounds: int) -> Iterator[Line]:
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as ours,
        _stock(Path(folder)) as stock,
    ):
        contenders = {
            CELL: _posting(ours, "total", [[ROW, None, None]]),
            TABLE: _posting(ours, "scores", [[RANGE, None, None]]),
            OTHERS: _posting(ours, "scores", [[table, None, None] for table in RANGES]),
            STOCK_CELL: _posting(stock, "stock", [[ROW]]),
            STOCK_TABLE: _posting(stock, "stock", [[RANGE]]),
        }
        times = medians(contenders, rounds, time.perf_counter)
    for name in (TABLE, OTHERS):
        yield at_most(name, statistics.median(times[name]), GOAL, " ms")
    yield Line(f"{TABLE} against xlwings alone", f"{ratio(times, TABLE, STOCK_TABLE):.3g}×")
    yield from milliseconds(times)


def _posting(server: Server, name: str, calls: Sequence[Sequence[Any]]) -> Contender:
    """Return one call after the other over a connection that stays open, as a browser's does."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS)
    figures = {
        "client": "Office.js", "func_name": name, "caller_address": None, "session_id": "s",
        "culture_info_name": "en-US", "date_format": "m/d/yyyy", "version": "", "runtime": "1.4",
    }  # fmt: skip
    bodies = cycle([json.dumps({**figures, "args": args}).encode() for args in calls])

    def post() -> None:
        connection.request(
            "POST", "/xlwings/custom-functions-call", next(bodies), {"Content-Type": "application/json"}
        )
        response = connection.getresponse()
        if response.status != 200:
            raise AssertionError(response.read())
        response.read()

    return post


@contextmanager
def _stock(folder: Path) -> Iterator[Server]:
    """Run xlwings Server as it comes, with one function."""
    project = folder / "stock"
    for name, text in (("custom_functions", STOCK), ("custom_scripts", "")):
        (project / name).mkdir(parents=True)
        (project / name / "__init__.py").write_text(text, encoding="utf-8")
    server = Server(free_port(), folder / "stock.log")
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_PROJECT_DIR": str(project)}
    environment |= {"XLWINGS_LOG_LEVEL": "WARNING", "XLWINGS_ENABLE_SOCKETIO": "false"}
    command = [sys.executable, "-m", "uvicorn", "xlwings_server.main:main_app", "--log-level", "warning"]
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(server.port)], cwd=project, env=environment, stdout=log, stderr=log
        )
    try:
        for _ in range(SECONDS * 10):
            try:
                if server.ask("/").status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(SECONDS)
